//! The tables of a report.

use crate::metric::{self, Metric, digits};
use crate::results::{Comparison, Growth, Load, Results, Side};
use crate::table::Table;

const UNKNOWN: &str = "–";

/// Everything about growth, a line for each server and number of clients.
pub fn growth(results: &Results) -> Table {
    let columns = || metric::ALL.iter().chain([&metric::P999]);
    let head = ["", "clients", "held"].into_iter();
    let mut table = Table::new(head.chain(columns().map(|metric| metric.column)));
    for one in &results.growth {
        let held = one.median(|run| Some(run.held as f64));
        let mut row = vec![one.server.clone()];
        row.push(digits(one.clients as f64));
        row.push(held.map_or(UNKNOWN.into(), digits));
        row.extend(columns().map(|metric| cell(metric, one)));
        table.rows.push(row);
    }
    table
}

/// One metric: a line for each number of clients, a column for each server.
pub fn of_metric(metric: &Metric, results: &Results) -> Table {
    let servers = servers(results);
    let mut table =
        Table::new(std::iter::once("Clients").chain(servers.iter().copied()));
    let mut sizes: Vec<usize> =
        results.growth.iter().map(|one| one.clients).collect();
    sizes.sort_unstable();
    sizes.dedup();
    for clients in sizes {
        let mut row = vec![digits(clients as f64)];
        for server in &servers {
            let here =
                |one: &&Growth| one.server == *server && one.clients == clients;
            let found = results.growth.iter().find(here);
            row.push(found.map_or(UNKNOWN.into(), |one| cell(metric, one)));
        }
        table.rows.push(row);
    }
    table
}

/// The servers of the growth runs, in their order.
pub fn servers(results: &Results) -> Vec<&str> {
    let mut servers: Vec<&str> = Vec::new();
    for one in &results.growth {
        if !servers.contains(&one.server.as_str()) {
            servers.push(&one.server);
        }
    }
    servers
}

fn cell(metric: &Metric, one: &Growth) -> String {
    match one.median(metric.of) {
        Some(value) => metric.unit.show(value),
        None if one.runs.iter().any(|run| run.load.broken.is_some()) => {
            "broken".into()
        }
        None => UNKNOWN.into(),
    }
}

/// Servers side by side under one load.
pub fn comparison(comparison: &Comparison) -> Table {
    let base = comparison.servers.first().map_or("", |side| &side.server);
    let rate = format!("rate / {base}");
    let cpu = format!("CPU / {base}");
    let p99 = format!("p99 / {base}");
    let head = ["", "deliveries/s", "CPU each", "p50", "p99", "p99.9"];
    let head = head.into_iter().chain([&*rate, &*cpu, &*p99, "load"]);
    let mut table = Table::new(head);
    for side in &comparison.servers {
        table.rows.push(row(side));
    }
    table
}

fn row(side: &Side) -> Vec<String> {
    let mut row = vec![side.server.clone()];
    if let Some((word, _)) = side.failed() {
        row.push(word.into());
        row.resize(10, UNKNOWN.into());
        return row;
    }
    let median = |of: fn(&Load) -> Option<f64>| side.median(of);
    let time = |of| {
        let value = median(of);
        value.map_or(UNKNOWN.into(), |value| metric::Unit::Microseconds.show(value))
    };
    let ratio = |value: Option<f64>| {
        value.map_or(UNKNOWN.into(), |value| format!("{value:.2}"))
    };
    let rate = median(|load| load.deliveries_per_second);
    row.push(rate.map_or(UNKNOWN.into(), digits));
    row.push(time(|load| load.cpu_microseconds_per_delivery));
    row.push(time(|load| load.p50_microseconds));
    row.push(time(|load| load.p99_microseconds));
    row.push(time(|load| load.p999_microseconds));
    row.extend([side.rate_ratio, side.cpu_ratio, side.p99_ratio].map(ratio));
    row.push(ratio(median(|load| load.load_core_share)));
    row
}
