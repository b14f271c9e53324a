//! The same server, with ever more clients.
//!
//! A run first lets the crowd stand idle, because ten thousand clients are mostly
//! idle, and weighs the server; then ten of them speak, and everybody listens.

use crate::crowd::Crowd;
use crate::figures::{Failure, Figures};
use crate::load;
use crate::meter::{Meter, kernel_memory};
use crate::scenario::{Bounds, Scenario};
use crate::server::{Recipe, Server};
use anyhow::Result;
use std::thread;
use std::time::{Duration, Instant};

/// The load under which servers grow.
pub const LOAD: Scenario = Scenario {
    name: "growth",
    title: "ten speak, one line each under way, everybody listens",
    clients: 0,
    senders: 10,
    window: 1,
    text: 32,
    deaf: 0,
};

/// How long a server may still be busy with a crowd that has just come.
const SETTLE: Duration = Duration::from_secs(5);

/// What one run with one number of clients measured.
#[derive(Clone, Debug)]
pub struct Run {
    /// Clients that the server held.
    pub held: usize,
    /// Why it did not hold all.
    pub turned_away: Option<String>,
    /// Clients that came, a second.
    pub connect_rate: f64,
    /// Bytes of the server's memory for each idle client.
    pub memory_each: Option<f64>,
    /// Bytes of the kernel's memory for each idle client, both ends of its socket
    /// included.
    pub kernel_each: Option<f64>,
    /// Threads of the server with its idle crowd.
    pub threads: Option<u64>,
    /// What the load measured, or how the server broke.
    pub figures: Result<Figures, Failure>,
}

/// Starts a server, weighs it with and without a crowd of `clients`, then runs the
/// load.
///
/// # Errors
/// When the server does not start. A server that breaks later is in the result.
pub fn run(recipe: &Recipe, clients: usize, bounds: Bounds) -> Result<Run> {
    let mut server = Server::start(recipe)?;
    let meter = &server.meter.clone();
    // What a server allocates for its first client is no cost of the others.
    drop(Crowd::gather(server.address, 1, recipe.level));
    settle(meter);
    let before = (meter.memory(), kernel_memory());
    let crowd = Crowd::gather(server.address, clients, recipe.level);
    settle(meter);
    let after = (meter.memory(), kernel_memory());
    let held = crowd.streams.len();
    let each = |now: Option<u64>, then: Option<u64>| {
        Some((now? as f64 - then? as f64).max(0.0) / held as f64)
    };
    let mut run = Run {
        held,
        turned_away: crowd.turned_away.clone(),
        connect_rate: crowd.connect_rate(),
        memory_each: each(after.0, before.0),
        kernel_each: each(after.1, before.1),
        threads: meter.threads(),
        figures: Err(Failure::Full("it held fewer than two clients".into())),
    };
    if !server.is_alive() {
        run.threads = None;
        let why = format!("the server itself ended with {held} clients");
        run.figures = Err(Failure::Broken(why));
    } else if held >= 2 {
        let figures = load::run(crowd, &LOAD, recipe.level, bounds, meter);
        run.figures = figures.map_err(|error| Failure::Broken(format!("{error:#}")));
    }
    Ok(run)
}

/// Waits until the server has nothing left to do: until its clock stands still.
fn settle(meter: &Meter) {
    let deadline = Instant::now() + SETTLE;
    let mut last = meter.cpu();
    loop {
        thread::sleep(Duration::from_millis(50));
        let now = meter.cpu();
        if now == last || Instant::now() > deadline {
            return;
        }
        last = now;
    }
}
