//! The echo level, which only step 1 speaks.

use crate::servers::Step;

facts! { [step1] {
    each_line_comes_back_as_it_was,
} }

fn each_line_comes_back_as_it_was(step: Step) {
    let server = step.start();
    let mut ann = server.guest("ann");
    ann.send(b"hello\n\n\x1b[2J\t.\n");
    ["hello", "", "\x1b[2J\t."].iter().for_each(|line| ann.expect(line));
}
