//! Operating signals, prosigns and service words of the wire header.

use std::sync::LazyLock;

use super::{Certainty, Table, legal, optional};

/// A row of `operating_signals.tsv`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OperatingSignal {
    /// The signal, in capitals: `ZNY`, `CCCCC`, `BT`.
    pub signal: &'static str,
    /// What kind of signal it is.
    pub category: SignalCategory,
    /// Format lines it may stand on, first and last, by the numbers of ACP 127.
    pub format_lines: (u8, u8),
    /// What it says.
    pub meaning: &'static str,
    /// What else is to be known.
    pub note: Option<&'static str>,
    /// Where the row comes from.
    pub source: &'static str,
    /// How far it can be trusted.
    pub certainty: Certainty,
}

/// What kind of signal an [`OperatingSignal`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignalCategory {
    /// Begins a transmission.
    Start,
    /// Names a circuit.
    Channel,
    /// Says which circuits the message may use.
    Security,
    /// Reserved for national use; no public meaning.
    National,
    /// A Z signal of ACP 131.
    Operating,
    /// A procedure word of the format.
    Prosign,
    /// Ends a transmission.
    End,
    /// A communicator's word.
    Service,
    /// Punctuation spelt out.
    Punctuation,
}

/// The signal with this spelling, in capitals.
///
/// A digit that selects a variant is not part of it: `ZFF` for `ZFF6`.
pub fn lookup(signal: &str) -> Option<&'static OperatingSignal> {
    SIGNALS.get(signal)
}

/// The signal with this spelling, with or without the digit that selects a variant: `ZFF6` is ZFF.
pub fn lookup_variant(signal: &str) -> Option<&'static OperatingSignal> {
    lookup(signal).or_else(|| lookup(signal.trim_end_matches(|c: char| c.is_ascii_digit())))
}

/// All signals, in byte order.
pub fn all() -> &'static [OperatingSignal] {
    &SIGNALS.rows
}

impl OperatingSignal {
    fn of_row(
        [signal, category, lines, meaning, note, source, certainty]: [&'static str; 7],
    ) -> OperatingSignal {
        let (first, last) = lines.split_once('-').unwrap_or((lines, lines));
        OperatingSignal {
            signal,
            category: SignalCategory::of_cell(category),
            format_lines: (legal(first.parse().ok()), legal(last.parse().ok())),
            meaning,
            note: optional(note),
            source,
            certainty: Certainty::of_cell(certainty),
        }
    }
}

impl SignalCategory {
    /// In words.
    pub fn as_str(self) -> &'static str {
        match self {
            SignalCategory::Start => "start of transmission",
            SignalCategory::Channel => "circuit",
            SignalCategory::Security => "security",
            SignalCategory::National => "national use",
            SignalCategory::Operating => "operating signal",
            SignalCategory::Prosign => "prosign",
            SignalCategory::End => "end of transmission",
            SignalCategory::Service => "service word",
            SignalCategory::Punctuation => "punctuation",
        }
    }

    fn of_cell(cell: &str) -> SignalCategory {
        legal(match cell {
            "start" => Some(SignalCategory::Start),
            "channel" => Some(SignalCategory::Channel),
            "security" => Some(SignalCategory::Security),
            "national" => Some(SignalCategory::National),
            "operating" => Some(SignalCategory::Operating),
            "prosign" => Some(SignalCategory::Prosign),
            "end" => Some(SignalCategory::End),
            "service" => Some(SignalCategory::Service),
            "punctuation" => Some(SignalCategory::Punctuation),
            _ => None,
        })
    }
}

const TEXT: &str = include_str!("operating_signals.tsv");

static SIGNALS: LazyLock<Table<OperatingSignal>> =
    LazyLock::new(|| Table::parse(TEXT, OperatingSignal::of_row));

#[cfg(test)]
mod tests {
    use super::super::testing::check_table;
    use super::*;

    #[test]
    fn table_is_in_order() {
        check_table::<7>(
            TEXT,
            "signal category format_line meaning note source certainty",
            1,
        );
        for row in all() {
            let (first, last) = row.format_lines;
            assert!(
                (1..=16).contains(&first) && (first..=16).contains(&last),
                "{}",
                row.signal
            );
        }
    }

    #[test]
    fn look_ups() {
        assert_eq!(
            lookup("ZNY").map(|row| row.category),
            Some(SignalCategory::Security)
        );
        assert_eq!(lookup("ZEN").map(|row| row.format_lines), Some((7, 8)));
        assert_eq!(lookup("ZFF6"), None);
        assert_eq!(lookup_variant("ZFF6"), lookup("ZFF"));
    }
}
