//! Where a page ended, as text that says nothing to anyone else.
//!
//! ```text
//! cursor = "1" "-" score:8 hex "-" number:16 hex "-" generation:hex "-" question:8 hex "-" key
//! ```

use chancery_index::Place;

use crate::Error;

/// A place behind which a page begins.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cursor {
    pub(super) place: Place,
    /// What the index held when the cursor was given.
    pub(super) generation: u64,
}

impl Cursor {
    /// The cursor behind a hit; `question` is what was asked, in its order.
    pub(super) fn write(place: &Place, generation: u64, question: &str) -> String {
        format!(
            "1-{:08x}-{:016x}-{generation:x}-{:08x}-{}",
            place.score.to_bits(),
            place.number,
            hash(question),
            place.key
        )
    }

    /// Reads a cursor of the same question.
    ///
    /// # Errors
    ///
    /// When it is none, or one of another question.
    pub(super) fn read(text: &str, question: &str) -> Result<Cursor, Error> {
        let error = |reason: &str| Error::Request {
            reason: reason.to_owned(),
            suggestion: Some("begin again without a cursor".to_owned()),
        };
        let (cursor, asked) = read(text.trim()).ok_or_else(|| error("this is no cursor"))?;
        if asked == hash(question) {
            Ok(cursor)
        } else {
            Err(error("this cursor belongs to another query or order"))
        }
    }
}

fn read(text: &str) -> Option<(Cursor, u32)> {
    let mut parts = text.splitn(6, '-');
    if parts.next()? != "1" {
        return None;
    }
    let mut hex = || u64::from_str_radix(parts.next()?, 16).ok();
    let score = f32::from_bits(u32::try_from(hex()?).ok()?);
    let number = hex()?.cast_signed();
    let generation = hex()?;
    let asked = u32::try_from(hex()?).ok()?;
    let key = parts.next().filter(|key| !key.is_empty())?.to_owned();
    Some((
        Cursor {
            place: Place { score, number, key },
            generation,
        },
        asked,
    ))
}

/// FNV-1a, which is the same in every build.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811C_9DC5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_come_back() {
        for (score, number) in [(0.0, i64::MIN), (7.25, -1), (1e9, 1_160_324_040)] {
            let place = Place {
                score,
                number,
                key: "x-0123456789ab".to_owned(),
            };
            let text = Cursor::write(&place, 42, "king");
            let cursor = Cursor::read(&text, "king").unwrap();
            assert_eq!((cursor.place, cursor.generation), (place, 42));
            assert!(Cursor::read(&text, "duke").unwrap_err().is_request());
        }
        for text in ["", "1", "2-0-0-0-0-K", "1-z-0-0-0-K", "1-0-0-0-0-", "é-"] {
            assert!(Cursor::read(text, "").unwrap_err().is_request(), "{text}");
        }
    }
}
