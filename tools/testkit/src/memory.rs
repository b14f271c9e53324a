//! How much memory a thread holds, to the byte: what grows without end shows
//! here long before it shows in the size of a process, and on every system.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

thread_local! {
    static HELD: Cell<isize> = const { Cell::new(0) };
}

/// How many bytes this thread has allocated and not given back. Only
/// differences mean something: what another thread frees is counted there.
///
/// ```
/// let before = testkit::memory_held();
/// let line = vec![0_u8; 1000];
/// assert_eq!(testkit::memory_held() - before, 1000);
/// # drop(line);
/// ```
pub fn memory_held() -> isize {
    HELD.get()
}

/// The allocator of the system, with a pencil.
struct Counting;

#[global_allocator]
static COUNTING: Counting = Counting;

fn count(bytes: usize, sign: isize) {
    // No allocation is larger than `isize::MAX` (see `Layout`).
    let bytes = isize::try_from(bytes).unwrap_or(isize::MAX);
    // At the very end of a thread nobody looks any more.
    let _ = HELD.try_with(|held| held.set(held.get().wrapping_add(sign * bytes)));
}

#[expect(unsafe_code, reason = "an allocator is unsafe by its nature")]
// SAFETY: every call goes to the system's allocator as it came. The counter is a
// plain number of this thread: to touch it neither allocates nor panics.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size(), 1);
        // SAFETY: the caller promises what `System` asks for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        count(layout.size(), -1);
        // SAFETY: as above, and `at` came from `System`.
        unsafe { System.dealloc(at, layout) }
    }
}
