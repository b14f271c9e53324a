//! What a reader of the numbers must know besides them, told in notes.

use crate::figures::median;
use crate::metric::Unit;
use crate::plan::Plan;
use crate::results::{Growth, Load, Results, Side};

impl Results {
    /// Adds a note for everything that a reader of the numbers must know.
    pub fn explain(&mut self, plan: &Plan) {
        let mut notes: Vec<String> = self.growth.iter().flat_map(limits).collect();
        notes.extend(self.failures());
        notes.extend(self.slow_reader());
        notes.extend(self.fewer_rounds(plan));
        notes.extend(self.disturbances());
        self.notes.append(&mut notes);
    }

    fn failures(&self) -> Vec<String> {
        let mut notes = Vec::new();
        for comparison in &self.comparisons {
            for side in &comparison.servers {
                if let Some((word, why)) = side.failed() {
                    let (server, test) = (&side.server, &comparison.test);
                    notes.push(format!("{server} is {word} under `{test}`: {why}"));
                }
            }
        }
        notes
    }

    /// What one client who never reads costs the others, for each server.
    fn slow_reader(&self) -> Vec<String> {
        let find = |name| self.comparisons.iter().find(|one| one.test == name);
        let (Some(without), Some(with)) = (find("closed"), find("slow-reader"))
        else {
            return Vec::new();
        };
        let pairs = without.servers.iter().zip(&with.servers);
        pairs.filter_map(|(without, with)| cost_of_silence(without, with)).collect()
    }

    fn fewer_rounds(&self, plan: &Plan) -> Vec<String> {
        let grown =
            self.growth.first().map_or(plan.grow_rounds, |one| one.runs.len());
        let side = self.comparisons.first().and_then(|one| one.servers.first());
        let compared = side.map_or(plan.rounds, |side| side.runs.len());
        [
            (grown, plan.grow_rounds, "growth"),
            (compared, plan.rounds, "side by side"),
        ]
        .into_iter()
        .filter(|(done, wanted, _)| done < wanted)
        .map(|(done, wanted, part)| {
            format!("{part}: {done} of {wanted} rounds; there was no time for more.")
        })
        .collect()
    }

    fn disturbances(&self) -> Option<String> {
        let grown =
            self.growth.iter().flat_map(|one| &one.runs).map(|run| &run.load);
        let sides = self.comparisons.iter().flat_map(|one| &one.servers);
        let loads = grown.chain(sides.flat_map(|side| &side.runs));
        let all: Vec<&Load> = loads.collect();
        let count = all.iter().filter(|load| load.disturbed).count();
        (count > 0).then(|| {
            format!(
                "In {count} of {} runs other programs took more than a tenth of a core: \
                 close them for steadier numbers.",
                all.len()
            )
        })
    }
}

/// Where a server ended as clients grew.
fn limits(one: &Growth) -> Vec<String> {
    let Growth { server, clients, runs } = one;
    let mut notes = Vec::new();
    if let Some((word, why)) = runs.iter().find_map(|run| run.load.failed()) {
        notes.push(format!("{server} with {clients} clients is {word}: {why}"));
    }
    if let Some(run) = runs.iter().find(|run| run.turned_away.is_some()) {
        let why = run.turned_away.as_deref().unwrap_or_default();
        notes
            .push(format!("{server} held {} of {clients} clients: {why}", run.held));
    }
    notes
}

fn cost_of_silence(without: &Side, with: &Side) -> Option<String> {
    let rounds = without.runs.iter().zip(&with.runs);
    let ratio = median(rounds.filter_map(|(without, with)| {
        Some(with.deliveries_per_second? / without.deliveries_per_second?)
    }))?;
    let memory = with.median(|load| load.memory_bytes)?;
    Some(format!(
        "With one client who never reads, {} made {:.0} % of its deliveries and used {} \
         of memory.",
        with.server,
        ratio * 100.0,
        Unit::Bytes.show(memory)
    ))
}
