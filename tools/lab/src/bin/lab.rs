//! `cargo lab`: what each way of waiting costs, on this machine.

use anyhow::{Context, Result};
use lab::machine::Machine;
use lab::options;
use lab::plan::Plan;
use lab::progress::{Progress, in_words as time_in_words};
use lab::results::Results;
use lab::{peers, report, tables};
use std::io::{Write, stderr, stdout};
use std::process::ExitCode;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nobody may be reading.
            let _ = writeln!(stderr(), "lab: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let arguments = options::command_line().get_matches();
    // As many clients as the system lets one process have; the servers inherit it.
    let open_files = rlimit::increase_nofile_limit(u64::MAX)
        .context("cannot raise the limit of open files")?;
    let mut notes = Vec::new();
    let mut err = stderr();
    writeln!(err, "Building the servers for release …")?;
    let plan = options::plan(&arguments, open_files, &mut notes)?;
    writeln!(err, "Measuring: {}.", time_in_words(plan.takes()))?;
    let results = measure(&plan, open_files, notes);
    let folder = peers::target().join("lab");
    report::write(&results, &folder)?;
    let mut out = stdout();
    if arguments.get_flag("json") {
        writeln!(out, "{}", serde_json::to_string_pretty(&results)?)?;
    } else {
        write!(out, "{}", in_words(&results))?;
    }
    writeln!(err, "\nThe report: {}", folder.join("report.html").display())?;
    Ok(())
}

fn measure(plan: &Plan, open_files: u64, notes: Vec<String>) -> Results {
    let date = jiff::Timestamp::now().strftime("%Y-%m-%d %H:%M UTC").to_string();
    let machine = Machine::here(open_files);
    let mut progress = Progress::over(plan.takes());
    let growth = plan.grow(&mut progress);
    let comparisons = plan.compare(&mut progress);
    let seconds = progress.done().as_secs();
    let mut results = Results { date, machine, notes, growth, comparisons };
    results.explain(plan);
    results.notes.push(format!("All runs together took {seconds} s."));
    results
}

fn in_words(results: &Results) -> String {
    let mut text = format!("{}\n{}\n", results.machine.summary(), results.date);
    if !results.growth.is_empty() {
        text += &format!("\nAs clients grow\n{}", tables::growth(results).plain());
    }
    for comparison in &results.comparisons {
        let table = tables::comparison(comparison).plain();
        text += &format!("\n{} ({})\n{table}", comparison.title, comparison.test);
    }
    text.push('\n');
    for note in &results.notes {
        text += &format!("* {note}\n");
    }
    text
}
