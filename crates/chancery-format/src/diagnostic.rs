//! What the parser noticed about a cable, told to a person.
//!
//! A diagnostic is about the cable, never about an operation that failed. It carries a stable [`Code`], one sentence
//! that says what is wrong, the place, and apart from it what was assumed or what to do. How it is printed is the
//! business of the caller.

use std::borrow::Cow;

use crate::Span;

mod codes;
mod manual;

pub use codes::Code;
pub use manual::Manual;

/// How much a diagnostic matters to a reader of the cable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing is wrong with the values.
    Information,
    /// Something contradicts, is missing or was repaired: look before citing.
    Warning,
    /// A part of the cable is unusable.
    Error,
}

impl Severity {
    /// `information`, `warning` or `error`.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Information => "information",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// One thing noticed about a cable, at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of thing; stable over versions.
    pub code: Code,
    /// What is the case: lower case, no full stop, expected first and found second.
    pub message: Cow<'static, str>,
    /// Where. Empty for something that is missing: then it is the place where it was expected.
    pub span: Span,
    /// What was assumed, or what a person can do.
    pub help: Option<Cow<'static, str>>,
}

impl Diagnostic {
    /// Makes a diagnostic without help.
    pub fn new(code: Code, span: Span, message: impl Into<Cow<'static, str>>) -> Diagnostic {
        Diagnostic {
            code,
            message: message.into(),
            span,
            help: None,
        }
    }

    /// Adds what was assumed, or what to do.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<Cow<'static, str>>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }

    /// How much it matters.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// Diagnostics of one code that are listed.
const MOST_OF_A_CODE: usize = 1_000;

/// Keeps the first [`MOST_OF_A_CODE`] of each code, in the order of the text, and says how many there were.
pub(crate) fn bound(diagnostics: &mut Vec<Diagnostic>) {
    if diagnostics.len() <= MOST_OF_A_CODE {
        return;
    }
    diagnostics.sort_by_key(|diagnostic| (diagnostic.span, diagnostic.code));
    let mut counts = vec![0usize; Code::ALL.len()];
    let mut firsts = vec![Span::default(); Code::ALL.len()];
    diagnostics.retain(|diagnostic| {
        let count = &mut counts[diagnostic.code as usize];
        *count += 1;
        if *count == MOST_OF_A_CODE + 1 {
            firsts[diagnostic.code as usize] = diagnostic.span;
        }
        *count <= MOST_OF_A_CODE
    });
    for (&code, (&count, &first)) in Code::ALL.iter().zip(counts.iter().zip(&firsts)) {
        if count > MOST_OF_A_CODE {
            diagnostics.push(Diagnostic::new(
                Code::MoreDiagnostics,
                Span::empty(first.start as usize),
                format!(
                    "`{}` {count} times; the first {MOST_OF_A_CODE} are listed",
                    code.as_str()
                ),
            ));
        }
    }
}

/// Shortens text from a cable for use inside a message, so that hostile input cannot flood it.
pub(crate) fn excerpt(text: &str) -> Cow<'_, str> {
    const LIMIT_CHARS: usize = 60;
    // Most texts that are shown are a few words.
    if text.len() <= LIMIT_CHARS && text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.into();
    }
    // A line end is one blank, however many characters it has.
    let mut chars = text
        .split("\r\n")
        .enumerate()
        .flat_map(|(at, piece)| (at > 0).then_some(' ').into_iter().chain(piece.chars()))
        .map(|c| if c.is_control() { ' ' } else { c });
    let mut excerpt: String = chars.by_ref().take(LIMIT_CHARS).collect();
    if chars.next().is_some() {
        excerpt.push('…');
    }
    excerpt.into()
}
