//! A small project to learn in: twenty exercises without a dependency, so that each
//! is compiled in a moment. Exercise N is solved when `answer()` returns N.

#![allow(dead_code, reason = "not every test file uses all of this")]

pub mod answers;
#[cfg(unix)]
pub mod desk;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

/// The program. Cargo tells tests where it is; an example stands in a folder beside it.
pub fn program() -> PathBuf {
    let told = option_env!("CARGO_BIN_EXE_learn").map(PathBuf::from);
    told.unwrap_or_else(|| {
        let example = std::env::current_exe().unwrap();
        example.ancestors().nth(2).unwrap().join("learn")
    })
}

pub const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// The project, which ends with its owner.
pub struct Project {
    folder: PathBuf,
    _ends: Option<tempfile::TempDir>,
}

impl Project {
    pub fn new() -> Project {
        let project = Project::empty();
        let names = names();
        let mut lib = String::new();
        let mut manifest = "[package]\nname = \"exercises\"\nversion = \"0.0.0\"\n\
             edition = \"2024\"\n[features]\n"
            .to_owned();
        manifest.push_str(&format!("default = {names:?}\n"));
        for (name, number) in names.iter().zip(1..) {
            manifest.push_str(&format!("{name} = []\n"));
            lib.push_str(&format!("#[cfg(feature = {name:?})]\npub mod {name};\n"));
            project.write(name, "pub fn answer() -> u32 { todo!(\"not yet\") }\n");
            let check = format!(
                "#[test]\nfn the_answer_is_right() {{\n    \
                 assert_eq!(exercises::{name}::answer(), {number});\n}}\n"
            );
            project.put(&format!("exercises/tests/{name}.rs"), &check);
        }
        let root = "[workspace]\nmembers = [\"exercises\"]\nresolver = \"3\"\n";
        project.put("Cargo.toml", root);
        project.put("exercises/Cargo.toml", &manifest);
        project.put("exercises/src/lib.rs", &lib);
        project
    }

    /// Nothing but a folder.
    pub fn empty() -> Project {
        let folder = tempfile::tempdir().unwrap();
        Project { folder: folder.path().to_owned(), _ends: Some(folder) }
    }

    /// A project that is there already, and stays.
    pub fn at(folder: PathBuf) -> Project {
        Project { folder, _ends: None }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn put(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Saves an exercise.
    pub fn write(&self, name: &str, text: &str) {
        self.put(&format!("exercises/src/{name}.rs"), text);
    }

    pub fn answer(&self, name: &str, answer: &str) {
        self.write(name, &format!("pub fn answer() -> u32 {{ {answer} }}\n"));
    }

    pub fn read(&self, name: &str) -> String {
        let path = self.path(&format!("exercises/src/{name}.rs"));
        fs::read_to_string(path).unwrap_or_default()
    }

    pub fn solve_all(&self) {
        for (name, number) in names().iter().zip(1..) {
            self.answer(name, &format!("{number}"));
        }
    }

    /// `cargo learn` with these arguments.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program());
        command.args(arguments).current_dir(self.path("exercises"));
        for (name, value) in environment(&self.folder) {
            command.env(name, value);
        }
        command.env_remove("NO_COLOR").env_remove("TMUX");
        command
    }

    pub fn learn(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }
}

/// Nothing of the outer cargo, and no browser that could be opened.
pub fn environment(folder: &Path) -> [(&'static str, PathBuf); 2] {
    [("CARGO_TARGET_DIR", folder.join("target")), ("BROWSER", PathBuf::from("true"))]
}

/// The names of all exercises.
pub fn names() -> Vec<String> {
    let entries = fs::read_dir(format!("{ROOT}/tools/learn/starters")).unwrap();
    let files =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = files
        .filter_map(|file| Some(file.strip_suffix(".rs")?.to_owned()))
        .collect();
    names.sort();
    names
}

/// Only a guard against hanging.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Waits until there is something.
#[track_caller]
pub fn wait_for<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < end, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// What a program printed.
pub fn printed(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}
