//! The SUBJECT line.

use crate::bits::Pairs;
use crate::body::portion_mark::PortionMark;
use crate::diagnostic::{Code, Diagnostic};
use crate::flow::Flow;
use crate::{Located, Span};

/// The subject of a cable.
///
/// Source: docs/format.md, "Subject".
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Subject {
    /// On one line, wraps joined, without its portion mark.
    pub text: String,
    /// The mark of the subject itself.
    pub portion: Option<Located<PortionMark>>,
    /// Where it is written.
    pub span: Span,
}

/// Labels of other fields that run into a subject, `…PRIMEREF: A.` and `…CAIROClassified By:`.
const INNER: [&str; 9] = [
    "REFS:",
    "REF:",
    "REFTEL:",
    "REFTELS:",
    "REF(S):",
    "CLASSIFIED BY:",
    "CLASSIFIED BY ",
    "TAGS:",
    "E.O. 1",
];

/// What [`INNER`] begins with.
const BEGIN: Pairs = Pairs::new(&[
    (b"Rr", b"Ee"),
    (b"Cc", b"Ll"),
    (b"Tt", b"Aa"),
    (b"Ee", b"."),
]);

/// Reads the value of a SUBJECT line. `mark` is a portion mark found in the label.
pub(crate) fn parse(
    flow: &Flow<'_>,
    mark: Option<(&str, Span)>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Subject> {
    let text = &*flow.text;
    let mut end = text.len();
    if let Some(at) = inner_label(text) {
        diagnostics.push(
            Diagnostic::new(
                Code::SubjectFused,
                flow.span(at..text.len()),
                "the label of another field stands inside the subject",
            )
            .with_help("the subject ends before it"),
        );
        end = at;
    }
    let mut start = 0;
    let mut portion =
        mark.and_then(|(written, span)| Some(Located::new(PortionMark::parse(written)?, span)));
    if let Some((mark, n)) =
        PortionMark::at_start(&text[..end], false).or_else(|| bare_mark(&text[..end]))
    {
        portion = portion.or(Some(Located::new(mark, flow.span(0..n))));
        start = n;
    }
    // A mark at the end, `… GRAUSTARK (SBU)`, as some Department texts have it.
    let mut value = text[start..end].trim();
    if value.ends_with(')')
        && let Some(open) = value.rfind('(')
        && let Some(mark) = PortionMark::parse(&value[open + 1..value.len() - 1])
        && open > 0
    {
        let at = start + (value.as_ptr() as usize - text[start..].as_ptr() as usize) + open;
        if portion.is_none() {
            portion = Some(Located::new(mark, flow.span(at..at + (value.len() - open))));
        }
        value = value[..open].trim_end();
    }
    let joined = join(value);
    if joined.is_empty() {
        return None;
    }
    Some(Subject {
        text: joined,
        portion,
        span: flow.span(start..end.max(start)),
    })
}

/// A mark without its brackets, `S/NF: THE TALKS`. One letter alone is none: it may count a list.
fn bare_mark(text: &str) -> Option<(PortionMark, usize)> {
    let colon = text.bytes().take(12).position(|byte| byte == b':')?;
    let mark = &text[..colon];
    let fits = mark
        .bytes()
        .all(|byte| byte.is_ascii_uppercase() || byte == b'/')
        && (mark.contains('/') || mark == "SBU");
    Some((PortionMark::parse(mark).filter(|_| fits)?, colon + 1))
}

fn inner_label(text: &str) -> Option<usize> {
    // Most subjects have none of these signs, one of which every label but `CLASSIFIED BY ` has.
    let signs = memchr::memchr2(b':', b'.', text.as_bytes()).is_some();
    if !signs && !has_classified(text) {
        return None;
    }
    let bytes = text.as_bytes();
    let stands = |at: usize| {
        let mut labels = INNER.iter().filter(|label| {
            let here = bytes.get(at..at + label.len());
            here.is_some_and(|here| here.eq_ignore_ascii_case(label.as_bytes()))
        });
        labels.any(|label| {
            // An order that is talked about has no instruction behind it.
            if label.starts_with("E.O.") && !order_has_colon(&text[at..].to_ascii_uppercase()) {
                return false;
            }
            // `REF` inside a longer word such as `DEBRIEF:` is none: the label itself must be a word of its
            // own, or follow a lower-case letter or a capital word it cannot belong to.
            let apart = text[..at]
                .chars()
                .next_back()
                .is_some_and(|before| !before.is_alphanumeric());
            apart
                || text[at..].starts_with("Classified")
                || label.starts_with("REF") && !is_one_word(text, at)
        })
    };
    (1..bytes.len()).find(|&at| {
        let second = bytes.get(at + 1).copied().unwrap_or_default();
        BEGIN.has(bytes[at], second) && stands(at)
    })
}

/// Whether `CLASSIFIED`, in any case, stands in a text; its rarest letter is looked for.
fn has_classified(text: &str) -> bool {
    const WORD: &[u8] = b"CLASSIFIED";
    let bytes = text.as_bytes();
    memchr::memchr2_iter(b'F', b'f', bytes)
        .filter_map(|at| bytes.get(at.checked_sub(6)?..at + 4))
        .any(|word| word.eq_ignore_ascii_case(WORD))
}

/// `E.O. 12958:`: whether a colon follows the number.
pub(crate) fn order_has_colon(text: &str) -> bool {
    let text = &text[..crate::parse::floor_boundary(text, 16)];
    text.contains(':') || text.contains("DECL")
}

/// Whether the letters before `REF` make an English word with it: BRIEF, CHEF, RELIEF end otherwise.
fn is_one_word(text: &str, at: usize) -> bool {
    let before = text[..at]
        .rsplit(|c: char| !c.is_alphabetic())
        .next()
        .unwrap_or("");
    before.len() < 3
}

/// Joins wrapped lines: with one blank, or none behind a hyphen that follows a letter.
pub(crate) fn join(text: &str) -> String {
    // Nearly every text stands on one line with single blanks; subjects often on two.
    if !text.as_bytes().contains(&b'\n') && crate::flow::is_folded(text) {
        return text.to_owned();
    }
    let mut joined = String::with_capacity(text.len());
    for line in text.split('\n') {
        let line = crate::flow::trimmed(line);
        if line.is_empty() {
            continue;
        }
        let hyphenated = joined.ends_with('-')
            && !joined.ends_with(" -")
            && !joined.ends_with("--")
            && line.starts_with(char::is_alphanumeric);
        if !joined.is_empty() && !hyphenated {
            joined.push(' ');
        }
        if crate::flow::is_folded(line) {
            joined.push_str(line);
            continue;
        }
        for (at, word) in line.split_whitespace().enumerate() {
            if at > 0 {
                joined.push(' ');
            }
            joined.push_str(word);
        }
    }
    joined
}

/// Writes the SUBJECT line and a blank line behind it.
pub(crate) fn write(subject: &Subject, out: &mut String) {
    use crate::write::wrap::{Part, fill};

    out.push_str("SUBJECT: ");
    if let Some(portion) = &subject.portion {
        out.push('(');
        out.push_str(&portion.value.text);
        out.push_str(") ");
    }
    fill(out, &subject.text, 0, Part::Head);
    out.push_str("\n\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: &str, text: &str, portion: Option<&str>) {
        let flow = Flow::new(
            value,
            value.split_inclusive('\n').scan(0, |at, line| {
                let span = Span::new(*at, *at + line.len());
                *at += line.len();
                Some(span)
            }),
        );
        let read = parse(&flow, None, &mut Vec::new()).unwrap();
        assert_eq!(
            (&*read.text, read.portion.as_ref().map(|p| &*p.value.text)),
            (text, portion),
            "{value}"
        );
    }

    #[test]
    fn subjects() {
        check("THE KING IS ILL", "THE KING IS ILL", None);
        check("(C/NF) THE KING\nIS ILL", "THE KING IS ILL", Some("C/NF"));
        check(
            "RURITANIAN-\nGRAUSTARK TALKS",
            "RURITANIAN-GRAUSTARK TALKS",
            None,
        );
        check("TALKS - \nROUND TWO", "TALKS - ROUND TWO", None);
        check("A NEW PRIMEREF: A. STRELSAU 12", "A NEW PRIME", None);
        check("NEWS FROM ZENDAClassified By: DCM", "NEWS FROM ZENDA", None);
        check("S/NF: TALKS", "TALKS", Some("S/NF"));
        check("SBU: TALKS", "TALKS", Some("SBU"));
        check("C: TALKS", "C: TALKS", None);
        check("S/CT: TALKS", "S/CT: TALKS", None);
        check("the king's horses (s)", "the king's horses", Some("S"));
        check("DEBRIEF: THE TALKS", "DEBRIEF: THE TALKS", None);
    }
}
