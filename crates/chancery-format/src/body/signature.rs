//! The signature: the surname at the end, of whoever was in charge that day.

use crate::furniture::{self, Furniture};
use crate::line::{Line, LineKind};
use crate::{Located, Span};

/// Finds the signature among the last lines and sets the kinds of the lines of the tail.
///
/// It is one to three words in capitals without digits, alone on the last line that is neither blank nor furniture;
/// hash signs and a full stop behind it are not part of it. A surname in mixed case counts where the line before ends
/// a sentence, and a surname in capitals behind the last sentence of the last line is parted from it.
/// Source: docs/format.md, "Signature".
pub(crate) fn find(text: &str, lines: &mut Vec<Line>, from: usize) -> Option<Located<String>> {
    let mut n_looked = 0;
    for index in (from..lines.len()).rev() {
        match lines[index].kind {
            LineKind::Blank
            | LineKind::Furniture
            | LineKind::End
            | LineKind::Attribute
            | LineKind::Redaction
            | LineKind::Drafting
            | LineKind::To
            | LineKind::Info
            | LineKind::Exempt => continue,
            LineKind::Body => {}
            _ => return None,
        }
        n_looked += 1;
        if n_looked > 6 {
            return None;
        }
        let content = lines[index].content();
        let written = content.of(text);
        if is_note(written) {
            continue;
        }
        // The name printed twice, once in capitals.
        let twin = (from..index).next_back().filter(|&at| {
            lines[at].kind == LineKind::Body
                && written.trim().bytes().all(|b| b.is_ascii_alphabetic())
                && lines[at]
                    .content()
                    .of(text)
                    .trim()
                    .eq_ignore_ascii_case(written.trim())
        });
        if twin.is_some() && written.starts_with(|c: char| c.is_lowercase()) {
            continue;
        }
        // A title alone, below the name.
        if is_title_alone(written)
            && lines[from..index].iter().next_back().is_some_and(|line| {
                line.kind == LineKind::Body && read(line.content().of(text), 0).is_some()
            })
        {
            continue;
        }
        if is_banner_at_end(text, lines, from, index) {
            lines[index].kind = LineKind::Furniture;
            continue;
        }
        let mut found = read(written, content.start as usize)
            .filter(|_| !goes_on_with_sentence(text, lines, from, index));
        if found.is_none() && ends_sentence(text, lines, from, index) {
            found = read_mixed(written, content.start as usize);
        }
        if found.is_some() {
            lines[index].kind = LineKind::Signature;
            if let Some(twin) = twin {
                lines[twin].kind = LineKind::Signature;
            }
            // What service notes follow belong to no paragraph.
            for line in &mut lines[index + 1..] {
                if line.kind == LineKind::Body {
                    line.kind = LineKind::Furniture;
                }
            }
            return found;
        }
        let (at, name) = behind_last_sentence(written)?;
        let start = content.start as usize + at;
        let line = lines[index];
        lines[index] = Line {
            span: Span::new(line.span.start as usize, start),
            len: at as u32,
            kind: LineKind::Body,
        };
        let rest = Line {
            span: Span::new(start, line.span.end as usize),
            len: line.len - at as u32,
            kind: LineKind::Signature,
        };
        lines.insert(index + 1, rest);
        return Some(Located::new(
            name.to_owned(),
            Span::new(start, start + name.len()),
        ));
    }
    None
}

/// Whether the text before a line ends with a sentence, or the line begins the body.
fn ends_sentence(text: &str, lines: &[Line], from: usize, index: usize) -> bool {
    lines[from..index]
        .iter()
        .rev()
        .find(|line| {
            !matches!(line.kind, LineKind::Blank | LineKind::Furniture)
                && !furniture::is_rule(line.content().of(text))
        })
        .is_none_or(|line| {
            let before = line.content().of(text).trim_end();
            // The number of a note stands behind the full stop: `… in confidence.1`
            let bare = before.trim_end_matches(|c: char| c.is_ascii_digit());
            let noted = before.len() - bare.len() <= 2
                && bare
                    .strip_suffix(['.', '”', ')'])
                    .is_some_and(|said| !said.ends_with(|c: char| c.is_ascii_digit()));
            let before = if noted { bare } else { before };
            before.contains(".gov")
                || before.contains("http")
                || before.ends_with(['.', '"', '”', ')', '!', '?', '\''])
        })
}

