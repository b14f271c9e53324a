//! One turn of the loop, read from what strace wrote.

use std::collections::HashMap;

use crate::linux::epoll::words;
use crate::linux::strace::Call;

/// Who is behind a number.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// By the port from which a client connects.
    pub ports: HashMap<u16, &'static str>,
    files: HashMap<u64, &'static str>,
    tokens: HashMap<u64, &'static str>,
}

impl Names {
    /// Learns who got which descriptor, and which number comes back for it.
    pub fn learn(&mut self, calls: &[Call]) {
        for call in calls {
            let port = call.field("sin_port=htons(").and_then(|p| p.parse().ok());
            let name = port.and_then(|port: u16| self.ports.get(&port));
            if let (Some(name), Ok(file)) = (name, &call.result) {
                self.files.insert(*file, name);
            }
            let token = call.field("u64=").and_then(|token| token.parse().ok());
            if let (Some(name), Some(token)) = (self.watched(call), token) {
                self.tokens.insert(token, name);
            }
        }
    }

    /// Who comes back with this number. The loop keeps two for itself.
    pub fn token(&self, token: u64) -> &'static str {
        match token {
            u64::MAX => "the door",
            token if token == u64::MAX - 1 => "Ctrl-C",
            token => self.tokens.get(&token).copied().unwrap_or("nobody we know"),
        }
    }

    fn file(&self, file: Option<u64>) -> &'static str {
        let name = file.and_then(|file| self.files.get(&file));
        name.copied().unwrap_or("nobody we know")
    }

    /// How many bytes these calls wrote to somebody.
    pub fn written(&self, calls: &[Call], who: &str) -> usize {
        let writes =
            calls.iter().filter(|c| is_write(c) && self.file(c.file()) == who);
        let counts = writes.filter_map(|call| call.result.as_ref().ok());
        counts.map(|count| usize::try_from(*count).expect("a write fits")).sum()
    }

    /// Whom an `epoll_ctl` is about: `4, EPOLL_CTL_ADD, 6, …`.
    fn watched(&self, call: &Call) -> Option<&'static str> {
        let file = call.field("EPOLL_CTL_ADD, ").or(call.field("EPOLL_CTL_DEL, "))?;
        Some(self.file(file.parse().ok()))
    }

    /// A call in the words of the book.
    fn tell(&self, call: &Call) -> String {
        let text = call.texts().join("");
        let who = self.file(call.file());
        let would_block = call.result.is_err();
        match call.name.as_str() {
            "accept4" if would_block => "accept → WouldBlock".to_owned(),
            "accept4" => {
                let file = call.result.as_ref().ok().copied();
                format!("accept → {}", self.file(file))
            }
            "epoll_ctl" => {
                let verb = match call.args.contains("_ADD") {
                    true => "watch",
                    false => "stop watching",
                };
                format!("{verb} {}", self.watched(call).unwrap_or("somebody"))
            }
            "recvfrom" if would_block => format!("read {who} → WouldBlock"),
            "recvfrom" if call.result == Ok(0) => format!("read {who} → the end"),
            "recvfrom" => format!("read {who} → \"{text}\""),
            _ if would_block => format!("write to {who} → WouldBlock"),
            _ => format!("write to {who} ← \"{text}\""),
        }
    }
}

/// From one wait to the next.
#[derive(Debug, Default)]
pub(super) struct Turn {
    /// What the wait returned.
    pub ready: Vec<String>,
    /// Accepting and reading, then writing.
    pub reads: Vec<String>,
    pub writes: Vec<String>,
}

impl Turn {
    pub fn is_about(&self, who: &str, what: &str) -> bool {
        let about = |report: &&String| report.starts_with(&format!("{who}: "));
        self.ready.iter().find(about).is_some_and(|report| report.contains(what))
    }
}

fn is_write(call: &Call) -> bool {
    matches!(call.name.as_str(), "sendto" | "writev")
}

/// The turns of which these calls are made. A wait that a signal interrupted
/// begins none.
pub(super) fn turns(calls: &[Call], names: &Names) -> Vec<Turn> {
    let mut turns: Vec<Turn> = Vec::new();
    for call in calls {
        if call.name == "epoll_wait" {
            if matches!(call.result, Ok(1..)) {
                let ready = reports(&call.args, names);
                turns.push(Turn { ready, ..Turn::default() });
            }
            continue;
        }
        let Some(turn) = turns.last_mut() else { continue };
        let told = names.tell(call);
        if is_write(call) { turn.writes.push(told) } else { turn.reads.push(told) }
    }
    turns
}

/// `4, [{events=EPOLLIN|EPOLLOUT, data={u32=0, u64=0}}], 1024, -1`
fn reports(args: &str, names: &Names) -> Vec<String> {
    let report = |text: &str| {
        let flags = text.split(',').next()?;
        let (_, token) = text.split_once("u64=")?;
        let token = token.split('}').next()?.parse().ok()?;
        Some(format!("{}: {}", names.token(token), words(flags)))
    };
    args.split("{events=").skip(1).filter_map(report).collect()
}
