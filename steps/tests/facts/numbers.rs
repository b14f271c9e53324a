//! Numbers that the kernel gives again, and events that outlive what they name.

use std::io::{ErrorKind, Read, Write};
use std::net::UdpSocket;
use std::os::fd::AsRawFd;

use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token};

use crate::alone::alone;
use crate::pair::{pair, until};

#[test]
fn the_next_socket_gets_the_number_of_the_one_just_closed() {
    alone(|| {
        let open = || UdpSocket::bind("127.0.0.1:0").unwrap();
        let (ann, bob, cat) = (open(), open(), open());
        let number = bob.as_raw_fd();
        drop(bob);
        let dan = open();
        assert_eq!(dan.as_raw_fd(), number);
        drop((ann, cat));
    });
}

#[test]
fn an_event_that_waits_in_a_batch_may_name_a_newcomer() {
    let mut poll = Poll::new().unwrap();
    let mut events = Events::with_capacity(8);
    let [(mut ann, first), (mut bob, second)] = [0, 1].map(|token| {
        let (guest, ours) = pair();
        (guest, register(&poll, ours, Token(token)))
    });
    ann.write_all(b"x").unwrap();
    bob.write_all(b"y").unwrap();
    until("both are here", || {
        first.peek(&mut [0]).is_ok() && second.peek(&mut [0]).is_ok()
    });
    poll.poll(&mut events, None).unwrap();

    // While the first event is handled, bob leaves and a newcomer gets its slot.
    drop(second);
    let (_cat, ours) = pair();
    let mut newcomer = register(&poll, ours, Token(1));
    let batch: Vec<Token> = events.iter().map(|event| event.token()).collect();
    assert_eq!(batch, [Token(0), Token(1)]);
    let error = newcomer.read(&mut [0; 9]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::WouldBlock, "it has said nothing");
}

fn register(poll: &Poll, stream: std::net::TcpStream, token: Token) -> TcpStream {
    stream.set_nonblocking(true).expect("any socket can be told");
    let mut stream = TcpStream::from_std(stream);
    let registered =
        poll.registry().register(&mut stream, token, Interest::READABLE);
    registered.expect("it is new");
    stream
}
