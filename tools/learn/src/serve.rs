//! `cargo learn book`: the book, served and opened.

use std::net::{Ipv4Addr, TcpListener};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::commands::say;
use crate::compile::cargo;
use crate::place::Place;

/// Where the book is looked for first, and where else it may end up.
const PORTS: std::ops::RangeInclusive<u16> = 3000..=3099;

/// Serves the book with mdBook where it is installed, because that reloads a page that
/// has changed, and with our own server elsewhere. Returns when it has ended.
///
/// # Errors
/// When neither can be started.
pub fn book(place: &Place) -> Result<bool> {
    let mut command = if has_mdbook() {
        let bind =
            |port: &u16| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok();
        let port = PORTS.into_iter().find(bind).context("no port is free")?;
        say(&[format!("mdbook serves the book at http://127.0.0.1:{port}")])?;
        let mut mdbook = Command::new("mdbook");
        mdbook.args(["serve", "book", "--open", "--port", &port.to_string()]);
        mdbook
    } else {
        let line = "building the book; the first time takes a minute or two";
        say(&[line.to_owned()])?;
        let mut book = cargo();
        book.args(["run", "--quiet", "--package", "book", "--", "--open"]);
        book
    };
    let status = command.current_dir(place.root()).status();
    Ok(status.context("cannot start the server of the book")?.success())
}

fn has_mdbook() -> bool {
    let mut version = Command::new("mdbook");
    version.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
    version.status().is_ok_and(|status| status.success())
}
