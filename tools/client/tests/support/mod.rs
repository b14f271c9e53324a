//! A server that the test plays itself, line by line.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::{Child, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

/// Only a guard against hanging; no test is decided by it.
pub const GUARD: Duration = Duration::from_secs(30);

/// Asks again and again, until there is an answer or the guard's time is over.
pub fn wait_for<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(start.elapsed() < GUARD, "waited {GUARD:?} for {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

/// How the client ended.
pub fn end_of(client: &mut Child) -> ExitStatus {
    wait_for("the client to end", || client.try_wait().unwrap())
}

/// The listening side.
pub struct Server(TcpListener);

impl Server {
    pub fn start() -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        Server(listener)
    }

    pub fn addr(&self) -> String {
        self.0.local_addr().unwrap().to_string()
    }

    pub fn accept(&self) -> Guest {
        let socket = wait_for("the client to connect", || match self.0.accept() {
            Err(e) if e.kind() == ErrorKind::WouldBlock => None,
            accepted => Some(accepted.unwrap().0),
        });
        socket.set_nonblocking(false).unwrap();
        socket.set_read_timeout(Some(GUARD)).unwrap();
        Guest(BufReader::new(socket))
    }
}

/// The client, as its server sees it.
pub struct Guest(BufReader<TcpStream>);

impl Guest {
    pub fn says(&mut self, expected: &str) {
        let mut line = String::new();
        self.0.read_line(&mut line).unwrap();
        assert_eq!(line, expected);
    }

    pub fn half_closes(&mut self) {
        let mut rest = Vec::new();
        self.0.read_to_end(&mut rest).unwrap();
        assert_eq!(rest, b"", "nothing more is sent");
    }

    pub fn hears(&self, bytes: impl AsRef<[u8]>) {
        self.0.get_ref().write_all(bytes.as_ref()).unwrap();
    }

    /// Lets go in an orderly way: no reset, whatever was sent meanwhile.
    pub fn let_go(mut self) {
        self.0.get_ref().shutdown(Shutdown::Write).unwrap();
        let _ = self.0.read_to_end(&mut Vec::new());
    }

    /// Closes with a line of the client unread, which makes it a reset.
    pub fn reset(self) {
        wait_for("something unread", || {
            (self.0.get_ref().peek(&mut [0]).unwrap() > 0).then_some(())
        });
    }
}
