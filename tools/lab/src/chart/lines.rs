//! One line for each server, both axes logarithmic: from ten clients to ten thousand
//! and from bytes to megabytes, every factor of ten is the same step.

use super::{Chart, GRID, INK, MUTED, SIZE, Series, colour_of, finish};
use anyhow::Result;
use plotters::chart::ChartBuilder;
use plotters::coord::Shift;
use plotters::coord::combinators::IntoLogRange;
use plotters::drawing::DrawingArea;
use plotters::element::{Circle, Text};
use plotters::prelude::{IntoDrawingArea, SVGBackend};
use plotters::series::LineSeries;
use plotters::style::{Color, IntoFont, RGBColor, TextStyle};
use std::ops::Range;

/// The least that a logarithmic axis can show here.
const FLOOR: f64 = 1e-3;

/// Draws the chart.
///
/// # Errors
/// When plotters cannot draw.
pub fn draw(chart: &Chart) -> Result<String> {
    let mut svg = String::new();
    {
        let root = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
        let (head, body) = root.split_vertically(30);
        legend(&head, &chart.series)?;
        let across =
            decades(chart.series.iter().flat_map(|s| &s.points).map(|p| p.0));
        let up = decades(chart.series.iter().flat_map(|s| &s.points).map(|p| p.1));
        let mut area = ChartBuilder::on(&body)
            .margin(6)
            .margin_right(24)
            .x_label_area_size(46)
            .y_label_area_size(72)
            .build_cartesian_2d(across.log_scale(), up.log_scale())?;
        area.configure_mesh()
            .axis_style(MUTED)
            .bold_line_style(GRID)
            .light_line_style(RGBColor(0, 0, 0).mix(0.0))
            .label_style(words(13, &MUTED))
            .x_desc(&chart.axis)
            .axis_desc_style(words(14, &INK))
            .x_label_formatter(&|value| crate::metric::digits(*value))
            .y_label_formatter(&|value| chart.unit.show(*value))
            .draw()?;
        for series in &chart.series {
            let colour = colour_of(&series.name);
            // A logarithmic axis has no zero: what was too little to see is left out.
            let points = series.points.iter().copied().filter(|at| at.1 >= FLOOR);
            let line = LineSeries::new(points.clone(), colour.stroke_width(2));
            area.draw_series(line)?;
            area.draw_series(points.map(|at| Circle::new(at, 4, colour.filled())))?;
        }
        root.present()?;
    }
    Ok(finish(&svg, &chart.title, &chart.axis))
}

/// The powers of ten around all values.
fn decades(values: impl Iterator<Item = f64>) -> Range<f64> {
    let (mut low, mut high) = (f64::MAX, FLOOR);
    for value in values.filter(|value| *value >= FLOOR) {
        low = low.min(value);
        high = high.max(value);
    }
    let low = 10f64.powf(low.min(high).log10().floor());
    let high = 10f64.powf(high.log10().ceil());
    low..high.max(low * 10.0)
}

fn legend(
    area: &DrawingArea<SVGBackend<'_>, Shift>,
    series: &[Series],
) -> Result<()> {
    let mut left = 12;
    for one in series {
        area.draw(&Circle::new((left, 16), 5, colour_of(&one.name).filled()))?;
        area.draw(&Text::new(one.name.clone(), (left + 12, 8), words(15, &INK)))?;
        left += 34 + 8 * i32::try_from(one.name.len())?;
    }
    Ok(())
}

fn words<'a>(size: u32, colour: &'static RGBColor) -> TextStyle<'a> {
    TextStyle::from(("sans-serif", size).into_font()).color(colour)
}
