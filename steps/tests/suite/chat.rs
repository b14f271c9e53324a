//! The chat level: what each command answers, and who hears of it.

use crate::servers::Step;

facts! { [step2 step3 step4] {
    a_newcomer_is_greeted_by_the_name_it_got,
    the_author_does_not_hear_its_own_line,
} }

fn a_newcomer_is_greeted_by_the_name_it_got(step: Step) {
    let server = step.start();
    server.guest("ann").expect("* welcome, guest1; /help lists the commands");
    server.guest("bob").expect("* welcome, guest2; /help lists the commands");
}

fn the_author_does_not_hear_its_own_line(step: Step) {
    let server = step.start();
    let (mut ann, mut bob) = (server.guest("ann"), server.guest("bob"));
    ann.expect("* welcome, guest1; /help lists the commands");
    bob.expect("* welcome, guest2; /help lists the commands");

    ann.say("hello");
    assert_eq!(ann.sync(), Vec::<String>::new());
    assert_eq!(bob.sync(), ["guest1: hello"]);
}
