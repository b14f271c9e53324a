//! What Linux tells about a server that runs, and about the sockets in between.

pub(crate) mod epoll;
pub(crate) mod sockets;
pub(crate) mod strace;
pub(crate) mod threads;

use std::env;
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use anyhow::{Context, Result, ensure};

/// The binary of a step, built if need be: it lies beside this program.
pub(crate) fn step(name: &str) -> Result<PathBuf> {
    static BUILT: OnceLock<bool> = OnceLock::new();
    let built = *BUILT.get_or_init(|| {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let root = crate::check::root();
        let build = ["build", "--quiet", "--package", "steps", "--bins"];
        Command::new(cargo)
            .args(build)
            .current_dir(root)
            .status()
            .is_ok_and(|status| status.success())
    });
    ensure!(built, "cannot build the steps (does `cargo build -p steps` work?)");
    let here = env::current_exe().context("this program knows where it lies")?;
    let folders = here.ancestors().skip(1).take(2);
    let mut places = folders.map(|folder| folder.join(name));
    places
        .find(|binary| binary.is_file())
        .with_context(|| format!("{name} is not where cargo puts it"))
}
