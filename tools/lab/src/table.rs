//! Tables: for a terminal with spaces, for a page as HTML.

use crate::chart::escape;
use std::fmt::Write;

/// Rows under headings; the first column holds names, the others numbers.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// One for each column.
    pub head: Vec<String>,
    /// As many cells each as there are headings.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// A table without rows.
    pub fn new<'a>(head: impl IntoIterator<Item = &'a str>) -> Self {
        Self { head: head.into_iter().map(String::from).collect(), rows: Vec::new() }
    }

    /// For a terminal: names to the left, numbers to the right.
    pub fn plain(&self) -> String {
        let lines = || std::iter::once(&self.head).chain(&self.rows);
        let width = |column: usize| {
            let cells = lines().filter_map(|line| line.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..self.head.len()).map(width).collect();
        let mut out = String::new();
        for line in lines() {
            for (column, (cell, width)) in line.iter().zip(&widths).enumerate() {
                let pad = " ".repeat(width - cell.chars().count());
                match column {
                    0 => out.extend([cell, &*pad]),
                    _ => out.extend(["  ", &*pad, cell]),
                }
            }
            out.truncate(out.trim_end().len());
            out.push('\n');
        }
        out
    }

    /// For a page; the caption tells a screen reader what it is about.
    pub fn html(&self, caption: &str) -> String {
        let mut out = String::from("<div class=\"scroll\" tabindex=\"0\"><table>\n");
        let caption = escape(caption);
        out.push_str(&format!("<caption>{caption}</caption>\n<thead><tr>"));
        for cell in &self.head {
            put(&mut out, format_args!("<th scope=\"col\">{}</th>", escape(cell)));
        }
        out.push_str("</tr></thead>\n<tbody>\n");
        for row in &self.rows {
            out.push_str("<tr>");
            for (column, cell) in row.iter().enumerate() {
                let cell = escape(cell);
                match column {
                    0 => {
                        put(&mut out, format_args!("<th scope=\"row\">{cell}</th>"))
                    }
                    _ => put(&mut out, format_args!("<td>{cell}</td>")),
                }
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</tbody></table></div>\n");
        out
    }
}

fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("a string takes every write");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_under_each_other() {
        let mut table = Table::new(["", "rate"]);
        table.rows.push(vec!["step4".into(), "8,400,000".into()]);
        table.rows.push(vec!["c".into(), "1".into()]);
        assert_eq!(
            table.plain(),
            "            rate\nstep4  8,400,000\nc              1\n"
        );
    }

    #[test]
    fn a_cell_cannot_become_markup() {
        let mut table = Table::new([""]);
        table.rows.push(vec!["<b>".into()]);
        assert!(table.html("x").contains("&lt;b&gt;"));
    }
}
