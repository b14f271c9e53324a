//! The report: one page, which needs no network, and a picture for each chart.

use crate::chart::{Chart, Series, bars, escape, lines};
use crate::metric::{self, Metric, Unit};
use crate::results::{Comparison, Results};
use crate::{tables, wording};
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

const PAGE: &str = include_str!("report/report.html");

/// A chart and the numbers in it.
struct Figure {
    file: String,
    title: String,
    about: String,
    svg: String,
    table: String,
}

/// Writes `report.html`, `results.json` and one SVG for each chart.
///
/// # Errors
/// When a chart cannot be drawn or a file cannot be written.
pub fn write(results: &Results, folder: &Path) -> Result<()> {
    let mut growth = Vec::new();
    if !results.growth.is_empty() {
        growth.push(memory_bars(results)?);
        for metric in &metric::ALL {
            growth.extend(growth_figure(metric, results)?);
        }
    }
    let mut sides = Vec::new();
    for comparison in &results.comparisons {
        sides.push(comparison_figure(comparison)?);
    }
    let put = |file: &str, text: &str| {
        let path = folder.join(file);
        fs::write(&path, text)
            .with_context(|| format!("cannot write {}", path.display()))
    };
    fs::create_dir_all(folder)
        .with_context(|| format!("cannot make {}", folder.display()))?;
    for figure in growth.iter().chain(&sides) {
        put(&format!("{}.svg", figure.file), &figure.svg)?;
    }
    put("results.json", &(serde_json::to_string_pretty(results)? + "\n"))?;
    put("report.html", &page(results, &growth, &sides))
}

/// The picture of the README: the largest crowd that every server held.
fn memory_bars(results: &Results) -> Result<Figure> {
    let servers = tables::servers(results);
    let held_by_all = |clients: &usize| {
        let mut here = results.growth.iter().filter(|one| one.clients == *clients);
        here.all(|one| one.runs.iter().all(|run| run.held == *clients))
    };
    let sizes = results.growth.iter().map(|one| one.clients);
    let clients = sizes.filter(held_by_all).max().unwrap_or_default();
    let mut series = Vec::new();
    for server in servers {
        let mut here = results.growth.iter();
        let one = here.find(|one| one.server == server && one.clients == clients);
        let memory = one.and_then(|one| one.median(metric::ALL[0].of));
        let points = memory.map(|memory| (0.0, memory)).into_iter().collect();
        series.push(Series { name: server.into(), points });
    }
    let chart = Chart {
        title: "Memory for each connection: processes, threads, events".into(),
        unit: Unit::Bytes,
        axis: format!(
            "with {} clients connected and idle",
            metric::digits(clients as f64)
        ),
        series,
    };
    Ok(Figure {
        file: "memory-each".into(),
        about: wording::about("memory-each").into(),
        svg: bars::draw(&chart)?,
        table: tables::of_metric(&metric::ALL[0], results).html(&chart.title),
        title: chart.title,
    })
}

fn growth_figure(metric: &Metric, results: &Results) -> Result<Option<Figure>> {
    let series = tables::servers(results).into_iter().map(|server| Series {
        name: server.into(),
        points: results
            .growth
            .iter()
            .filter(|one| one.server == server)
            .filter_map(|one| Some((one.clients as f64, one.median(metric.of)?)))
            .collect(),
    });
    let chart = Chart {
        title: metric.title.into(),
        unit: metric.unit,
        axis: wording::axis(metric.key).into(),
        series: series.collect(),
    };
    if chart.series.iter().all(|series| series.points.is_empty()) {
        return Ok(None);
    }
    Ok(Some(Figure {
        file: metric.key.into(),
        about: wording::about(metric.key).into(),
        svg: lines::draw(&chart)?,
        table: tables::of_metric(metric, results).html(metric.title),
        title: chart.title,
    }))
}

fn comparison_figure(comparison: &Comparison) -> Result<Figure> {
    let series = comparison.servers.iter().map(|side| {
        let rate = side.median(|load| load.deliveries_per_second);
        let points = rate.map(|rate| (0.0, rate)).into_iter().collect();
        Series { name: side.server.clone(), points }
    });
    let chart = Chart {
        title: comparison.title.clone(),
        unit: Unit::Count,
        axis: "deliveries a second, longer is better".into(),
        series: series.collect(),
    };
    let failed = comparison.servers.iter().filter_map(|side| {
        let (word, why) = side.failed()?;
        Some(format!("{} is {word}: {why}. ", side.server))
    });
    Ok(Figure {
        file: format!("compare-{}", comparison.test),
        about: failed.collect(),
        svg: bars::draw(&chart)?,
        table: tables::comparison(comparison).html(&chart.title),
        title: chart.title,
    })
}

fn page(results: &Results, growth: &[Figure], sides: &[Figure]) -> String {
    let machine = escape(&results.machine.summary());
    let notes: String = results
        .notes
        .iter()
        .map(|note| format!("<li>{}</li>\n", escape(note)))
        .collect();
    PAGE.replace("{{date}}", &escape(&results.date))
        .replace("{{machine}}", &machine)
        .replace("{{rustc}}", &escape(&results.machine.rustc))
        .replace("{{cores}}", &escape(&results.machine.cores_used))
        .replace("{{notes}}", &notes)
        .replace("{{growth}}", &section("As clients grow", wording::GROWTH, growth))
        .replace("{{sides}}", &section("Side by side", wording::SIDES, sides))
}

fn section(title: &str, about: &str, figures: &[Figure]) -> String {
    if figures.is_empty() {
        return String::new();
    }
    let figures: String = figures.iter().map(figure).collect();
    format!(
        "<section>\n<h2>{title}</h2>\n<p>{about}</p>\n\
         <div class=\"charts\">\n{figures}</div>\n</section>\n"
    )
}

fn figure(figure: &Figure) -> String {
    let Figure { title, about, svg, table, .. } = figure;
    let (title, about) = (escape(title), escape(about));
    format!(
        "<figure>\n<figcaption><h3>{title}</h3><p>{about}</p></figcaption>\n{svg}\n\
         <details><summary>The numbers: {title}</summary>\n{table}</details>\n</figure>\n"
    )
}
