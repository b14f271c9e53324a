//! What changes when a socket shall never wait.

use std::io::{ErrorKind, Read, Write};

use crate::pair::{fill, listener, pair, until};

#[test]
fn a_read_of_nothing_comes_back_at_once() {
    let (mut ann, mut bob) = pair();
    bob.set_nonblocking(true).unwrap();
    let error = bob.read(&mut [0; 9]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::WouldBlock);

    ann.write_all(b"x").unwrap();
    until("the byte is here", || bob.peek(&mut [0; 9]).is_ok());
    assert_eq!(bob.read(&mut [0; 9]).unwrap(), 1);
}

#[test]
fn nothing_yet_is_not_the_end() {
    let (ann, mut bob) = pair();
    bob.set_nonblocking(true).unwrap();
    let error = bob.read(&mut [0; 9]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::WouldBlock);

    drop(ann);
    until("the end is here", || bob.peek(&mut [0; 9]).is_ok());
    assert_eq!(bob.read(&mut [0; 9]).unwrap(), 0);
}

#[test]
fn an_accept_of_nobody_comes_back_at_once() {
    let listener = listener();
    listener.set_nonblocking(true).unwrap();
    let error = listener.accept().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::WouldBlock);
}

#[test]
fn non_blocking_is_said_of_the_socket_and_not_of_the_handle() {
    let (_ann, mut bob) = pair();
    let other = bob.try_clone().unwrap();
    other.set_nonblocking(true).unwrap();
    let error = bob.read(&mut [0; 9]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::WouldBlock);
}

#[test]
fn a_write_to_a_full_socket_comes_back_at_once() {
    let (_ann, bob) = pair();
    bob.set_nonblocking(true).unwrap();
    assert!(fill(&bob, 64 * 1024).bytes > 0);
    // Now it is full.
    let error = (&bob).write(b"x").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::WouldBlock);
}
