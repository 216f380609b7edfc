//! Diagnostics for a person: in full with the place underlined, or concise with one line each.
//!
//! JSON needs no renderer of its own: the record of a cable carries its diagnostics.

use chancery_format::Document;
use chancery_format::record::DiagnosticRecord;

use crate::terminal::{Page, Piece, Role, display_width, harmless};

/// Longest part of a line shown before the place, in bytes: lines of a damaged cable may be megabytes long.
const MAX_BEFORE_BYTES: usize = 4_000;

/// What a diagnostic is about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source<'s> {
    /// The name to show: a path, or `<stdin>`.
    pub(crate) name: &'s str,
    pub(crate) document: &'s Document,
}

impl Source<'_> {
    /// A place of the text as an editor finds it in the file: `a.txt:14:3`. Where the file does not hold the text as it
    /// is, the line of the text: `a.html: text line 4, column 3`.
    pub(crate) fn place(self, line: u32, column: u32) -> String {
        let name = self.name;
        match self.document.place_in_source(line, column) {
            Some((line, column)) => format!("{name}:{line}:{column}"),
            None => format!("{name}: text line {line}, column {column}"),
        }
    }

    /// A line of the text as the file counts it, where that can be told.
    pub(crate) fn line(self, line: u32) -> u32 {
        match self.document.place_in_source(line, 1) {
            Some((line, _)) => line,
            None => line,
        }
    }

    /// Says how lines are counted where that is not as in the file.
    pub(crate) fn note(self, page: &mut Page) {
        if self.document.place_in_source(1, 1).is_none() {
            let note = "lines are counted in the cable's text, without the markup of its page";
            page.block(&[], 0, &[Piece::new(Role::Faint, note)]);
        }
    }
}

/// One line: `file:line:column: severity[code] message`.
pub(crate) fn concise(diagnostic: &DiagnosticRecord, source: Source<'_>, page: &mut Page) {
    page.line(&[
        Piece::plain(format!(
            "{}: ",
            source.place(diagnostic.line, diagnostic.column)
        )),
        severity(diagnostic),
        Piece::plain(format!(" {}", diagnostic.message)),
    ]);
}

/// In full, as compilers do: what is wrong, where, the line with the place underlined, and what to do.
pub(crate) fn full(
    diagnostic: &DiagnosticRecord,
    help: Option<&str>,
    source: Source<'_>,
    page: &mut Page,
) {
    let line = source.line(diagnostic.line).to_string();
    let margin = line.len();
    let bar = || Piece::new(Role::Label, format!("{:margin$} |", ""));
    page.line(&[
        severity(diagnostic),
        Piece::new(Role::Title, format!(": {}", diagnostic.message)),
    ]);
    page.line(&[
        Piece::new(Role::Label, format!("{:margin$}--> ", "")),
        Piece::plain(source.place(diagnostic.line, diagnostic.column)),
    ]);
    let room = page.width().saturating_sub(margin + 3).max(20);
    if let Some(excerpt) = Excerpt::new(&source.document.text, diagnostic.span, room) {
        page.line(&[bar()]);
        page.line(&[
            Piece::new(Role::Label, format!("{line} | ")),
            Piece::plain(excerpt.line),
        ]);
        page.line(&[
            bar(),
            Piece::plain(" ".repeat(excerpt.column + 1)),
            Piece::new(
                severity_role(&diagnostic.severity),
                "^".repeat(excerpt.width),
            ),
            Piece::plain(match excerpt.n_more_lines {
                0 => String::new(),
                1 => " and the next line".to_owned(),
                more => format!(" and {more} more lines"),
            }),
        ]);
    }
    if let Some(help) = help {
        page.block(
            &[Piece::new(Role::Label, format!("{:margin$} = ", ""))],
            margin + 3,
            &[Piece::new(Role::Help, "help: "), Piece::plain(help)],
        );
    }
}

fn severity(diagnostic: &DiagnosticRecord) -> Piece<'static> {
    Piece::new(
        severity_role(&diagnostic.severity),
        format!("{}[{}]", diagnostic.severity, diagnostic.code),
    )
}

fn severity_role(severity: &str) -> Role {
    match severity {
        "error" => Role::Error,
        "warning" => Role::Warning,
        _ => Role::Note,
    }
}

/// The line a span starts on, cut to what fits, and where in it the span lies.
#[derive(Debug)]
struct Excerpt {
    /// Harmless already.
    line: String,
    /// Columns before the underlined place.
    column: usize,
    /// Columns of the underlined place, at least one.
    width: usize,
    /// Further lines that the span reaches into.
    n_more_lines: usize,
}

impl Excerpt {
    /// `None` where the span does not fit the text.
    fn new(text: &str, (start, end): (u32, u32), room: usize) -> Option<Excerpt> {
        let (start, end) = (start as usize, end as usize);
        let spanned = text.get(start..end)?;
        let earliest = ceil_boundary(text, start.saturating_sub(MAX_BEFORE_BYTES));
        let line_start = text[earliest..start]
            .rfind('\n')
            .map(|at| earliest + at + 1);
        let from = line_start.unwrap_or(earliest);
        let after_start = floor_boundary(text, start + room * 4);
        let window = &text[start..after_start.max(start)];
        let line_end = start + window.find(['\n', '\r']).unwrap_or(window.len());

        let mut before = harmless(&text[from..start]).into_owned();
        let marked_end = end.clamp(start, line_end);
        let marked = harmless(&text[start..marked_end]);
        let rest = harmless(text[marked_end..line_end].trim_end());
        // The place stays in view with a little of what follows; what stands before it gives way from the left.
        let shown = cut_right(&marked, room * 2 / 3);
        let width = display_width(shown).max(1);
        let kept = room.saturating_sub(width + display_width(&rest).min(room / 4));
        if (line_start.is_none() && earliest > 0) || display_width(&before) > kept {
            before = format!("…{}", cut_left(&before, kept.saturating_sub(1)));
        }
        let column = display_width(&before);
        let mut line = before + &marked + &rest;
        if display_width(&line) > room {
            line = format!("{}…", cut_right(&line, room - 1));
        }
        Some(Excerpt {
            line: line.trim_end().to_owned(),
            column,
            width,
            n_more_lines: spanned.trim_end().matches('\n').count(),
        })
    }
}

