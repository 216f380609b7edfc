//! A field's text joined from the pieces it is written in, with the way back to the source.

use std::borrow::Cow;
use std::ops::Range;

use smallvec::SmallVec;

use crate::Span;

/// Text of one field: its lines without furniture, each trimmed, joined by `\n`, with a map to the source.
///
/// Element parsers work on `text` and report places with [`Flow::span`], so that they never see page breaks.
#[derive(Clone, Debug)]
pub(crate) struct Flow<'t> {
    pub(crate) text: Cow<'t, str>,
    /// Where each piece starts: in `text`, and in the source.
    starts: SmallVec<[(u32, u32); 4]>,
    /// Everything from the first piece to the last.
    pub(crate) source: Span,
}

impl<'t> Flow<'t> {
    /// Joins the pieces, in order; each is trimmed first and empty ones are left out.
    pub(crate) fn new(text: &'t str, pieces: impl IntoIterator<Item = Span>) -> Flow<'t> {
        let mut flow = Flow {
            text: Cow::Borrowed(""),
            starts: SmallVec::new(),
            source: Span::default(),
        };
        for piece in pieces {
            let mut piece = trim(text, piece);
            if piece.of(text).starts_with('¶') {
                piece.start += '¶'.len_utf8() as u32;
                piece = trim(text, piece);
            }
            if piece.is_empty() {
                if flow.starts.is_empty() {
                    flow.source = piece;
                }
                continue;
            }
            if flow.starts.is_empty() {
                flow.source = piece;
                flow.starts.push((0, piece.start));
                flow.text = Cow::Borrowed(piece.of(text));
            } else {
                flow.source = flow.source.cover(piece);
                if let Cow::Borrowed(first) = flow.text {
                    // Room for a few lines like the first.
                    let mut joined = String::with_capacity(4 * first.len().max(32));
                    joined.push_str(first);
                    flow.text = Cow::Owned(joined);
                }
                let joined = flow.text.to_mut();
                joined.push('\n');
                flow.starts.push((joined.len() as u32, piece.start));
                joined.push_str(piece.of(text));
            }
        }
        flow
    }

    /// Where a range of `text` is written in the source.
    pub(crate) fn span(&self, range: Range<usize>) -> Span {
        if self.starts.is_empty() {
            return self.source;
        }
        let start = self.offset(range.start);
        // A joint has no byte of its own in the source.
        let end = self.text.as_bytes()[..range.end]
            .iter()
            .rposition(|&b| b != b'\n')
            .map_or(0, |last| last + 1);
        let range = range.start..end;
        if range.is_empty() {
            return Span::empty(start);
        }
        // The end is mapped by its last byte, so that a piece's end does not become the next piece's start.
        Span::new(start, (self.offset(range.end - 1) + 1).max(start))
    }

    fn offset(&self, at: usize) -> usize {
        let piece = self
            .starts
            .partition_point(|&(start, _)| start as usize <= at)
            .saturating_sub(1);
        let (start, source) = self.starts[piece];
        (source as usize + at - start as usize).min(self.source.end as usize)
    }
}

/// The span without blanks at either end.
pub(crate) fn trim(text: &str, span: Span) -> Span {
    let written = span.of(text);
    match within_blanks(written) {
        Some((_, 0)) => return Span::empty(span.end as usize),
        Some((start, end)) => {
            return Span {
                start: span.start + start as u32,
                end: span.start + end as u32,
            };
        }
        None => {}
    }
    let left = written.trim_start_matches(is_blank);
    let start = span.start as usize + (written.len() - left.len());
    Span::new(start, start + left.trim_end_matches(is_blank).len())
}

/// The text without white space at either end, as [`str::trim`]: nearly always it is blanks.
#[inline]
pub(crate) fn trimmed(text: &str) -> &str {
    match within_blanks(text) {
        Some((start, end)) => &text[start..end],
        None => text.trim(),
    }
}

/// The text without [blanks](is_blank) at either end.
#[inline]
pub(crate) fn without_blanks(text: &str) -> &str {
    match within_blanks(text) {
        Some((start, end)) => &text[start..end],
        None => text.trim_matches(is_blank),
    }
}

/// What stands between the blanks at either end, where it begins and ends with a sign that is certainly none; the start
/// where there are only blanks.
#[inline]
fn within_blanks(text: &str) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let is_text = |byte: &u8| !matches!(byte, b' ' | b'\n' | b'\r');
    let Some(start) = bytes.iter().position(is_text) else {
        return Some((0, 0));
    };
    let end = bytes.iter().rposition(is_text)? + 1;
    // A mirror's pilcrow begins many paragraphs.
    let begins = matches!(bytes[start..], [b'!'..=b'~', ..] | [0xC2, 0xB6, ..]);
    (begins && bytes[end - 1].is_ascii_graphic()).then_some((start, end))
}

