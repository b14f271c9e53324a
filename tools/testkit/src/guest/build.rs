//! How a guest comes in.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use socket2::{Domain, Socket, Type};

use super::Guest;
use crate::failure::Scene;
use crate::server::Process;
use crate::spawn::Connection;
use crate::timeline::Timeline;
use crate::waits::{LONGEST, PATIENCE};

/// What is special about a guest. See [`Guest::builder`].
#[derive(Clone, Debug)]
pub struct GuestBuilder {
    name: String,
    receive_buffer: Option<usize>,
    source: Option<IpAddr>,
    patience: Duration,
    pub(crate) server: Option<Arc<Process>>,
}

impl GuestBuilder {
    pub(super) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            receive_buffer: None,
            source: None,
            patience: PATIENCE,
            server: None,
        }
    }

    /// A receive buffer of about so many bytes ([`TINY`](crate::TINY) is a good
    /// choice), set before connecting because the window is agreed on then.
    pub fn receive_buffer(mut self, bytes: usize) -> Self {
        self.receive_buffer = Some(bytes);
        self
    }

    /// Comes from this address, on Linux any of 127.0.0.0/8.
    pub fn from(mut self, source: impl Into<IpAddr>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// How long this guest waits for anything, 30 s at most.
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience.min(LONGEST);
        self
    }

    /// Connects. To a [`Server`](crate::Server), use
    /// [`Server::admit`](crate::Server::admit): failures then explain more.
    ///
    /// # Panics
    /// When nobody listens there.
    #[track_caller]
    pub fn connect(self, addr: SocketAddr, timeline: &Timeline) -> Guest {
        let opened = self.open(addr);
        let scene = Scene { timeline: timeline.clone(), server: self.server };
        let stream = match opened {
            Ok(socket) => Connection::new(socket.into()),
            Err(error) => {
                timeline.note(&self.name, "cannot connect");
                scene.fail(&format!("{} connects", self.name), &error.to_string())
            }
        };
        timeline.note(&self.name, "connects");
        // There a look at the server decides, which takes its time on a busy machine.
        let is_watched = cfg!(target_os = "linux") && scene.is_exercise();
        Guest {
            name: self.name,
            stream,
            inbox: Vec::new(),
            scene,
            patience: if is_watched { LONGEST } else { self.patience },
            barriers: 0,
            gone: false,
        }
    }

    fn open(&self, addr: SocketAddr) -> io::Result<Socket> {
        let socket = Socket::new(Domain::for_address(addr), Type::STREAM, None)?;
        if let Some(bytes) = self.receive_buffer {
            socket.set_recv_buffer_size(bytes)?;
        }
        if let Some(source) = self.source {
            socket.bind(&SocketAddr::new(source, 0).into())?;
        }
        // Each `send` leaves as a segment of its own, not glued to the next.
        socket.set_tcp_nodelay(true)?;
        socket.connect_timeout(&addr.into(), self.patience)?;
        Ok(socket)
    }
}
