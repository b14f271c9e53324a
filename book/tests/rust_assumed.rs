//! The five questions of the book's first page, and the proof of their answers.
//!
//! The page quotes the functions from here, so what it shows compiles, and what
//! it claims about them is tested below.

use std::collections::HashMap;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::str::Utf8Error;
use std::time::Duration;

fn first_half(text: &str) -> Result<&str, Utf8Error> {
    let bytes = text.as_bytes();
    std::str::from_utf8(&bytes[..bytes.len() / 2])
}

fn greet_all<W: Write>(clients: &mut [W]) -> io::Result<()> {
    for client in clients {
        client.write_all(b"welcome\n")?;
    }
    Ok(())
}

fn let_go(clients: &mut HashMap<u32, TcpStream>, id: u32) -> io::Result<()> {
    if let Some(mut client) = clients.remove(&id) {
        client.write_all(b"goodbye\n")?;
    }
    Ok(())
}

fn remove_silent(said: &mut HashMap<u32, String>) {
    let mut silent = Vec::new();
    for (id, words) in said.iter() {
        if words.is_empty() {
            silent.push(*id);
        }
    }
    for id in silent {
        said.remove(&id);
    }
}

fn greet(client: &mut impl Write, name: &str) -> io::Result<()> {
    writeln!(client, "welcome, {name}")
}

#[test]
fn half_of_a_character_is_not_text() {
    assert_eq!(first_half("anna"), Ok("an"));
    assert!(first_half("é").is_err());
}

/// A client whose connection broke: every write to it fails.
struct Broken;

impl Write for Broken {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_question_mark_leaves_the_loop_and_the_function() {
    let (mut ann, mut cid) = (Vec::new(), Vec::new());
    let mut clients: [&mut dyn Write; 3] = [&mut ann, &mut Broken, &mut cid];

    assert!(greet_all(&mut clients).is_err());
    assert_eq!(ann, b"welcome\n");
    assert_eq!(cid, b"", "the third client is never reached");
}

#[test]
fn a_stream_that_goes_out_of_scope_is_closed() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut ann = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    ann.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let mut clients = HashMap::from([(1, listener.accept().unwrap().0)]);

    let_go(&mut clients, 1).unwrap();

    let mut read = String::new();
    ann.read_to_string(&mut read).expect("the end of input, not a time-out");
    assert_eq!(read, "goodbye\n");
}

#[test]
fn the_silent_are_removed_and_the_others_stay() {
    let mut said = HashMap::from([(1, "hello".to_owned()), (2, String::new())]);
    remove_silent(&mut said);
    assert_eq!(said, HashMap::from([(1, "hello".to_owned())]));
}

#[test]
fn a_vec_of_bytes_stands_in_for_a_client() {
    let mut written = Vec::new();
    greet(&mut written, "ann").unwrap();
    assert_eq!(written, b"welcome, ann\n");
}
