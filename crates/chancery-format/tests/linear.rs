//! Texts that repeat one thing without end: nothing that must hold breaks, and what is kept grows no faster than the
//! text. How the time grows is for `cargo xtask curve` to show; a test must not depend on a clock.

use chancery_format::testing::check_invariants;
use chancery_format::testing::hostile::{PLACES, UNITS, hostile};
use chancery_format::{Hints, read};

#[test]
fn invariants_hold_for_every_repetition() {
    for unit in UNITS {
        for place in PLACES {
            check_invariants(&hostile(*place, *unit, 1_000));
        }
    }
}

/// Everything a reading gives, as data: fields, paragraphs, diagnostics. A character may become an addressee with its
/// diagnostic, and no more than that.
#[test]
fn what_is_kept_is_bounded_by_the_text() {
    const MOST_TIMES: usize = 160;
    for unit in UNITS {
        for place in PLACES {
            let text = hostile(*place, *unit, 8_000);
            let mut record = read(text.as_bytes(), &Hints::default()).record();
            record.text.clear();
            let kept = serde_json::to_string(&record)
                .expect("a record is plain data")
                .len();
            assert!(
                kept <= MOST_TIMES * text.len(),
                "{}: {}: {kept} bytes kept of {}",
                place.name,
                unit.name,
                text.len()
            );
        }
    }
}
