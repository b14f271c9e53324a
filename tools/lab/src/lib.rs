//! The lab: what each way of waiting costs, measured on your own machine.
//!
//! A crowd of clients (`crowd`) stands around a server (`server`), says lines
//! (`wire`) under a load (`load`) that is the same for every server, and each
//! client checks what it hears (`ledger`). What the server spends is read from the
//! kernel (`meter`). [`scenario`] lists the loads, [`compare`] runs servers side
//! by side.

pub mod attack;
pub mod chart;
pub mod compare;
pub mod crowd;
pub mod explain;
pub mod figures;
pub mod growth;
pub mod ledger;
pub mod load;
pub mod machine;
pub mod meter;
pub mod metric;
pub mod options;
pub mod peers;
pub mod pin;
pub mod plan;
pub mod progress;
pub mod report;
pub mod results;
pub mod scenario;
pub mod server;
pub mod table;
pub mod tables;
pub mod wire;
pub mod wording;