fn ceil_boundary(text: &str, mut at: usize) -> usize {
    while at < text.len() && !text.is_char_boundary(at) {
        at += 1;
    }
    at.min(text.len())
}

fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The start of the text, at most `width` columns.
fn cut_right(text: &str, width: usize) -> &str {
    let mut column = 0;
    for (at, character) in text.char_indices() {
        column += display_width(character.encode_utf8(&mut [0; 4]));
        if column > width {
            return &text[..at];
        }
    }
    text
}

/// The end of the text, at most `width` columns.
fn cut_left(text: &str, width: usize) -> &str {
    let mut column = 0;
    for (at, character) in text.char_indices().rev() {
        column += display_width(character.encode_utf8(&mut [0; 4]));
        if column > width {
            return &text[at + character.len_utf8()..];
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::Styles;

    fn diagnostic(span: (u32, u32), line: u32, column: u32) -> DiagnosticRecord {
        DiagnosticRecord {
            code: "dtg-missing-zone".to_owned(),
            severity: "warning".to_owned(),
            message: "date-time group has no zone letter".to_owned(),
            span,
            line,
            column,
        }
    }

    fn document(text: &str) -> Document {
        let mut document = chancery_format::read(b"", &chancery_format::Hints::default());
        text.clone_into(&mut document.text);
        document
    }

    fn shown(text: &str, diagnostic: &DiagnosticRecord, help: Option<&str>) -> String {
        let mut page = Page::new(60, Styles::plain());
        let document = document(text);
        let source = Source {
            name: "0007.txt",
            document: &document,
        };
        full(diagnostic, help, source, &mut page);
        page.as_str().to_owned()
    }

    #[test]
    fn full_form() {
        let text = "ZCZC\r\nRR RUEHC\r\nR 121530 APR 75\r\nFM AMEMBASSY STRELSAU\r\n";
        insta::assert_snapshot!(
            shown(
                text,
                &diagnostic((18, 24), 3, 3),
                Some("read as 15:30, zone unknown; add the letter if the original page shows one")
            ), @r#"
        warning[dtg-missing-zone]: date-time group has no zone letter
         --> 0007.txt:3:3
          |
        3 | R 121530 APR 75
          |   ^^^^^^
          = help: read as 15:30, zone unknown; add the letter if the
            original page shows one
        "#
        );
    }

    #[test]
    fn concise_form() {
        let mut page = Page::new(60, Styles::plain());
        let document = document("");
        let source = Source {
            name: "a\x1B.txt",
            document: &document,
        };
        concise(&diagnostic((0, 0), 1, 1), source, &mut page);
        insta::assert_snapshot!(page.as_str(), @"a␛.txt:1:1: warning[dtg-missing-zone] date-time group has no zone letter");
    }

    #[test]
    fn long_lines_are_cut_around_the_place() {
        let text = format!("{}121530{}", "ä".repeat(9_000), " x".repeat(9_000));
        insta::assert_snapshot!(shown(&text, &diagnostic((18_000, 18_006), 1, 9_001), None), @r#"
        warning[dtg-missing-zone]: date-time group has no zone letter
         --> 0007.txt:1:9001
          |
        1 | …äääääääääääääääääääääääääääääääääää121530 x x x x x x …
          |                                     ^^^^^^
        "#);
        insta::assert_snapshot!(shown(&text, &diagnostic((0, 18_000), 1, 1), None), @r#"
        warning[dtg-missing-zone]: date-time group has no zone letter
         --> 0007.txt:1:1
          |
        1 | äääääääääääääääääääääääääääääääääääääääääääääääääääääää…
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        "#);
    }

    #[test]
    fn odd_spans_are_survived() {
        let text = "a\tb\nc\x1Bd\ne";
        // Over several lines, empty at the end, outside, and inside a character.
        insta::assert_snapshot!(shown(text, &diagnostic((2, 9), 1, 3), None), @r#"
        warning[dtg-missing-zone]: date-time group has no zone letter
         --> 0007.txt:1:3
          |
        1 | a b
          |   ^ and 2 more lines
        "#);
        insta::assert_snapshot!(shown(text, &diagnostic((9, 9), 3, 2), None), @r#"
        warning[dtg-missing-zone]: date-time group has no zone letter
         --> 0007.txt:3:2
          |
        3 | e
          |  ^
        "#);
        insta::assert_snapshot!(shown(text, &diagnostic((20, 30), 9, 9), None), @r#"
        warning[dtg-missing-zone]: date-time group has no zone letter
         --> 0007.txt:9:9
        "#);
        insta::assert_snapshot!(shown("é", &diagnostic((1, 2), 1, 1), None), @r#"
        warning[dtg-missing-zone]: date-time group has no zone letter
         --> 0007.txt:1:1
        "#);
    }
}
