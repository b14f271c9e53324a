//! What a call of `cargo lab` will do, in which order, and how long it will take.
//!
//! Every round goes through all servers and loads, so that nothing has a bad minute
//! to itself, and a machine that is too busy does fewer rounds rather than half of
//! the tests.

use crate::compare::{self, Series};
use crate::growth;
use crate::progress::Progress;
use crate::results::{Comparison, Growth, GrowthRun};
use crate::scenario::{Bounds, Scenario};
use crate::server::Recipe;
use std::time::Duration;

/// No growth round begins after this; it leaves time for the comparison.
const GROWTH_ENDS: Duration = Duration::from_secs(150);
/// No round at all begins after this, so that a run ends within eight minutes.
const ROUNDS_END: Duration = Duration::from_secs(390);

/// Everything that was asked for.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Servers with ever more clients.
    pub grown: Vec<Recipe>,
    /// The numbers of clients.
    pub sizes: Vec<usize>,
    /// Servers side by side, the base of the ratios first.
    pub compared: Vec<Recipe>,
    /// Their loads.
    pub tests: Vec<Scenario>,
    /// How often each server runs with each number of clients.
    pub grow_rounds: usize,
    /// How often each server runs under each load.
    pub rounds: usize,
    /// How long each run counts.
    pub measure: Duration,
}

impl Plan {
    /// An estimate of the whole.
    pub fn takes(&self) -> Duration {
        let sizes = self.sizes.iter().map(|&clients| self.one_takes(clients));
        let grown =
            sizes.sum::<f64>() * (self.grown.len() * self.grow_rounds) as f64;
        let tests = self.tests.iter().map(|test| self.one_takes(test.clients));
        let compared =
            tests.sum::<f64>() * (self.compared.len() * self.rounds) as f64;
        Duration::from_secs_f64(grown + compared)
    }

    /// Seconds for one run: warm-up, load, starting, connecting and settling.
    fn one_takes(&self, clients: usize) -> f64 {
        self.measure.as_secs_f64() * 4.0 / 3.0 + 0.5 + 0.000_25 * clients as f64
    }

    /// Runs the growth part.
    pub fn grow(&self, progress: &mut Progress) -> Vec<Growth> {
        let bounds = Bounds::lasting(self.measure);
        let jobs = || {
            let sizes = self.sizes.iter();
            sizes.flat_map(|&size| {
                self.grown.iter().map(move |recipe| (size, recipe))
            })
        };
        let new = |(clients, recipe): (usize, &Recipe)| Growth {
            server: recipe.name.clone(),
            clients,
            runs: Vec::new(),
        };
        let mut all: Vec<Growth> = jobs().map(new).collect();
        for round in 1..=self.grow_rounds {
            if round > 1 && progress.elapsed() > GROWTH_ENDS {
                break;
            }
            for ((clients, recipe), one) in jobs().zip(&mut all) {
                let name = &recipe.name;
                progress.says(&format!("{name}, {clients} clients, round {round}"));
                one.runs.push(match growth::run(recipe, clients, bounds) {
                    Ok(run) => GrowthRun::from(&run),
                    Err(error) => GrowthRun::broken(&format!("{error:#}")),
                });
                progress.step(self.one_takes(clients));
            }
        }
        all
    }

    /// Runs the servers side by side.
    pub fn compare(&self, progress: &mut Progress) -> Vec<Comparison> {
        if self.compared.is_empty() {
            return Vec::new();
        }
        let bounds = Bounds::lasting(self.measure);
        let nothing: Vec<Series> = self.compared.iter().map(Series::of).collect();
        let mut all = vec![nothing; self.tests.len()];
        for round in 1..=self.rounds {
            if round > 1 && progress.elapsed() > ROUNDS_END {
                break;
            }
            for (test, series) in self.tests.iter().zip(&mut all) {
                for (recipe, one) in self.compared.iter().zip(series) {
                    let (server, load) = (&recipe.name, test.name);
                    progress.says(&format!("{server}, {load}, round {round}"));
                    one.runs.push(compare::once(recipe, test, bounds));
                    progress.step(self.one_takes(test.clients));
                }
            }
        }
        self.tests
            .iter()
            .zip(&all)
            .map(|(test, all)| Comparison::new(test, all))
            .collect()
    }
}
