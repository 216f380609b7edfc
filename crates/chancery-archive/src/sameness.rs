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
    // All words with one blank between, line by line, so that neighbouring lines are hashed in one.
    let mut folded = String::with_capacity(text.len());
    let mut head: Vec<FoldedLine> = Vec::with_capacity(64);
    let mut rest = None;
    for line in text.lines() {
        let start = folded.len();
        fold_line(line, &mut folded);
        if folded.len() == start {
            continue;
        }
        if head.len() < HEAD_LINES {
            head.push(FoldedLine::of(&folded, start));
        } else {
            rest.get_or_insert(start);
        }
        folded.push(' ');
    }
    // Captions are doubled within each copy of a head, not always in both; single lines first make the copies alike.
    let head = without_repeats(&folded, &head, 1);
    let head = without_repeats(&folded, &head, BLOCK_LINES);

    let mut hash = Sha256::new();
    let mut is_first = true;
    let end = folded.len().saturating_sub(1);
    let mut spans = head
        .iter()
        .map(|line| (line.start, line.end))
        .chain(rest.map(|start| (start, end)))
        .peekable();
    while let Some((start, mut end)) = spans.next() {
        while let Some((_, next_end)) = spans.next_if(|&(next, _)| next == end + 1) {
            end = next_end;
        }
        if !is_first {
            hash.update(b" ");
        }
        is_first = false;
        hash.update(&folded.as_bytes()[start..end]);
    }
    Hash(hash.finalize().into())
}

/// Appends the words of a line with one blank between.
fn fold_line(line: &str, out: &mut String) {
    let start = out.len();
    if line.is_ascii() {
        for word in line.split(|c: char| c.is_ascii_whitespace() || c == '\x0B') {
            if !word.is_empty() {
                if out.len() > start {
                    out.push(' ');
                }
                out.push_str(word);
            }
        }
        return;
    }
    for word in line.split_whitespace() {
        if out.len() > start {
            out.push(' ');
        }
        out.push_str(word);
    }
}

/// A line of the folded text. Lines that differ mostly differ in their ends.
#[derive(Clone, Copy)]
struct FoldedLine {
    start: usize,
    end: usize,
    ends: u64,
}

impl FoldedLine {
    fn of(folded: &str, start: usize) -> FoldedLine {
        let bytes = &folded.as_bytes()[start..];
        let front = bytes.iter().take(4);
        let back = bytes.iter().rev().take(4);
        FoldedLine {
            start,
            end: folded.len(),
            ends: front
                .chain(back)
                .fold(0, |ends, &byte| ends << 8 | u64::from(byte)),
        }
    }

    fn is_like(&self, other: &FoldedLine, folded: &str) -> bool {
        self.ends == other.ends
            && folded.as_bytes()[self.start..self.end] == folded.as_bytes()[other.start..other.end]
    }
}

/// Leaves out the first copy wherever up to `longest` lines stand twice in a row; the longest block counts.
fn without_repeats(folded: &str, lines: &[FoldedLine], longest: usize) -> Vec<FoldedLine> {
    let mut kept = Vec::with_capacity(lines.len());
    let mut at = 0;
    while at < lines.len() {
        let rest = &lines[at..];
        let longest = longest.min(rest.len() / 2);
        let repeated = (1..=longest).rev().find(|&n| {
            rest[0].ends == rest[n].ends
                && rest[..n]
                    .iter()
                    .zip(&rest[n..])
                    .all(|(line, copy)| line.is_like(copy, folded))
        });
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
    fn the_hash_is_of_the_words_with_one_blank_between() {
        for (text, words) in [
            (" a\r\n\tb  c\n", "a b c"),
            ("x\nx\ny", "x y"),
            ("a\u{a0}b\u{2003}é", "a b é"),
            ("a\u{b}b", "a b"),
            ("", ""),
        ] {
            assert_eq!(compared_hash(text), Hash::of(words.as_bytes()), "{text:?}");
        }
        let lines: Vec<String> = (0..700).map(|n| format!("line {n}")).collect();
        let (long, words) = (lines.join("\n"), lines.join(" "));
        assert_eq!(compared_hash(&long), Hash::of(words.as_bytes()));
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
