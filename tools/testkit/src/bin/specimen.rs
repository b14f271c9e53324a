//! Servers with one planted fault each.

fn main() {}
