//! How text gets into markup: every `{{ value }}` of every template passes through [`Html`].
//!
//! Cables are hostile input. Besides the five characters that mean something in HTML, control characters would
//! vanish or break the page, and directional overrides would let a text show its letters in another order than it
//! holds them; both are shown as what they are.

use std::fmt::{self, Write};

use askama::filters::Escaper;

/// Escapes for HTML text and quoted attributes, named in `askama.toml`.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Html;

impl Escaper for Html {
    fn write_escaped_str<W: Write>(&self, mut dest: W, text: &str) -> fmt::Result {
        let mut written = 0;
        for (at, character) in text.char_indices() {
            let Some(substitute) = Substitute::of(character) else {
                continue;
            };
            dest.write_str(&text[written..at])?;
            written = at + character.len_utf8();
            match substitute {
                Substitute::Entity(entity) => dest.write_str(entity)?,
                Substitute::Character(picture) => dest.write_char(picture)?,
                Substitute::CodePoint => {
                    write!(dest, "\u{27e8}U+{:04X}\u{27e9}", character as u32)?;
                }
            }
        }
        dest.write_str(&text[written..])
    }
}

enum Substitute {
    Entity(&'static str),
    Character(char),
    CodePoint,
}

impl Substitute {
    fn of(character: char) -> Option<Substitute> {
        match character {
            '&' => Some(Substitute::Entity("&amp;")),
            '<' => Some(Substitute::Entity("&lt;")),
            '>' => Some(Substitute::Entity("&gt;")),
            '"' => Some(Substitute::Entity("&#34;")),
            '\'' => Some(Substitute::Entity("&#39;")),
            '\t' | '\n' | '\r' => None,
            // The pictures of the control characters stand in the same order as the characters.
            '\0'..='\x1f' => char::from_u32(0x2400 + character as u32).map(Substitute::Character),
            '\x7f' => Some(Substitute::Character('\u{2421}')),
            '\u{80}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                Some(Substitute::CodePoint)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let mut escaped = String::new();
        Html.write_escaped_str(&mut escaped, text)
            .expect("a String takes everything");
        assert_eq!(escaped, expected);
    }

    #[test]
    fn markup_becomes_text() {
        check(
            r#"<b title="a" id='b'>&amp;</b>"#,
            "&lt;b title=&#34;a&#34; id=&#39;b&#39;&gt;&amp;amp;&lt;/b&gt;",
        );
    }

    #[test]
    fn plain_text_stays() {
        check("", "");
        check(
            "Strelsau,\t3\u{a0}km\r\n¶ é 中",
            "Strelsau,\t3\u{a0}km\r\n¶ é 中",
        );
    }

    #[test]
    fn controls_are_shown() {
        check("a\0b\x1b[31m\x7f", "a␀b␛[31m␡");
        check("\u{85}", "⟨U+0085⟩");
        check("evil\u{202e}txt.exe", "evil⟨U+202E⟩txt.exe");
        check("\u{2066}x\u{2069}", "⟨U+2066⟩x⟨U+2069⟩");
    }
}
