//! Portion marks: the `(C)` in front of a paragraph, title or subject.

use std::borrow::Cow;

use crate::head::classification::Level;

/// The protection of one portion.
///
/// Source: docs/format.md, "Portion marks".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortionMark {
    /// In its usual form: `C`, `S/NF`, `SBU`.
    pub text: Cow<'static, str>,
    /// The level it stands for.
    pub level: Level,
}

impl PortionMark {
    fn of(text: &'static str, level: Level) -> PortionMark {
        PortionMark {
            text: Cow::Borrowed(text),
            level,
        }
    }

    /// Reads what stands between the brackets, `C`, `s-nf`, `C - ENTIRE TEXT`; `None` where it is no mark.
    pub fn parse(inside: &str) -> Option<PortionMark> {
        const LONGEST: usize = 40;
        let inside = crate::flow::trimmed(inside).trim_end_matches(['.', ',', ':']);
        if inside.is_empty() || inside.len() > LONGEST || !inside.is_ascii() {
            return None;
        }
        let first = inside.as_bytes()[0].to_ascii_uppercase();
        if !matches!(first, b'U' | b'S' | b'F' | b'L' | b'O' | b'R' | b'C' | b'T') {
            return None;
        }
        let mut upper = [0; LONGEST];
        let upper = &mut upper[..inside.len()];
        upper.copy_from_slice(inside.as_bytes());
        upper.make_ascii_uppercase();
        let upper = str::from_utf8(upper).unwrap_or_default(); // ASCII is UTF-8
        let (level, control) =
            upper
                .find(|c: char| !c.is_ascii_alphabetic())
                .map_or((upper, ""), |at| {
                    (
                        &upper[..at],
                        upper[at..].trim_matches([' ', '/', '-', '.', ',']),
                    )
                });
        let (code, rank) = match level {
            "U" | "UNCLAS" | "UNCLASSIFIED" => ("U", Level::Unclassified),
            "SBU" => ("SBU", Level::SensitiveButUnclassified),
            "FOUO" => ("FOUO", Level::ForOfficialUseOnly),
            "LOU" => ("LOU", Level::LimitedOfficialUse),
            "OUO" => ("OUO", Level::OfficialUseOnly),
            "R" if control.is_empty() => ("R", Level::Restricted),
            "C" | "CONFIDENTIAL" => ("C", Level::Confidential),
            "CNF" => return Some(PortionMark::of("C/NF", Level::Confidential)),
            "S" | "SECRET" => ("S", Level::Secret),
            "SNF" => return Some(PortionMark::of("S/NF", Level::Secret)),
            "TS" => ("TS", Level::TopSecret),
            "LIMITED" if control.starts_with("OFFICIAL") => ("LOU", Level::LimitedOfficialUse),
            _ => return None,
        };
        let control = control.trim_start_matches(['/', ' ', '-']);
        let text = match control {
            "" | "ENTIRE TEXT" | "ENTIRE MESSAGE" | "ENTIRE" | "OFFICIAL USE" => {
                Cow::Borrowed(code)
            }
            "NF" | "NOFORN" | "N" | "NOFOR" => match code {
                "C" => Cow::Borrowed("C/NF"),
                "S" => Cow::Borrowed("S/NF"),
                _ => Cow::Owned(format!("{code}/NF")),
            },
            "FOUO" => return Some(PortionMark::of("FOUO", Level::ForOfficialUseOnly)),
            _ if control.len() <= 24
                && control
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b" ,/-".contains(&b)) =>
            {
                let first = control.split([' ', ',', '/', '-']).next().unwrap_or("");
                if !matches!(
                    first,
                    "REL"
                        | "FGI"
                        | "OC"
                        | "ORCON"
                        | "PROPIN"
                        | "NC"
                        | "EX"
                        | "LIMDIS"
                        | "EXDIS"
                        | "NODIS"
                        | "SI"
                ) {
                    return None;
                }
                Cow::Owned(format!("{code}/{control}"))
            }
            _ => return None,
        };
        Some(PortionMark { text, level: rank })
    }

    /// The mark nearly every paragraph begins with: one of six, one blank, and the text.
    pub(crate) fn common(text: &str) -> Option<(PortionMark, usize)> {
        let (mark, level, next) = match text.as_bytes() {
            [b'(', b'C', b')', b' ', next, ..] => ("C", Level::Confidential, next),
            [b'(', b'U', b')', b' ', next, ..] => ("U", Level::Unclassified, next),
            [b'(', b'S', b')', b' ', next, ..] => ("S", Level::Secret, next),
            [b'(', b'S', b'B', b'U', b')', b' ', next, ..] => {
                ("SBU", Level::SensitiveButUnclassified, next)
            }
            [b'(', b'C', b'/', b'N', b'F', b')', b' ', next, ..] => {
                ("C/NF", Level::Confidential, next)
            }
            [b'(', b'S', b'/', b'N', b'F', b')', b' ', next, ..] => ("S/NF", Level::Secret, next),
            _ => return None,
        };
        next.is_ascii_alphanumeric()
            .then(|| (PortionMark::of(mark, level), "() ".len() + mark.len()))
    }

    /// Reads a mark at the start of `text`: gives the mark and the length it takes, blanks behind it included.
    ///
    /// Accepts a lost bracket, `C)` or `(C `, only where `lenient`; the mark then must be a single known code.
    pub(crate) fn at_start(text: &str, lenient: bool) -> Option<(PortionMark, usize)> {
        if let Some(found) = PortionMark::common(text) {
            return Some(found);
        }
        let end_of = |end: usize| {
            let after = &text[end..];
            end + after.len() - after.trim_start_matches([' ', '\t', '.', ':']).len()
        };
        if let Some(inner) = text.strip_prefix(['(', '[', '{']) {
            let close = inner
                .bytes()
                .take(42)
                .position(|b| matches!(b, b')' | b']' | b'}'))?;
            let mark = PortionMark::parse(inner.get(..close)?)?;
            return Some((mark, end_of(close + 2)));
        }
        if lenient {
            let close = text.bytes().take(8).position(|b| b == b')')?;
            let mark = PortionMark::parse(text.get(..close)?)?;
            return Some((mark, end_of(close + 1)));
        }
        None
    }

    /// Reads a mark with a sign too many or a wrong one: `((C)`, `(C))`, `(CC)`, `(C0`, `9C)`, `(/C)`. Gives what
    /// [`PortionMark::at_start`] gives.
    pub(crate) fn garbled(text: &str) -> Option<(PortionMark, usize)> {
        const LONGEST_BYTES: usize = 8;
        if !text.starts_with(['(', '[', '{', '9']) {
            return None;
        }
        let n = text
            .bytes()
            .take(LONGEST_BYTES + 1)
            .position(|b| b == b' ')?;
        let word = &text[..n];
        let closed = word.ends_with([')', ']', '}', '0', '9', '(']);
        let bracketed = word.contains(['(', ')', '[', ']', '{', '}']);
        let letters = word.trim_matches(|c: char| !c.is_ascii_alphabetic());
        let signs = word
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b"()[]{}09/.,-".contains(&b));
        if !closed || !bracketed || !signs || letters.is_empty() {
            return None;
        }
        // The letter twice.
        let once = match letters.as_bytes() {
            [first @ (b'C' | b'U' | b'S'), rest @ ..] if rest.iter().all(|b| b == first) => {
                &letters[..1]
            }
            _ => letters,
        };
        let mark = PortionMark::parse(once)?;
        let blanks = text.len() - n - text[n..].trim_start_matches([' ', '\t']).len();
        Some((mark, n + blanks))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(inside: &str, expected: Option<(&str, Level)>) {
        let read = PortionMark::parse(inside);
        assert_eq!(
            read.as_ref().map(|mark| (&*mark.text, mark.level)),
            expected,
            "{inside}"
        );
    }

    #[test]
    fn marks() {
        check("C", Some(("C", Level::Confidential)));
        check(" c ", Some(("C", Level::Confidential)));
        check("C.", Some(("C", Level::Confidential)));
        check("S/NF", Some(("S/NF", Level::Secret)));
        check("C//NOFORN", Some(("C/NF", Level::Confidential)));
        check("SBU-NF", Some(("SBU/NF", Level::SensitiveButUnclassified)));
        check("C/REL UK", Some(("C/REL UK", Level::Confidential)));
        check("C - ENTIRE TEXT", Some(("C", Level::Confidential)));
        check("U//FOUO", Some(("FOUO", Level::ForOfficialUseOnly)));
        check("A", None);
        check("See paragraph 3", None);
        check("", None);
        check("Ü", None);
        check("C, D and E", None);
    }

    #[test]
    fn common_marks_are_read_as_any_other() {
        for inside in ["C", "U", "S", "SBU", "C/NF", "S/NF"] {
            let mark = PortionMark::parse(inside).expect("a mark");
            let text = format!("({inside}) The King");
            assert_eq!(PortionMark::common(&text), Some((mark, inside.len() + 3)));
        }
    }

    #[test]
    fn garbled() {
        for (text, mark) in [
            ("((C) The King", Some("C")),
            ("(C)) The King", Some("C")),
            ("(CC) The King", Some("C")),
            ("(C0 The King", Some("C")),
            ("9C) The King", Some("C")),
            ("(/C) The King", Some("C")),
            ("((SBU)) The King", Some("SBU")),
            ("(USA) The King", None),
            ("(The King", None),
            ("(C", None),
            ("9 C) The King", None),
        ] {
            let read = PortionMark::garbled(text).map(|(mark, _)| mark.text);
            assert_eq!(read.as_deref(), mark, "{text}");
        }
    }

    #[test]
    fn at_start() {
        assert_eq!(
            PortionMark::at_start("(C) Text", false).map(|(mark, n)| (mark.text, n)),
            Some(("C".into(), 4))
        );
        assert!(PortionMark::at_start("(see above) Text", false).is_none());
        assert_eq!(
            PortionMark::at_start("C) Text", true).map(|(_, n)| n),
            Some(3)
        );
    }
}
