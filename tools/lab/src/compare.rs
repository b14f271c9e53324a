//! Servers side by side: the same loads, in turn, several times.
//!
//! A machine has good and bad minutes. So the servers take turns (A B A B …), a
//! ratio is taken within each round, where both had the same minute, and of all
//! rounds the median counts.

use crate::crowd::Crowd;
use crate::figures::{Failure, Figures, median};
use crate::load;
use crate::scenario::{Bounds, Scenario};
use crate::server::{Recipe, Server};

/// One server's runs of one scenario.
#[derive(Clone, Debug)]
pub struct Series {
    /// The server.
    pub server: String,
    /// What each round measured, or how the server broke.
    pub runs: Vec<Result<Figures, Failure>>,
}

impl Series {
    /// No runs yet.
    pub fn of(recipe: &Recipe) -> Self {
        Self { server: recipe.name.clone(), runs: Vec::new() }
    }

    /// The median of the ratios to `base`, round by round; `None` when either broke.
    pub fn ratio(
        &self,
        base: &Series,
        of: impl Fn(&Figures) -> Option<f64>,
    ) -> Option<f64> {
        let pairs = self.runs.iter().zip(&base.runs);
        let each = pairs.map(|(own, base)| {
            Some(of(own.as_ref().ok()?)? / of(base.as_ref().ok()?)?)
        });
        median(each.collect::<Option<Vec<f64>>>()?)
    }
}

/// Starts a server, gathers a crowd, runs the load, ends the server.
///
/// # Errors
/// When the server does not start, takes fewer clients than asked, or breaks.
pub fn once(
    recipe: &Recipe,
    scenario: &Scenario,
    bounds: Bounds,
) -> Result<Figures, Failure> {
    let broken = |error: anyhow::Error| Failure::Broken(format!("{error:#}"));
    let server = Server::start(recipe).map_err(broken)?;
    let wanted = scenario.clients + scenario.deaf;
    let mut crowd = Crowd::gather(server.address, wanted, recipe.level);
    let held = crowd.streams.len();
    if held < wanted {
        let why = crowd.turned_away.unwrap_or_default();
        return Err(Failure::Full(format!(
            "it held {held} of {wanted} clients: {why}"
        )));
    }
    // They stay connected until the load is over.
    let _deaf = crowd.streams.split_off(scenario.clients);
    load::run(crowd, scenario, recipe.level, bounds, &server.meter).map_err(broken)
}
