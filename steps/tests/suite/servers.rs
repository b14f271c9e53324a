//! Which servers there are, and one list of facts for several of them.

use std::path::Path;

use testkit::{Server, ServerBuilder};

/// A server that can be started.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// 1 to 4.
    pub number: u8,
    /// Where Cargo put it.
    pub binary: &'static str,
}

pub const STEP1: Step = Step { number: 1, binary: env!("CARGO_BIN_EXE_step1") };
pub const STEP2: Step = Step { number: 2, binary: env!("CARGO_BIN_EXE_step2") };
pub const STEP3: Step = Step { number: 3, binary: env!("CARGO_BIN_EXE_step3") };
pub const STEP4: Step = Step { number: 4, binary: env!("CARGO_BIN_EXE_step4") };

impl Step {
    /// The server with the options that it has when none are given.
    pub fn start(self) -> Server {
        self.with::<&str>([])
    }

    /// The server with some options.
    pub fn with<S: AsRef<str>>(self, args: impl IntoIterator<Item = S>) -> Server {
        self.builder()
            .args(args.into_iter().map(|arg| arg.as_ref().to_owned()))
            .start()
    }

    /// The server, still to be started.
    pub fn builder(self) -> ServerBuilder {
        Server::builder(Path::new(self.binary))
    }
}

/// Tries each fact on each of the servers named: a fact is a function that
/// takes a [`Step`], and becomes one test for each.
///
/// ```text
/// facts! { [step2 step3 step4] {
///     the_lobby_is_quiet,
/// } }
/// ```
macro_rules! facts {
    ($steps:tt { $($fact:ident,)+ }) => { $( facts!(@one $fact $steps); )+ };
    (@one $fact:ident [$($step:ident)+]) => {
        mod $fact { $( facts!(@test $fact $step); )+ }
    };
    (@test $fact:ident step1) => {
        #[test] fn step1() { super::$fact(crate::servers::STEP1) }
    };
    (@test $fact:ident step2) => {
        #[test] fn step2() { super::$fact(crate::servers::STEP2) }
    };
    (@test $fact:ident step3) => {
        #[test] fn step3() { super::$fact(crate::servers::STEP3) }
    };
    (@test $fact:ident step4) => {
        #[test] fn step4() { super::$fact(crate::servers::STEP4) }
    };
}
