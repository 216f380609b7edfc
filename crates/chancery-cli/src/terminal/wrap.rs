//! Breaking text into lines of a given width.

use std::ops::Range;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns that text takes on a terminal.
pub(crate) fn display_width(text: &str) -> usize {
    text.width()
}

/// Breaks text at blanks into lines of at most `width` columns, as byte ranges without the blanks they end in.
///
/// Line breaks in the text are kept, and so are blanks at the start of a line and between words: tables stay
/// readable where they fit. A word longer than a line is cut. There is always at least one line.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<Range<usize>> {
    let width = width.max(1);
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        wrap_line(text, start..start + line.len(), width, &mut lines);
        start += line.len() + 1;
    }
    lines
}

fn wrap_line(text: &str, line: Range<usize>, width: usize, lines: &mut Vec<Range<usize>>) {
    let mut start = line.start;
    let mut end = start;
    let mut column = 0;
    let mut rest = line.start;
    while rest < line.end {
        let blanks = text[rest..line.end]
            .bytes()
            .take_while(|&byte| byte == b' ')
            .count();
        let word_start = rest + blanks;
        let word_end = text[word_start..line.end]
            .find(' ')
            .map_or(line.end, |length| word_start + length);
        let word = &text[word_start..word_end];
        let word_width = display_width(word);
        rest = word_end;
        if word.is_empty() {
            break;
        }
        if column + blanks + word_width <= width {
            column += blanks + word_width;
        } else {
            if end > start {
                lines.push(start..end);
            }
            start = word_start;
            column = word_width;
            if word_width > width {
                (start, column) = cut_word(text, word_start..word_end, width, lines);
            }
        }
        end = word_end;
    }
    lines.push(start..end);
}

/// Cuts a long word into full lines; gives where the last piece starts and its width.
fn cut_word(
    text: &str,
    word: Range<usize>,
    width: usize,
    lines: &mut Vec<Range<usize>>,
) -> (usize, usize) {
    let mut start = word.start;
    let mut column = 0;
    for (offset, character) in text[word.clone()].char_indices() {
        let at = word.start + offset;
        let character_width = character.width().unwrap_or(0);
        if column + character_width > width && at > start {
            lines.push(start..at);
            start = at;
            column = 0;
        }
        column += character_width;
    }
    (start, column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, width: usize, expected: &[&str]) {
        let lines: Vec<&str> = wrap(text, width)
            .into_iter()
            .map(|range| &text[range])
            .collect();
        assert_eq!(lines, expected);
    }

    #[test]
    fn breaks_at_blanks() {
        check("", 10, &[""]);
        check("the king is ill", 10, &["the king", "is ill"]);
        check("the king is", 11, &["the king is"]);
        check("one  two   ", 20, &["one  two"]);
        check("   ", 2, &[""]);
    }

    #[test]
    fn keeps_line_breaks_and_indents() {
        check("a\n\n  b c", 4, &["a", "", "  b", "c"]);
        check("a\n", 4, &["a", ""]);
    }

    #[test]
    fn cuts_long_words() {
        check("abcdefgh ij", 3, &["abc", "def", "gh", "ij"]);
        check("ab cdefgh", 5, &["ab", "cdefg", "h"]);
        check("abc", 0, &["a", "b", "c"]);
        check("    abcdef", 3, &["abc", "def"]);
    }

    #[test]
    fn counts_columns_not_bytes() {
        check("äöü äöü", 3, &["äöü", "äöü"]);
        check("日本 語", 4, &["日本", "語"]);
        check("日本語", 1, &["日", "本", "語"]);
    }
}
