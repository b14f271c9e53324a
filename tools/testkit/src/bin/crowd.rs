//! Ten thousand guests in a process of their own.
//!
//! `crowd HOST:PORT COUNT` connects COUNT guests, waits until each was greeted,
//! and prints `ready COUNT`. After that it answers lines: `expect TEXT` with
//! `seen COUNT` as soon as each has read that line, and `say NUMBER TEXT` with
//! `said`. What goes wrong is told on standard error, and ends it.

use std::io::{self, Write};
use std::net::SocketAddr;

use testkit::Crowd;

fn main() -> io::Result<()> {
    let mut args = std::env::args().skip(1);
    let addr: Option<SocketAddr> = args.next().and_then(|addr| addr.parse().ok());
    let count: Option<usize> = args.next().and_then(|count| count.parse().ok());
    let (Some(addr), Some(count)) = (addr, count) else {
        return Err(io::Error::other("usage: crowd HOST:PORT COUNT"));
    };
    let mut crowd = Crowd::connect(addr, count);
    let mut out = io::stdout();
    writeln!(out, "ready {count}")?;
    for order in io::stdin().lines() {
        let order = order?;
        let answer = obey(&mut crowd, &order)
            .ok_or_else(|| io::Error::other(format!("cannot do this: {order}")))?;
        writeln!(out, "{answer}")?;
    }
    Ok(())
}

fn obey(crowd: &mut Crowd, order: &str) -> Option<String> {
    let (verb, rest) = order.split_once(' ')?;
    match verb {
        "expect" => {
            crowd.expect(rest);
            Some(format!("seen {}", crowd.len()))
        }
        "say" => {
            let (member, text) = rest.split_once(' ')?;
            crowd.say(member.parse().ok()?, text);
            Some("said".to_owned())
        }
        _ => None,
    }
}
