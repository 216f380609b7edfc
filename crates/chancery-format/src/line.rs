//! Lines: the pieces that tile a cable's text.

use std::ops::ControlFlow;

use crate::Span;
use crate::bits::{self, BLOCK};

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

/// A text cut into lines.
#[derive(Debug)]
pub(crate) struct Cut {
    /// The lines, which tile the text. Every line is `Body` at first.
    pub(crate) lines: Vec<Line>,
    /// The first control character that a tape or a file system left, where there is one.
    pub(crate) control: Option<usize>,
}

/// Control characters that tapes and old file systems left: NUL, the start of a text, the end of a file. Nearly every
/// garble of controls has one.
const LEFT_BY_MACHINES: [u8; 3] = [0, 0x02, 0x1A];

/// The lines of a text; see [`cut`].
pub(crate) fn split(text: &str) -> Vec<Line> {
    cut(text).lines
}

/// Cuts text into lines at LF, CR LF, CR and the teleprinter's CR CR LF; the last line may lack its end.
pub(crate) fn cut(text: &str) -> Cut {
    let bytes = text.as_bytes();
    let mut cut = Cut {
        lines: Vec::with_capacity(bytes.len() / 40 + 4),
        control: None,
    };
    let mut start = 0;
    let line = |start: usize, len_end: usize, end: usize| Line {
        span: Span::new(start, end),
        len: (len_end - start) as u32,
        kind: LineKind::Body,
    };
    // Most texts have no carriage return.
    let one_by_one = each_control(bytes, |at, byte| {
        match byte {
            b'\n' => {
                cut.lines.push(line(start, at, at + 1));
                start = at + 1;
            }
            b'\r' => return ControlFlow::Break(()),
            _ if LEFT_BY_MACHINES.contains(&byte) => {
                cut.control.get_or_insert(at);
            }
            _ => {}
        }
        ControlFlow::Continue(())
    });
    if one_by_one.is_break() {
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
            cut.lines.push(line(start, at, end));
            start = end;
        }
        let [nul, begin, end] = LEFT_BY_MACHINES;
        cut.control = memchr::memchr3(nul, begin, end, bytes);
    }
    if start < bytes.len() {
        cut.lines.push(line(start, bytes.len(), bytes.len()));
    }
    cut
}

/// Calls back with the place of every byte below the blank, a block at a time: lines are too short for a search that has
/// to be set up anew for each, and where in a block one ends is hard to predict.
fn each_control(
    bytes: &[u8],
    mut found: impl FnMut(usize, u8) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let (blocks, rest) = bytes.as_chunks::<BLOCK>();
    let mut base = 0;
    for block in blocks {
        let mut controls = bits::of(block, |byte| byte < b' ');
        while controls != 0 {
            let within = controls.trailing_zeros() as usize;
            found(base + within, block[within % BLOCK])?;
            controls &= controls - 1;
        }
        base += BLOCK;
    }
    rest.iter()
        .enumerate()
        .filter(|(_, byte)| **byte < b' ')
        .try_for_each(|(index, byte)| found(base + index, *byte))
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
    fn what_machines_left_is_found() {
        let check = |text: &str, control: Option<usize>| {
            assert_eq!(cut(text).control, control, "{text:?}");
        };
        check("FM STRELSAU\n\tTO ZENDA\u{0C}\u{7F}\u{80}\n", None);
        check("FM\u{1A}STRELSAU\n\0", Some(2));
        check("FM STRELSAU AND ZENDA\r\nTO\u{2} ZENDA\n\0", Some(25));
        check("", None);
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
