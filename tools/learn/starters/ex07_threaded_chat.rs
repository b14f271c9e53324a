//! # Exercise 7: the whole chat, with threads
//!
//! This is your first server that people can talk on. They come in, choose a name,
//! join a room, say something, leave, and each of them is served by threads of his
//! own. The rules of the chat are written already, in the crate `chat`: who is
//! here, under which name, and who is owed which line. They perform no I/O. You
//! write everything that waits: for clients, for what they say, and for sockets
//! that take what they are owed. It takes an hour or two, and the checks come in
//! stages: after the first two of them, two terminals can talk.
//!
//! The rules that remain for you:
//!
//! - Tell `Chat` what happens: [`connect`], [`handle_line`], [`disconnect`]. After
//!   each of them call [`end_turn`] and hand out all that [`poll_delivery`] returns,
//!   until it is `None`. Every client needs a `ClientId` of its own; any numbers do.
//! - Nobody ever waits for a client that does not read. Up to [`MAX_WAITING`] lines
//!   wait for it. (To count the pieces that `poll_delivery` returns, or half a
//!   megabyte, is as good.) Then its connection is shut down and it is disconnected,
//!   so that it never misses a line in the middle.
//! - Whoever says `/quit` or ends its input is disconnected from the `Chat` at once,
//!   gets everything that it is owed already, and then reads the end.
//! - A client that comes when [`MAX_CLIENTS`] are in the chat reads `! server full`
//!   (`chat::chat::SERVER_FULL`) and the end.
//! - Whatever happens to one client ends that client alone: its threads, its socket.
//!   When `accept` fails, pause for a moment and go on: without files it fails again
//!   and again, and must not cost a whole core meanwhile.
//!
//! [`connect`]: chat::Chat::connect
//! [`handle_line`]: chat::Chat::handle_line
//! [`disconnect`]: chat::Chat::disconnect
//! [`end_turn`]: chat::Chat::end_turn
//! [`poll_delivery`]: chat::Chat::poll_delivery
//!
//! ## What the checks do
//!
//! They start your server in a process of its own and come in stages. *Connects*:
//! several at once, silent ones among them, and what is left of those who have gone.
//! *Lines*: in pieces, two at once, without a newline, `/quit`. *Chat*: names, rooms,
//! who hears what, in which order. *Slow readers*: one who pauses, one who leaves
//! with much unread, one who never reads. *Hostile clients*: bytes that are no text,
//! resets, too many clients, no more files.
//!
//! You can talk to your server too: `cargo run -p exercises -- ex07`, then
//! `nc 127.0.0.1 7000` in as many terminals as you like.
//!
//! ## Run the checks
//!
//! ```console
//! cargo test -p exercises --test ex07_threaded_chat
//! ```
//!
//! ## Hint 1
//!
//! Begin with one thread for each client, and with an `Arc<Mutex<…>>` that holds the
//! `Chat` and, for each `ClientId`, a `TcpStream` to write to. That is enough for the
//! stages *connects* and *lines*. (`&TcpStream` reads and writes, so two threads can
//! share an `Arc<TcpStream>`.) What a client sends goes through a `LineBuffer`; at
//! the end of its input call `finish` and take the last line out.
//!
//! ## Hint 2
//!
//! Then put a mailbox in the place of each stream, as in exercise 6: a
//! `sync_channel(MAX_WAITING)`, whose receiver belongs to a second thread, which
//! writes. Fill the mailboxes under the same lock under which the `Chat` acts, or two
//! clients will hear two lines in different orders; and fill them with `try_send`,
//! because `send` waits.
//!
//! ## Hint 3
//!
//! A writer ends when the last sender of its mailbox is dropped, so leaving is:
//! `chat.disconnect`, hand out what others are owed, remove the mailbox, wait for the
//! writer, drop the stream. A full mailbox means `shutdown(Shutdown::Both)`: that
//! wakes both threads of that client, and it leaves like any other. Ours is in
//! `solutions/src/ex07_threaded_chat.rs`.

use std::io;
use std::net::TcpListener;

/// As many are in the chat at most.
pub const MAX_CLIENTS: usize = 50;

/// As many lines may wait for a client that does not read.
pub const MAX_WAITING: usize = 1024;

/// Lets everybody in who comes, until the process ends. No client's error, and none
/// of `accept`, ends it.
pub fn serve(listener: TcpListener) -> io::Result<()> {
    todo!(
        "a chat with threads for each client.
  What to do: open exercises/src/ex07_threaded_chat.rs and write `serve`.
  The task and three hints are at the top of that file.
  Then run:   cargo test -p exercises --test ex07_threaded_chat"
    )
}
