//! Well-formed cables of every layout, damaged: the bytes choose what is written and what happens to it.

#![no_main]

use chancery_format::testing::{check_bytes, generate};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = generate::damaged_cable(bytes);
    check_bytes(text.as_bytes());
});
