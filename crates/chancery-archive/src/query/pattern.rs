//! Words with wildcards, and regular expressions over words, as the index takes them.

use chancery_index::{Pattern, Word, words};
use regex_automata::meta;

/// Bounds what an expression may cost to compile, in bytes.
const MAX_REGEX_BYTES: usize = 2 << 20;

/// Whether a word has a wildcard: `*`, or a `?` that does not merely end it.
pub(super) fn has_wildcards(text: &str) -> bool {
    let has_letters = text.chars().any(char::is_alphanumeric);
    let marks = text.chars().filter(|c| matches!(c, '*' | '?')).count();
    has_letters && marks > 0 && !(marks == 1 && text.ends_with('?'))
}

/// The words of a text with wildcards, one for each piece between punctuation.
pub(super) fn wild_words(text: &str) -> Vec<Word> {
    pieces(text).map(wild_word).collect()
}

/// The pieces of a text that stand for one word each.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let separates = |c: char| {
        !(c.is_alphanumeric() || matches!(c, '*' | '?') || matches!(c, '\u{300}'..='\u{36F}'))
    };
    text.split(separates)
        .filter(|piece| piece.chars().any(char::is_alphanumeric))
}

fn wild_word(piece: &str) -> Word {
    let Some(first) = piece.find(['*', '?']) else {
        return Word::Exact(words::folded(piece).concat());
    };
    let piece = without_zeros(piece);
    let (front, rest) = piece.split_at(piece.find(['*', '?']).unwrap_or(first));
    if rest.chars().all(|c| c == '*') && !front.is_empty() {
        return Word::Like(Pattern::Prefix(fold(front)));
    }
    if let Some(inner) = piece
        .strip_prefix('*')
        .and_then(|piece| piece.strip_suffix('*'))
        && !inner.contains(['*', '?'])
    {
        return Word::Like(Pattern::Containing(fold(inner)));
    }
    Word::Like(Pattern::Regex(expression(piece)))
}

/// The expression for a piece with wildcards, which matches a folded word as a whole.
fn expression(piece: &str) -> String {
    let mut regex = String::new();
    for c in piece.chars() {
        match c {
            '*' => regex.push_str(".*"),
            '?' => regex.push('.'),
            // Letters and digits alone, which mean themselves.
            c => regex.push_str(&fold(c.encode_utf8(&mut [0; 4]))),
        }
    }
    regex
}

/// Letters and digits folded, nothing else done to them.
fn fold(text: &str) -> String {
    let mut folded = String::new();
    for c in text.chars() {
        // One at a time, so that zeros and runs of X keep their length.
        words::each_word(c.encode_utf8(&mut [0; 4]), |_, word| {
            folded.push_str(&String::from_utf8_lossy(word));
        });
    }
    folded
}

/// Leading zeros mean nothing in front of other digits, wherever a wildcard stands behind them.
fn without_zeros(piece: &str) -> &str {
    let is_number = piece
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '*' | '?'));
    let trimmed = piece.trim_start_matches('0');
    if is_number && trimmed.starts_with(|c: char| c.is_ascii_digit()) {
        trimmed
    } else {
        piece
    }
}

/// An expression over words, folded as words are: in small letters, without accents.
pub(super) fn folded_regex(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\\' => {
                folded.push(c);
                let class = rest.next();
                folded.extend(class);
                // The name of a class keeps its letters.
                if matches!(class, Some('p' | 'P' | 'x' | 'u' | 'U')) {
                    let is_long = rest.peek() == Some(&'{');
                    for c in rest.by_ref() {
                        folded.push(c);
                        if !is_long || c == '}' {
                            break;
                        }
                    }
                }
            }
            '(' => {
                folded.push(c);
                // So do flags.
                if rest.peek() == Some(&'?') {
                    for c in rest.by_ref() {
                        folded.push(c);
                        if matches!(c, ':' | ')' | '>') {
                            break;
                        }
                    }
                }
            }
            c if c.is_alphanumeric() => folded.push_str(&fold(c.encode_utf8(&mut [0; 4]))),
            c => folded.push(c),
        }
    }
    folded
}

/// Compiles an expression; a reason in one line where it is none.
pub(crate) fn compile(regex: &str) -> Result<meta::Regex, String> {
    meta::Regex::builder()
        .configure(
            meta::Config::new()
                .nfa_size_limit(Some(MAX_REGEX_BYTES))
                // Of the whole match, which passages mark.
                .which_captures(regex_automata::nfa::thompson::WhichCaptures::Implicit),
        )
        .build(regex)
        .map_err(|error| match error.syntax_error() {
            Some(error) => {
                let text = error.to_string();
                let line = text.lines().last().unwrap_or_default();
                line.trim_start_matches("error: ").to_owned()
            }
            None => "it is too large".to_owned(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_make_patterns() {
        let like = |pattern| vec![Word::Like(pattern)];
        for (text, expected) in [
            ("Term*", like(Pattern::Prefix("term".to_owned()))),
            ("te?m", like(Pattern::Regex("te.m".to_owned()))),
            ("*tion", like(Pattern::Regex(".*tion".to_owned()))),
            ("a*b", like(Pattern::Regex("a.*b".to_owned()))),
            ("*caf\u{e9}*", like(Pattern::Containing("cafe".to_owned()))),
            ("00092*", like(Pattern::Prefix("92".to_owned()))),
            ("0*", like(Pattern::Prefix("0".to_owned()))),
            (
                "al-Sad*",
                vec![
                    Word::Exact("al".to_owned()),
                    Word::Like(Pattern::Prefix("sad".to_owned())),
                ],
            ),
        ] {
            assert!(has_wildcards(text));
            assert_eq!(wild_words(text), expected, "{text}");
        }
        for text in ["*", "?", "**", "Zenda?", "Zenda", "-*-"] {
            assert!(!has_wildcards(text), "{text}");
        }
    }

    #[test]
    fn expressions_are_folded() {
        for (regex, expected) in [
            ("Elect(ION|ed)", "elect(ion|ed)"),
            (r"\W\pL\p{Greek}\bCaf[E]", r"\W\pL\p{Greek}\bcaf[e]"),
            ("caf\u{e9}", "cafe"),
            ("(?U:A)B", "(?U:a)b"),
        ] {
            assert_eq!(folded_regex(regex), expected);
        }
        assert!(compile("a(b").is_err());
        assert!(compile(r"(\w{100}){100}{100}").is_err());
    }
}
