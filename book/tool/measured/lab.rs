//! The lab's results, each under a key: the median of all runs.

use super::number::Unit::{self, Bytes, Count, Microseconds, Ratio};
use serde_json::Value as Json;

/// The end of a key, where the number stands in a run, and what it counts.
type Metric = (&'static str, &'static str, Unit);

/// What a growing crowd shows of a server.
const CROWD: [Metric; 5] = [
    ("memory", "memory_bytes_per_client", Bytes),
    ("kernel-memory", "kernel_bytes_per_client", Bytes),
    ("threads", "threads", Count),
    ("connect-rate", "connects_per_second", Count),
    ("held", "held", Count),
];
/// What any load shows.
const LOAD: [Metric; 6] = [
    ("deliveries", "deliveries_per_second", Count),
    ("cpu", "cpu_microseconds_per_delivery", Microseconds),
    ("switches", "switches_per_1000_lines", Count),
    ("p50", "p50_microseconds", Microseconds),
    ("p99", "p99_microseconds", Microseconds),
    ("p999", "p999_microseconds", Microseconds),
];
/// What a comparison shows besides.
const SIDE: [Metric; 2] =
    [("memory", "memory_bytes", Bytes), ("load-share", "load_core_share", Ratio)];
/// To the first server, round by round.
const RATIOS: [Metric; 3] = [
    ("rate-ratio", "rate_ratio", Ratio),
    ("cpu-ratio", "cpu_ratio", Ratio),
    ("p99-ratio", "p99_ratio", Ratio),
];

/// Every key with its number in words. A server that broke has none.
pub(super) fn flatten(results: &Json) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let mut add = |key: String, unit: Unit, value: Option<f64>| {
        all.extend(value.map(|value| (key, unit.show(value))));
    };
    for one in list(&results["growth"]) {
        let (server, clients) = (text(&one["server"]), &one["clients"]);
        let runs = list(&one["runs"]);
        for (name, field, unit) in CROWD {
            let value = median(runs.iter().map(|run| &run[field]));
            add(format!("growth/{server}/{clients}/{name}"), unit, value);
        }
        for (name, field, unit) in LOAD {
            let value = median(runs.iter().map(|run| &run["load"][field]));
            add(format!("growth/{server}/{clients}/{name}"), unit, value);
        }
    }
    for comparison in list(&results["comparisons"]) {
        let test = text(&comparison["test"]);
        for side in list(&comparison["servers"]) {
            let key = format!("compare/{test}/{}", text(&side["server"]));
            for (name, field, unit) in LOAD.into_iter().chain(SIDE) {
                let runs = list(&side["runs"]).iter();
                add(
                    format!("{key}/{name}"),
                    unit,
                    median(runs.map(|run| &run[field])),
                );
            }
            for (name, field, unit) in RATIOS {
                add(format!("{key}/{name}"), unit, side[field].as_f64());
            }
        }
    }
    let words = [
        ("machine", machine(results)),
        ("date", text(&results["date"]).to_owned()),
        ("rustc", text(&results["machine"]["rustc"]).to_owned()),
        ("kernel", text(&results["machine"]["system"]).to_owned()),
    ];
    all.extend(words.map(|(name, value)| (format!("lab/{name}"), value)));
    all
}

/// The machine and the date.
pub(super) fn origin(results: &Json) -> String {
    format!("{}, {}", machine(results), text(&results["date"]))
}

fn machine(results: &Json) -> String {
    let machine = &results["machine"];
    let memory = machine["memory_gib"].as_f64();
    let memory = memory.map(|gib| format!(", {gib:.0} GiB")).unwrap_or_default();
    let (processor, system) =
        (text(&machine["processor"]), text(&machine["system"]));
    format!("{processor}, {} cores{memory}, {system}", machine["cores"])
}

/// The numbers of a chart: for each number of clients a row, or for each server.
pub(super) fn table(
    results: &Json,
    chart: &str,
    shown: impl Fn(&str) -> String,
) -> Option<String> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    if let Some(test) = chart.strip_prefix("compare-") {
        let columns = ["deliveries", "cpu", "p50", "p99", "rate-ratio", "cpu-ratio"];
        let all = list(&results["comparisons"]);
        let comparison = all.iter().find(|one| text(&one["test"]) == test)?;
        let servers = list(&comparison["servers"]);
        let base = text(&servers.first()?["server"]);
        let head = ["deliveries/s", "CPU each", "p50", "p99"].map(String::from);
        let ratios = [format!("rate / {base}"), format!("CPU / {base}")];
        rows.push([&["server".to_owned()][..], &head, &ratios].concat());
        for server in servers.iter().map(|side| text(&side["server"])) {
            let cell = |name| shown(&format!("compare/{test}/{server}/{name}"));
            let cells = columns.into_iter().map(cell);
            rows.push(std::iter::once(server.to_owned()).chain(cells).collect());
        }
    } else {
        let metric = if chart == "memory-each" { "memory" } else { chart };
        let growth = list(&results["growth"]);
        let mut servers: Vec<&str> =
            growth.iter().map(|one| text(&one["server"])).collect();
        servers.dedup();
        let mut seen = Vec::new();
        servers.retain(|server| {
            !seen.contains(server) && {
                seen.push(server);
                true
            }
        });
        let mut sizes: Vec<u64> =
            growth.iter().filter_map(|one| one["clients"].as_u64()).collect();
        sizes.sort_unstable();
        sizes.dedup();
        let head = servers.iter().map(|server| (*server).to_owned());
        rows.push(std::iter::once("clients".to_owned()).chain(head).collect());
        for clients in sizes {
            let cells = servers
                .iter()
                .map(|server| shown(&format!("growth/{server}/{clients}/{metric}")));
            let head = Count.show(clients as f64);
            rows.push(std::iter::once(head).chain(cells).collect());
        }
    }
    let nothing = rows.iter().skip(1).flatten().all(|cell| cell == "–");
    (rows.len() > 1 && !nothing).then(|| markdown(&rows))
}

fn markdown(rows: &[Vec<String>]) -> String {
    let line = |cells: &Vec<String>| format!("| {} |\n", cells.join(" | "));
    let rule = format!("| --- {}|\n", "| ---: ".repeat(rows[0].len() - 1));
    let body: String = rows[1..].iter().map(line).collect();
    format!("{}{rule}{body}", line(&rows[0]))
}

fn list(json: &Json) -> &[Json] {
    json.as_array().map_or(&[], Vec::as_slice)
}

fn text(json: &Json) -> &str {
    json.as_str().unwrap_or_default()
}

/// The middle one; `None` when a run has none, because the server broke in it.
fn median<'a>(values: impl Iterator<Item = &'a Json>) -> Option<f64> {
    let mut values: Vec<f64> = values.map(Json::as_f64).collect::<Option<_>>()?;
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        odd if odd % 2 == 1 => Some(values[middle]),
        _ => Some((values[middle - 1] + values[middle]) / 2.0),
    }
}
