//! The terminal mode: one line is typed below, the chat goes by above it.
//!
//! The main thread waits for keys, a second one for the server. [`Turn`] keeps
//! them from drawing over each other. In the middle of a search (Ctrl-R) or a
//! quoted key (Ctrl-V) `rustyline` prints nothing: the chat waits for its end.

use std::io::{self, Write};
use std::net::{Shutdown, TcpStream};
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use rustyline::error::ReadlineError;
use rustyline::{
    Cmd, ConditionalEventHandler, Config, DefaultEditor, Event, EventContext,
    EventHandler, ExternalPrinter, KeyEvent, Movement,
};

use crate::turn::{ServerGone, Turn};
use crate::{Ending, asks_to_quit, colours, incoming, send};

/// How long the server may take for its last words.
const PATIENCE: Duration = Duration::from_secs(2);

/// Up and down again: nothing to see, but the editor draws the prompt anew.
const LOOK_UP: &str = "\x1b[A\n";

/// Shows the picture again that a drawing broken off had told the terminal to
/// hold (synchronized output), and clears what is left of the line.
const CLEAN_UP: &[u8] = b"\x1b[?2026l\r\x1b[J";

/// A keyboard and a screen that can edit a line.
pub struct Terminal {
    editor: DefaultEditor,
    printer: Box<dyn ExternalPrinter + Send>,
}

/// What came of one prompt.
enum Typed {
    Line(String),
    /// A key that is not UTF-8; what stood on the line is lost.
    Nothing,
    EndOfInput,
    ServerGone,
}

impl Terminal {
    /// `None` if input or output is no terminal, or one that cannot edit.
    pub fn open() -> Option<Terminal> {
        let config = Config::builder()
            .auto_add_history(true)
            // A lone Esc would hold up the chat until the next key.
            .keyseq_timeout(Some(500))
            .build();
        let mut editor = DefaultEditor::with_config(config).ok()?;
        let printer = Box::new(editor.create_external_printer().ok()?);
        editor.bind_sequence(
            KeyEvent::ctrl('C'),
            EventHandler::Conditional(Box::new(ClearFirst)),
        );
        #[cfg(unix)]
        crate::signals::restore_the_terminal();
        Some(Terminal { editor, printer })
    }

    /// Chats until one side leaves.
    pub fn run(mut self, server: Arc<TcpStream>) -> Result<Ending, String> {
        let turn = Arc::new(Turn::new());
        let ended = listen(&server, &turn, self.printer);
        let ending = talk(&mut self.editor, &turn, &server)?;
        if ending == Ending::Left {
            turn.leave();
            // `Err` either way: the thread is done, or the server is too slow.
            let _ = ended.recv_timeout(PATIENCE);
        }
        Ok(ending)
    }
}

/// Prints what the server says. The receiver hears of the thread's end.
fn listen(
    server: &Arc<TcpStream>,
    turn: &Arc<Turn>,
    mut printer: Box<dyn ExternalPrinter + Send>,
) -> Receiver<()> {
    let (server, turn) = (Arc::clone(server), Arc::clone(turn));
    let (alive, ended) = mpsc::channel();
    thread::spawn(move || {
        #[cfg(unix)]
        crate::signals::leave_to_the_main_thread();
        let _alive: mpsc::Sender<()> = alive;
        // It fails only with the terminal itself, and then nobody reads it.
        let _ = incoming::relay(&server, colours::wanted(), |text| {
            turn.wait_to_print();
            printer.print(text).map_err(io::Error::other)
        });
        if turn.wait_to_end() {
            let _ = printer.print(LOOK_UP.to_owned());
        }
    });
    ended
}

/// Sends what is typed, until one side leaves.
fn talk(
    editor: &mut DefaultEditor,
    turn: &Turn,
    server: &TcpStream,
) -> Result<Ending, String> {
    loop {
        match read_line(editor, turn)
            .map_err(|e| format!("cannot read keys: {e}"))?
        {
            Typed::Line(line) => {
                // A failure to write is a server gone, which `listen` tells.
                let _ = send(server, &line);
                if !asks_to_quit(&line) {
                    continue;
                }
            }
            Typed::Nothing => continue,
            Typed::EndOfInput => {}
            Typed::ServerGone => return Ok(Ending::ServerGone),
        }
        let _ = server.shutdown(Shutdown::Write);
        return Ok(Ending::Left);
    }
}

fn read_line(
    editor: &mut DefaultEditor,
    turn: &Turn,
) -> Result<Typed, ReadlineError> {
    let read = panic::catch_unwind(AssertUnwindSafe(|| editor.readline(turn)));
    turn.line_is_read();
    match read {
        Ok(Ok(line)) => Ok(Typed::Line(line)),
        Ok(Err(ReadlineError::Eof | ReadlineError::Interrupted)) => {
            Ok(Typed::EndOfInput)
        }
        Ok(Err(ReadlineError::Io(e))) if e.kind() == io::ErrorKind::InvalidData => {
            Ok(Typed::Nothing)
        }
        Ok(Err(e)) => Err(e),
        Err(thrown) if thrown.is::<ServerGone>() => {
            // Outside `readline` a Windows console obeys no escape sequence.
            if cfg!(unix) {
                let _ = io::stdout().write_all(CLEAN_UP);
                let _ = io::stdout().flush();
            }
            Ok(Typed::ServerGone)
        }
        Err(panicked) => panic::resume_unwind(panicked),
    }
}

/// Ctrl-C clears the line, as in a shell; on an empty one it leaves.
struct ClearFirst;

impl ConditionalEventHandler for ClearFirst {
    fn handle(&self, _: &Event, _: u16, _: bool, now: &EventContext) -> Option<Cmd> {
        (!now.line().is_empty()).then_some(Cmd::Kill(Movement::WholeBuffer))
    }
}
