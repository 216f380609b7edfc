//! Spellings of identifiers: what is read is written canonically and reads back as the same.

#![no_main]

use chancery_format::Mrn;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (year, text) = match text.split_once('\n') {
        Some((year, rest)) => (
            year.parse().ok().filter(|year| (1900..=2100).contains(year)),
            rest,
        ),
        None => (None, text),
    };
    if let Some(mrn) = Mrn::parse(text, year) {
        let written = mrn.to_string();
        assert_eq!(
            Mrn::parse(&written, None),
            Some(mrn),
            "`{text}` was written as `{written}`"
        );
    }
});
