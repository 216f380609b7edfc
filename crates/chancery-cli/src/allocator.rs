//! The allocator of the program.
//!
//! What is made of a cable on one thread is let go of on another, thousands of times a second: the allocator of most
//! systems takes a tenth of an ingest for that.

use std::ffi::{c_int, c_long};

use libmimalloc_sys::{mi_option_get, mi_option_set};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// `mi_option_purge_delay` of `mimalloc.h`, which the bindings leave out.
const PURGE_DELAY: c_int = 15;

/// What it is unless somebody says otherwise, in milliseconds.
const DEFAULT_DELAY: c_long = 1000;

/// What it is for a run that fills and empties large rooms all the time: with the default a quarter of its memory is rooms
/// that it has left and the system has not got back.
const SHORT_DELAY: c_long = 20;

/// Gives memory that is no longer used back to the system soon. To be called before there are other threads.
#[expect(
    unsafe_code,
    reason = "the bindings of the allocator have no safe function for it"
)]
pub(crate) fn give_back_soon() {
    // SAFETY: the function sets one number of a table and bears any number of an option; what is not known to it is left.
    // Nothing else sets options, so that no two threads do.
    unsafe {
        // Where it is another, somebody asked for it in the environment, or it is another option in another version.
        if mi_option_get(PURGE_DELAY) == DEFAULT_DELAY {
            mi_option_set(PURGE_DELAY, SHORT_DELAY);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(unsafe_code, reason = "as above")]
    fn the_option_is_the_one_that_is_meant() {
        let delay = || {
            // SAFETY: reading an option changes nothing.
            unsafe { mi_option_get(PURGE_DELAY) }
        };
        assert_eq!(delay(), DEFAULT_DELAY);
        give_back_soon();
        assert_eq!(delay(), SHORT_DELAY);
    }
}
