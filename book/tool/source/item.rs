//! The items of a Rust file and the lines on which they stand.
//!
//! They are found by parsing, because a scanner for braces would meet the braces in
//! a string one day. Doc comments and attributes belong to an item.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{ImplItem, Item, TraitItem, Type};

/// Something with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    /// `serve`, `LineBuffer`, `LineBuffer::push` or `tests::an_empty_line`.
    pub name: String,
    /// Its first line, counted from 1.
    pub first: usize,
    /// Its last line.
    pub last: usize,
}

/// Every item of a file, those inside modules, impls and traits included.
pub(super) fn all(file: &str) -> syn::Result<Vec<Named>> {
    let mut found = Vec::new();
    collect(&syn::parse_file(file)?.items, "", &mut found);
    Ok(found)
}

fn collect(items: &[Item], inside: &str, found: &mut Vec<Named>) {
    for item in items {
        let Some(name) = name(item) else {
            continue;
        };
        let name = format!("{inside}{name}");
        let within = format!("{name}::");
        let mut add = |name: String, span: Span| {
            let (first, last) = (span.start().line, span.end().line);
            found.push(Named { name, first, last });
        };
        match item {
            // An impl has no name of its own: its type has it.
            Item::Impl(block) => {
                for member in &block.items {
                    if let Some(method) = member_name(member) {
                        add(format!("{within}{method}"), member.span());
                    }
                }
            }
            Item::Trait(block) => {
                add(name, item.span());
                for member in &block.items {
                    if let TraitItem::Fn(method) = member {
                        add(format!("{within}{}", method.sig.ident), member.span());
                    }
                }
            }
            Item::Mod(module) => {
                add(name, item.span());
                if let Some((_, items)) = &module.content {
                    collect(items, &within, found);
                }
            }
            _ => add(name, item.span()),
        }
    }
}

fn name(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Mod(item) => &item.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Impl(item) => {
            let Type::Path(path) = &*item.self_ty else { return None };
            &path.path.segments.last()?.ident
        }
        _ => return None,
    };
    Some(ident.to_string())
}

fn member_name(member: &ImplItem) -> Option<String> {
    match member {
        ImplItem::Fn(method) => Some(method.sig.ident.to_string()),
        ImplItem::Const(constant) => Some(constant.ident.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "\
use std::io;

/// Bytes in, lines out.
#[derive(Default)]
pub struct Lines {
    bytes: Vec<u8>,
}

impl Lines {
    /// Takes bytes.
    pub fn push(&mut self) {
        let brace = \"}\";
    }
}

#[cfg(test)]
mod tests {
    fn push() {}
}
";

    fn lines(name: &str) -> Option<(usize, usize)> {
        let items = all(FILE).unwrap();
        let item = items.into_iter().find(|item| item.name == name)?;
        Some((item.first, item.last))
    }

    #[test]
    fn an_item_begins_with_its_doc_comment() {
        assert_eq!(lines("Lines"), Some((3, 7)));
        assert_eq!(lines("Lines::push"), Some((10, 13)));
    }

    #[test]
    fn a_function_in_a_module_is_named_with_it() {
        assert_eq!(lines("tests::push"), Some((18, 18)));
        assert_eq!(lines("push"), None);
    }
}
