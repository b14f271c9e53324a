//! The book on paper: Chromium, if there is one, prints the page that holds all pages.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

/// What Chromium and its relatives are called.
const NAMES: [&str; 5] =
    ["chromium", "chromium-browser", "google-chrome", "chrome", "msedge"];

/// Prints the book in the folder `pages` to `file`.
///
/// # Errors
///
/// When there is no Chromium, or it fails.
pub fn print(pages: &Path, file: &Path) -> Result<()> {
    let installed = |name: &&&str| {
        let mut ask = Command::new(name);
        ask.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
        ask.status().is_ok_and(|status| status.success())
    };
    let name = NAMES.iter().find(installed).with_context(|| {
        format!(
            "none of {} is installed: print print.html from a browser",
            NAMES.join(", ")
        )
    })?;
    let page = pages.join("print.html").canonicalize()?;
    let status = Command::new(name)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
        ])
        .arg(format!("--print-to-pdf={}", file.display()))
        .arg(format!("file://{}", page.display()))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .with_context(|| format!("cannot start {name}"))?;
    ensure!(
        status.success() && file.is_file(),
        "{name} wrote no {}",
        file.display()
    );
    Ok(())
}
