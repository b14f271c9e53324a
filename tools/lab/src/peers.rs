//! The servers that the lab knows, and how each is built.
//!
//! Nothing is measured that was not built for release just now.

use crate::server::{Level, Recipe};
use anyhow::{Context, Result, bail, ensure};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The names that [`find`] knows, in the order in which tables show them.
pub const NAMES: [&str; 7] =
    ["processes", "step2", "step3", "step4", "c", "tokio", "poll.py"];

/// Chats that an attack brings down.
pub const SPECIMENS: [&str; 3] = ["poll.py", "mio_example", "threads_lock"];

/// The root of the workspace.
pub fn root() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.ancestors().nth(2).expect("tools/lab lies two below the root")
}

/// Where builds land.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| root().join("target"), PathBuf::from)
}

/// Builds a server and says how to start it.
///
/// # Errors
/// When the name is unknown, when its compiler is missing, or when it does not
/// compile: each says what to do.
pub fn find(name: &str) -> Result<Recipe> {
    match name {
        "step2" | "step3" | "step4" => {
            cargo(&["--package", "steps", "--bin", name])?;
            Ok(Recipe::chat(name, vec![release(name)]))
        }
        "c" => Ok(Recipe::chat(name, vec![compile_c("epoll_chat")?])),
        "processes" => Ok(Recipe {
            level: Level::Echo,
            forks: true,
            ..Recipe::chat(name, vec![compile_c("processes")?])
        }),
        "tokio" => {
            let feature = "--features=tokio_chat";
            cargo(&["--package", "lab", "--bin", "tokio_chat", feature])?;
            Ok(Recipe::chat(name, vec![release("tokio_chat")]))
        }
        "mio_example" | "threads_lock" => {
            cargo(&["--package", "lab", "--bin", name])?;
            Ok(Recipe::chat(name, vec![release(name)]))
        }
        "poll.py" => {
            let script = source("poll_chat.py").display().to_string();
            Ok(Recipe::chat(name, vec![python()?, script]))
        }
        _ => bail!("unknown server {name} (known: {})", NAMES.join(", ")),
    }
}

fn source(file: &str) -> PathBuf {
    root().join("tools/lab/peers").join(file)
}

fn release(binary: &str) -> String {
    let path = target().join("release").join(binary);
    path.with_extension(std::env::consts::EXE_EXTENSION).display().to_string()
}

fn cargo(arguments: &[&str]) -> Result<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    run(Command::new(cargo)
        .args(["build", "--release", "--quiet"])
        .args(arguments)
        .current_dir(root()))
}

/// Compiles a file of `peers/` with the system's C compiler.
fn compile_c(name: &str) -> Result<String> {
    ensure!(cfg!(target_os = "linux"), "{name}.c needs epoll, which only Linux has");
    let folder = target().join("lab");
    std::fs::create_dir_all(&folder).context("no folder for the C server")?;
    let binary = folder.join(name).display().to_string();
    let cc = std::env::var("CC").unwrap_or_else(|_| "cc".into());
    run(Command::new(&cc)
        .args(["-O2", "-Wall", "-Wextra", "-o", &binary])
        .arg(source(&format!("{name}.c"))))?;
    Ok(binary)
}

fn python() -> Result<String> {
    for name in ["python3", "python"] {
        let found = Command::new(name)
            .arg("--version")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        if found.is_ok_and(|status| status.success()) {
            return Ok(name.into());
        }
    }
    bail!("no python3 on this machine")
}

fn run(command: &mut Command) -> Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot run {program} (is it installed?)"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{program} failed:\n{}", said.trim_end());
    Ok(())
}
