//! Labels of the text head: which field a line begins.

use super::classification::close_to;
use crate::bits;

/// The fields of the text head that begin with a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Label {
    ExecutiveOrder,
    Tags,
    Subject,
    References,
    ClassifiedBy,
    Reason,
    Declassify,
    Derived,
    Classification,
}

/// How many labels there are.
pub(crate) const N_LABELS: usize = Label::Classification as usize + 1;

/// A label found at the start of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Match<'t> {
    pub(crate) label: Label,
    /// Where the value starts in the line.
    pub(crate) value_at: usize,
    /// A portion mark written before or inside the label, `SUBJECT (SBU):`.
    pub(crate) portion: Option<&'t str>,
    /// The label is misspelt.
    pub(crate) typo: bool,
}

/// Spellings with a colon behind them, without blanks, full stops and brackets.
const WITH_COLON: &[(&str, Label)] = &[
    ("TAGS", Label::Tags),
    ("TAG", Label::Tags),
    ("TAGES", Label::Tags),
    ("TAGSTERMS", Label::Tags),
    ("SUBJECT", Label::Subject),
    ("SUBJ", Label::Subject),
    ("SUBJECTS", Label::Subject),
    ("SUB", Label::Subject),
    ("SBJ", Label::Subject),
    ("REF", Label::References),
    ("REFS", Label::References),
    ("REFTEL", Label::References),
    ("REFTELS", Label::References),
    ("REFERENCE", Label::References),
    ("REFERENCES", Label::References),
    ("REFRENCE", Label::References),
    ("QREF", Label::References),
    ("REFERENCETELEGRAM", Label::References),
    ("REFERENCETELEGRAMS", Label::References),
    ("REFERENCECABLE", Label::References),
    ("REFERENCECABLES", Label::References),
    ("CLASSIFIEDBY", Label::ClassifiedBy),
    ("CLASSIFIED", Label::ClassifiedBy),
    ("CLASSBY", Label::ClassifiedBy),
    ("CLASSIFYINGOFFICER", Label::ClassifiedBy),
    ("CLASSIFICATIONAUTHORITY", Label::ClassifiedBy),
    ("REASON", Label::Reason),
    ("REASONS", Label::Reason),
    ("REASONSFORCLASSIFICATION", Label::Reason),
    ("REASONFORCLASSIFICATION", Label::Reason),
    ("DECLASSIFYON", Label::Declassify),
    ("DECLON", Label::Declassify),
    ("DECL", Label::Declassify),
    ("EXECUTIVEORDER", Label::ExecutiveOrder),
    ("DERIVEDFROM", Label::Derived),
    ("CLASSIFICATION", Label::Classification),
    ("EO", Label::ExecutiveOrder),
];

/// Those of the spellings that are slips.
const SLIPS: &[&str] = &["TAGES", "SBJ", "REFRENCE", "QREF"];

/// Finds the label a line begins with. Any case; blanks, a portion mark before it, and slips of a letter are borne.
pub(crate) fn at_start(line: &str) -> Option<Match<'_>> {
    if let Some(plain) = plainly_at_start(line) {
        return Some(plain);
    }
    let first = line.bytes().position(|b| !matches!(b, b' ' | b'\t'))?;
    let indent = if line.as_bytes()[first].is_ascii_graphic() {
        first
    } else {
        line.len() - line.trim_start().len()
    };
    // The mark that a mirror puts before letters and numbers.
    let pilcrow = if line[indent..].starts_with('¶') {
        '¶'.len_utf8()
    } else {
        0
    };
    let (portion, at) = leading_mark(line, indent + pilcrow);
    let rest = &line[at..];
    let first = rest.bytes().next()?.to_ascii_uppercase();
    if !matches!(
        first,
        b'E' | b'T' | b'S' | b'R' | b'C' | b'D' | b'U' | b'A' | b'L' | b'J'
    ) && !begins_garbled(rest.as_bytes())
    {
        return None;
    }
    if first == b'E'
        && let Some(value_at) = executive_order(rest)
    {
        return Some(Match {
            label: Label::ExecutiveOrder,
            value_at: at + value_at,
            portion,
            typo: false,
        });
    }
    if let Some(value_at) = garbled_order(rest) {
        return Some(Match {
            label: Label::ExecutiveOrder,
            value_at: at + value_at,
            portion,
            typo: true,
        });
    }
    with_colon(rest, portion)
        .or_else(|| without_colon(rest, portion))
        .map(|found| Match {
            value_at: at + found.value_at,
            ..found
        })
}

