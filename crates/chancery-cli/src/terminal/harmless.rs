//! Text from outside made harmless for a terminal.
//!
//! A cable, a file name or a query may hold escape sequences that move the cursor, set the title or, on some
//! terminals, type commands; and marks that reorder a line, so that it reads as something it does not say. Both are
//! shown as visible signs instead. Nothing else is changed.

use std::borrow::Cow;

/// One line of text: control characters become visible signs, line breaks and tabs a blank.
pub(crate) fn harmless(text: &str) -> Cow<'_, str> {
    replace(text, |character| match character {
        '\t' | '\n' => Some(' '),
        _ => sign(character),
    })
}

/// Text of several lines: as [`harmless`], with line breaks kept. A carriage return before a line feed goes.
pub(crate) fn harmless_lines(text: &str) -> Cow<'_, str> {
    let text = if text.contains("\r\n") {
        Cow::Owned(text.replace("\r\n", "\n"))
    } else {
        Cow::Borrowed(text)
    };
    let keep_breaks = |character| match character {
        '\n' => None,
        '\t' => Some(' '),
        _ => sign(character),
    };
    match text {
        Cow::Borrowed(text) => replace(text, keep_breaks),
        Cow::Owned(text) => Cow::Owned(replace(&text, keep_breaks).into_owned()),
    }
}

/// The visible sign for a character that a terminal would act on.
fn sign(character: char) -> Option<char> {
    match character {
        // The block of control pictures follows the order of the controls.
        '\0'..='\x1F' => char::from_u32(0x2400 + u32::from(character)),
        '\x7F' => Some('\u{2421}'),
        // The second control block, which some terminals obey; line and paragraph separators; marks of direction.
        '\u{80}'..='\u{9F}'
        | '\u{61C}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}' => Some(char::REPLACEMENT_CHARACTER),
        _ => None,
    }
}

fn replace(text: &str, other: impl Fn(char) -> Option<char>) -> Cow<'_, str> {
    let Some(first) = text.find(|character| other(character).is_some()) else {
        return Cow::Borrowed(text);
    };
    let mut changed = String::with_capacity(text.len() + 8);
    changed.push_str(&text[..first]);
    changed.extend(
        text[first..]
            .chars()
            .map(|character| other(character).unwrap_or(character)),
    );
    Cow::Owned(changed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, line: &str, lines: &str) {
        assert_eq!((&*harmless(text), &*harmless_lines(text)), (line, lines));
    }

    #[test]
    fn plain_text_is_borrowed() {
        assert!(matches!(harmless("Zürich – “tea” €5"), Cow::Borrowed(_)));
        assert!(matches!(harmless_lines("a\nb"), Cow::Borrowed(_)));
    }

    #[test]
    fn controls_become_visible() {
        check("\x1B[31mred", "␛[31mred", "␛[31mred");
        check("a\x07\x7F\u{9B}0m", "a␇␡\u{FFFD}0m", "a␇␡\u{FFFD}0m");
        check("a\tb\r\nc\nd\re", "a b␍ c d␍e", "a b\nc\nd␍e");
        check(
            "\u{202E}abc\u{2069}",
            "\u{FFFD}abc\u{FFFD}",
            "\u{FFFD}abc\u{FFFD}",
        );
    }
}