/// A level alone on the last line, below a blank line or the signature.
fn is_banner_at_end(text: &str, lines: &[Line], from: usize, index: usize) -> bool {
    let written = lines[index].content().of(text);
    if furniture::recognize(written) != Some(Furniture::Banner) {
        return false;
    }
    let Some(before) = index.checked_sub(1).filter(|&at| at >= from) else {
        return false;
    };
    let words = written.split_ascii_whitespace().count();
    let before = lines[before];
    words > 2 || before.kind != LineKind::Body || read(before.content().of(text), 0).is_some()
}

/// Whether the line is the end of a sentence that the line right above it left open: `… BEFORE THE⏎VISIT.`
///
/// A full stop behind the word tells it, a word above that wants another, or a line above that is full.
fn goes_on_with_sentence(text: &str, lines: &[Line], from: usize, index: usize) -> bool {
    const FULL_BYTES: usize = 50;
    const WANT_ANOTHER: &[&str] = &[
        "A", "AN", "AND", "AS", "AT", "BY", "FOR", "FOREIGN", "FROM", "HIS", "IN", "ITS", "OF",
        "ON", "OR", "OUR", "PRIME", "THAT", "THE", "THEIR", "THIS", "TO", "VICE", "WITH",
    ];
    let Some(before) = index
        .checked_sub(1)
        .filter(|&at| at >= from && lines[at].kind == LineKind::Body)
    else {
        return false;
    };
    let before = lines[before].content().of(text).trim_ascii();
    // The sentence before is over, or the line holds something else than a sentence: a name, an end mark, a list.
    if before.ends_with(['.', '"', ')', '!', '?', '\'', ':', '#', '*'])
        || before.ends_with('”')
        || before.split_ascii_whitespace().count() < 3
        || before.contains("   ")
        // A quoted text that ends there.
        || before.ends_with("QUOTE")
        || before.ends_with("END TEXT")
        || is_note(before)
    {
        return false;
    }
    let word = before
        .rsplit(|c: char| !c.is_ascii_alphanumeric())
        .next()
        .unwrap_or("");
    lines[index].content().of(text).trim_ascii().ends_with('.')
        || before.ends_with([',', '-', ';'])
        || WANT_ANOTHER.contains(&word)
        || before.len() >= FULL_BYTES
}

/// A single surname in mixed case, `Fenn`.
fn read_mixed(line: &str, start: usize) -> Option<Located<String>> {
    let written = line.trim().trim_end_matches(['#', ' ', '.']);
    let letters = || written.chars().filter(|c| c.is_alphabetic()).count();
    let name = written.starts_with(char::is_uppercase)
        && written
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, '\'' | '-'))
        && (3..=24).contains(&letters())
        && !matches!(
            written,
            "Summary"
                | "Comment"
                | "Unquote"
                | "End"
                | "Note"
                | "Classified"
                | "Secret"
                | "Confidential"
        );
    let name = name || has_particle(written);
    let at = start + (line.len() - line.trim_start().len());
    name.then(|| Located::new(written.to_owned(), Span::new(at, at + written.len())))
}

/// A surname of several words in mixed case, `Van der Holm`.
fn has_particle(written: &str) -> bool {
    const PARTICLES: &[&str] = &[
        "da", "de", "del", "den", "der", "di", "dos", "du", "la", "le", "ter", "van", "von",
    ];
    const LONGEST_BYTES: usize = 32;
    let is_name = |word: &str| {
        word.starts_with(char::is_uppercase)
            && word
                .chars()
                .all(|c| c.is_alphabetic() || matches!(c, '\'' | '-'))
    };
    let particle = |word: &str| PARTICLES.iter().any(|p| word.eq_ignore_ascii_case(p));
    if written.len() > LONGEST_BYTES || !written.starts_with(char::is_uppercase) {
        return false;
    }
    let n_words = written.split(' ').count();
    let last = written.rsplit(' ').next().unwrap_or("");
    (2..=4).contains(&n_words)
        && written.split(' ').any(particle)
        && written
            .split(' ')
            .all(|word| is_name(word) || particle(word))
        && is_name(last)
        && !particle(last)
}

