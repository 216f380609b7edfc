//! From bytes to text, before anything is parsed.
//!
//! Cables reach readers as UTF-8, as Windows-1252 (re-keyed and word-processed copies), and now and then as UTF-16
//! saved by an editor. The choice is made here once, and every replacement is counted, so that the parser sees text
//! only and the original bytes stay with whoever holds the file.

use std::borrow::Cow;

/// How the bytes of a source were turned into text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Valid UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16 with a byte order mark.
    Utf16,
    /// Not valid UTF-8; each byte was read as Windows-1252.
    Windows1252,
}

impl Encoding {
    /// The name users know it by.
    pub fn as_str(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16 => "UTF-16",
            Encoding::Windows1252 => "Windows-1252",
        }
    }
}

/// Text made from bytes, with what had to be assumed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded<'b> {
    /// The text.
    pub text: Cow<'b, str>,
    /// How it was encoded.
    pub encoding: Encoding,
    /// Offset of the first byte that is not UTF-8, where `encoding` is not UTF-8.
    pub first_invalid: Option<usize>,
    /// Characters that stand for bytes with no meaning in the encoding (U+FFFD in the text).
    pub n_replaced: usize,
}

/// Turns bytes into text: UTF-8 where valid, UTF-16 where a byte order mark says so, Windows-1252 otherwise.
///
/// Never fails. The five bytes that Windows-1252 leaves undefined become U+FFFD and are counted. A byte order mark
/// is not part of the text.
pub fn decode(bytes: &[u8]) -> Decoded<'_> {
    match bytes {
        [0xFF, 0xFE, rest @ ..] => return decode_utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => return decode_utf16(rest, u16::from_be_bytes),
        _ => {}
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Decoded {
            text: Cow::Borrowed(text),
            encoding: Encoding::Utf8,
            first_invalid: None,
            n_replaced: 0,
        },
        Err(error) => {
            let mut n_replaced = 0;
            let mut text = String::with_capacity(bytes.len() + bytes.len() / 16);
            for &byte in bytes {
                let character = windows_1252(byte);
                n_replaced += usize::from(character == char::REPLACEMENT_CHARACTER);
                text.push(character);
            }
            Decoded {
                text: Cow::Owned(text),
                encoding: Encoding::Windows1252,
                first_invalid: Some(error.valid_up_to()),
                n_replaced,
            }
        }
    }
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Decoded<'static> {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let mut n_replaced = bytes.len() % 2;
    let mut text: String = char::decode_utf16(units)
        .map(|character| {
            character.unwrap_or_else(|_| {
                n_replaced += 1;
                char::REPLACEMENT_CHARACTER
            })
        })
        .collect();
    if bytes.len() % 2 == 1 {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    Decoded {
        text: Cow::Owned(text),
        encoding: Encoding::Utf16,
        first_invalid: None,
        n_replaced,
    }
}

/// The character of one byte in Windows-1252. Source: the WHATWG index, with the five undefined bytes as U+FFFD.
fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{FFFD}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{FFFD}', 'Ž',
        '\u{FFFD}', '\u{FFFD}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ',
        '\u{FFFD}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9F => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], text: &str, encoding: Encoding, n_replaced: usize) {
        let decoded = decode(bytes);
        assert_eq!(
            (&*decoded.text, decoded.encoding, decoded.n_replaced),
            (text, encoding, n_replaced)
        );
    }

    #[test]
    fn utf8_is_borrowed() {
        assert!(matches!(
            decode("Zürich".as_bytes()).text,
            Cow::Borrowed("Zürich")
        ));
        check(b"\xEF\xBB\xBFFM STRELSAU", "FM STRELSAU", Encoding::Utf8, 0);
        check(b"", "", Encoding::Utf8, 0);
    }

    #[test]
    fn other_encodings_are_named() {
        check(
            b"Strelsau\x92s caf\xE9",
            "Strelsau’s café",
            Encoding::Windows1252,
            0,
        );
        check(b"\x81\xE9", "\u{FFFD}é", Encoding::Windows1252, 1);
        check(b"\xFF\xFEF\0M\0", "FM", Encoding::Utf16, 0);
        check(b"\xFE\xFF\0F\0Mx", "FM\u{FFFD}", Encoding::Utf16, 1);
        assert_eq!(decode(b"ab\xE9").first_invalid, Some(2));
    }
}
