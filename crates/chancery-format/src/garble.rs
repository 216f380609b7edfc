//! Signs that stand where others were lost on the way.
//!
//! A receiving machine printed a control character for what it could not take, and converters wrote U+FFFD or an
//! inverted question mark. None of them stands in a name, a label or a number.

/// The bytes of the sign at a place, or none.
#[inline]
pub(crate) fn len_at(bytes: &[u8], at: usize) -> usize {
    // No sign begins with what can be seen.
    if let Some(b' '..=b'~') | None = bytes.get(at) {
        return 0;
    }
    match bytes[at..] {
        [0xEF, 0xBF, 0xBD, ..] => 3,
        [0xC2, 0xBF, ..] => 2,
        [b'\t' | b'\n' | b'\r', ..] => 0,
        [0..0x20 | 0x7F, ..] => 1,
        _ => 0,
    }
}

/// Whether a character is one.
pub(crate) fn is_sign(c: char) -> bool {
    matches!(c, '\u{FFFD}' | '¿') || c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r')
}

/// Whether one stands in a text.
pub(crate) fn is_in(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Nearly all texts have none but signs of ASCII: they are looked at together.
    let shown = bytes
        .iter()
        .fold(true, |all, byte| all & matches!(byte, b' '..=b'~'));
    !shown && (0..bytes.len()).any(|at| len_at(bytes, at) > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs() {
        for (text, expected) in [
            ("STRELSAU", false),
            ("STRELSAU\tÜ\r\n", false),
            ("STR¿LSAU", true),
            ("STR\u{FFFD}LSAU", true),
            ("STR\u{10}LSAU", true),
            ("", false),
        ] {
            assert_eq!(is_in(text), expected, "{text:?}");
            assert_eq!(text.contains(is_sign), expected, "{text:?}");
        }
    }
}
