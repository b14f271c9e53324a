//! What a server spends, as the kernel counts it.
//!
//! CPU comes from the process's own clock, in nanoseconds: `/proc/PID/stat` counts
//! in ticks of 10 ms. Memory is the proportional set size, so that pages which many
//! processes share count once. Linux only; elsewhere each figure is missing and the
//! report leaves its column empty.

use std::time::Duration;

/// Reads the meters of a process, and of its children if it starts some.
#[derive(Clone, Copy, Debug)]
pub struct Meter {
    #[cfg_attr(not(target_os = "linux"), expect(dead_code))]
    pid: u32,
    #[cfg_attr(not(target_os = "linux"), expect(dead_code))]
    children: bool,
}

/// How often the threads of a process were taken off their core.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Switches {
    /// They had nothing to do.
    pub voluntary: u64,
    /// Somebody else's turn had come.
    pub involuntary: u64,
}

impl Meter {
    /// A meter for the process `pid`, and for its direct children too if `children`.
    pub fn new(pid: u32, children: bool) -> Self {
        Self { pid, children }
    }
}

#[cfg(not(target_os = "linux"))]
impl Meter {
    /// CPU time so far: unknown here.
    pub fn cpu(&self) -> Option<Duration> {
        None
    }
    /// Memory in bytes: unknown here.
    pub fn memory(&self) -> Option<u64> {
        None
    }
    /// Threads: unknown here.
    pub fn threads(&self) -> Option<u64> {
        None
    }
    /// Context switches: unknown here.
    pub fn switches(&self) -> Option<Switches> {
        None
    }
}

/// What the kernel holds for everybody, in bytes: stacks, page tables and slabs.
/// Unknown here.
#[cfg(not(target_os = "linux"))]
pub fn kernel_memory() -> Option<u64> {
    None
}

/// CPU time that the whole machine has spent: unknown here.
#[cfg(not(target_os = "linux"))]
pub fn machine_cpu() -> Option<Duration> {
    None
}

#[cfg(target_os = "linux")]
pub use linux::{kernel_memory, machine_cpu};

#[cfg(target_os = "linux")]
mod linux {
    use super::{Duration, Meter, Switches};
    use nix::time::{clock_getcpuclockid, clock_gettime};
    use nix::unistd::Pid;
    use std::fs;

    impl Meter {
        fn processes(&self) -> Vec<u32> {
            let mut all = vec![self.pid];
            if self.children {
                let list = format!("/proc/{0}/task/{0}/children", self.pid);
                let list = fs::read_to_string(list).unwrap_or_default();
                all.extend(
                    list.split_whitespace().filter_map(|p| p.parse::<u32>().ok()),
                );
            }
            all
        }

        /// CPU time so far, in user and kernel mode, of all threads, also of those
        /// that have ended.
        pub fn cpu(&self) -> Option<Duration> {
            self.processes().into_iter().map(cpu_of).sum()
        }

        /// Memory in bytes (the proportional set size).
        pub fn memory(&self) -> Option<u64> {
            let of = |pid| {
                let path = format!("/proc/{pid}/smaps_rollup");
                field(&fs::read_to_string(path).ok()?, "Pss:").map(|kib| kib * 1024)
            };
            self.processes().into_iter().map(of).sum()
        }

        /// Threads of all its processes.
        pub fn threads(&self) -> Option<u64> {
            let of = |pid| {
                let path = format!("/proc/{pid}/status");
                field(&fs::read_to_string(path).ok()?, "Threads:")
            };
            self.processes().into_iter().map(of).sum()
        }

        /// Context switches so far, of the threads that live.
        pub fn switches(&self) -> Option<Switches> {
            let mut sum = Switches::default();
            for pid in self.processes() {
                for task in fs::read_dir(format!("/proc/{pid}/task")).ok()? {
                    let path = task.ok()?.path().join("status");
                    // A thread may end while we look.
                    let Ok(status) = fs::read_to_string(path) else { continue };
                    sum.voluntary += field(&status, "voluntary_ctxt_switches:")?;
                    sum.involuntary +=
                        field(&status, "nonvoluntary_ctxt_switches:")?;
                }
            }
            Some(sum)
        }
    }

    fn cpu_of(pid: u32) -> Option<Duration> {
        let clock =
            clock_getcpuclockid(Pid::from_raw(i32::try_from(pid).ok()?)).ok()?;
        Some(clock_gettime(clock).ok()?.into())
    }

    /// The number after `name` in a file of lines `name value`.
    fn field(text: &str, name: &str) -> Option<u64> {
        let line = text.lines().find_map(|line| line.strip_prefix(name))?;
        line.split_whitespace().next()?.parse().ok()
    }

    /// What the kernel holds for everybody, in bytes: stacks, page tables and slabs.
    /// The clients' ends of the sockets are in it too.
    pub fn kernel_memory() -> Option<u64> {
        let text = fs::read_to_string("/proc/meminfo").ok()?;
        let names = ["KernelStack:", "PageTables:", "Slab:"];
        names
            .iter()
            .map(|name| field(&text, name))
            .sum::<Option<u64>>()
            .map(|k| k * 1024)
    }

    /// CPU time that the whole machine has spent on anything, in steps of 10 ms.
    pub fn machine_cpu() -> Option<Duration> {
        let text = fs::read_to_string("/proc/stat").ok()?;
        let ticks: Vec<u64> = text
            .lines()
            .next()?
            .split_whitespace()
            .skip(1)
            .map_while(|ticks| ticks.parse().ok())
            .collect();
        // user, nice, system, idle, iowait, irq, softirq, steal
        let busy = [0, 1, 2, 5, 6, 7].iter().map(|&at| ticks.get(at));
        Some(Duration::from_millis(10 * busy.sum::<Option<u64>>()?))
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn a_process_can_be_metered() {
            let meter = Meter::new(std::process::id(), false);
            assert!(meter.cpu().expect("a clock") > Duration::ZERO);
            assert!(meter.memory().expect("memory") > 100_000);
            assert!(meter.threads().expect("threads") >= 1);
            assert!(meter.switches().is_some());
        }
    }
}
