//! What a system call costs.

use std::fs::File;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use anyhow::Result;

use crate::clock::{least_cpu, thread_cpu};
use crate::sheet::Sheet;

pub fn measure(sheet: &mut Sheet) -> Result<()> {
    let mut null = File::options().write(true).open("/dev/null")?;
    let how = "CPU of a `write` of one byte to /dev/null, the least of ten rounds \
               of 100,000";
    let call = least_cpu(100_000, || {
        let _ = null.write(b"x");
    });
    sheet.note_time("system-call", call, how);

    let listener = TcpListener::bind("127.0.0.1:0")?;
    let ann = TcpStream::connect(listener.local_addr()?)?;
    let (mut bob, _) = listener.accept()?;
    ann.set_nodelay(true)?;
    let how = "CPU of a `write` of 64 bytes to a TCP socket on loopback, which \
               also puts them into the other end's queue; the least of 200 rounds \
               of 100";
    sheet.note_time("write-call", write_call(&ann, &mut bob)?, how);

    bob.set_nonblocking(true)?;
    let how = "CPU of a `read` of a TCP socket that would block, the least of ten \
               rounds of 100,000";
    let mut buffer = [0; 512];
    let read = least_cpu(100_000, || {
        let _ = bob.read(&mut buffer);
    });
    sheet.note_time("read-nothing", read, how);
    Ok(())
}

fn write_call(mut ann: &TcpStream, bob: &mut TcpStream) -> Result<Duration> {
    const LINES: u32 = 100;
    let line = [b'x'; 64];
    let mut least = Duration::MAX;
    for _ in 0..200 {
        let start = thread_cpu();
        for _ in 0..LINES {
            ann.write_all(&line)?;
        }
        least = least.min((thread_cpu() - start) / LINES);
        bob.read_exact(&mut [0; 64 * LINES as usize])?;
    }
    Ok(least)
}
