//! Runs cargo and the checks, and can end them at any moment.
//!
//! Each gets a process group of its own, so whatever it has started ends with it:
//! compilers, and the learner's servers.

use std::io::{self, BufRead, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How often a process is asked whether it has ended, once its pipes are closed.
const PAUSE: Duration = Duration::from_millis(2);

/// How long we wait for the last words of one that was killed.
const GRACE: Duration = Duration::from_secs(1);

/// Ends what runs now and forbids what would run next. Clones are the same.
#[derive(Clone, Default)]
pub struct Cancel(Arc<Mutex<Running>>);

#[derive(Default)]
struct Running {
    is_cancelled: bool,
    child: Option<Child>,
}

impl Cancel {
    pub fn cancel(&self) {
        let mut running = self.lock();
        running.is_cancelled = true;
        running.kill();
    }

    pub fn is_cancelled(&self) -> bool {
        self.lock().is_cancelled
    }

    fn lock(&self) -> MutexGuard<'_, Running> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Running {
    /// As long as the child was not waited for, its number is nobody else's.
    fn kill(&mut self) {
        if let Some(child) = &mut self.child {
            kill_group(child);
        }
    }
}

/// Kills a process that leads its group, and whatever it has started there.
pub fn kill_group(child: &mut Child) {
    #[cfg(unix)]
    {
        use rustix::process::{Pid, Signal, kill_process_group};
        // It fails when all of them have ended.
        let _ = kill_process_group(Pid::from_child(child), Signal::KILL);
    }
    let _ = child.kill();
}

/// What a process said until it ended.
pub struct Ended {
    /// None if it was cancelled, or took too long.
    pub status: Option<ExitStatus>,
    pub out: String,
    pub err: String,
}

enum Said {
    Out(String),
    Err(String),
}

/// Runs a command for at most `limit`, and shows each line that it says as it comes.
/// Whoever looks at it may shorten the time that is left.
///
/// # Errors
/// When it cannot be started.
pub fn run(
    command: &mut Command,
    cancel: &Cancel,
    limit: Duration,
    mut on_line: impl FnMut(&str) -> Option<Duration>,
) -> io::Result<Ended> {
    let mut ended = Ended { status: None, out: String::new(), err: String::new() };
    let Some((out, err)) = start(command, cancel)? else { return Ok(ended) };
    let (sender, said) = mpsc::channel();
    listen(out, sender.clone(), Said::Out);
    listen(err, sender, Said::Err);
    let mut end = Instant::now() + limit;
    let mut in_time = true;
    loop {
        match said.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(said) => {
                let (Said::Out(line) | Said::Err(line)) = &said;
                if let Some(left) = on_line(line.trim_end()) {
                    end = end.min(Instant::now() + left);
                }
                match said {
                    Said::Out(line) => ended.out.push_str(&line),
                    Said::Err(line) => ended.err.push_str(&line),
                }
            }
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) if in_time => {
                in_time = false;
                end = Instant::now() + GRACE;
                cancel.lock().kill();
            }
            // It was killed, and somebody else holds its pipes.
            Err(RecvTimeoutError::Timeout) => break,
        }
    }
    let status = wait(cancel, end)?;
    if in_time && !cancel.is_cancelled() {
        ended.status = Some(status);
    }
    Ok(ended)
}

type Pipes = (Box<dyn Read + Send>, Box<dyn Read + Send>);

fn start(command: &mut Command, cancel: &Cancel) -> io::Result<Option<Pipes>> {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    // From here on a cancel waits until there is somebody to kill.
    let mut running = cancel.lock();
    if running.is_cancelled {
        return Ok(None);
    }
    let mut child = command.spawn()?;
    let out = child.stdout.take().expect("it is a pipe");
    let err = child.stderr.take().expect("it is a pipe");
    running.child = Some(child);
    Ok(Some((Box::new(out), Box::new(err))))
}

fn listen(
    pipe: Box<dyn Read + Send>,
    sender: Sender<Said>,
    kind: fn(String) -> Said,
) {
    thread::spawn(move || {
        let mut pipe = BufReader::new(pipe);
        let mut line = Vec::new();
        while let Ok(1..) = pipe.read_until(b'\n', &mut line) {
            let text = String::from_utf8_lossy(&line).into_owned();
            if sender.send(kind(text)).is_err() {
                return;
            }
            line.clear();
        }
    });
}

/// Waits for its end. Nobody else can kill it between the end and our taking note.
fn wait(cancel: &Cancel, end: Instant) -> io::Result<ExitStatus> {
    loop {
        let mut running = cancel.lock();
        let child = running.child.as_mut().expect("it was started");
        if let Some(status) = child.try_wait()? {
            running.child = None;
            return Ok(status);
        }
        if Instant::now() > end {
            // It has closed its output and goes on.
            running.kill();
        }
        drop(running);
        thread::sleep(PAUSE);
    }
}
