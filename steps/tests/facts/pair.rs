//! Two ends of a connection, and how to wait without sleeping.

use std::io::{ErrorKind, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Instant;

use testkit::PATIENCE;

/// A listener on a free port of this machine.
pub fn listener() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").expect("a free port of 127.0.0.1")
}

/// Connects to a listener, which need not accept for that.
pub fn connect(listener: &TcpListener) -> TcpStream {
    let addr = listener.local_addr().expect("it is bound");
    let stream = TcpStream::connect(addr).expect("its backlog has room");
    impatient(stream)
}

/// Takes the next connection.
pub fn accept(listener: &TcpListener) -> TcpStream {
    let (stream, _) = listener.accept().expect("somebody has connected");
    impatient(stream)
}

/// Both ends of a connection: ann has connected, bob has accepted.
pub fn pair() -> (TcpStream, TcpStream) {
    let listener = listener();
    let ann = connect(&listener);
    let bob = accept(&listener);
    (ann, bob)
}

/// A wrong fact shall fail a test and not hang it.
fn impatient(stream: TcpStream) -> TcpStream {
    stream.set_read_timeout(Some(PATIENCE)).expect("10 s are allowed");
    stream.set_write_timeout(Some(PATIENCE)).expect("10 s are allowed");
    stream
}

/// Asks again and again until it is so. The deadline decides nothing: it only
/// keeps a wrong fact from hanging the test.
#[track_caller]
pub fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < PATIENCE, "it never came true that {what}");
        thread::yield_now();
    }
}

/// Writes pieces of this size until the kernel takes no more. Says how many it
/// took whole, how many in part, and how many bytes that was.
pub fn fill(mut stream: impl Write, size: usize) -> Filled {
    let piece = vec![b'x'; size];
    let mut filled = Filled::default();
    loop {
        match stream.write(&piece) {
            Ok(count) if count == size => filled.whole += 1,
            Ok(count) => {
                filled.in_part += 1;
                filled.bytes += count;
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => break,
            Err(error) => panic!("writing {size} bytes: {error}"),
        }
    }
    filled.bytes += filled.whole * size;
    filled
}

/// What a kernel took of many writes.
#[derive(Debug, Default)]
pub struct Filled {
    /// Writes that were taken whole.
    pub whole: usize,
    /// Writes of which only the start was taken.
    pub in_part: usize,
    /// Bytes of both.
    pub bytes: usize,
}
