//! Captions and passing lines: how a cable may be handled and who is to see it.

use smallvec::SmallVec;

use super::classification::close_to;
use super::precedence;
use crate::post::is_swap;
use crate::tables::captions;

/// The captions of a line that holds nothing else: `SIPDIS`, `EXDIS NOFORN`, `SIPDIS, SENSITIVE`.
///
/// `None` where a word is no caption; then the line is something else. Blanks inside a known caption and one wrong
/// letter in a long one are borne.
pub(crate) fn parse_line(line: &str) -> Option<SmallVec<[&'static str; 2]>> {
    Some(read_line(line)?.into_iter().map(|(_, name)| name).collect())
}

/// As [`parse_line`], each caption with the words it was read from.
pub(crate) fn read_line(line: &str) -> Option<SmallVec<[(&str, &'static str); 2]>> {
    let line = crate::flow::trimmed(line);
    let is_sign = |byte: &u8| matches!(byte, b'/' | b'(' | b')' | b'*' | b'-' | b'.');
    let line = match line.as_bytes() {
        [first, .., last] if !is_sign(first) && !is_sign(last) => line,
        _ => line.trim_matches(['/', '(', ')', '*', '-', '.']).trim(),
    };
    if line.is_empty() || line.len() > 80 {
        return None;
    }
    // A longer line is none where it does not begin as a caption does; a short one may be misspelt in its first letters.
    if line.len() > 24
        && (!captions::may_begin(line) || line.bytes().any(|b| b.is_ascii_lowercase()))
    {
        return None;
    }
    let mut found: SmallVec<[(&str, &'static str); 2]> = SmallVec::new();
    if let Some(caption) = plain(line).or_else(|| lookup(line)) {
        found.push((line, caption));
        return Some(found);
    }
    let mut add = |written, caption| {
        if found.iter().all(|(_, other)| *other != caption) {
            found.push((written, caption));
        }
    };
    for part in line
        .split([',', '/', ';'])
        .map(crate::flow::trimmed)
        .filter(|part| !part.is_empty())
    {
        // The whole line was looked up already.
        let is_part = part.len() < line.len();
        if is_part && let Some(caption) = lookup(part) {
            add(part, caption);
            continue;
        }
        for word in part.split_ascii_whitespace() {
            if word.len() == part.len() {
                return None;
            }
            add(word, lookup(word)?);
        }
    }
    (!found.is_empty()).then_some(found)
}

/// Whether a caption was read from letters that are nearly its own, `NOFRON`; another form of it, `SBU`, is no slip.
pub(crate) fn is_slip(written: &str, caption: &str) -> bool {
    const MOST_SLIPS: usize = 2;
    let letters = |words: &str| -> String {
        let letters = words.chars().filter(char::is_ascii_alphanumeric);
        letters.map(|letter| letter.to_ascii_uppercase()).collect()
    };
    if written == caption {
        return false;
    }
    let (written, caption) = (letters(written), letters(caption));
    written != caption && (close_to(&written, &caption, MOST_SLIPS) || is_swap(&written, &caption))
}

/// The captions met a million times over, which are worth mending.
const COMMON: [&str; 7] = [
    "SIPDIS",
    "NOFORN",
    "SENSITIVE",
    "EXDIS",
    "NODIS",
    "LIMDIS",
    "STADIS",
];

/// The letters of [`COMMON`].
const LETTERS: [u32; COMMON.len()] = {
    let mut letters = [0; COMMON.len()];
    let mut at = 0;
    while at < COMMON.len() {
        letters[at] = precedence::letters(COMMON[at].as_bytes());
        at += 1;
    }
    letters
};

/// One of [`COMMON`] as it should be written, as nearly all captions are.
fn plain(written: &str) -> Option<&'static str> {
    COMMON.into_iter().find(|caption| *caption == written)
}

/// One caption, by any of its written forms.
pub(crate) fn lookup(written: &str) -> Option<&'static str> {
    if let Some(row) = captions::lookup(written) {
        return Some(row.caption);
    }
    if written.eq_ignore_ascii_case("DEA SENSITIVE") {
        return Some("DEA SENSITIVE");
    }
    if written.eq_ignore_ascii_case("SENSITIVE BUT UNCLASSIFIED")
        || written.eq_ignore_ascii_case("SBU")
    {
        return Some("SENSITIVE");
    }
    // One slip, or blanks between the letters. A misspelt caption is at most a letter longer than the longest.
    let mut letters = [0; 10];
    let mut n = 0;
    for byte in written.bytes().filter(u8::is_ascii_alphanumeric) {
        *letters.get_mut(n)? = byte.to_ascii_uppercase();
        n += 1;
    }
    let compact = str::from_utf8(&letters[..n]).ok()?;
    // One slip loses one letter at most.
    let set = precedence::letters(compact.as_bytes());
    COMMON.into_iter().zip(LETTERS).find_map(|(caption, own)| {
        let near = !precedence::lacks_two(own & !set)
            && (close_to(compact, caption, 1) || compact.len() == 6 && is_swap(compact, caption));
        near.then_some(caption)
    })
}

/// Whether a line of the head says who is to see or pass on the cable: `DEPARTMENT FOR EUR/CE`, `NSC FOR FENN`.
pub(crate) fn is_passing(line: &str) -> bool {
    let line = crate::flow::trimmed(line);
    let mut words = line
        .split([' ', '\t', ',', ':'])
        .filter(|word| !word.is_empty());
    let Some(first) = words.next() else {
        return false;
    };
    if !first.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return false;
    }
    let keyword = |word: &str| {
        ["FOR", "PASS", "ALSO"]
            .iter()
            .any(|key| word.eq_ignore_ascii_case(key))
    };
    // `FOR EUR/CE FROM THE AMBASSADOR`, `PLEASE PASS TO …`, `DEPT FOR …`, `WHITE HOUSE FOR …`.
    if first.eq_ignore_ascii_case("FOR") || first.eq_ignore_ascii_case("PASS") {
        return true;
    }
    words.take(5).any(keyword)
        && !line.ends_with('.') | line.contains("FOR ")
        && !line.contains(". ")
}

