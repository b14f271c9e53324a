//! What Linux tells about another process, without any outside program.

pub(crate) mod busy;
mod calls;
pub(crate) mod causes;
mod diag;
pub(crate) mod meters;
mod proc_net;
pub(crate) mod queues;
pub(crate) mod settle;
pub(crate) mod tasks;

use std::path::PathBuf;

fn proc_dir(id: u32) -> PathBuf {
    PathBuf::from(format!("/proc/{id}"))
}
