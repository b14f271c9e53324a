//! What a scripted socket can be told to do, and what it tells afterwards.

/// What one `read` meets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadStep {
    /// These bytes; a smaller buffer takes what fits, the next read the rest.
    Bytes(Vec<u8>),
    /// Nothing yet: the error `WouldBlock`.
    WouldBlock,
    /// A signal came: the error `Interrupted`, after which one tries again.
    Interrupted,
    /// The peer reset the connection: the error `ConnectionReset`.
    Reset,
    /// The peer has ended its input: `Ok(0)`.
    End,
    /// No read, but a condition for the next one: by now all of this has been
    /// written. Until then the peer says nothing, so the read would never end.
    Answered(Vec<u8>),
}

/// What one `write` meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteStep {
    /// At most so many bytes are taken.
    Takes(usize),
    /// The kernel's buffer is full: the error `WouldBlock`.
    WouldBlock,
    /// A signal came: the error `Interrupted`, after which one tries again.
    Interrupted,
    /// The peer reset the connection: the error `ConnectionReset`.
    Reset,
    /// `Ok(0)`: nothing was taken, and nothing ever will be.
    Zero,
}

impl ReadStep {
    /// [`ReadStep::Answered`] with a string.
    pub fn answered(bytes: impl AsRef<[u8]>) -> Self {
        Self::Answered(bytes.as_ref().to_vec())
    }

    /// [`ReadStep::Bytes`] of a string.
    pub fn bytes(bytes: impl AsRef<[u8]>) -> Self {
        Self::Bytes(bytes.as_ref().to_vec())
    }
}

/// How the socket was used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Calls {
    /// How often it was read from.
    pub reads: usize,
    /// How often it was written to, vectored writes included.
    pub writes: usize,
    /// How often it was flushed.
    pub flushes: usize,
    /// The largest buffer that a read offered, in bytes.
    pub largest_read: usize,
    /// The most bytes that one write offered.
    pub largest_write: usize,
}
