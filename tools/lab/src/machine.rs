//! Where a measurement was made: without it, a number says nothing.

use serde::Serialize;
use std::fs;
use std::process::Command;

/// The machine, and what was built for it.
#[derive(Clone, Debug, Serialize)]
pub struct Machine {
    /// What the processor calls itself.
    pub processor: String,
    /// Cores that this process may use.
    pub cores: usize,
    /// Memory, in GiB.
    pub memory_gib: Option<f64>,
    /// The operating system, with the kernel's version where it is known.
    pub system: String,
    /// How many files one process may open.
    pub open_files: u64,
    /// The compiler.
    pub rustc: String,
    /// The commit that was measured, and whether files differed from it.
    pub commit: Option<String>,
    /// Which core served and which one played the clients.
    pub cores_used: String,
}

impl Machine {
    /// Looks around.
    pub fn here(open_files: u64) -> Self {
        let cores_used = crate::pin::cores().map_or_else(
            || "server and load shared all cores".into(),
            |(server, load)| format!("server on core {server}, load on core {load}"),
        );
        Self {
            processor: line_of("/proc/cpuinfo", "model name")
                .unwrap_or_else(|| std::env::consts::ARCH.into()),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            memory_gib: line_of("/proc/meminfo", "MemTotal").and_then(gib),
            system: system(),
            open_files,
            rustc: said_by("rustc", &["--version"]).unwrap_or_default(),
            commit: said_by("git", &["describe", "--always", "--dirty"]),
            cores_used,
        }
    }

    /// One line for people.
    pub fn summary(&self) -> String {
        let Self { processor, cores, system, .. } = self;
        let memory =
            self.memory_gib.map(|gib| format!(", {gib:.0} GiB")).unwrap_or_default();
        format!("{processor}, {cores} cores{memory}, {system}")
    }
}

fn system() -> String {
    let name = std::env::consts::OS;
    match fs::read_to_string("/proc/sys/kernel/osrelease") {
        Ok(release) => format!("{name} {}", release.trim()),
        Err(_) => name.into(),
    }
}

/// What follows the colon in the line that starts with `name`.
fn line_of(path: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_string())
}

fn gib(kib: String) -> Option<f64> {
    let kib: f64 = kib.split_whitespace().next()?.parse().ok()?;
    Some((kib / 1024.0 / 102.4).round() / 10.0)
}

fn said_by(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(crate::peers::root())
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    (output.status.success() && !text.trim().is_empty())
        .then(|| text.trim().to_string())
}