/// The labels of nearly every head, written as they nearly always are: read at once, since each costs many questions else.
fn plainly_at_start(line: &str) -> Option<Match<'_>> {
    let bytes = line.as_bytes();
    let (label, mut value_at) = match bytes.first_chunk::<5>()? {
        b"TAGS:" => (Label::Tags, "TAGS: ".len()),
        b"SUBJE" if bytes.starts_with(b"SUBJECT: ") => (Label::Subject, "SUBJECT: ".len()),
        b"REF: " => (Label::References, "REF: ".len()),
        b"E.O. " if bytes.get(5) == Some(&b'1') => (Label::ExecutiveOrder, "E.O. ".len()),
        b"Class" if bytes.starts_with(b"Classified By: ") => {
            (Label::ClassifiedBy, "Classified By: ".len())
        }
        _ => return None,
    };
    if bytes.get(value_at - 1) != Some(&b' ') {
        return None;
    }
    while matches!(bytes.get(value_at), Some(b':' | b' ' | b'\t')) {
        value_at += 1;
    }
    Some(Match {
        label,
        value_at,
        portion: None,
        typo: false,
    })
}

/// Whether a line can begin with a label whose first letter is another one, `5UBJECT`, `QAGS`, `.EO.`: capitals, and
/// the second letter one that labels have there; or a letter too many before REF.
fn begins_garbled(bytes: &[u8]) -> bool {
    match bytes {
        [b'Q', b'R', b'E', b'F', ..] => true,
        [first, second, third, ..] => {
            (first.is_ascii_uppercase() || matches!(first, b'5' | b'.'))
                && matches!(
                    second,
                    b'U' | b'A' | b'E' | b'F' | b'L' | b'l' | b'.' | b'O'
                )
                && (third.is_ascii_alphabetic() || matches!(third, b'.' | b'O' | b':'))
        }
        _ => false,
    }
}

/// `E.Q. 12958:`, `EE.O. 12958: DECL`: one slip in the letters before the number of an order, with its colon behind.
fn garbled_order(rest: &str) -> Option<usize> {
    const LONGEST: usize = 6;
    let bytes = rest.as_bytes();
    let at = bytes
        .iter()
        .take(LONGEST + 1)
        .position(|&b| b == b'1')
        .filter(|&at| at >= 2)?;
    if !matches!(bytes[at - 1], b'.' | b' ' | b'\t') {
        return None;
    }
    let mut key = [0u8; LONGEST];
    let mut n = 0;
    for &byte in &bytes[..at] {
        match byte {
            b'.' | b' ' | b'\t' | b',' => {}
            b'0' => {
                key[n] = b'O';
                n += 1;
            }
            _ if byte.is_ascii_alphabetic() => {
                key[n] = byte.to_ascii_uppercase();
                n += 1;
            }
            _ => return None,
        }
    }
    let near = match &key[..n] {
        [b'E' | b'O'] => bytes[..at].contains(&b'.'),
        [a, b] => *a == b'E' || *b == b'O',
        [a, b, c] => [*a, *b] == *b"EO" || [*b, *c] == *b"EO" || [*a, *c] == *b"EO",
        _ => false,
    };
    let number = rest.get(at..at + 5)?;
    let known = number.bytes().all(|b| b.is_ascii_digit())
        && crate::tables::executive_orders::by_number(number).is_some();
    let behind = rest[at + 5..].trim_start();
    (near && known && (behind.starts_with([':', ';']) || behind.starts_with("DECL"))).then_some(at)
}

