//! Why each exercise matters in a real server: what is said when it is solved.

/// By number; two sentences each.
pub const ALL: [&str; 20] = [
    // 1, the greeting
    "Whoever connects to a silent server cannot tell whether it is there, so SMTP, \
     SSH and IRC all speak first. And clients rely on every byte of that line: what \
     a server has once said, it can hardly ever change.",
    // 2, lines
    "Every protocol on TCP stands on such a buffer, because the network knows bytes \
     and no messages. Without its limit one client that never sends a newline fills \
     the memory of the whole server.",
    // 3, echo
    "Partial writes and interrupted reads never happen on your own machine, and \
     every day in production. A server that handles them looks the same on a good \
     day, and is the only one still running on a bad one.",
    // 4, keep serving
    "A port scanner finds every public server within hours, and resets its \
     connections. One `?` in the accept loop, and that stranger ends the service \
     for everybody.",
    // 5, names
    "To look first and take later is the oldest race there is; it has sold one seat \
     to two people more than once. A value that frees what it holds when it is \
     dropped cannot forget it on any way out, not even in a panic.",
    // 6, mailbox
    "Whoever holds a lock while he writes to a socket gives every slow client a \
     handle on all the others. A queue with an end turns that into a question with \
     an answer: what happens when it is full?",
    // 7, threaded chat
    "A thread for each client is how most servers were written for twenty years, \
     and for a few hundred clients it is still a good answer. Now you know where it \
     ends, because you have met its races, its locks and its ghosts yourself.",
    // 8, read ready
    "\"Not yet\", \"never again\" and \"broken\" are three answers, and a server that \
     mixes up two of them either spins or leaks. Every event loop, whatever the \
     language, begins with this match.",
    // 9, outbox
    "A socket takes as much as the kernel has room for, and the rest is yours to \
     keep. nginx, Redis and every async runtime hold such a queue for each client, \
     with the same limit and for the same reason.",
    // 10, interest
    "Ask for too little and a client hangs; ask for too much and a CPU burns all \
     night. Computed from the state after every event, the answer cannot be out of \
     date.",
    // 11, three bugs
    "Each of the three was found in a server that people used, after weeks. Next \
     time you see a loop that spins or descriptors that run out, you know where to \
     look first.",
    // 12, polled echo
    "Backpressure is how a server stays small: it stops listening to whoever does \
     not listen. TCP carries that message on to the sender, who slows down without \
     ever being told.",
    // 13, slots
    "An event that is late finds somebody else in the seat, and the fault shows \
     once a week, at a stranger's. A generation in the id closes that door for the \
     price of one comparison.",
    // 14, accept
    "When descriptors run out, a careless accept loop ends, or spins, or goes to \
     sleep for ever. That happens on the day of your greatest success, so it is \
     worth having tried before.",
    // 15, fairness
    "One client with a fast line can keep a loop busy for as long as he likes, and \
     to all others the server looks dead. A budget and a list of those still ready \
     cost a few lines, and bound what anybody can take from the rest.",
    // 16, deadlines
    "Ten thousand idle connections cost nothing to whoever opened them, and that is \
     how Slowloris stops web servers. A deadline that only a complete line extends \
     takes the weapon out of its hands.",
    // 17, waker
    "A loop that sleeps in the kernel can only be woken through the kernel: this is \
     what eventfd, self-pipes and the wakers of async runtimes are for. Wake after \
     the queue was filled, never before, or the wake-up is lost.",
    // 18, slow readers
    "In every large room somebody is in a tunnel, so this is no rare case but the \
     normal one. Redis, IRC servers and brokers all cut off whoever owes them too \
     much reading, and the room never notices.",
    // 19, farewell
    "A close with unread bytes in the kernel turns into a reset, and the reset \
     destroys your last answer on its way. HTTP servers drain for the same reason, \
     under the name of lingering close.",
    // 20, the whole loop
    "This is the loop inside nginx, Redis and Node, and below every async runtime; \
     you wrote it, and you know what each line is for. When one of them behaves \
     strangely at two in the morning, you will not be guessing.",
];

#[cfg(test)]
mod tests {
    #[test]
    fn each_reason_takes_two_sentences() {
        for (text, number) in super::ALL.iter().zip(1..) {
            let ends = text.matches(". ").count() + text.matches("? ").count();
            let ends = ends + usize::from(text.ends_with(['.', '?']));
            assert_eq!(ends, 2, "{number}: {text}");
        }
    }
}
