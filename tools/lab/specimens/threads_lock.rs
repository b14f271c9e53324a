//! A specimen for `cargo attack`: a thread for each client, writing under a lock.
//!
//! The chat that many write first: all sockets in a list behind a mutex, and whoever
//! has something to say locks the list and writes to each. One client who does not
//! read fills its socket, the write blocks, and the lock is held by a thread that
//! waits: nobody speaks or enters any more.

#![allow(missing_docs)]

use std::io::{self, BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

type Everybody = Arc<Mutex<Vec<(usize, TcpStream)>>>;

fn main() -> io::Result<()> {
    let address = std::env::args().nth(2).unwrap_or_else(|| "127.0.0.1:7000".into());
    let listener = TcpListener::bind(address)?;
    let mut out = io::stdout();
    writeln!(out, "listening on {}", listener.local_addr()?)?;
    out.flush()?;
    let everybody = Everybody::default();
    for (number, stream) in listener.incoming().enumerate() {
        let stream = stream?;
        let everybody = Arc::clone(&everybody);
        thread::spawn(move || {
            let _ = serve(number + 1, &stream, &everybody);
            let mut everybody = everybody.lock().expect("no thread panics with it");
            everybody.retain(|(other, _)| *other != number + 1);
        });
    }
    Ok(())
}

fn serve(
    number: usize,
    stream: &TcpStream,
    everybody: &Everybody,
) -> io::Result<()> {
    let mut own = stream.try_clone()?;
    let mut name = format!("guest{number}");
    writeln!(own, "* welcome, {name}; /help lists the commands")?;
    let lock = || everybody.lock().expect("no thread panics with it");
    lock().push((number, stream.try_clone()?));
    for line in BufReader::new(stream).lines() {
        let line = line?;
        if let Some(new) = line.strip_prefix("/nick ") {
            name = new.to_string();
            own.write_all(format!("* you are now {name}\n").as_bytes())?;
        } else if let Some(word) = line.strip_prefix("/ping ") {
            own.write_all(format!("* pong {word}\n").as_bytes())?;
        } else {
            let message = format!("{name}: {line}\n");
            for (other, socket) in lock().iter_mut() {
                if *other != number {
                    let _ = socket.write_all(message.as_bytes());
                }
            }
        }
    }
    Ok(())
}