/// `E.O.`, `EO`, `E. O.`, `E.O` before a number or a colon. The value starts behind it.
fn executive_order(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    if let Some(value) = rest.strip_prefix("EXECUTIVE ORDER ") {
        // Sentences begin so, too; the field has its number and a colon.
        let digits = value.bytes().take_while(u8::is_ascii_digit).count();
        return (digits == 5 && value[5..].trim_start().starts_with(':'))
            .then_some("EXECUTIVE ORDER ".len());
    }
    let mut at = 1;
    let skip = |at: &mut usize| {
        while matches!(bytes.get(*at), Some(b'.' | b' ' | b',' | b'\t')) {
            *at += 1;
        }
    };
    skip(&mut at);
    // `E. 08 ZENDA 12` is the fifth reference of a list.
    let year = bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
    // A scan reads `E.C. 12356` and `E.Q. 12958`; the number of an order must follow.
    let scanned = matches!(bytes.get(at), Some(b'C' | b'Q' | b'D' | b'G'))
        && bytes.get(1) == Some(&b'.')
        && bytes.get(at + 1) == Some(&b'.')
        && rest[at + 2..]
            .trim_start()
            .strip_prefix('1')
            .is_some_and(|number| number.bytes().take_while(u8::is_ascii_digit).count() == 4);
    if !scanned && !matches!((bytes.get(at)?, year), (b'O' | b'o', _) | (b'0', false)) {
        return None;
    }
    at += 1;
    skip(&mut at);
    while matches!(bytes.get(at), Some(b':' | b' ')) {
        at += 1;
    }
    let value = bytes.get(at).is_some_and(u8::is_ascii_digit)
        || matches!(bytes.get(at), Some(b'l' | b'I' | b'O'))
            && bytes
                .get(at + 1..at + 4)
                .is_some_and(|digits| digits.iter().all(u8::is_ascii_digit))
        // The number is on the next line.
        || rest.trim_end() == "E.O."
        || rest[at.min(rest.len())..]
            .trim_start()
            .get(..4)
            .is_some_and(|word| word.eq_ignore_ascii_case("DECL"))
        || rest[..at].contains(':');
    value.then_some(at)
}

/// A portion mark before the label: `(U) CLASSIFIED BY`.
fn leading_mark(line: &str, indent: usize) -> (Option<&str>, usize) {
    let rest = &line[indent..];
    if let Some(inner) = rest.strip_prefix('(')
        && let Some(end) = inner.find(')')
        && end <= 8
    {
        let after = indent + end + 2;
        let blanks = line[after..].len() - line[after..].trim_start().len();
        return (Some(inner[..end].trim()), after + blanks);
    }
    (None, indent)
}

/// The first colon or semicolon among `N` bytes; most lines have none.
fn colon_within<const N: usize>(bytes: &[u8]) -> Option<usize> {
    const FIRST: usize = 32;
    let is_colon = |byte: u8| matches!(byte, b':' | b';');
    let from = match bytes.first_chunk::<FIRST>() {
        Some(first) => match bits::of(first, is_colon) {
            0 => FIRST,
            colons => return Some(colons.trailing_zeros() as usize),
        },
        None => 0,
    };
    let rest = bytes.get(from..bytes.len().min(N))?;
    let at = rest.iter().position(|byte| is_colon(*byte))?;
    Some(from + at)
}

