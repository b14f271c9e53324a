//! An allocator that counts, so that a test can say what something costs.
//!
//! It counts for each thread apart: the other tests of the same file, which
//! run at the same time on their own threads, do not disturb the figures.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

thread_local! {
    // `const` and without a destructor: reading them allocates nothing.
    static LIVE: Cell<isize> = const { Cell::new(0) };
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

#[global_allocator]
static COUNTING: Counting = Counting;

struct Counting;

// SAFETY: every call is handed on to `System` unchanged. The counting beside it
// neither allocates nor panics.
#[expect(unsafe_code, reason = "there is no safe way to see what is allocated")]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size(), 0);
        // SAFETY: the caller keeps the promises of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        LIVE.set(LIVE.get() - signed(layout.size()));
        // SAFETY: the caller keeps the promises of `dealloc`.
        unsafe { System.dealloc(memory, layout) }
    }

    unsafe fn realloc(
        &self,
        memory: *mut u8,
        layout: Layout,
        new: usize,
    ) -> *mut u8 {
        count(new, layout.size());
        // SAFETY: the caller keeps the promises of `realloc`.
        unsafe { System.realloc(memory, layout, new) }
    }
}

fn count(new: usize, old: usize) {
    ALLOCATIONS.set(ALLOCATIONS.get() + 1);
    LIVE.set(LIVE.get() + signed(new) - signed(old));
}

fn signed(size: usize) -> isize {
    size.cast_signed()
}

/// What some work cost.
pub struct Cost {
    /// How many bytes are still held after it.
    pub kept: isize,
    /// How often it asked for memory.
    pub allocations: usize,
}

/// Does some work and tells what it cost. What the work returns is dropped
/// only after the count, so it counts as kept.
pub fn cost_of<T>(work: impl FnOnce() -> T) -> Cost {
    let (live, allocations) = (LIVE.get(), ALLOCATIONS.get());
    let _result = work();
    Cost { kept: LIVE.get() - live, allocations: ALLOCATIONS.get() - allocations }
}
