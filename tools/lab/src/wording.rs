//! What a reader must know to read the charts. No verdicts: those are the reader's.

/// Above the charts of growth.
pub const GROWTH: &str = "Each server starts anew for every run. First its clients \
    connect and stand idle while its memory is weighed; then ten of them speak, each \
    with one line under way, and everybody listens and checks what comes. Both axes \
    count in factors of ten. <code>processes</code> is one process for each client; \
    it only echoes, because processes share no room to chat in, so its deliveries \
    are lines that come back to their sender.";

/// Above the charts of servers side by side.
pub const SIDES: &str = "The same load on each server in turn, several rounds; the \
    medians are shown, and ratios are taken within a round. A sender says its next \
    line when the oldest that it has under way has reached everybody else.";

/// What stands below the horizontal axis of the chart with this file name.
pub fn axis(key: &str) -> &'static str {
    match key {
        "deliveries" | "cpu" | "switches" | "p50" | "p99" => {
            "clients connected (processes only echo)"
        }
        _ => "clients connected",
    }
}

/// What the chart with this file name shows.
pub fn about(key: &str) -> &'static str {
    match key {
        "memory-each" => {
            "The server's own memory, divided by its clients, less what it holds \
             without any."
        }
        "memory" => {
            "The server's own memory (its proportional share, so pages that processes \
             share count once). What the kernel holds is in the next chart."
        }
        "kernel-memory" => {
            "Stacks, page tables and slabs of the whole machine, the clients' ends of \
             the sockets included: an upper bound, and a noisy one with few clients."
        }
        "threads" => "Of all its processes, while the clients are idle.",
        "connect-rate" => "From the first connect to the last client's greeting.",
        "deliveries" => "One line that one client has read is a delivery.",
        "cpu" => "From the clock of the server's process, in user and kernel mode.",
        "switches" => {
            "Of all threads of the server; a line is one that a client said."
        }
        "p50" | "p99" => {
            "From just before a line is sent to when somebody has read it. The loop is \
             closed: a server that stalls is asked less."
        }
        _ => "",
    }
}