fn with_colon<'t>(rest: &'t str, portion: Option<&'t str>) -> Option<Match<'t>> {
    const LONGEST: usize = 36;
    let bytes = rest.as_bytes();
    let colon = colon_within::<LONGEST>(bytes)?;
    let mut key = [0u8; LONGEST];
    let mut n = 0;
    let mut inner: Option<&str> = None;
    let mut misread = false;
    let mut i = 0;
    while i < colon {
        match bytes[i] {
            b'(' => {
                let end = bytes[i..colon]
                    .iter()
                    .position(|&b| b == b')')
                    .map_or(colon, |n| i + n);
                let within = rest.get(i + 1..end)?.trim();
                // `REF(S)` is a plural, `SUBJECT (SBU)` a mark.
                if !within.eq_ignore_ascii_case("S") || bytes[..i].ends_with(b" ") {
                    inner = Some(within);
                }
                i = end;
            }
            b if b.is_ascii_alphabetic() => {
                key[n] = b.to_ascii_uppercase();
                n += 1;
            }
            b' ' | b'.' | b'/' | b')' | b'\t' | b'-' => {}
            // A digit inside a word is the letter it looks like, `5UBJECT`, `TAG5`; apart it numbers an item.
            b'0' | b'1' | b'5' | b'8'
                if bytes[i + 1].is_ascii_alphabetic()
                    || i > 0 && bytes[i - 1].is_ascii_alphabetic() && n > 2 =>
            {
                key[n] = match bytes[i] {
                    b'0' => b'O',
                    b'1' => b'I',
                    b'5' => b'S',
                    _ => b'B',
                };
                n += 1;
                misread = true;
            }
            // The ligatures of fi and fl, from a scanned page: `Classiﬁed By`.
            0xEF if matches!(bytes.get(i + 1..i + 3), Some([0xAC, 0x81 | 0x82])) => {
                key[n] = b'F';
                key[n + 1] = if bytes[i + 2] == 0x81 { b'I' } else { b'L' };
                n += 2;
                i += 2;
            }
            _ => return None,
        }
        i += 1;
    }
    if n < 2 {
        return None;
    }
    let key = std::str::from_utf8(&key[..n]).ok()?;
    let exact = WITH_COLON
        .iter()
        .find(|(spelling, _)| spelling.as_bytes()[0] == key.as_bytes()[0] && *spelling == key)
        .map(|&(spelling, label)| (label, misread || SLIPS.contains(&spelling)));
    let value = &rest[colon + 1..];
    let found = exact.or_else(|| {
        let near = |word: &str, limit| close_to(key, word, limit);
        let label = if n >= 5 && (near("SUBJECT", 2) || near("SUBJECT", 1)) {
            Label::Subject
        } else if n >= 9 && near("CLASSIFIEDBY", 3) {
            Label::ClassifiedBy
        } else if n >= 5 && (near("REASON", 1) || near("REASONS", 1)) {
            Label::Reason
        } else if (3..=5).contains(&n)
            && (near("TAGS", 1) || crate::post::is_swap(key, "TAGS"))
            && key != "TASK"
            && key != "TAPS"
            // With another first letter it may be any word.
            && (matches!(key.as_bytes()[0], b'T' | b'A') || super::tags::begins_with_tag(value))
        {
            Label::Tags
        } else if n >= 5
            && (near("REFTEL", 1)
                || near("REFTELS", 1)
                || near("REFERENCE", 2)
                || near("REFERENCES", 2))
            || (2..=5).contains(&n)
                && (near("REF", 1) || near("REFS", 1) || crate::post::is_swap(key, "REF"))
                && super::reftel::cites(value)
        {
            Label::References
        } else {
            return None;
        };
        Some((label, true))
    });
    let (label, mut typo) = found?;
    let mut value_at = colon + 1;
    // `SUBJEC:T THE CLOCKS`: the last letter of the label stands behind its colon.
    if let [letter, b' ', ..] = value.as_bytes()
        && letter.is_ascii_alphabetic()
        && n < LONGEST
        && WITH_COLON.iter().any(|(spelling, of)| {
            *of == label
                && spelling.len() == n + 1
                && spelling.starts_with(key)
                && spelling.as_bytes()[n] == letter.to_ascii_uppercase()
        })
    {
        value_at += 1;
        typo = true;
    }
    // `REF A:`, `REF (B):`: the letter is that of the item.
    if label == Label::References
        && let Some((at, exact)) = item_letter(&rest[..colon])
    {
        value_at = at;
        inner = None;
        typo &= !exact;
    }
    // A doubled colon or label: `REF: REF:` is left to the field.
    while matches!(bytes.get(value_at), Some(b':' | b' ' | b'\t')) {
        value_at += 1;
    }
    Some(Match {
        label,
        value_at: value_at.min(rest.len()),
        portion: inner.or(portion),
        typo,
    })
}

