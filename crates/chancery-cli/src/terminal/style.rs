//! Colours, and when to use them.

use anstyle::{AnsiColor, Style};

/// What a piece of text is; how that looks is decided here alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// As it comes.
    Plain,
    /// Identifiers and subjects.
    Title,
    /// Names of fields, gutters.
    Label,
    /// What can be skipped.
    Faint,
    /// What was searched for.
    Hit,
    /// Levels, from highest to lowest.
    TopSecret,
    Secret,
    Confidential,
    Unclassified,
    /// Severities.
    Error,
    Warning,
    Note,
    /// Hints and helps.
    Help,
}

impl Role {
    fn style(self) -> Style {
        let colour = |colour: AnsiColor| colour.on_default();
        match self {
            Role::Plain => Style::new(),
            Role::Title => Style::new().bold(),
            Role::Label => colour(AnsiColor::Cyan),
            Role::Faint => Style::new().dimmed(),
            Role::Hit | Role::TopSecret | Role::Warning => colour(AnsiColor::Yellow).bold(),
            Role::Secret | Role::Error => colour(AnsiColor::Red).bold(),
            Role::Confidential => colour(AnsiColor::Blue).bold(),
            Role::Unclassified => colour(AnsiColor::Green).bold(),
            Role::Note => colour(AnsiColor::Cyan).bold(),
            Role::Help => colour(AnsiColor::Green),
        }
    }
}

/// Whether one stream shows colours.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Styles {
    colours: bool,
}

impl Styles {
    /// What suits a stream: colours on a terminal, unless the user said otherwise in the environment (`NO_COLOR`,
    /// `CLICOLOR`, `CLICOLOR_FORCE`, `TERM`) or with `--color`.
    pub(crate) fn of(stream: &impl anstream::stream::RawStream) -> Styles {
        Styles {
            colours: anstream::AutoStream::choice(stream) != anstream::ColorChoice::Never,
        }
    }

    #[cfg(test)]
    pub(crate) fn plain() -> Styles {
        Styles { colours: false }
    }

    /// Whether colours are shown; where they are not, marks must be made of signs.
    pub(crate) fn has_colours(self) -> bool {
        self.colours
    }

    /// Adds text in the style of its role. The text must be harmless already.
    pub(crate) fn paint(self, out: &mut String, role: Role, text: &str) {
        use std::fmt::Write;
        let style = role.style();
        if self.colours && role != Role::Plain && !text.is_empty() {
            write!(out, "{style}{text}{style:#}").expect("a String takes every write");
        } else {
            out.push_str(text);
        }
    }
}
