//! Who waits at the door, and what `accept` says of it.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use mio::{Events, Interest, Poll, Token};
use socket2::{Domain, SockRef, Socket, Type};

use crate::alone::{all_descriptors, alone};
use crate::pair::{accept, connect, listener, until};
use crate::sleeper::Sleeper;

#[test]
fn a_connect_succeeds_before_anybody_accepts() {
    let listener = listener();
    let mut ann = connect(&listener);
    ann.write_all(b"hello").unwrap();
    // Only now somebody does.
    let mut said = [0; 5];
    accept(&listener).read_exact(&mut said).unwrap();
    assert_eq!(&said, b"hello");
}

#[test]
fn accepted_sockets_keep_the_port_of_their_listener() {
    let listener = listener();
    let addr = listener.local_addr().unwrap();
    let guests = [0; 3].map(|_| connect(&listener));
    for guest in guests {
        let ours = accept(&listener);
        assert_eq!(ours.local_addr().unwrap(), addr);
        // What tells them apart is the other end, which has a port of its own.
        assert_eq!(ours.peer_addr().unwrap(), guest.local_addr().unwrap());
        assert_ne!(ours.peer_addr().unwrap(), addr);
    }
}

#[test]
fn past_the_backlog_a_connect_waits() {
    let listener = stream();
    listener.bind(&any_port().into()).unwrap();
    listener.listen(4).unwrap();
    let listener = TcpListener::from(listener);
    // One more than was asked for.
    let _queued = [0; 4 + 1].map(|_| connect(&listener));

    let late = stream();
    late.set_nonblocking(true).unwrap();
    let under_way = late.connect(&listener.local_addr().unwrap().into());
    assert_eq!(under_way.unwrap_err().raw_os_error(), Some(115), "EINPROGRESS");
    let late = TcpStream::from(late);
    // To ask once more, the kernel must have had no answer for a second.
    until("the late one has asked again", || asked_again(&late));
    assert!(late.peer_addr().is_err(), "and still it is not connected");

    drop(accept(&listener));
    until("the late one is connected", || late.peer_addr().is_ok());
}

#[test]
fn an_accepted_socket_does_not_inherit_non_blocking() {
    let listener = listener();
    listener.set_nonblocking(true).unwrap();
    let mut ann = connect(&listener);
    let mut bob = accept(&listener);
    let reader = Sleeper::start(move || bob.read(&mut [0; 9]));
    ann.write_all(b"x").unwrap();
    assert_eq!(reader.ends().unwrap(), 1, "it slept until there was a byte");
}

#[test]
fn mio_makes_what_it_accepts_non_blocking() {
    let listener = mio::net::TcpListener::bind(any_port()).unwrap();
    let _ann = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let (mut bob, _) = listener.accept().unwrap();
    let error = bob.read(&mut [0; 9]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::WouldBlock);
}

#[test]
fn whoever_reset_before_accept_is_accepted_and_has_no_address() {
    let listener = listener();
    let mut ann = connect(&listener);
    ann.write_all(b"hello").unwrap();
    SockRef::from(&ann).set_linger(Some(Duration::ZERO)).unwrap();
    drop(ann);

    let (mut bob, addr) = listener.accept().unwrap();
    assert!(addr.ip().is_loopback(), "whoever accepts is told the address");
    until("the reset is here", || bob.peer_addr().is_err());
    let kind = |outcome: io::Result<usize>| outcome.unwrap_err().kind();
    assert_eq!(bob.peer_addr().unwrap_err().kind(), ErrorKind::NotConnected);
    assert_eq!(bob.read(&mut [0; 9]).unwrap(), 5, "what came before is there");
    assert_eq!(kind(bob.read(&mut [0; 9])), ErrorKind::ConnectionReset);
    assert_eq!(kind(bob.write(b"x")), ErrorKind::BrokenPipe);
    let shut = bob.shutdown(Shutdown::Write);
    assert_eq!(shut.unwrap_err().kind(), ErrorKind::NotConnected);
}

#[test]
fn without_descriptors_accept_fails_even_if_nobody_waits() {
    alone(|| {
        let listener = listener();
        listener.set_nonblocking(true).unwrap();
        let nobody = listener.accept().unwrap_err();
        assert_eq!(nobody.kind(), ErrorKind::WouldBlock);

        let _all = all_descriptors();
        let nobody = listener.accept().unwrap_err();
        assert_eq!(nobody.raw_os_error(), Some(EMFILE));
    });
}

#[test]
fn after_descriptors_ran_out_an_edge_is_not_repeated() {
    alone(|| {
        let mut poll = Poll::new().unwrap();
        let mut door = mio::net::TcpListener::bind(any_port()).unwrap();
        poll.registry().register(&mut door, Token(0), Interest::READABLE).unwrap();
        let addr = door.local_addr().unwrap().into();
        // They are in this process too, so each needs its descriptor in time.
        let guests = [stream(), stream(), stream()];
        let all = all_descriptors();
        guests[0].connect(&addr).unwrap();
        guests[1].connect(&addr).unwrap();
        until("both are reported", || is_reported(&mut poll));
        assert_eq!(door.accept().unwrap_err().raw_os_error(), Some(EMFILE));

        drop(all);
        assert!(!is_reported(&mut poll), "two wait, and three would fit");
        guests[2].connect(&addr).unwrap();
        until("a third one is reported", || is_reported(&mut poll));
        let let_in: Vec<_> = std::iter::from_fn(|| door.accept().ok()).collect();
        assert_eq!(let_in.len(), 3);
    });
}

/// Too many open files. It has no `ErrorKind` that could be named.
const EMFILE: i32 = 24;

fn any_port() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 0))
}

fn stream() -> Socket {
    Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket")
}

fn is_reported(poll: &mut Poll) -> bool {
    let mut events = Events::with_capacity(8);
    poll.poll(&mut events, Some(Duration::ZERO)).expect("nothing interrupts it");
    !events.is_empty()
}

/// Whether the kernel had to send the first packet of this one more than once.
fn asked_again(stream: &TcpStream) -> bool {
    let port = stream.local_addr().expect("it has one").port();
    let table = std::fs::read_to_string("/proc/net/tcp").expect("there is /proc");
    table.lines().any(|line| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let is_ours = fields[1].ends_with(&format!(":{port:04X}"));
        // SYN_SENT is state 2; the seventh field counts what was sent again.
        is_ours && fields[3] == "02" && fields[6] != "00000000"
    })
}
