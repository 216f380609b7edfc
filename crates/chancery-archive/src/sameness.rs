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
    let mut folded = Vec::with_capacity(text.len() + 1);
    let mut head = Lines::default();
    let mut rest = None;
    let mut at = 0;
    while at < text.len() {
        let end = memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |n| at + n);
        let line = &text[at..end];
        at = end + 1;
        let start = folded.len();
        fold_line(line, &mut folded);
        if folded.len() == start {
            continue;
        }
        if head.spans.len() < HEAD_LINES {
            head.push(&folded, start);
        } else {
            rest.get_or_insert(start);
        }
        folded.push(b' ');
    }
    // Captions are doubled within each copy of a head, not always in both; single lines first make the copies alike.
    let head = without_repeats(&folded, head, 1);
    let head = without_repeats(&folded, head, BLOCK_LINES);

    let mut hash = Sha256::new();
    let mut is_first = true;
    let end = folded.len().saturating_sub(1);
    let mut spans = head
        .spans
        .into_iter()
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
        hash.update(&folded[start..end]);
    }
    Hash(hash.finalize().into())
}

/// Appends the words of a line with one blank between.
fn fold_line(line: &str, out: &mut Vec<u8>) {
    let start = out.len();
    if !line.is_ascii() {
        for word in line.split_whitespace() {
            if out.len() > start {
                out.push(b' ');
            }
            out.extend_from_slice(word.as_bytes());
        }
        return;
    }
    // A blank before the line counts: one at its beginning is left out.
    let mut is_after_blank = true;
    for some in line.as_bytes().chunks(chancery_bits::BLOCK) {
        let mut block = [b'x'; chancery_bits::BLOCK];
        block[..some.len()].copy_from_slice(some);
        let folded = block.map(|byte| if is_blank(byte) { b' ' } else { byte });
        let blanks = chancery_bits::of(&folded, |byte| byte == b' ');
        if blanks & (blanks << 1 | u64::from(is_after_blank)) == 0 {
            // No two blanks side by side: nearly always.
            out.extend_from_slice(&folded[..some.len()]);
        } else {
            for &byte in &folded[..some.len()] {
                if byte != b' ' || !is_after_blank {
                    out.push(byte);
                }
                is_after_blank = byte == b' ';
            }
        }
        is_after_blank = folded[some.len() - 1] == b' ';
    }
    if out.len() > start && out.last() == Some(&b' ') {
        out.pop();
    }
}

/// White space of ASCII.
fn is_blank(byte: u8) -> bool {
    matches!(byte, b'\t'..=b'\r' | b' ')
}

/// Lines of the folded text.
#[derive(Default)]
struct Lines {
    spans: Vec<(usize, usize)>,
    /// First and last bytes of each: lines that differ mostly differ there.
    ends: Vec<u64>,
}

impl Lines {
    /// Adds what stands in the folded text from a place on.
    fn push(&mut self, folded: &[u8], start: usize) {
        let bytes = &folded[start..];
        let front = bytes.iter().take(4);
        let back = bytes.iter().rev().take(4);
        self.spans.push((start, folded.len()));
        self.ends.push(
            front
                .chain(back)
                .fold(0, |ends, &byte| ends << 8 | u64::from(byte)),
        );
    }

    /// Whether some lines stand there again right behind themselves.
    fn are_repeated(&self, folded: &[u8], at: usize, n_lines: usize) -> bool {
        let (first, again) = (at..at + n_lines, at + n_lines..at + 2 * n_lines);
        let text = |&(start, end): &(usize, usize)| &folded[start..end];
        self.ends[first.clone()] == self.ends[again.clone()]
            && self.spans[first]
                .iter()
                .map(text)
                .eq(self.spans[again].iter().map(text))
    }
}

/// Leaves out the first copy wherever up to `longest` lines stand twice in a row; the longest block counts.
fn without_repeats(folded: &[u8], lines: Lines, longest: usize) -> Lines {
    let n_lines = lines.spans.len();
    let repeated = |at: usize| {
        let longest = longest.min((n_lines - at) / 2);
        let first = lines.ends[at];
        // Nearly always there is none.
        if !lines.ends[at + 1..=at + longest].contains(&first) {
            return None;
        }
        (1..=longest)
            .rev()
            .filter(|&n| lines.ends[at + n] == first)
            .find(|&n| lines.are_repeated(folded, at, n))
    };
    let Some(first) = (0..n_lines).find(|&at| repeated(at).is_some()) else {
        return lines;
    };
    let mut kept = Lines {
        spans: lines.spans[..first].to_vec(),
        ends: lines.ends[..first].to_vec(),
    };
    let mut at = first;
    while at < n_lines {
        if let Some(n) = repeated(at) {
            at += n;
        } else {
            kept.spans.push(lines.spans[at]);
            kept.ends.push(lines.ends[at]);
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
    fn lines_are_folded_many_bytes_at_a_time() {
        let parts = [
            "a",
            "word ",
            " ",
            "\t",
            "longer-than-others ",
            "x\ry",
            "  ",
            "zenda",
        ];
        let mut state = 1_u64;
        for _ in 0..3_000 {
            let mut line = String::new();
            for _ in 0..state % 40 {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                line.push_str(parts[(state >> 33) as usize % parts.len()]);
            }
            state = state.wrapping_add(1);
            let mut folded = b"before".to_vec();
            fold_line(&line, &mut folded);
            let words: Vec<&str> = line.split_whitespace().collect();
            assert_eq!(folded, format!("before{}", words.join(" ")).into_bytes());
        }
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
