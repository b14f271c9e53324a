//! When to count, and what was counted.

use crate::figures::{Figures, Latency};
use crate::meter::{Meter, Switches, machine_cpu};
use crate::scenario::Bounds;
use hdrhistogram::Histogram;
use std::time::{Duration, Instant};

/// Of so many deliveries one is timed. A prime, so that no sender is always it.
const TIMED: u64 = 7;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    WarmUp,
    Counting,
    Over,
}

/// What stood on the meters when counting began.
#[derive(Default)]
struct Mark {
    at: u64,
    said: u64,
    cpu: Option<Duration>,
    load_cpu: Option<Duration>,
    machine_cpu: Option<Duration>,
    switches: Option<Switches>,
}

pub struct Stopwatch<'a> {
    start: Instant,
    bounds: Bounds,
    meter: &'a Meter,
    own: Meter,
    phase: Phase,
    mark: Mark,
    delivered: u64,
    latency: Histogram<u64>,
    figures: Figures,
}

impl<'a> Stopwatch<'a> {
    pub fn new(bounds: Bounds, meter: &'a Meter) -> Self {
        let latency = Histogram::new_with_bounds(1, 60_000_000_000, 3);
        Self {
            start: Instant::now(),
            bounds,
            meter,
            own: Meter::new(std::process::id(), false),
            phase: Phase::WarmUp,
            mark: Mark::default(),
            delivered: 0,
            latency: latency.expect("one nanosecond to one minute, three digits"),
            figures: Figures::default(),
        }
    }

    /// Nanoseconds since the start of the load.
    #[inline]
    pub fn now(&self) -> u64 {
        nanoseconds(self.start.elapsed())
    }

    #[inline]
    pub fn delivered(&mut self, said_at: u64, now: u64) {
        self.delivered += 1;
        if self.delivered.is_multiple_of(TIMED) {
            self.latency.saturating_record(now.saturating_sub(said_at));
        }
    }

    /// Moves on to the next phase when it is time. False once no more is to be said.
    pub fn tick(&mut self, said: u64) -> bool {
        let now = self.now();
        let Bounds { warm_up, measure, deliveries } = self.bounds;
        match self.phase {
            Phase::WarmUp if now >= nanoseconds(warm_up) => self.begin(said),
            Phase::Counting
                if now - self.mark.at >= nanoseconds(measure)
                    || self.delivered >= deliveries =>
            {
                self.end(said);
            }
            _ => {}
        }
        self.phase != Phase::Over
    }

    /// The switches are read outside the counted time: of 10,000 threads that takes
    /// a while.
    fn begin(&mut self, said: u64) {
        let switches = self.meter.switches();
        self.delivered = 0;
        self.latency.reset();
        self.mark = Mark {
            said,
            switches,
            machine_cpu: machine_cpu(),
            load_cpu: self.own.cpu(),
            cpu: self.meter.cpu(),
            at: self.now(),
        };
        self.phase = Phase::Counting;
    }

    fn end(&mut self, said: u64) {
        let now = self.now();
        let since =
            |now: Option<Duration>, then: Option<Duration>| Some(now? - then?);
        let cpu = since(self.meter.cpu(), self.mark.cpu);
        let load_cpu = since(self.own.cpu(), self.mark.load_cpu);
        let machine = since(machine_cpu(), self.mark.machine_cpu);
        let others = || Some(machine?.saturating_sub(cpu? + load_cpu?));
        self.figures = Figures {
            deliveries: self.delivered,
            lines: said - self.mark.said,
            elapsed: Duration::from_nanos(now - self.mark.at),
            cpu,
            load_cpu,
            others_cpu: others(),
            memory: self.meter.memory(),
            switches: self.switches(),
            latency: self.latency(),
        };
        self.phase = Phase::Over;
    }

    fn switches(&self) -> Option<Switches> {
        let (then, now) = (self.mark.switches?, self.meter.switches()?);
        Some(Switches {
            voluntary: now.voluntary.saturating_sub(then.voluntary),
            involuntary: now.involuntary.saturating_sub(then.involuntary),
        })
    }

    fn latency(&self) -> Latency {
        let at = |quantile| self.latency.value_at_quantile(quantile) as f64 / 1000.0;
        Latency { p50: at(0.5), p99: at(0.99), p999: at(0.999) }
    }

    pub fn figures(self) -> Figures {
        self.figures
    }
}

fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).expect("less than 500 years")
}
