//! A copy of the workspace, in which answers can be exchanged.
//!
//! It stays from one run to the next, with a target folder of its own: only what
//! has changed is written, so that only that is compiled again.

use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;

/// The copy.
pub struct Scratch {
    root: PathBuf,
}

/// A test program for one exercise.
pub struct Program {
    pub exercise: String,
    pub path: PathBuf,
    /// What its checks start, unless that is still where cargo put it.
    pub server: Option<PathBuf>,
}

/// What came of compiling.
pub enum Built {
    All(Vec<Program>),
    /// What the compiler said.
    Failed(String),
}

/// Brings the copy up to date.
pub fn prepare(root: &Path) -> Result<Scratch> {
    let scratch = Scratch { root: root.join("target/mutants/workspace") };
    copy(root, &scratch.root)?;
    Ok(scratch)
}

impl Scratch {
    /// Puts an answer where the learner writes.
    pub fn put(&self, exercise: &str, answer: &str) -> Result<()> {
        let path = self.root.join(format!("exercises/src/{exercise}.rs"));
        write_if_new(&path, answer.as_bytes())
    }

    /// A place for the programs of a round, so that the next can be compiled.
    /// Their server is there already.
    pub fn shelf(&self, round: usize) -> Result<Shelf> {
        let folder = self.root.with_file_name(format!("round-{round}"));
        fs::create_dir_all(&folder)?;
        let name = format!("exercises{EXE_SUFFIX}");
        let server = self.target().join("debug").join(&name);
        fs::rename(server, folder.join(name))?;
        Ok(Shelf { folder })
    }

    fn target(&self) -> PathBuf {
        self.root.with_file_name("target")
    }

    /// Compiles the checks of these exercises with the answers that are there.
    pub fn build(&self, exercises: &[&str]) -> Result<Built> {
        let mut cargo =
            Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()));
        cargo
            .args(["test", "--package", "exercises", "--no-run", "--locked"])
            .arg("--message-format=json-render-diagnostics")
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", self.target())
            // Nobody debugs these, and without it they are linked faster.
            .env("CARGO_PROFILE_DEV_DEBUG", "false");
        for exercise in exercises {
            cargo.args(["--test", exercise]);
        }
        let output = cargo.output()?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            return Ok(Built::Failed(said));
        }
        let messages = String::from_utf8_lossy(&output.stdout);
        Ok(Built::All(messages.lines().filter_map(program).collect()))
    }
}

/// Where the programs of one round wait to be run. It is taken down with them.
pub struct Shelf {
    folder: PathBuf,
}

impl Shelf {
    /// Takes a program from where cargo put it.
    pub fn take(&self, program: &Program) -> Result<Program> {
        let name = program.path.file_name().ok_or("a program has a name")?;
        let path = self.folder.join(name);
        fs::rename(&program.path, &path)?;
        let server = Some(self.folder.join(format!("exercises{EXE_SUFFIX}")));
        Ok(Program { exercise: program.exercise.clone(), path, server })
    }
}

impl Drop for Shelf {
    fn drop(&mut self) {
        // What is left is overwritten by the next run.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The test program that a message of cargo tells of, if it does.
fn program(message: &str) -> Option<Program> {
    let field = |name: &str| {
        let start = message.find(&format!("\"{name}\":\""))? + name.len() + 4;
        let end = message[start..].find('"')?;
        Some(message[start..start + end].replace("\\\\", "\\"))
    };
    let path = PathBuf::from(field("executable")?);
    let stem = path.file_stem()?.to_str()?;
    // `ex03_echo-0123456789abcdef`
    let exercise = stem.rsplit_once('-')?.0.to_owned();
    exercise.starts_with("ex").then_some(Program { exercise, path, server: None })
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let hidden = name.starts_with('.') && name != ".cargo";
        if hidden || name == "target" {
            continue;
        }
        let (from, to) = (entry.path(), to.join(&name));
        if entry.file_type()?.is_dir() {
            copy(&from, &to)?;
        } else if entry.file_type()?.is_file() {
            write_if_new(&to, &fs::read(&from)?)?;
        }
    }
    Ok(())
}

fn write_if_new(path: &Path, bytes: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    fs::write(path, bytes)
        .map_err(|error| format!("cannot write {}: {error}", path.display()).into())
}
