//! Who was caught by what, and what is not as it should be.

use std::collections::BTreeSet;
use std::io::{self, Write};

use crate::Result;
use crate::answers::Exercise;
use crate::judge::Verdict;

/// The fewest wrong answers that prove the checks of an exercise.
const FEWEST: usize = 5;

/// Prints one exercise: a row for each answer, a column for each check. Returns
/// what its problems are, in a line each.
pub fn print(exercise: &Exercise, verdicts: &[Verdict]) -> Result<Vec<String>> {
    let answers: Vec<&Verdict> =
        verdicts.iter().filter(|v| v.exercise == exercise.name).collect();
    // Those of an answer that does not compile are unknown.
    let most = answers.iter().max_by_key(|answer| answer.checks.len());
    let checks = most.map_or(&[][..], |answer| &answer.checks);
    let mut out = io::stdout().lock();
    writeln!(out, "\n{}", exercise.name)?;
    for (number, check) in checks.iter().enumerate() {
        writeln!(out, "  {:2} {check}", number + 1)?;
    }
    let numbers: String = (1..=checks.len()).map(|n| format!("{n:3}")).collect();
    writeln!(out, "  {:32}{numbers}", "")?;
    for answer in &answers {
        let row: String = checks.iter().map(|c| cell(exercise, answer, c)).collect();
        let well = if answer.problems.is_empty() { "" } else { "  PROBLEM" };
        let Verdict { slug, seconds, .. } = answer;
        writeln!(out, "  {slug:32}{row}  {seconds:4.1} s{well}")?;
    }
    let mut problems = general(exercise, checks, &answers);
    for answer in &answers {
        let of = |problem: &String| format!("{}: {problem}", answer.slug);
        problems.extend(answer.problems.iter().map(of));
    }
    for problem in &problems {
        writeln!(out, "  PROBLEM {}", problem.replace('\n', "\n    | "))?;
    }
    let in_a_line = |problem: &String| {
        let first = problem.lines().next().unwrap_or_default();
        format!("{}: {first}", exercise.name)
    };
    Ok(problems.iter().map(in_a_line).collect())
}

/// `X`: the check that must fail does. `x`: this one fails as well.
fn cell(exercise: &Exercise, answer: &Verdict, check: &str) -> &'static str {
    let named = exercise.mutants.iter().any(|mutant| {
        let expected = mutant.expected.as_ref();
        mutant.slug == answer.slug
            && expected.is_some_and(|expected| expected.check == check)
    });
    match (answer.caught_by.iter().any(|caught| caught == check), named) {
        (true, true) => "  X",
        (true, false) => "  x",
        (false, true) => "  ?",
        (false, false) => "  .",
    }
}

/// What holds for all answers of an exercise together.
fn general(
    exercise: &Exercise,
    checks: &[String],
    answers: &[&Verdict],
) -> Vec<String> {
    let mut problems = Vec::new();
    let wrong: Vec<_> =
        exercise.mutants.iter().filter_map(|m| m.expected.as_ref()).collect();
    if wrong.len() < FEWEST {
        let count = wrong.len();
        problems.push(format!("it has {count} wrong answers, not {FEWEST}"));
    }
    let mut seen = BTreeSet::new();
    for expected in wrong {
        if !seen.insert((&expected.check, &expected.says)) {
            let check = &expected.check;
            problems.push(format!("two answers share {check} and what it says"));
        }
    }
    for check in checks {
        if !answers.iter().any(|answer| answer.caught_by.contains(check)) {
            problems.push(format!("{check} catches nothing: it is decoration"));
        }
    }
    problems
}
