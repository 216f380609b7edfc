//! Text being laid out for a terminal.

use std::borrow::Cow;
use std::ops::Range;

use super::wrap::{display_width, wrap};
use super::{Role, Styles, harmless, harmless_lines};

/// A piece of text with what it is. Whatever comes from outside becomes harmless on its way onto the page.
#[derive(Clone, Debug)]
pub(crate) struct Piece<'t> {
    role: Role,
    text: Cow<'t, str>,
}

impl<'t> Piece<'t> {
    pub(crate) fn new(role: Role, text: impl Into<Cow<'t, str>>) -> Piece<'t> {
        Piece {
            role,
            text: text.into(),
        }
    }

    pub(crate) fn plain(text: impl Into<Cow<'t, str>>) -> Piece<'t> {
        Piece::new(Role::Plain, text)
    }
}

/// Lines for a terminal of a certain width, styled as its stream allows.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    width: usize,
    styles: Styles,
    text: String,
}

impl Page {
    pub(crate) fn new(width: usize, styles: Styles) -> Page {
        Page {
            width,
            styles,
            text: String::new(),
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn width(&self) -> usize {
        self.width
    }

    pub(crate) fn styles(&self) -> Styles {
        self.styles
    }

    /// Leaves one line empty, where there is none yet.
    pub(crate) fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.end_line();
        }
    }

    /// One line, as long as it comes.
    pub(crate) fn line(&mut self, pieces: &[Piece<'_>]) {
        for piece in pieces {
            self.styles
                .paint(&mut self.text, piece.role, &harmless(&piece.text));
        }
        self.end_line();
    }

    /// Text wrapped to the width, with `gutter` left of its first line and all lines starting in column `indent`.
    ///
    /// A gutter wider than the indent stands on a line of its own.
    pub(crate) fn block(&mut self, gutter: &[Piece<'_>], indent: usize, body: &[Piece<'_>]) {
        let mut column = 0;
        for piece in gutter {
            let text = harmless(&piece.text);
            column += display_width(&text);
            self.styles.paint(&mut self.text, piece.role, &text);
        }
        if column > indent {
            self.end_line();
            column = 0;
        }
        let (text, roles) = join(body);
        // A terminal too narrow for the indent still gets lines of a readable length.
        let room = self.width.saturating_sub(indent).max(20);
        let mut role = roles.iter().peekable();
        for line in wrap(&text, room) {
            if !line.is_empty() {
                self.blanks(indent - column);
            }
            column = 0;
            let mut at = line.start;
            while at < line.end {
                let Some((range, of)) = role.peek() else {
                    break;
                };
                let end = range.end.min(line.end);
                if at < end {
                    self.styles.paint(&mut self.text, *of, &text[at..end]);
                    at = end;
                }
                if range.end <= at {
                    role.next();
                }
            }
            self.end_line();
        }
    }

    fn end_line(&mut self) {
        self.text.push('\n');
    }

    fn blanks(&mut self, count: usize) {
        self.text.extend(std::iter::repeat_n(' ', count));
    }
}

/// The pieces as one harmless text, with the range of each role, in order.
fn join(pieces: &[Piece<'_>]) -> (String, Vec<(Range<usize>, Role)>) {
    let mut text = String::new();
    let mut roles = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let start = text.len();
        text.push_str(&harmless_lines(&piece.text));
        roles.push((start..text.len(), piece.role));
    }
    (text, roles)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_have_a_gutter() {
        let mut page = Page::new(26, Styles::plain());
        page.block(
            &[Piece::plain(" 1 "), Piece::new(Role::Label, "C")],
            6,
            &[
                Piece::plain("The king\x1B is "),
                Piece::new(Role::Hit, "very ill"),
                Piece::plain(" today."),
            ],
        );
        page.block(&[Piece::plain("TOO WIDE")], 6, &[Piece::plain("a\n\nb")]);
        page.block(&[], 2, &[Piece::plain("")]);
        insta::assert_snapshot!(page.as_str(), @r#"
         1 C  The king␛ is very
              ill today.
        TOO WIDE
              a

              b
        "#);
    }
}
