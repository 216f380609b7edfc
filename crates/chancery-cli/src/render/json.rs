//! JSON, one value a line.

use std::io;

use serde::Serialize;
use serde_json::ser::Formatter;

/// Writes a value as one line of JSON.
///
/// Control characters that some terminals obey are escaped even where JSON would let them stand, so that JSON of a
/// hostile cable can be looked at; its value is the same.
pub(crate) fn write_line(out: &mut dyn io::Write, value: &impl Serialize) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(&mut *out, Compact);
    value.serialize(&mut serializer)?;
    out.write_all(b"\n")
}

struct Compact;

impl Formatter for Compact {
    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        // DEL, and the first of the two bytes of U+0080 to U+009F.
        let bytes = fragment.as_bytes();
        if !bytes.contains(&0x7F) && !bytes.contains(&0xC2) {
            return writer.write_all(bytes);
        }
        let mut rest = fragment;
        while let Some(at) = rest.find(|c: char| matches!(c, '\x7F'..='\u{9F}')) {
            let (before, from) = rest.split_at(at);
            writer.write_all(before.as_bytes())?;
            let mut after = from.chars();
            if let Some(control) = after.next() {
                write!(writer, "\\u{:04x}", u32::from(control))?;
            }
            rest = after.as_str();
        }
        writer.write_all(rest.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let mut line = Vec::new();
        write_line(&mut line, &text).unwrap();
        let line = String::from_utf8(line).unwrap();
        assert_eq!(line, format!("{expected}\n"));
        assert_eq!(serde_json::from_str::<String>(&line).unwrap(), text);
    }

    #[test]
    fn escapes_what_terminals_obey() {
        check("Zürich ¶1 “x”", "\"Zürich ¶1 “x”\"");
        check("a\x1B[0m\u{9B}2Jb\x7F", "\"a\\u001b[0m\\u009b2Jb\\u007f\"");
        check("Â\u{80}Â", "\"Â\\u0080Â\"");
    }
}
