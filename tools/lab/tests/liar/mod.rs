//! A chat server that is honest for a while and then lies once, to one client.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// What it does to the 500th line that it passes on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Lie {
    None,
    Lose,
    Double,
    /// It comes after the next one of the same sender.
    Swap,
    Damage,
}

pub struct Liar {
    pub address: SocketAddr,
}

struct Room {
    members: Vec<(usize, TcpStream)>,
    /// Lines passed on to anybody.
    passed: usize,
    lie: Lie,
    /// For whom, from whom, and what is held back.
    late: Option<(usize, usize, String)>,
}

impl Liar {
    /// It serves until the test process ends.
    pub fn start(lie: Lie) -> Self {
        let listener =
            TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
        let address = listener.local_addr().expect("it is bound");
        let room = Room { members: Vec::new(), passed: 0, lie, late: None };
        let room = Arc::new(Mutex::new(room));
        thread::spawn(move || {
            for (number, stream) in listener.incoming().enumerate() {
                let room = Arc::clone(&room);
                let stream = stream.expect("the load connects properly");
                thread::spawn(move || serve(number, stream, &room));
            }
        });
        Self { address }
    }
}

fn serve(number: usize, stream: TcpStream, room: &Mutex<Room>) {
    let lock = || room.lock().expect("nobody panics with it");
    let copy = || stream.try_clone().expect("a descriptor is to be had");
    let mut own = copy();
    // A write fails when the load has left, which the next read tells as well.
    let _ = own.write_all(b"* welcome, guest; /help lists the commands\n");
    lock().members.push((number, copy()));
    let mut name = String::new();
    for line in BufReader::new(&stream).lines() {
        // The load leaves when it has seen enough.
        let Ok(line) = line else { return };
        if let Some(new) = line.strip_prefix("/nick ") {
            name = new.into();
            let _ = own.write_all(format!("* you are now {name}\n").as_bytes());
        } else {
            lock().say(number, &format!("{name}: {line}\n"));
        }
    }
}

impl Room {
    fn say(&mut self, sender: usize, line: &str) {
        for (number, stream) in &mut self.members {
            if *number == sender {
                continue;
            }
            self.passed += 1;
            let lie = if self.passed == 500 { self.lie } else { Lie::None };
            let mut text = match lie {
                Lie::None => line.to_string(),
                Lie::Lose => String::new(),
                Lie::Double => line.repeat(2),
                Lie::Damage => line.replace("quick", "quirk"),
                Lie::Swap => {
                    self.late = Some((*number, sender, line.into()));
                    String::new()
                }
            };
            let due = |(to, from, _): &mut (usize, usize, String)| {
                lie == Lie::None && (*to, *from) == (*number, sender)
            };
            if let Some((.., late)) = self.late.take_if(due) {
                text += &late;
            }
            // It fails when the load has left.
            let _ = stream.write_all(text.as_bytes());
        }
    }
}
