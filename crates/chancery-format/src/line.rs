//! Lines: the pieces that tile a cable's text.

use crate::Span;

/// One line of the text with what it was recognised as.
///
/// The `span`s of all lines of a parse, joined in order, are the text byte for byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The whole line with its line end.
    pub span: Span,
    /// Length of the line without its line end, in bytes.
    pub len: u32,
    /// What it is.
    pub kind: LineKind,
}

impl Line {
    /// The line without its line end.
    pub fn content(&self) -> Span {
        Span {
            start: self.span.start,
            end: self.span.start + self.len,
        }
    }
}

/// What a line of a cable is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LineKind {
    /// Nothing but blanks, or one of the signs drafters put for a blank line.
    Blank,
    /// The transmission identification, `VZCZCXRO3736`.
    TransmissionId,
    /// Precedence and routing indicators of the stations to be served.
    Routing,
    /// The preparing station, `DE RUEHBC #0092 2811540`.
    Station,
    /// Security and operating signals, `ZNY CCCCC ZZH`.
    Security,
    /// The date-time group with its precedence.
    DateTimeGroup,
    /// FM.
    From,
    /// TO and its continuation lines.
    To,
    /// INFO and its continuation lines.
    Info,
    /// Exempted addressees, XMT.
    Exempt,
    /// The Department's own distribution of the 1970s to 1990s: ORIGIN, ACTION, INFO with counts.
    Distribution,
    /// DRAFTED BY, APPROVED BY, clearances.
    Drafting,
    /// Level, post and number.
    Classification,
    /// Handling captions.
    Caption,
    /// For whom or whence: `DEPARTMENT FOR …`, `PLEASE PASS …`.
    Passing,
    /// The executive order and its instruction.
    ExecutiveOrder,
    /// TAGS.
    Tags,
    /// SUBJECT.
    Subject,
    /// REF.
    References,
    /// CLASSIFIED BY, with REASON where it stands on the same line.
    ClassifiedBy,
    /// REASON on its own line.
    Reason,
    /// DECLASSIFY ON, DERIVED FROM.
    Declassify,
    /// A line of the head that is nothing known.
    HeadOther,
    /// A second copy of lines of the head.
    RepeatedHead,
    /// Page lines, separators, banners, stamps: put in by machines and printers.
    Furniture,
    /// A rule of hyphens or similar signs.
    Rule,
    /// A heading between paragraphs.
    Heading,
    /// Text of the body.
    Body,
    /// The signature.
    Signature,
    /// Marks after the end: BT, NNNN, `#0092`.
    End,
    /// A code at the margin where a reviewer took words out, `B1`.
    Redaction,
    /// What the file system of a record's archive says of it, below `Message Attributes` or on a card.
    Attribute,
}

/// Splits text into lines at LF, CR LF, CR and the teleprinter's CR CR LF; the last line may lack its end. Every line
/// is `Body` at first.
pub(crate) fn split(text: &str) -> Vec<Line> {
    let bytes = text.as_bytes();
    let mut lines = Vec::with_capacity(bytes.len() / 40 + 4);
    let mut start = 0;
    // Most texts have no carriage return.
    if memchr::memchr(b'\r', bytes).is_none() {
        each_line_feed(bytes, |at| {
            lines.push(Line {
                span: Span::new(start, at + 1),
                len: (at - start) as u32,
                kind: LineKind::Body,
            });
            start = at + 1;
        });
    }
    let rest = start;
    for at in memchr::memchr2_iter(b'\n', b'\r', &bytes[rest..]).map(|at| rest + at) {
        if at < start {
            continue; // inside a line end of several bytes
        }
        let end = match &bytes[at..] {
            // Two carriage returns gave the carriage time to come back.
            [b'\r', b'\r', b'\n', ..] => at + 3,
            [b'\r', b'\n', ..] => at + 2,
            _ => at + 1,
        };
        lines.push(Line {
            span: Span::new(start, end),
            len: (at - start) as u32,
            kind: LineKind::Body,
        });
        start = end;
    }
    if start < bytes.len() {
        let len = (bytes.len() - start) as u32;
        lines.push(Line {
            span: Span::new(start, bytes.len()),
            len,
            kind: LineKind::Body,
        });
    }
    lines
}

/// Calls back with the place of every line feed, sixteen bytes at a time: lines are too short for a search that has to be
/// set up anew for each.
fn each_line_feed(bytes: &[u8], mut found: impl FnMut(usize)) {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const LOW: u64 = 0x7F * ONES;
    const AT_ONCE: usize = 16;
    let (pairs, rest) = bytes.as_chunks::<AT_ONCE>();
    for (index, pair) in pairs.iter().enumerate() {
        let (words, _) = pair.as_chunks::<8>();
        // A byte is zero where it is a line feed. Most words have none, which fewer steps tell.
        let zeros = [0, 1].map(|at| u64::from_le_bytes(words[at]) ^ (u64::from(b'\n') * ONES));
        let [may_be, or_be] = zeros.map(|zero| zero.wrapping_sub(ONES) & !zero);
        if (may_be | or_be) & !LOW == 0 {
            continue;
        }
        for (at, zero) in zeros.into_iter().enumerate() {
            // The high bit is set in `hits` where a byte is zero, and in no other.
            let mut hits = !(((zero & LOW) + LOW) | zero | LOW);
            while hits != 0 {
                found(AT_ONCE * index + 8 * at + hits.trailing_zeros() as usize / 8);
                hits &= hits - 1;
            }
        }
    }
    let base = AT_ONCE * pairs.len();
    for (index, _) in rest.iter().enumerate().filter(|(_, byte)| **byte == b'\n') {
        found(base + index);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, contents: &[&str]) {
        let lines = split(text);
        assert_eq!(
            lines
                .iter()
                .map(|line| line.content().of(text))
                .collect::<Vec<_>>(),
            contents
        );
        assert_eq!(
            lines
                .iter()
                .map(|line| line.span.of(text))
                .collect::<String>(),
            text
        );
    }

    #[test]
    fn every_line_end_is_a_line_end() {
        check("", &[]);
        check("FM STRELSAU", &["FM STRELSAU"]);
        check("a\nb\r\nc\rd\n", &["a", "b", "c", "d"]);
        check("\n\n\r\r\n", &["", "", ""]);
        check("a\r\r\nb\r\rc", &["a", "b", "", "c"]);
        check(
            "The King of Ruritania\nis ill,\n\nand\u{10A} \u{80A}\nnobody\nknows why.",
            &[
                "The King of Ruritania",
                "is ill,",
                "",
                "and\u{10A} \u{80A}",
                "nobody",
                "knows why.",
            ],
        );
    }
}
