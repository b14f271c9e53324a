//! Draws `book/src/images/two-terminals.svg`, the picture of the README.
//!
//! ```text
//! cargo run --package client --example picture
//! ```
//!
//! Nothing in the picture is made up: it shows the screens of two real clients
//! after a chat on the real step 4. Every run draws the same bytes.

#[cfg(unix)]
mod chat;
#[cfg(unix)]
mod drawing;

#[cfg(unix)]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let [ann, bob] = chat::two_screens()?;
    let images = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../book/src/images");
    std::fs::create_dir_all(&images)?;
    std::fs::write(images.join("two-terminals.svg"), drawing::svg(&ann, &bob))?;
    Ok(())
}

#[cfg(not(unix))]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    Err("the picture is drawn on Linux or macOS: it needs pseudo-terminals".into())
}