/// A surname in capitals behind the last sentence of a line that is otherwise mixed case.
fn behind_last_sentence(line: &str) -> Option<(usize, &str)> {
    let trimmed = line.trim_end();
    let at = trimmed.rfind(['.', ')', '"', '”'])?;
    let sign = trimmed[at..].chars().next()?;
    let behind = &trimmed[at + sign.len_utf8()..];
    let blank = behind.starts_with(|c: char| c.is_whitespace());
    let name = behind.trim_start();
    // `FRIENDLY. UNQUOTE FENN`
    let quoted = ["UNQUOTE", "END QUOTE", "END TEXT"]
        .iter()
        .find_map(|words| name.strip_prefix(words)?.strip_prefix([' ', '.']));
    let name = quoted.map_or(name, |rest| rest.trim_start_matches([' ', '.']));
    let before = &trimmed[..at];
    // In a text of capitals a last word without a full stop, `IT. FENN`, where no title or abbreviation goes before.
    if blank && !before.bytes().any(|b| b.is_ascii_lowercase()) {
        const TITLES: &[&str] = &[
            "AMB", "CAPT", "CO", "COL", "DR", "ETC", "GEN", "GOV", "INC", "LT", "LTD", "MAJ", "MR",
            "MRS", "MS", "MT", "NO", "PRES", "REP", "SEN", "SGT", "ST", "VS",
        ];
        let last = before
            .rsplit(|c: char| !c.is_alphanumeric())
            .next()
            .unwrap_or("");
        let fits = last.len() >= 2
            && !TITLES.contains(&last)
            && (quoted.is_some() || before.split_ascii_whitespace().count() >= 3)
            && (3..=24).contains(&name.len())
            && name.bytes().all(|b| b.is_ascii_uppercase())
            && read(name, 0).is_some();
        return fits.then(|| (trimmed.len() - name.len(), name));
    }
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let fits = blank
        && (3..=24).contains(&letters)
        && (name.chars().all(|c| c.is_uppercase() || matches!(c, '\'' | '-'))
            || name.starts_with(char::is_uppercase) && name.chars().all(char::is_alphabetic) && trimmed[at..].starts_with('.'))
        && before.bytes().filter(u8::is_ascii_lowercase).count() > 8
        // `U.S. NAVY`: the sentence must have ended, not an initial.
        && before.rsplit(|c: char| !c.is_alphanumeric()).next().is_some_and(|last| last.chars().count() != 1);
    fits.then(|| (trimmed.len() - name.len(), name))
}

/// `AMBASSADOR`, `CHARGE D'AFFAIRES`: a rank without a name.
fn is_title_alone(line: &str) -> bool {
    const TITLES: [&str; 10] = [
        "AMBASSADOR",
        "CHARGE",
        "CHARGE D'AFFAIRES",
        "CHARGE D'AFFAIRES A.I",
        "CHARGE D'AFFAIRES, A.I",
        "CONSUL GENERAL",
        "CONSUL",
        "PRINCIPAL OFFICER",
        "ACTING",
        "SECRETARY OF STATE",
    ];
    let title = line.trim().trim_end_matches('.');
    TITLES.iter().any(|known| title.eq_ignore_ascii_case(known))
}

/// Notes that stand behind a signature.
fn is_note(line: &str) -> bool {
    let written = line.trim();
    // Nearly every last line is turned away here: notes begin with one of these letters, or end in full stops.
    let first = written.bytes().find(u8::is_ascii_alphabetic);
    if !matches!(
        first.map(|first| first.to_ascii_uppercase()),
        None | Some(b'C' | b'D' | b'E' | b'H' | b'M' | b'N' | b'V' | b'X')
    ) && !written.ends_with("...")
    {
        return false;
    }
    let upper = written.to_ascii_uppercase();
    // `=====CABLE ENDS=====`
    let bare = upper.trim_matches(|c: char| !c.is_ascii_alphabetic());
    upper.chars().all(|c| matches!(c, '.' | '"' | '\'' | '-' | '_' | '=' | '*'))
        || upper.len() >= 4 && upper.bytes().all(|b| b == b'X')
        || written.starts_with("DRAFTED BY")
        || upper.starts_with("VISIT ") && upper.contains("WEBSITE")
        || upper.starts_with("HTTP://") && !upper.contains(' ')
        || upper.starts_with("END CABLE TEXT")
        // The end of the subject, printed again.
        || upper.ends_with("...") && line.len() < 76 && !line.bytes().any(|b| b.is_ascii_lowercase())
        || matches!(
            bare,
            "CABLE ENDS"
                | "END CABLE"
                | "END OF CABLE"
                | "MESSAGE ENDS"
                | "END MESSAGE"
                | "END OF MESSAGE"
        )
        || upper.starts_with("NOTE BY OC")
        || upper.starts_with("NOTE: NOT PASSED")
        || upper.trim_end_matches(['.', ' ']) == "MINIMIZE CONSIDERED"
        || upper.starts_with("NOTE: ") && upper.len() < 60
}

