//! Asking every socket in turn, beside one call that asks about all of them.

use std::io::Read;
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use anyhow::Result;
use mio::{Events, Interest, Poll, Token};
use rustix::event::{PollFd, PollFlags, Timespec, poll};

use crate::clock::{least_cpu, share_of_a_core, thread_cpu};
use crate::sheet::Sheet;
use crate::silent::Silent;

/// What the steps read at once.
const CHUNK: usize = 16 * 1024;

pub fn measure(sheet: &mut Sheet) -> Result<()> {
    let door = TcpListener::bind("127.0.0.1:0")?;
    door.set_nonblocking(true)?;
    for count in [10_u32, 100, 1000, 10_000] {
        let mut silent = Silent::new(usize::try_from(count)?)?;
        let sockets = &mut silent.sockets;
        match count {
            10 => without_nap(sheet, &door, sockets),
            10_000 => with_nap(sheet, &door, sockets),
            _ => {}
        }
        beside_each_other(sheet, &door, silent, count)?;
    }
    Ok(())
}

/// The same question to so many sockets, asked in three ways.
fn beside_each_other(
    sheet: &mut Sheet,
    door: &TcpListener,
    mut silent: Silent,
    count: u32,
) -> Result<()> {
    let times = 200_000 / count;
    let mut buffer = [0; CHUNK];
    let circle = least_cpu(times, || lap(door, &mut silent.sockets, &mut buffer));
    let how = format!(
        "CPU of asking a listener and {count} silent sockets once each, as \
         steps/examples/circle.rs does; the least of ten rounds"
    );
    sheet.note_time(&format!("circle-lap-{count}"), circle, &how);

    let how = format!(
        "CPU of one `poll` over {count} silent sockets, the least of ten rounds"
    );
    let old = poll_call(&silent.sockets, times);
    sheet.note_time(&format!("poll-call-{count}"), old, &how);

    let epoll = epoll_wait(silent.sockets)?;
    let how = format!(
        "CPU of one `epoll_wait` (mio) over {count} silent sockets, the least of \
         ten rounds"
    );
    sheet.note_time(&format!("epoll-wait-{count}"), epoll, &how);

    let ratio = circle.as_secs_f64() / epoll.as_secs_f64();
    let how = "CPU of a lap of the circle, divided by that of one `epoll_wait`";
    sheet.note_about(&format!("circle-to-epoll-{count}"), ratio, "", how);
    Ok(())
}

/// Asks who has come, and everybody who is here.
fn lap(door: &TcpListener, sockets: &mut [TcpStream], buffer: &mut [u8]) {
    // Nobody comes and nobody speaks: each of these would block.
    let _ = door.accept();
    for socket in sockets {
        let _ = socket.read(buffer);
    }
}

fn without_nap(sheet: &mut Sheet, door: &TcpListener, sockets: &mut [TcpStream]) {
    let mut buffer = [0; CHUNK];
    let start = thread_cpu();
    let mut calls = 0;
    while thread_cpu() - start < Duration::from_secs(1) {
        for _ in 0..1000 {
            lap(door, sockets, &mut buffer);
            calls += 1 + sockets.len();
        }
    }
    let how = "system calls of steps/examples/circle.rs in a second of CPU, with \
               ten silent clients";
    sheet.note_about("circle-calls", calls as f64, "", how);
    let second = Duration::from_secs(1);
    let share = share_of_a_core(second, || lap(door, sockets, &mut buffer));
    let how = "share of a core in a second with ten silent clients, not counting \
               when another program had the core";
    sheet.note_about("circle-cpu", share, "%", how);
}

fn with_nap(sheet: &mut Sheet, door: &TcpListener, sockets: &mut [TcpStream]) {
    let mut buffer = [0; CHUNK];
    let share = share_of_a_core(Duration::from_secs(3), || {
        lap(door, sockets, &mut buffer);
        thread::sleep(Duration::from_millis(10));
    });
    let how = "share of a core in three seconds with 10,000 silent clients and a \
               nap of 10 ms after each lap, not counting when another program had \
               the core";
    sheet.note_about("circle-nap-cpu", share, "%", how);
}

fn epoll_wait(sockets: Vec<TcpStream>) -> Result<Duration> {
    let mut poll = Poll::new()?;
    let mut watched = Vec::new();
    for (number, socket) in sockets.into_iter().enumerate() {
        let mut socket = mio::net::TcpStream::from_std(socket);
        poll.registry().register(&mut socket, Token(number), Interest::READABLE)?;
        watched.push(socket);
    }
    let mut events = Events::with_capacity(1024);
    Ok(least_cpu(20_000, || {
        let _ = poll.poll(&mut events, Some(Duration::ZERO));
    }))
}

fn poll_call(sockets: &[TcpStream], times: u32) -> Duration {
    let asked = sockets.iter().map(|socket| PollFd::new(socket, PollFlags::IN));
    let mut asked: Vec<PollFd<'_>> = asked.collect();
    let at_once = Timespec { tv_sec: 0, tv_nsec: 0 };
    least_cpu(times, || {
        let _ = poll(&mut asked, Some(&at_once));
    })
}
