//! What the kernel keeps for a reader that does not read.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::net::UnixStream;
use std::thread;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use socket2::{Domain, SockRef, Socket, Type};
use testkit::{TINY, tiny_listener};

use crate::pair::{accept, fill, pair, until};

#[test]
fn a_socket_that_nobody_reads_takes_megabytes_and_then_nothing() {
    let (_ann, bob) = pair();
    bob.set_nonblocking(true).unwrap();
    let filled = fill(&bob, 64 * 1024);
    assert!(filled.bytes > 1_000_000, "{filled:?}");
}

#[test]
fn small_writes_are_taken_whole_or_not_at_all() {
    let (_ann, bob) = pair();
    bob.set_nonblocking(true).unwrap();
    let filled = fill(&bob, 64);
    assert!(filled.whole > 1000, "{filled:?}");
    assert_eq!(filled.in_part, 0, "{filled:?}");
}

#[test]
fn a_large_write_is_taken_in_part() {
    let (_ann, mut bob) = tiny_pair();
    let count = bob.write(&[b'x'; 64 * 1024]).unwrap();
    assert!((1..64 * 1024).contains(&count), "{count}");
}

#[test]
fn a_write_that_blocks_ends_when_the_client_reads() {
    let (mut ann, mut bob) = pair();
    thread::scope(|scope| {
        let writer = scope.spawn(move || bob.write_all(&vec![b'x'; 50_000_000]));
        // So much the kernel does not take, and nobody has read yet.
        assert!(!writer.is_finished());
        let mut read = 0;
        while read < 50_000_000 {
            read += ann.read(&mut [0; 64 * 1024]).unwrap();
        }
        writer.join().unwrap().unwrap();
    });
}

#[test]
fn room_for_one_byte_is_not_reported_as_writable() {
    let (mut ann, mut bob) = tiny_pair();
    // Ann takes a little at a time out of very much.
    SockRef::from(&bob).set_send_buffer_size(64 * 1024).unwrap();
    fill(&bob, 1024);
    assert!(!is_writable(&bob));

    let mut room_without_report = 0;
    until("there is much room again", || {
        assert!(ann.read(&mut [0; 64]).unwrap() > 0);
        let reported = is_writable(&bob);
        if !reported && bob.write(b"x").is_ok() {
            room_without_report += 1;
        }
        reported
    });
    assert!(room_without_report > 0);
}

#[test]
fn a_size_that_is_asked_for_is_doubled() {
    let (ann, _bob) = pair();
    let socket = SockRef::from(&ann);
    for size in [16_384, 65_536] {
        socket.set_send_buffer_size(size).unwrap();
        assert_eq!(socket.send_buffer_size().unwrap(), 2 * size);
    }
}

#[test]
fn an_accepted_socket_inherits_the_send_buffer_of_the_listener() {
    let (_ann, bob) = tiny_pair();
    let asked = SockRef::from(&bob).send_buffer_size().unwrap();
    assert_eq!(asked, 2 * TINY);
}

#[test]
fn small_messages_fill_a_unix_socket_with_few_bytes() {
    let hold = |size| {
        let (ann, _bob) = UnixStream::pair().unwrap();
        SockRef::from(&ann).set_send_buffer_size(8192).unwrap();
        ann.set_nonblocking(true).unwrap();
        fill(&ann, size).bytes
    };
    // Each message costs its bookkeeping too.
    assert!(hold(64) * 4 < hold(64 * 1024));
}

/// The kernel keeps very little between these two, and bob does not block.
fn tiny_pair() -> (TcpStream, TcpStream) {
    let listener = tiny_listener();
    let addr = listener.local_addr().expect("it is bound");
    let ann = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
    // Before it connects, or the window has been told to the other end.
    ann.set_recv_buffer_size(TINY).expect("less than the default is allowed");
    ann.connect(&addr.into()).expect("the backlog has room");
    let bob = accept(&listener);
    bob.set_nonblocking(true).expect("any socket can be told");
    (ann.into(), bob)
}

/// What a level-triggered poller would report now.
fn is_writable(stream: &TcpStream) -> bool {
    let mut asked = [PollFd::new(stream, PollFlags::OUT)];
    let at_once = Timespec { tv_sec: 0, tv_nsec: 0 };
    poll(&mut asked, Some(&at_once)).expect("one file can be asked about") == 1
}
