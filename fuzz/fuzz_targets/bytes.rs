//! Any bytes: decoded, taken out of their wrapper, read, made into a record; and the text's invariants.

#![no_main]

use chancery_format::testing::check_bytes;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let record = check_bytes(bytes).record();
    let json = serde_json::to_string(&record).expect("a record is plain data");
    let read: chancery_format::record::Record =
        serde_json::from_str(&json).expect("a record's JSON reads back");
    assert_eq!(read, record, "a record's JSON is the record");
});
