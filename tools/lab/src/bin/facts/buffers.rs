//! What the kernel takes while nobody reads.

use std::io::{ErrorKind, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::net::UnixStream;

use anyhow::Result;
use socket2::{Domain, SockRef, Socket, Type};

use crate::sheet::Sheet;

/// As small as Linux lets a buffer be, or nearly so.
const TINY: usize = 4096;

/// What was taken before nothing more was.
struct Taken {
    bytes: usize,
    writes: usize,
    in_part: usize,
}

pub fn measure(sheet: &mut Sheet) -> Result<()> {
    let how = "64-byte writes to a TCP socket on loopback, default buffers, \
               until one would block; the other end never reads";
    let (_reader, writer) = pair(None, None)?;
    let small = taken(writer, 64)?;
    // The kernel adapts its buffers, so the last digits differ each time.
    sheet.note_about("kernel-holds", small.bytes as f64 / 1e6, "MB", how);
    sheet.note_about("small-writes", small.writes as f64, "", how);
    sheet.note("partial-writes-small", small.in_part, "", how);

    let how = "1 MiB writes to a TCP socket on loopback, default buffers, until \
               one would block; the other end never reads";
    let (_reader, writer) = pair(None, None)?;
    let large = taken(writer, 1024 * 1024)?;
    sheet.note("large-writes", large.writes, "", how);
    sheet.note("partial-writes-large", large.in_part, "", how);

    let how = "64 KiB writes until one would block, with a receive buffer of 4096 \
               bytes asked for and the default send buffer";
    let (_reader, writer) = pair(None, Some(TINY))?;
    let half = taken(writer, 64 * 1024)?;
    sheet.note("kernel-holds-tiny-reader", half.bytes, "bytes", how);
    let how = "64 KiB writes until one would block, with 4096 bytes asked for at \
               both ends";
    let (_reader, writer) = pair(Some(TINY), Some(TINY))?;
    let both = taken(writer, 64 * 1024)?;
    sheet.note("kernel-holds-tiny", both.bytes, "bytes", how);
    sheet.note("partial-writes-tiny", both.in_part, "", how);

    for (name, size) in [("unix-holds-small", 64), ("unix-holds-large", 64 * 1024)] {
        let (ours, _other) = UnixStream::pair()?;
        SockRef::from(&ours).set_send_buffer_size(8192)?;
        ours.set_nonblocking(true)?;
        let how = format!(
            "{size}-byte writes to a Unix socket with 8192 bytes asked for, until \
             one would block"
        );
        sheet.note(name, taken(ours, size)?.bytes, "bytes", &how);
    }
    Ok(())
}

/// Two ends of a TCP connection, the second non-blocking, with buffer sizes for
/// what the second sends and the first receives.
fn pair(
    send: Option<usize>,
    receive: Option<usize>,
) -> Result<(TcpStream, TcpStream)> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let reader = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    if let Some(size) = receive {
        // Before it connects: the window is told with the first packet.
        reader.set_recv_buffer_size(size)?;
    }
    reader.connect(&listener.local_addr()?.into())?;
    let (writer, _) = listener.accept()?;
    if let Some(size) = send {
        SockRef::from(&writer).set_send_buffer_size(size)?;
    }
    writer.set_nonblocking(true)?;
    Ok((reader.into(), writer))
}

/// Writes pieces of this size until the kernel takes no more.
fn taken(mut socket: impl Write, size: usize) -> Result<Taken> {
    let piece = vec![b'x'; size];
    let mut taken = Taken { bytes: 0, writes: 0, in_part: 0 };
    loop {
        match socket.write(&piece) {
            Ok(count) => {
                taken.bytes += count;
                taken.writes += 1;
                taken.in_part += usize::from(count < size);
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(taken),
            Err(error) => return Err(error.into()),
        }
    }
}
