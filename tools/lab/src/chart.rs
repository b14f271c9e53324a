//! Charts as SVG, drawn by plotters, coloured by style sheet.
//!
//! A picture with fixed colours is wrong in half of all readers' themes. So a chart
//! is drawn in placeholder colours, each of which then becomes a class, and the
//! classes take their colours from variables: light, dark, or whatever the page that
//! the chart stands in says.

use crate::metric::Unit;
use plotters::style::RGBColor;

pub mod bars;
pub mod lines;

/// Width and height of every chart: still readable on a phone.
pub const SIZE: (u32, u32) = (480, 320);

const INK: RGBColor = RGBColor(1, 1, 1);
const MUTED: RGBColor = RGBColor(2, 2, 2);
const GRID: RGBColor = RGBColor(3, 3, 3);
const NAMES: [(RGBColor, &str); 3] =
    [(INK, "ink"), (MUTED, "muted"), (GRID, "grid")];

const STYLE: &str = include_str!("chart/chart.css");

/// The servers that have a colour of their own.
const COLOURED: [&str; 8] =
    ["processes", "step2", "step3", "step4", "c", "tokio", "poll.py", "other"];

/// What a chart shows.
#[derive(Clone, Debug)]
pub struct Chart {
    /// Its heading, outside the picture.
    pub title: String,
    /// How its numbers are written.
    pub unit: Unit,
    /// What stands below the horizontal axis.
    pub axis: String,
    /// A name and points for each server.
    pub series: Vec<Series>,
}

/// One server's points.
#[derive(Clone, Debug)]
pub struct Series {
    /// The server.
    pub name: String,
    /// Across and up.
    pub points: Vec<(f64, f64)>,
}

fn place_of(name: &str) -> u8 {
    let at = COLOURED.iter().position(|known| *known == name);
    u8::try_from(at.unwrap_or(COLOURED.len() - 1)).expect("a short list")
}

fn colour_of(name: &str) -> RGBColor {
    let shade = 10 + place_of(name);
    RGBColor(shade, shade, shade)
}

/// Turns placeholder colours into classes and says what the picture is.
fn finish(svg: &str, title: &str, description: &str) -> String {
    let mut svg = svg.to_string();
    let mut class = |RGBColor(r, g, b): RGBColor, name: &str| {
        for attribute in ["fill", "stroke"] {
            let from = format!("{attribute}=\"#{r:02X}{g:02X}{b:02X}\"");
            svg = svg.replace(&from, &format!("class=\"{name}-{attribute}\""));
        }
    };
    for (colour, name) in NAMES {
        class(colour, name);
    }
    for name in COLOURED {
        class(colour_of(name), &format!("s{}", place_of(name)));
    }
    let head = format!(
        "<svg class=\"lab-chart\" role=\"img\" aria-label=\"{}\" ",
        escape(&format!("{title}. {description}"))
    );
    let style = format!("<style>{}</style>\n", STYLE.trim());
    let svg = svg.replacen("<svg ", &head, 1);
    match svg.split_once(">\n") {
        Some((head, rest)) => format!("{head}>\n{style}{rest}"),
        None => svg,
    }
}

/// Text that may stand in HTML, also in an attribute.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
