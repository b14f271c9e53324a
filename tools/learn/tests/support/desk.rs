//! Somebody at a keyboard: the real program on a pseudo-terminal, whose screen the
//! test reads.

use std::io::{Read, Write};
use std::process::{Child, ExitStatus};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use pty_process::blocking::{Command, Pty, open};
use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::{Termios, tcgetattr};

use super::{PATIENCE, Project, environment, program, wait_for};

/// What stands on the screen before we come, and has to stand there afterwards.
const BEFORE: &str = "what was here before";

pub const CTRL_C: &str = "\x03";
pub const ESC: &str = "\x1b";

/// A learner with the companion on the screen.
pub struct Desk {
    pub project: Project,
    program: Child,
    pty: Arc<Pty>,
    screen: Arc<Mutex<vt100::Parser>>,
    before: Termios,
}

impl Desk {
    pub fn new() -> Desk {
        Desk::at(Project::new(), 80, 24)
    }

    pub fn at(project: Project, columns: u16, rows: u16) -> Desk {
        Desk::with(project, columns, rows, &[])
    }

    pub fn with(
        project: Project,
        columns: u16,
        rows: u16,
        variables: &[(&str, &str)],
    ) -> Desk {
        let (pty, pts) = open().unwrap();
        pty.resize(pty_process::Size::new(rows, columns)).unwrap();
        let before = tcgetattr(&pty).unwrap();
        let script = format!("echo '{BEFORE}'; exec '{}'", program().display());
        let mut command = Command::new("sh")
            .args(["-c", &script])
            .current_dir(project.path(""))
            .env("TERM", "xterm-256color")
            .env_remove("NO_COLOR")
            .env_remove("TMUX");
        for (name, value) in environment(&project.path("")) {
            command = command.env(name, value);
        }
        for (name, value) in variables {
            command = command.env(name, value);
        }
        let program = command.spawn(pts).unwrap();
        let parser = vt100::Parser::new(rows, columns, 0);
        let (pty, screen) = (Arc::new(pty), Arc::new(Mutex::new(parser)));
        read_along(&pty, &screen);
        let desk = Desk { project, program, pty, screen, before };
        // Before that, a key would go to the shell.
        desk.shows(&["Ten Thousand Sockets"]);
        desk
    }

    pub fn types(&self, keys: &str) {
        (&*self.pty).write_all(keys.as_bytes()).unwrap();
    }

    pub fn contents(&self) -> String {
        self.screen.lock().unwrap().screen().contents()
    }

    /// The screen as it is now, with its colours.
    pub fn screen(&self) -> vt100::Screen {
        self.screen.lock().unwrap().screen().clone()
    }

    /// Waits until all of these stand on the screen.
    #[track_caller]
    pub fn shows(&self, texts: &[&str]) {
        self.comes_to_show(&format!("{texts:?}"), |contents| {
            texts.iter().all(|text| contents.contains(text))
        });
    }

    /// Waits until this is on the screen no more.
    #[track_caller]
    pub fn hides(&self, text: &str) {
        let what = format!("{text:?} to go");
        self.comes_to_show(&what, |contents| !contents.contains(text));
    }

    /// Waits until the screen is as it should be, and shows it if it never is.
    #[track_caller]
    pub fn comes_to_show(&self, what: &str, is_right: impl Fn(&str) -> bool) {
        let end = Instant::now() + PATIENCE;
        let mut contents = self.contents();
        while !is_right(&contents) {
            assert!(Instant::now() < end, "waited for {what}, saw:\n{contents}");
            thread::sleep(Duration::from_millis(5));
            contents = self.contents();
        }
    }

    pub fn resizes(&self, columns: u16, rows: u16) {
        self.screen.lock().unwrap().screen_mut().set_size(rows, columns);
        self.pty.resize(pty_process::Size::new(rows, columns)).unwrap();
    }

    pub fn gets(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.program), signal).unwrap();
    }

    /// Waits for the end of the program. The terminal has to be as it was.
    #[track_caller]
    pub fn ends(mut self) -> (ExitStatus, Project) {
        let status =
            wait_for("the end", || self.program.try_wait().expect("it is ours"));
        let (now, before) = (tcgetattr(&self.pty).unwrap(), &self.before);
        assert_eq!(now.local_modes, before.local_modes);
        assert_eq!(now.input_modes, before.input_modes);
        assert_eq!(now.output_modes, before.output_modes);
        wait_for("the first screen", || {
            let screen = self.screen();
            let is_back = !screen.alternate_screen() && !screen.hide_cursor();
            is_back.then_some(())
        });
        // A screen that was very small has cut it.
        let contents = self.contents();
        let first = contents.lines().next().unwrap_or_default().trim_end();
        assert!(!first.is_empty() && BEFORE.starts_with(first), "{contents}");
        let project = std::mem::replace(&mut self.project, Project::empty());
        (status, project)
    }
}

impl Desk {
    /// After a signal that nobody can handle.
    pub fn after_its_kill(mut self) -> Project {
        self.program.wait().unwrap();
        std::mem::replace(&mut self.project, Project::empty())
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        // It has ended already if the test went well.
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

fn read_along(pty: &Arc<Pty>, screen: &Arc<Mutex<vt100::Parser>>) {
    let (pty, screen) = (Arc::clone(pty), Arc::clone(screen));
    thread::spawn(move || {
        let mut bytes = [0; 4096];
        // Fails when the program has left its terminal.
        while let Ok(n @ 1..) = (&*pty).read(&mut bytes) {
            screen.lock().unwrap().process(&bytes[..n]);
        }
    });
}
