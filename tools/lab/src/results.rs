//! Everything that was measured, as `results.json` keeps it.

use crate::compare::Series;
use crate::figures::{Failure, Figures, median};
use crate::growth;
use crate::machine::Machine;
use crate::scenario::Scenario;
use serde::Serialize;

/// One call of `cargo lab`.
#[derive(Clone, Debug, Serialize)]
pub struct Results {
    /// When it began, in UTC.
    pub date: String,
    /// Where.
    pub machine: Machine,
    /// What a reader must know besides: what was left out and why.
    pub notes: Vec<String>,
    /// Servers with ever more clients.
    pub growth: Vec<Growth>,
    /// Servers side by side.
    pub comparisons: Vec<Comparison>,
}

/// One server with one number of clients.
#[derive(Clone, Debug, Serialize)]
pub struct Growth {
    /// Its name.
    pub server: String,
    /// The number of clients that wanted to come.
    pub clients: usize,
    /// Every run.
    pub runs: Vec<GrowthRun>,
}

/// One run of one server with one number of clients.
#[derive(Clone, Debug, Serialize)]
pub struct GrowthRun {
    /// Clients that the server held.
    pub held: usize,
    /// Why it did not hold all.
    pub turned_away: Option<String>,
    /// Clients that came, a second.
    pub connects_per_second: f64,
    /// Bytes of the server's memory for each idle client.
    pub memory_bytes_per_client: Option<f64>,
    /// Bytes of the kernel's memory for each idle client.
    pub kernel_bytes_per_client: Option<f64>,
    /// Threads of the server with its idle crowd.
    pub threads: Option<u64>,
    /// Under load.
    pub load: Load,
}

/// One load on several servers.
#[derive(Clone, Debug, Serialize)]
pub struct Comparison {
    /// The load's short name.
    pub test: String,
    /// The load in words.
    pub title: String,
    /// Each server, the base of the ratios first.
    pub servers: Vec<Side>,
}

/// One server's part in a comparison.
#[derive(Clone, Debug, Serialize)]
pub struct Side {
    /// Its name.
    pub server: String,
    /// Median of the ratios to the first server, round by round.
    pub rate_ratio: Option<f64>,
    /// The same of the CPU for each delivery.
    pub cpu_ratio: Option<f64>,
    /// The same of the 99th percentile.
    pub p99_ratio: Option<f64>,
    /// Every round.
    pub runs: Vec<Load>,
}

/// What a load measured.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Load {
    /// How the server broke; then there are no numbers.
    pub broken: Option<String>,
    /// Why the server could not be asked: it did not hold all clients.
    pub full: Option<String>,
    /// Other programs took more than a tenth of a core meanwhile.
    pub disturbed: bool,
    /// How long the clock ran.
    pub seconds: Option<f64>,
    /// Lines that reached somebody.
    pub deliveries: Option<f64>,
    /// Deliveries a second.
    pub deliveries_per_second: Option<f64>,
    /// The server's CPU for each delivery.
    pub cpu_microseconds_per_delivery: Option<f64>,
    /// How much of its core the load itself used.
    pub load_core_share: Option<f64>,
    /// The server's memory at the end, in bytes.
    pub memory_bytes: Option<f64>,
    /// The server's context switches for 1,000 lines said.
    pub switches_per_1000_lines: Option<f64>,
    /// From saying a line to somebody's hearing it, the median.
    pub p50_microseconds: Option<f64>,
    /// All but one in a hundred.
    pub p99_microseconds: Option<f64>,
    /// All but one in a thousand.
    pub p999_microseconds: Option<f64>,
}

impl Load {
    /// What stands instead of numbers, and why.
    pub fn failed(&self) -> Option<(&'static str, &str)> {
        let broken = self.broken.as_deref().map(|why| ("broken", why));
        broken.or(self.full.as_deref().map(|why| ("full", why)))
    }
}

impl From<&Result<Figures, Failure>> for Load {
    fn from(figures: &Result<Figures, Failure>) -> Self {
        let failed = Self::default();
        let figures = match figures.clone() {
            Ok(figures) => figures,
            Err(Failure::Broken(why)) => {
                return Self { broken: Some(why), ..failed };
            }
            Err(Failure::Full(why)) => return Self { full: Some(why), ..failed },
        };
        let seconds = figures.elapsed.as_secs_f64();
        Self {
            broken: None,
            full: None,
            disturbed: figures.is_disturbed(),
            seconds: Some(seconds),
            deliveries: Some(figures.deliveries as f64),
            deliveries_per_second: Some(figures.rate()),
            cpu_microseconds_per_delivery: figures.cpu_each(),
            load_core_share: figures.load_cpu.map(|cpu| cpu.as_secs_f64() / seconds),
            memory_bytes: figures.memory.map(|bytes| bytes as f64),
            switches_per_1000_lines: figures.switches_for_1000(),
            p50_microseconds: Some(figures.latency.p50),
            p99_microseconds: Some(figures.latency.p99),
            p999_microseconds: Some(figures.latency.p999),
        }
    }
}

impl From<&growth::Run> for GrowthRun {
    fn from(run: &growth::Run) -> Self {
        Self {
            held: run.held,
            turned_away: run.turned_away.clone(),
            connects_per_second: run.connect_rate,
            memory_bytes_per_client: run.memory_each,
            kernel_bytes_per_client: run.kernel_each,
            threads: run.threads,
            load: Load::from(&run.figures),
        }
    }
}

impl GrowthRun {
    /// A server that did not even start.
    pub fn broken(why: &str) -> Self {
        Self {
            held: 0,
            turned_away: None,
            connects_per_second: 0.0,
            memory_bytes_per_client: None,
            kernel_bytes_per_client: None,
            threads: None,
            load: Load { broken: Some(why.into()), ..Load::default() },
        }
    }
}

impl Growth {
    /// The median over all runs; `None` when the server broke, or nobody knows.
    pub fn median(&self, of: impl Fn(&GrowthRun) -> Option<f64>) -> Option<f64> {
        median(self.runs.iter().map(of).collect::<Option<Vec<f64>>>()?)
    }
}

impl Side {
    /// The median over all rounds; `None` when the server broke in any.
    pub fn median(&self, of: impl Fn(&Load) -> Option<f64>) -> Option<f64> {
        median(self.runs.iter().map(of).collect::<Option<Vec<f64>>>()?)
    }

    /// What stands instead of its numbers, and why.
    pub fn failed(&self) -> Option<(&'static str, &str)> {
        self.runs.iter().find_map(Load::failed)
    }
}

impl Comparison {
    /// Medians and ratios of one scenario.
    pub fn new(scenario: &Scenario, all: &[Series]) -> Self {
        let base = &all[0];
        let side = |series: &Series| Side {
            server: series.server.clone(),
            rate_ratio: series.ratio(base, |figures| Some(figures.rate())),
            cpu_ratio: series.ratio(base, Figures::cpu_each),
            p99_ratio: series.ratio(base, |figures| Some(figures.latency.p99)),
            runs: series.runs.iter().map(Load::from).collect(),
        };
        Self {
            test: scenario.name.into(),
            title: scenario.title.into(),
            servers: all.iter().map(side).collect(),
        }
    }
}