/// The letter of an item that stands in front of the colon of a label of references, `REF A`, `REFTEL (B)`, `REF-C`:
/// where it starts, and whether the word before it is the label itself.
fn item_letter(written: &str) -> Option<(usize, bool)> {
    let word = written.bytes().take_while(u8::is_ascii_alphabetic).count();
    let rest = written[word..].trim_start_matches([' ', '-', '.']);
    let at = written.len() - rest.len();
    let inside = rest.trim_end();
    let (letter, bracket) = match inside.as_bytes() {
        [b'(' | b'[', letter, b')' | b']'] => (letter, true),
        [letter] => (letter, false),
        _ => return None,
    };
    // `REF (S)` is a plural, `REF (U)` has a mark.
    let fits = word >= 2
        && letter.is_ascii_alphanumeric()
        && at > word - usize::from(bracket)
        && !(bracket && matches!(letter, b'S' | b's' | b'U'));
    let exact = [
        "REF",
        "REFS",
        "REFTEL",
        "REFTELS",
        "REFERENCE",
        "REFERENCES",
    ]
    .iter()
    .any(|label| written[..word].eq_ignore_ascii_case(label));
    fits.then_some((at, exact))
}

fn without_colon<'t>(rest: &'t str, portion: Option<&'t str>) -> Option<Match<'t>> {
    let first = rest.as_bytes()[0].to_ascii_uppercase();
    // Two letters turn nearly every line away.
    let second = rest.as_bytes().get(1).map(u8::to_ascii_uppercase);
    if (first, second) == (b'T', Some(b'H')) {
        return said_in_words(rest, portion);
    }
    if !matches!(
        (first, second),
        (b'S', Some(b'U')) | (b'T', Some(b'A')) | (b'C', Some(b'L')) | (b'D' | b'R', Some(b'E'))
    ) {
        return None;
    }
    let starts = |words: &str| {
        words.as_bytes()[0] == first
            && rest
                .get(..words.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(words))
            && rest[words.len()..]
                .chars()
                .next()
                .is_none_or(|c| !c.is_alphanumeric())
    };
    let found = |label, n: usize| {
        let value_at = n + rest[n..].len()
            - rest[n..]
                .trim_start_matches([' ', '\t', ',', ';', '-', '.', ':'])
                .len();
        Some(Match {
            label,
            value_at,
            portion,
            typo: false,
        })
    };
    let upper = |n: usize| {
        rest[n..]
            .trim_start()
            .bytes()
            .take(4)
            .all(|b| !b.is_ascii_lowercase())
    };
    // `TAGSPREL, PGOV`: the label ran into the first tag.
    if rest.starts_with("TAGS")
        && rest.len() <= 100
        && rest.as_bytes().get(4).is_some_and(u8::is_ascii_uppercase)
        && super::tags::is_bare_line(&rest[4..], None)
    {
        return Some(Match {
            typo: true,
            ..found(Label::Tags, 4)?
        });
    }
    for (words, label) in [
        // L for the colon, its neighbour on the keys.
        ("SUBJECTL", Label::Subject),
        ("TAGSL", Label::Tags),
        ("CLASSIFIED BY", Label::ClassifiedBy),
        ("DECLASSIFY ON", Label::Declassify),
        ("DERIVED FROM", Label::Derived),
        ("TAGS", Label::Tags),
        ("TAG", Label::Tags),
        ("SUBJECT", Label::Subject),
        ("SUBJ", Label::Subject),
        ("REFTELS", Label::References),
        ("REFTEL", Label::References),
        ("REFS", Label::References),
        ("REF", Label::References),
        ("REFERENCES", Label::References),
        ("REFERENCE", Label::References),
        ("REASONS", Label::Reason),
        ("REASON", Label::Reason),
    ] {
        if !starts(words) {
            continue;
        }
        let after = rest[words.len()..].trim_start_matches([' ', '\t', ',', ';', '-', '.']);
        let fits = match label {
            Label::ClassifiedBy | Label::Declassify | Label::Derived => true,
            Label::Tags => {
                upper(words.len()) && !after.is_empty() && super::tags::begins_list(after)
            }
            Label::Subject => {
                rest[..words.len()].bytes().all(|b| b.is_ascii_uppercase())
                    && upper(words.len())
                    && !after.is_empty()
            }
            // `REF A) …`, `REFS: …` with the colon lost; `REF A` inside a sentence goes on in lower case.
            Label::References if words.starts_with("REFER") => super::reftel::cites(after),
            Label::References => {
                after.is_empty()
                    || after.starts_with(['(', '['])
                    || after.bytes().any(|b| b.is_ascii_digit()) && upper(words.len())
            }
            Label::Reason => {
                after.starts_with(|c: char| c.is_ascii_digit())
                    || after.starts_with("E.O")
                    || after.starts_with("EO ")
            }
            Label::ExecutiveOrder | Label::Classification => false,
        };
        if fits {
            return found(label, words.len()).map(|found| Match {
                typo: matches!(words, "SUBJECTL" | "TAGSL"),
                ..found
            });
        }
    }
    None
}