/// Words that stand alone on a last line and are no names.
const NOT_NAMES: &[&str] = &[
    "UNCLAS",
    "UNCLASSIFIED",
    "CONFIDENTIAL",
    "SECRET",
    "BT",
    "UNQUOTE",
    "COMMENT",
    "END COMMENT",
    "END SUMMARY",
    "END TEXT",
    "END",
    "SUMMARY",
    "NOTAL",
    "END NOTE",
    "END QUOTE",
    "TEXT",
    "SIPDIS",
    "END MESSAGE",
    "END CABLE",
    "END OF MESSAGE",
    "END OF TEXT",
    "END OF CABLE",
    "MINIMIZE CONSIDERED",
    "N/A",
    "NODIS",
    "EXDIS",
    "NOFORN",
    "END POINTS",
    "END TALKING POINTS",
    "TOP SECRET",
    "END NONPAPER",
    "END BIO",
    "END BIO NOTE",
    "END TRANSLATION",
    "CLASSIFIED",
    "NA",
    "NOT PASSED",
    "OK",
    "XXXXXXXXXXXX",
    "END ACTION REQUEST",
];

/// Reads a signature from one line.
fn read(line: &str, start: usize) -> Option<Located<String>> {
    let mut written = crate::flow::trimmed(line);
    // One word in capitals, as nearly every signature is.
    if (2..=40).contains(&written.len())
        && written.bytes().all(|byte| byte.is_ascii_uppercase())
        && !written.starts_with("UNQUOTE")
    {
        let at = start + (written.as_ptr() as usize - line.as_ptr() as usize);
        let name = !NOT_NAMES.contains(&written) && written.bytes().any(|byte| byte != b'X');
        return name.then(|| Located::new(written.to_owned(), Span::new(at, at + written.len())));
    }
    // `MINIMIZE CONSIDERED. FENN`, `END SUMMARY. FENN` and the like: the last word behind a known phrase.
    for phrase in [
        "MINIMIZE CONSIDERED",
        "UNQUOTE",
        "END OF TEXT",
        "END TEXT",
        "END MESSAGE",
    ] {
        if let Some(rest) = written.strip_prefix(phrase) {
            let rest = rest.trim_start_matches(['.', ' ', ',', '-']);
            if !rest.is_empty() {
                written = rest;
            }
        }
    }
    // `FENN BT`, `FENN UNQUOTE`: what ends the transmission or the quotation, on the same line.
    for phrase in [" BT", " NNNN", " NNN", " UNQUOTE"] {
        if let Some(rest) = written.strip_suffix(phrase) {
            // `FENN CONFIDENTIAL NNN`
            written = rest
                .strip_suffix(" CONFIDENTIAL")
                .or_else(|| rest.strip_suffix(" UNCLASSIFIED"))
                .unwrap_or(rest);
        }
    }
    // `FENN, ACTING`, `FENN (ACTING)`
    for phrase in [", ACTING", " (ACTING)", " (CHARGE)", ", CHARGE"] {
        written = written.strip_suffix(phrase).unwrap_or(written);
    }
    // `[REDACTED]` is no name with a stray sign.
    if written.contains('[') && written.contains(']') {
        return None;
    }
    let written = written
        .trim_end_matches(['#', ' ', '.', '\t', '*', '/', ']', '>', '"'])
        .trim_start_matches(['#', '*', ' ', '/', '[', '<', '"']);
    // `FRIENDLY. UNQUOTE FENN`: the end of a quoted text, which [`behind_last_sentence`] knows.
    if written.len() > 40 || written.contains(" UNQUOTE ") {
        return None;
    }
    let words: Vec<&str> = written.split_whitespace().collect();
    if !(1..=3).contains(&words.len()) || written.chars().filter(|c| c.is_alphabetic()).count() < 2
    {
        return None;
    }
    let capital = |word: &&str| {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let lower = word.chars().filter(|c| c.is_lowercase()).count();
        // `McFenn`, `DeFenn`, `LaFENN`: one or two small letters behind the first.
        let mixed = lower > 0
            && lower <= 2
            && letters >= 5
            && word.chars().skip(1).take(2).any(char::is_lowercase)
            && word
                .chars()
                .skip(3)
                .filter(|c| c.is_alphabetic())
                .all(char::is_uppercase);
        letters > 0
            && (lower == 0 || mixed)
            && word.chars().all(|c| {
                c.is_alphabetic() || matches!(c, '\'' | '’' | '-' | '.' | ',' | '`' | '/')
            })
            // `FENN/DORN` are two signers, `N/A` none.
            && word.split('/').all(|half| half.len() >= 3 || !word.contains('/'))
    };
    if !words.iter().all(capital) {
        return None;
    }
    let bare = words.join(" ");
    if NOT_NAMES.contains(&bare.trim_end_matches('.')) || bare.chars().all(|c| c == 'X' || c == ' ')
    {
        return None;
    }
    let at = start + (written.as_ptr() as usize - line.as_ptr() as usize);
    Some(Located::new(bare, Span::new(at, at + written.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: Option<&str>) {
        assert_eq!(
            read(line, 0).map(|found| found.value).as_deref(),
            expected,
            "{line}"
        );
    }

    #[test]
    fn ends_of_sentences_are_no_names() {
        let check = |text: &str, expected: Option<&str>| {
            let mut lines = crate::line::split(text);
            for line in &mut lines {
                if line.content().of(text).trim().is_empty() {
                    line.kind = LineKind::Blank;
                }
            }
            let found = find(text, &mut lines, 0).map(|found| found.value);
            assert_eq!(found.as_deref(), expected, "{text}");
        };
        check("HE WISHED TO SEE THE KING BEFORE THE\nVISIT.\n", None);
        check("HE WOULD CALL FOR THE PRIME\nMINISTER\n", None);
        check("HE SAID NO MORE TODAY\nFENN\n", Some("FENN"));
        check("HE SAID NO MORE TODAY.\nFENN.\n", Some("FENN"));
        check("HE LEFT.\nFENN\n\nLIMITED OFFICIAL USE\n", Some("FENN"));
        check("HE LEFT.\nFENN\nLIMITED OFFICIAL USE\n", Some("FENN"));
    }

    #[test]
    fn names_behind_the_last_sentence() {
        let check = |line: &str, expected: Option<&str>| {
            assert_eq!(
                behind_last_sentence(line).map(|(_, name)| name),
                expected,
                "{line}"
            );
        };
        check("WHETHER THE TENOR GUARANTEED IT.  FENN", Some("FENN"));
        check("HE WAS MET BY MR. FENN", None);
        check("IN THE OLD U.S. ZONE", None);
        check("IT IS THE END. UNQUOTE", None);
        check("FRIENDLY. UNQUOTE FENN", Some("FENN"));
        check("The king left with the train. FENN", Some("FENN"));
    }

    #[test]
    fn names_in_mixed_case() {
        let check = |line: &str, expected: Option<&str>| {
            assert_eq!(
                read_mixed(line, 0).map(|found| found.value).as_deref(),
                expected,
                "{line}"
            );
        };
        check("Fenn", Some("Fenn"));
        check("Van der Holm", Some("Van der Holm"));
        check("De Fenn", Some("De Fenn"));
        check("Prime Minister", None);
        check("Return to Zenda", None);
    }

    #[test]
    fn names() {
        check("FENN", Some("FENN"));
        check("  FENN ", Some("FENN"));
        check("FENN##", Some("FENN"));
        check("FENN.", Some("FENN"));
        check("VAN DER FENN", Some("VAN DER FENN"));
        check("O'FENN-KARLSEN", Some("O'FENN-KARLSEN"));
        check("McFENN", Some("McFENN"));
        check("MINIMIZE CONSIDERED. FENN", Some("FENN"));
        check("FENN/DORN", Some("FENN/DORN"));
        check("FENN BT", Some("FENN"));
        check("FENN CONFIDENTIAL NNN", Some("FENN"));
        check("FENN UNQUOTE", Some("FENN"));
        check("END TEXT UNQUOTE", None);
        check("N/A", None);
        check("END COMMENT", None);
        check("CONFIDENTIAL", None);
        check("Fenn", None);
        check("THE KING LEFT TODAY.", None);
        check("A1", None);
        check("", None);
    }
}