/// Blanks inside a line, form feeds and the like included.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\0' | '\u{1A}' | '\u{200B}' | '\u{FEFF}')
}

/// Where a word stands in a text of a few lines. A search that builds a searcher costs more than it saves there.
pub(crate) fn find_word(text: &str, word: &str) -> Option<usize> {
    let word = word.as_bytes();
    let first = word.first()?;
    text.as_bytes()
        .windows(word.len())
        .position(|here| here[0] == *first && here == word)
}

/// Whether a text is on one line, with nothing but single blanks between what can be seen; a quick no elsewhere.
pub(crate) fn is_folded(text: &str) -> bool {
    let bytes = text.as_bytes();
    let ([first, ..], [.., last]) = (bytes, bytes) else {
        return false;
    };
    // All are looked at: where the first blank or line end stands is hard to predict, and fields are short.
    let shown = bytes
        .iter()
        .fold(true, |all, byte| all & matches!(byte, b' '..=b'~'));
    let blank = |byte: &u8| u8::from(*byte == b' ');
    let pairs = bytes.iter().zip(&bytes[1..]);
    let doubled = pairs.fold(0, |any, (a, b)| any | blank(a) & blank(b));
    shown && doubled == 0 && *first != b' ' && *last != b' '
}

/// Text on one line: runs of white space become one blank.
pub(crate) fn fold(text: &str) -> String {
    folded(text).into_owned()
}

/// As [`fold`], without a copy where nothing is to do.
pub(crate) fn folded(text: &str) -> Cow<'_, str> {
    // Most fields stand on one line with single blanks.
    if is_folded(text) {
        return Cow::Borrowed(text);
    }
    let mut folded = String::with_capacity(text.len());
    for word in text.split(is_blank).filter(|word| !word.is_empty()) {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    Cow::Owned(folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found() {
        assert_eq!(find_word("DE RUEHSR FM ZENDA", "FM "), Some(10));
        assert_eq!(find_word("FM ZENDA", "FM "), Some(0));
        assert_eq!(find_word("FM", "FM "), None);
        assert_eq!(find_word("", "FM "), None);
    }

    #[test]
    fn what_is_folded_stays() {
        for (text, folded) in [
            ("FM ZENDA", true),
            ("", false),
            (" FM", false),
            ("FM  ZENDA", false),
            ("FM\nZENDA", false),
            ("FM ", false),
        ] {
            assert_eq!(is_folded(text), folded, "{text:?}");
            assert!(!folded || super::folded(text) == text);
        }
    }

    #[test]
    fn spans_lead_back_over_joints() {
        let text = "TAGS: PREL, \r\n   PGOV  \r\nX";
        let flow = Flow::new(text, [Span::new(5, 12), Span::new(14, 23)]);
        assert_eq!(flow.text, "PREL,\nPGOV");
        assert_eq!(flow.span(0..4).of(text), "PREL");
        assert_eq!(flow.span(6..10).of(text), "PGOV");
        assert_eq!(flow.span(0..10).of(text), "PREL, \r\n   PGOV");
    }
}
