//! What counts as the same text.
//!
//! Two copies of a cable in different wrappers differ in how lines are wrapped, and in whether the head stands once or
//! twice, as archive pages print it. Neither makes another edition; every other difference does. The rule is written
//! down in `docs/storage.md`, "One cable, its editions and sources".

use std::fmt::Write;

use sha2::{Digest, Sha256};

/// SHA-256 of some bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Hash(pub(crate) [u8; 32]);

impl Hash {
    pub(crate) fn of(bytes: &[u8]) -> Hash {
        Hash(Sha256::digest(bytes).into())
    }

    /// In hexadecimal, lower case.
    pub(crate) fn to_hex(self) -> String {
        hex(&self.0)
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
            write!(hex, "{byte:02x}").expect("a String takes any text");
            hex
        })
}

/// Longest repeated block that is looked for, in lines; heads are shorter.
const BLOCK_LINES: usize = 64;

/// How far from the start repetitions are looked for, in lines. Bounds the cost whatever the text.
const HEAD_LINES: usize = 512;

/// Hash of the compared text: white space folded, and a block of lines that follows itself taken once.
pub(crate) fn compared_hash(text: &str) -> Hash {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let head: Vec<String> = lines
        .by_ref()
        .take(HEAD_LINES)
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    // Captions are doubled within each copy of a head, not always in both; single lines first make the copies alike.
    let head = without_repeats(&head.iter().map(String::as_str).collect::<Vec<_>>(), 1);
    let head = without_repeats(&head, BLOCK_LINES);

    let mut hash = Sha256::new();
    let mut is_first = true;
    let words = head
        .into_iter()
        .chain(lines)
        .flat_map(str::split_whitespace);
    for word in words {
        if !is_first {
            hash.update(b" ");
        }
        is_first = false;
        hash.update(word.as_bytes());
    }
    Hash(hash.finalize().into())
}

/// Leaves out the first copy wherever up to `longest` lines stand twice in a row; the longest block counts.
fn without_repeats<'t>(lines: &[&'t str], longest: usize) -> Vec<&'t str> {
    let mut kept = Vec::with_capacity(lines.len());
    let mut at = 0;
    while at < lines.len() {
        let rest = &lines[at..];
        let longest = longest.min(rest.len() / 2);
        let repeated = (1..=longest)
            .rev()
            .find(|&n| rest[0] == rest[n] && rest[..n] == rest[n..2 * n]);
        if let Some(n_lines) = repeated {
            at += n_lines;
        } else {
            kept.push(rest[0]);
            at += 1;
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "C O N F I D E N T I A L STRELSAU 000092\n\nSIPDIS\n\nTAGS: PGOV, RU\nSUBJECT: THE KING IS ILL\n\n";
    const BODY: &str =
        "1. (C) The Court says nothing, and says it\nloudly.\n\n2. (C) We wait.\n\nSAPT\n";

    #[track_caller]
    fn check_same(one: &str, other: &str, is_same: bool) {
        assert_eq!(
            compared_hash(one) == compared_hash(other),
            is_same,
            "{one:?} {other:?}"
        );
    }

    #[test]
    fn wrapping_and_repeated_heads_do_not_matter() {
        let plain = format!("{HEAD}{BODY}");
        check_same(&plain, &plain.replace('\n', "\r\n"), true);
        check_same(
            &plain,
            &plain.replace("says it\nloudly", "says\n it   loudly"),
            true,
        );
        check_same(&plain, &format!("{HEAD}{HEAD}{BODY}"), true);
        let doubled = HEAD.replace("SIPDIS\n", "SIPDIS\n\nSIPDIS\n");
        check_same(&plain, &format!("{doubled}{HEAD}{BODY}"), true);
        check_same(&plain, &format!("{HEAD}{doubled}{BODY}"), true);
        check_same(
            &format!("FM AMEMBASSY STRELSAU\n{plain}"),
            &format!("FM AMEMBASSY STRELSAU\n{HEAD}{HEAD}{BODY}"),
            true,
        );
    }

    #[test]
    fn every_other_difference_matters() {
        let plain = format!("{HEAD}{BODY}");
        check_same(&plain, &plain.replace("The Court", "XXXXXXXXXXXX"), false);
        check_same(&plain, &plain.replace("SIPDIS\n", ""), false);
        check_same(&plain, &plain.replace("wait", "Wait"), false);
        check_same(&plain, BODY, false);
        check_same("a b", "ab", false);
    }

    #[test]
    fn empty_and_long_texts_are_fine() {
        check_same("", " \n\t\r\n", true);
        let long = "same line\n".repeat(100_000);
        check_same(&long, &long, true);
        // Beyond the head nothing is taken out.
        check_same(&long, &long[10..], false);
    }
}