/// `For Ambassador from Bostwick.`, in small letters: nothing but names and ranks between the two words and behind them.
pub(crate) fn is_for_whom(line: &str) -> bool {
    const LONGEST: usize = 60;
    let line = crate::flow::trimmed(line);
    let Some(names) = line.strip_prefix("For ").filter(|_| line.len() <= LONGEST) else {
        return false;
    };
    let mut n_from = 0;
    names
        .split([' ', ','])
        .filter(|word| !word.is_empty())
        .all(|word| {
            n_from += usize::from(word == "from");
            matches!(word, "from" | "and" | "the" | "of")
                || word.starts_with(|c: char| c.is_uppercase())
        })
        && n_from == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn caption_lines() {
        let check = |line: &str, expected: Option<&[&str]>| {
            assert_eq!(parse_line(line).as_deref(), expected, "{line}");
        };
        check("SIPDIS", Some(&["SIPDIS"]));
        check("SIPDIS SIPDIS", Some(&["SIPDIS"]));
        check("SIPDIS, SENSITIVE", Some(&["SIPDIS", "SENSITIVE"]));
        check("EXDIS NOFORN", Some(&["EXDIS", "NOFORN"]));
        check("SIDPIS", Some(&["SIPDIS"]));
        check("SIPDI S", Some(&["SIPDIS"]));
        check("STATE FOR EUR/CE", None);
        check("", None);
    }

    #[test]
    fn for_whom() {
        assert!(is_for_whom("For Ambassador from Bostwick."));
        assert!(is_for_whom(
            "For the Ambassador and Fenn from the Secretary"
        ));
        assert!(!is_for_whom("For years from now on the King will reign."));
        assert!(!is_for_whom("For Ambassador Fenn."));
    }

    #[test]
    fn passing_lines() {
        for line in [
            "DEPARTMENT FOR EUR/CE",
            "STATE PASS USTR",
            "NSC FOR FENN AND KARLSEN",
            "FOR THE SECRETARY FROM AMBASSADOR",
            "WHITE HOUSE FOR FENN",
            "H PASS TO CODEL FENN",
        ] {
            assert!(is_passing(line), "{line}");
        }
        for line in ["SIPDIS", "1. (C) SUMMARY", "The King left Strelsau."] {
            assert!(!is_passing(line), "{line}");
        }
    }
}
