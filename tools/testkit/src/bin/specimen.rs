//! Servers with one planted fault each, for the tests of this package:
//! `specimen KIND [--addr HOST:PORT]`, or `specimen exNN_name ...` for those that
//! are started as a learner's server is.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

fn main() -> io::Result<ExitCode> {
    let args: Vec<String> = std::env::args().collect();
    if args.iter().any(|arg| arg.starts_with("ex9")) {
        return Ok(testkit::run_server(&[
            ("ex90_undone", |_| todo!("everything.\n  What to do: begin")),
            ("ex91_panics", panics),
            ("ex92_ghost", |listener| threads(listener, ghost)),
            ("ex93_naps", naps),
            ("ex94_spins", |listener| spins(&listener)),
        ]));
    }
    faults(&args).map(|()| ExitCode::SUCCESS)
}

fn faults(args: &[String]) -> io::Result<()> {
    let option = args.iter().position(|arg| arg == "--addr");
    let addr = option.and_then(|at| args.get(at + 1));
    let listener = TcpListener::bind(addr.map_or("127.0.0.1:0", |addr| addr))?;
    let kinds =
        ["pings", "counts", "deaf", "shut", "spins", "ends", "floods", "holds"];
    let kind = args.iter().find(|arg| kinds.contains(&arg.as_str()));
    let mut out = io::stdout();
    writeln!(out, "listening on {}", listener.local_addr()?)?;
    match kind.map_or("", |kind| kind) {
        "pings" => threads(listener, pings),
        "counts" => threads(listener, counts),
        "deaf" => deaf(&listener),
        "shut" => loop {
            thread::park();
        },
        "spins" => spins(&listener),
        "ends" => ends(&listener),
        "floods" => threads(listener, floods),
        "holds" => holds(&listener),
        _ => spreads(&listener),
    }
}

/// A thread for each client; the first error of any of them ends the server.
fn threads(
    listener: TcpListener,
    serve: fn(TcpStream) -> io::Result<()>,
) -> io::Result<()> {
    for stream in listener.incoming() {
        let stream = stream?;
        thread::spawn(move || {
            if let Err(error) = serve(stream) {
                let _ = writeln!(io::stderr(), "it was too much for me: {error}");
                std::process::exit(1);
            }
        });
    }
    Ok(())
}

/// Greets, and answers each line: a ping with a pong, `/quit` by closing,
/// anything else with itself.
fn pings(mut stream: TcpStream) -> io::Result<()> {
    stream.write_all(b"* welcome\n")?;
    for line in BufReader::new(stream.try_clone()?).lines() {
        let line = line?;
        let answer = match line.strip_prefix("/ping ") {
            Some(word) => format!("* pong {word}\n"),
            None if line == "/quit" => return Ok(()),
            None => format!("{line}\n"),
        };
        stream.write_all(answer.as_bytes())?;
    }
    Ok(())
}

/// Answers each read with the number of bytes it brought.
fn counts(mut stream: TcpStream) -> io::Result<()> {
    let mut chunk = [0; 4096];
    loop {
        match stream.read(&mut chunk)? {
            0 => return Ok(()),
            count => stream.write_all(format!("{count} bytes\n").as_bytes())?,
        }
    }
}

/// Accepts, and never reads.
fn deaf(listener: &TcpListener) -> io::Result<()> {
    let mut clients = Vec::new();
    for stream in listener.incoming() {
        clients.push(stream?);
    }
    Ok(())
}

/// Takes a client's misfortune for the end of the world.
#[expect(clippy::unwrap_used, reason = "it is the fault that is planted here")]
fn panics(listener: TcpListener) -> io::Result<()> {
    let (stream, _) = listener.accept()?;
    writeln!(io::stdout(), "here comes one")?;
    let number: u8 =
        BufReader::new(stream).lines().next().unwrap()?.parse().unwrap();
    writeln!(io::stdout(), "{number}")
}

/// The thread of one client ends, and nobody notices.
fn ghost(_: TcpStream) -> io::Result<()> {
    panic!("index out of bounds")
}

/// Looks every few milliseconds whether somebody is there.
fn naps(listener: TcpListener) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let mut clients = Vec::new();
    loop {
        clients.extend(listener.accept().ok());
        thread::sleep(Duration::from_millis(10));
    }
}

/// Asks all the time, though nobody is there.
fn spins(listener: &TcpListener) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let mut clients = Vec::new();
    loop {
        clients.extend(listener.accept().ok());
    }
}

/// Takes the end of a client's input for "nothing yet".
fn ends(listener: &TcpListener) -> io::Result<()> {
    let (mut stream, _) = listener.accept()?;
    let mut chunk = [0; 4096];
    loop {
        let _ = stream.read(&mut chunk)?;
    }
}

/// Writes for ever.
fn floods(mut stream: TcpStream) -> io::Result<()> {
    loop {
        stream.write_all(&[b'x'; 64 * 1024])?;
    }
}

/// Writes to each client for ever, under a lock that all of them need.
fn holds(listener: &TcpListener) -> io::Result<()> {
    let lock = Arc::new(Mutex::new(()));
    for stream in listener.incoming() {
        let mut stream = stream?;
        let lock = Arc::clone(&lock);
        thread::spawn(move || {
            let _held = lock.lock();
            while stream.write_all(&[b'x'; 64 * 1024]).is_ok() {}
        });
    }
    Ok(())
}

/// Greets all who come; what the first of them says goes to every one.
fn spreads(listener: &TcpListener) -> io::Result<()> {
    rlimit::increase_nofile_limit(u64::MAX)?;
    let clients = Arc::new(Mutex::new(Vec::new()));
    for stream in listener.incoming() {
        let mut stream = stream?;
        stream.write_all(b"* welcome\n")?;
        stream.set_write_timeout(Some(Duration::from_secs(10)))?;
        let stream = Arc::new(stream);
        let mut others = clients.lock().expect("nobody panics");
        others.push(Arc::clone(&stream));
        if others.len() == 1 {
            let clients = Arc::clone(&clients);
            thread::spawn(move || spread(&stream, &clients));
        }
    }
    Ok(())
}

fn spread(from: &TcpStream, clients: &Mutex<Vec<Arc<TcpStream>>>) -> io::Result<()> {
    for line in BufReader::new(from).lines() {
        let line = format!("{}\n", line?);
        for client in clients.lock().expect("nobody panics").iter() {
            (&mut &**client).write_all(line.as_bytes())?;
        }
    }
    Ok(())
}
