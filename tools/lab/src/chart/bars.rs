//! Horizontal bars from zero, each with its number beside it.

use super::{Chart, GRID, INK, MUTED, SIZE, colour_of, finish};
use anyhow::Result;
use plotters::element::{PathElement, Rectangle, Text};
use plotters::prelude::{IntoDrawingArea, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, IntoFont, RGBColor, TextStyle};

const ROW: i32 = 40;
const TOP: i32 = 8;
/// Where the bars begin, and the longest bar; the rest is for its number.
const LEFT: i32 = 96;
const LONGEST: f64 = 290.0;

/// Draws one bar for each series, as long as its first point is high.
///
/// # Errors
/// When plotters cannot draw.
pub fn draw(chart: &Chart) -> Result<String> {
    let rows = i32::try_from(chart.series.len())?;
    let height = TOP * 2 + ROW * rows + 24;
    let mut svg = String::new();
    {
        let size = (SIZE.0, u32::try_from(height)?);
        let root = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        let values = chart.series.iter().filter_map(|series| series.points.first());
        let largest =
            values.map(|&(_, value)| value).fold(f64::MIN_POSITIVE, f64::max);
        for (row, series) in (0..rows).zip(&chart.series) {
            let top = TOP + ROW * row;
            let middle = top + ROW / 2;
            let name = text(&series.name, (LEFT - 10, middle), HPos::Right, &INK);
            root.draw(&name)?;
            let Some(&(_, value)) = series.points.first() else {
                let broken =
                    text("no number", (LEFT + 8, middle), HPos::Left, &MUTED);
                root.draw(&broken)?;
                continue;
            };
            let end = LEFT + pixels(value / largest * LONGEST);
            let colour = colour_of(&series.name).filled();
            let bar = [(LEFT, top + 7), (end, top + ROW - 7)];
            root.draw(&Rectangle::new(bar, colour))?;
            let number = chart.unit.show(value);
            root.draw(&text(&number, (end + 8, middle), HPos::Left, &INK))?;
        }
        let bottom = TOP + ROW * rows;
        let axis = vec![(LEFT, TOP), (LEFT, bottom)];
        root.draw(&PathElement::new(axis, GRID.stroke_width(1)))?;
        root.draw(&text(&chart.axis, (LEFT, bottom + 14), HPos::Left, &MUTED))?;
        root.present()?;
    }
    Ok(finish(&svg, &chart.title, &chart.axis))
}

#[expect(clippy::cast_possible_truncation, reason = "a bar is at most 290 long")]
fn pixels(length: f64) -> i32 {
    length.round().max(1.0) as i32
}

fn text<'a>(
    words: &str,
    at: (i32, i32),
    side: HPos,
    colour: &'static RGBColor,
) -> Text<'a, (i32, i32), String> {
    let style = TextStyle::from(("sans-serif", 15).into_font());
    let style = style.color(colour).pos(Pos::new(side, VPos::Center));
    Text::new(words.to_string(), at, style)
}