/// `This message was classified by DCM …`, the label as the beginning of a sentence.
fn said_in_words<'t>(rest: &'t str, portion: Option<&'t str>) -> Option<Match<'t>> {
    const CLASSIFIED: &str = " WAS CLASSIFIED BY";
    let n = ["THIS MESSAGE", "THIS CABLE", "THIS TELEGRAM"]
        .into_iter()
        .find(|words| {
            rest.get(..words.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(words))
        })?
        .len();
    let (words, value) = rest[n..].split_at_checked(CLASSIFIED.len())?;
    if !words.eq_ignore_ascii_case(CLASSIFIED) || value.starts_with(char::is_alphanumeric) {
        return None;
    }
    Some(Match {
        label: Label::ClassifiedBy,
        value_at: rest.len() - value.trim_start_matches([' ', '\t', ':', '-']).len(),
        portion,
        typo: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: Option<(Label, &str, Option<&str>)>) {
        let read =
            at_start(line).map(|found| (found.label, &line[found.value_at..], found.portion));
        assert_eq!(read, expected, "{line}");
    }

    #[test]
    fn spellings() {
        check("TAGS: PREL PGOV", Some((Label::Tags, "PREL PGOV", None)));
        check("TAGS PREL, PGOV", Some((Label::Tags, "PREL, PGOV", None)));
        check("TAGS; PREL", Some((Label::Tags, "PREL", None)));
        check("Classiﬁed By: X", Some((Label::ClassifiedBy, "X", None)));
        check("TGS: PREL", Some((Label::Tags, "PREL", None)));
        check("ATGS: PREL", Some((Label::Tags, "PREL", None)));
        check(
            "TAGSPREL, PGOV, UK",
            Some((Label::Tags, "PREL, PGOV, UK", None)),
        );
        check("¶TAGS: PREL", Some((Label::Tags, "PREL", None)));
        check("SUBJECTL X", Some((Label::Subject, "X", None)));
        check("E.O.", Some((Label::ExecutiveOrder, "", None)));
        check(
            "E.C. 12356: N/A",
            Some((Label::ExecutiveOrder, "12356: N/A", None)),
        );
        check("TAGS PGVO PREL", Some((Label::Tags, "PGVO PREL", None)));
        check("TAGS PREL", Some((Label::Tags, "PREL", None)));
        check(
            "TAGS OVIP (FENN, DORA)",
            Some((Label::Tags, "OVIP (FENN, DORA)", None)),
        );
        check(
            "E.O. l2958: N/A",
            Some((Label::ExecutiveOrder, "l2958: N/A", None)),
        );
        check(
            "EXECUTIVE ORDER 12958: N/A",
            Some((Label::ExecutiveOrder, "12958: N/A", None)),
        );
        check(
            "DECL: 10/8/2017",
            Some((Label::Declassify, "10/8/2017", None)),
        );
        check("SUBJECT : X", Some((Label::Subject, "X", None)));
        check("UBJECT: X", Some((Label::Subject, "X", None)));
        check("SUBJECT (SBU): X", Some((Label::Subject, "X", Some("SBU"))));
        check("(C) SUBJECT: X", Some((Label::Subject, "X", Some("C"))));
        check("REF(S): A", Some((Label::References, "A", None)));
        check(
            "REF A: ZENDA 12",
            Some((Label::References, "A: ZENDA 12", None)),
        );
        check(
            "REFTEL (B): ZENDA 12",
            Some((Label::References, "(B): ZENDA 12", None)),
        );
        check(
            "REF-C: ZENDA 12",
            Some((Label::References, "C: ZENDA 12", None)),
        );
        check(
            "REF (U): ZENDA 12",
            Some((Label::References, "ZENDA 12", Some("U"))),
        );
        check(
            "REFERENCE TELEGRAM: ZENDA 12",
            Some((Label::References, "ZENDA 12", None)),
        );
        check(
            "REFERENCES (A) ZENDA 12",
            Some((Label::References, "(A) ZENDA 12", None)),
        );
        check(
            "REF A) STRELSAU 12",
            Some((Label::References, "A) STRELSAU 12", None)),
        );
        check(
            "(U) Classified by Polcounselor",
            Some((Label::ClassifiedBy, "Polcounselor", Some("U"))),
        );
        check(
            "CLASS BY: DCM DORA FENN",
            Some((Label::ClassifiedBy, "DCM DORA FENN", None)),
        );
        check(
            "(U) This message was classified by DCM Dora Fenn",
            Some((Label::ClassifiedBy, "DCM Dora Fenn", Some("U"))),
        );
        check(
            "THIS CABLE WAS CLASSIFIED BY: DCM DORA FENN",
            Some((Label::ClassifiedBy, "DCM DORA FENN", None)),
        );
        check(
            "This message was classified by",
            Some((Label::ClassifiedBy, "", None)),
        );
        check(
            "E.O. 12958: DECL: 10/8/2017",
            Some((Label::ExecutiveOrder, "12958: DECL: 10/8/2017", None)),
        );
        check(
            "EO 12958 DECL: 02/22/2011",
            Some((Label::ExecutiveOrder, "12958 DECL: 02/22/2011", None)),
        );
        check(
            "E. O. 11652: GDS",
            Some((Label::ExecutiveOrder, "11652: GDS", None)),
        );
        check(
            "REASONS 1.4 (B) AND (D).",
            Some((Label::Reason, "1.4 (B) AND (D).", None)),
        );
    }

    #[test]
    fn sentences_are_no_labels() {
        check("Subject to approval, the King", None);
        check("Ref A reports that the King", None);
        check("REFERENCE IS MADE TO STATE 123", None);
        check("This message was classified bylaw", None);
        check("This cable was drafted by Dora Fenn", None);
        check("Class by class they left", None);
        check("E. 09 ANKARA 834", None);
        check("EOD teams were sent", None);
        check("Executive Order 13224 names the bank", None);
        check("The Ambassador said: no", None);
        check("Task: to find out", None);
        check("TAGS SERVE TWO FUNCTIONS", None);
        check("TAGS ALONG WITH THE GRAUSTARKERS", None);
        check("TAGS IN USE ARE FEW", None);
        check("TAGS MANUAL", None);
        check("TAGS (WORDS BY WHICH", None);
        check("E.C. SAID", None);
        check("", None);
    }
}
