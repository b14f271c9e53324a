//! The load on servers that are honest, and on one that lies.

mod liar;

use lab::crowd::Crowd;
use lab::figures::Figures;
use lab::load;
use lab::meter::Meter;
use lab::peers;
use lab::scenario::{ALL, Bounds, Scenario};
use lab::server::{Level, Recipe, Server};
use liar::{Liar, Lie};
use std::time::Duration;

/// Short, and over after so many deliveries on any machine.
const BOUNDS: Bounds = Bounds {
    warm_up: Duration::from_millis(20),
    measure: Duration::from_millis(200),
    deliveries: 50_000,
};

fn small() -> Scenario {
    Scenario { clients: 10, senders: 10, window: 4, ..ALL[0].clone() }
}

fn measure(recipe: &Recipe) -> Figures {
    let server = Server::start(recipe).expect("it starts");
    let crowd = Crowd::gather(server.address, 10, recipe.level);
    assert_eq!(crowd.turned_away, None);
    let figures = load::run(crowd, &small(), recipe.level, BOUNDS, &server.meter);
    figures.expect("every line arrives, in order and once")
}

fn bin(path: &str) -> Recipe {
    Recipe::chat("specimen", vec![path.into()])
}

/// A peer that needs a compiler or an interpreter; without it there is nothing to see.
fn peer(name: &str) -> Option<Recipe> {
    let found = peers::find(name);
    if let Err(error) = &found {
        testkit::left_out(name, &format!("{error:#}"));
    }
    found.ok()
}

#[test]
fn a_server_of_threads_passes_every_line_on() {
    let figures = measure(&bin(env!("CARGO_BIN_EXE_threads_lock")));
    assert!(figures.deliveries > 0);
    assert!(figures.latency.p50 > 0.0 && figures.latency.p50 <= figures.latency.p99);
}

#[test]
fn a_server_on_mio_passes_every_line_on() {
    assert!(measure(&bin(env!("CARGO_BIN_EXE_mio_example"))).deliveries > 0);
}

#[test]
fn the_c_server_passes_every_line_on_and_its_cpu_is_known() {
    let Some(recipe) = peer("c") else { return };
    let figures = measure(&recipe);
    assert!(figures.deliveries > 0);
    assert!(figures.cpu_each().expect("Linux tells") > 0.0);
}

#[test]
fn the_python_server_passes_every_line_on() {
    let Some(recipe) = peer("poll.py") else { return };
    assert!(measure(&recipe).deliveries > 0);
}

#[test]
fn a_process_for_each_client_returns_every_line() {
    let Some(recipe) = peer("processes") else { return };
    assert_eq!(recipe.level, Level::Echo);
    assert!(measure(&recipe).deliveries > 0);
    let server = Server::start(&recipe).expect("it starts");
    let crowd = Crowd::gather(server.address, 5, recipe.level);
    assert_eq!(server.meter.threads(), Some(6), "five children and their parent");
    drop(crowd);
}

/// What the load says of a server that tells one lie.
fn verdict_on(lie: Lie) -> String {
    let liar = Liar::start(lie);
    let crowd = Crowd::gather(liar.address, 10, Level::Chat);
    assert_eq!(crowd.turned_away, None);
    let nobody = Meter::new(std::process::id(), false);
    let figures = load::run(crowd, &small(), Level::Chat, BOUNDS, &nobody);
    figures.map_or_else(|error| format!("{error:#}"), |_| "all is well".into())
}

#[test]
fn an_honest_server_is_believed() {
    assert_eq!(verdict_on(Lie::None), "all is well");
}

#[test]
fn a_lost_line_is_reported() {
    let verdict = verdict_on(Lie::Lose);
    assert!(verdict.contains("is missing"), "{verdict}");
}

#[test]
fn a_doubled_line_is_reported() {
    let verdict = verdict_on(Lie::Double);
    assert!(verdict.contains("twice or out of order"), "{verdict}");
}

#[test]
fn two_lines_that_changed_places_are_reported() {
    let verdict = verdict_on(Lie::Swap);
    assert!(verdict.contains("is missing"), "{verdict}");
}

#[test]
fn a_damaged_line_is_reported() {
    let verdict = verdict_on(Lie::Damage);
    assert!(verdict.contains("heard"), "{verdict}");
}
