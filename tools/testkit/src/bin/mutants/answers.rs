//! What there is: each exercise with its solution and its mutants.

use std::fs;
use std::path::Path;

use crate::Result;
use crate::mutant::Mutant;

/// One exercise, as the files tell of it.
pub struct Exercise {
    pub name: String,
    /// Our solution, such that it can take the place of the learner's file.
    pub solution: String,
    /// Our solution, and what was made of it.
    pub mutants: Vec<Mutant>,
}

/// All exercises that have checks.
pub fn read(root: &Path) -> Result<Vec<Exercise>> {
    let mut exercises = Vec::new();
    for name in names(&root.join("exercises/tests"), ".rs")? {
        if !name.starts_with("ex") {
            continue;
        }
        let path = root.join(format!("solutions/src/{name}.rs"));
        let solution = read_file(&path)?;
        let folder = root.join(format!("exercises/mutants/{name}"));
        let mut mutants = vec![Mutant::ours(&solution)];
        if folder.is_dir() {
            for slug in names(&folder, ".diff")? {
                mutants.push(Mutant::read(root, &name, &slug)?);
            }
        }
        exercises.push(Exercise { name, solution, mutants });
    }
    Ok(exercises)
}

/// The names of the files in a folder that end so, without that end, in order.
pub fn names(folder: &Path, end: &str) -> Result<Vec<String>> {
    let entries = fs::read_dir(folder)
        .map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
    let mut names = Vec::new();
    for entry in entries {
        let name = entry?.file_name().to_string_lossy().into_owned();
        names.extend(name.strip_suffix(end).map(str::to_owned));
    }
    names.sort();
    Ok(names)
}

/// A text file; an error names it.
pub fn read_file(path: &Path) -> Result<String> {
    fs::read_to_string(path)
        .map_err(|error| format!("cannot read {}: {error}", path.display()).into())
}
