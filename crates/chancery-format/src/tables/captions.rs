//! Captions: the handling words of a cable, and the words that stand among them.

use std::sync::LazyLock;

use super::{Certainty, Table, WrittenForms, legal, number, optional};

/// A row of `captions.tsv`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Caption {
    /// The key and usual spelling, `NODIS`.
    pub caption: &'static str,
    /// What the caption governs.
    pub kind: CaptionKind,
    /// What it tells the reader.
    pub meaning: &'static str,
    /// 0 to 100, how far it narrows who may read; only the order matters.
    pub restrictiveness: u8,
    /// What may come after the words on the same line.
    pub followed_by: FollowedBy,
    /// When it was in use.
    pub era: &'static str,
    /// What else is to be known.
    pub note: Option<&'static str>,
    /// Where the row comes from.
    pub source: &'static str,
    /// How far it can be trusted.
    pub certainty: Certainty,
    written_forms: &'static str,
}

/// What a [`Caption`] governs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CaptionKind {
    /// Who in the Department gets copies: NODIS, EXDIS, SIPDIS.
    Distribution,
    /// Who outside may have it: NOFORN, REL TO, ORCON.
    Dissemination,
    /// Content that is sensitive though unclassified.
    Sensitivity,
    /// A restricted channel: ROGER CHANNEL, DISSENT CHANNEL.
    Channel,
    /// Reading by named people, code words, informal letters.
    SpecialHandling,
    /// An address that stands as a caption: ALDAC, AIDAC.
    Address,
    /// Passing on: DEPT PASS, INFORM CONSULS.
    Routing,
    /// A subject series: TERREP, VISAS VIPER, CODEL.
    Subject,
    /// A number series of its own: SECTO, TOSEC.
    Series,
    /// A communicator's remark: CORRECTED COPY.
    Service,
    /// An administrative marking that may stand as a caption.
    Administrative,
}

/// What may come after a caption on its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FollowedBy {
    /// The caption stands alone.
    Nothing,
    /// A running number: `TOSEC 140323`.
    Number,
    /// Names or titles: `EYES ONLY FOR`, `CODEL`.
    Names,
    /// Offices, agencies or countries: `DEPT PASS`, `REL TO`.
    List,
    /// A remark.
    Text,
}

/// The caption with this written form; case, blanks and signs do not count, so `N O D I S` and `NO FORN` are found.
///
/// `written` is the words of the caption alone, without what may follow them ([`Caption::followed_by`]).
pub fn lookup(written: &str) -> Option<&'static Caption> {
    FORMS.row_of(written).map(|row| &all()[row])
}

/// Whether a caption may stand at the start of a text: a quick no for text that is none.
pub(crate) fn may_begin(text: &str) -> bool {
    FORMS.may_begin(text)
}

/// The caption that words begin with, what follows it left off: `EYES ONLY FOR THE REGENT` is EYES ONLY.
pub fn lookup_start(words: &str) -> Option<&'static Caption> {
    let mut words = words;
    // More words than this no caption has, names and offices behind it included.
    for _ in 0..12 {
        if let Some(caption) = lookup(words) {
            return Some(caption);
        }
        words = words.trim_end().rsplit_once(' ')?.0;
    }
    None
}

/// All captions, in byte order.
pub fn all() -> &'static [Caption] {
    &CAPTIONS.rows
}

impl Caption {
    /// Every form seen, the usual one and misspellings included.
    pub fn written_forms(&self) -> impl Iterator<Item = &'static str> {
        super::items(self.written_forms)
    }

    fn of_row(row: [&'static str; 10]) -> Caption {
        let [
            caption,
            kind,
            meaning,
            restrictiveness,
            followed_by,
            era,
            written_forms,
            note,
            source,
            certainty,
        ] = row;
        Caption {
            caption,
            kind: CaptionKind::of_cell(kind),
            meaning,
            restrictiveness: legal(number(restrictiveness)),
            followed_by: FollowedBy::of_cell(followed_by),
            era,
            note: optional(note),
            source,
            certainty: Certainty::of_cell(certainty),
            written_forms,
        }
    }
}

impl CaptionKind {
    /// In words.
    pub fn as_str(self) -> &'static str {
        match self {
            CaptionKind::Distribution => "distribution",
            CaptionKind::Dissemination => "dissemination",
            CaptionKind::Sensitivity => "sensitivity",
            CaptionKind::Channel => "channel",
            CaptionKind::SpecialHandling => "special handling",
            CaptionKind::Address => "address",
            CaptionKind::Routing => "passing on",
            CaptionKind::Subject => "subject series",
            CaptionKind::Series => "number series",
            CaptionKind::Service => "communicator's remark",
            CaptionKind::Administrative => "administrative",
        }
    }

    fn of_cell(cell: &str) -> CaptionKind {
        legal(match cell {
            "distribution" => Some(CaptionKind::Distribution),
            "dissemination" => Some(CaptionKind::Dissemination),
            "sensitivity" => Some(CaptionKind::Sensitivity),
            "channel" => Some(CaptionKind::Channel),
            "special-handling" => Some(CaptionKind::SpecialHandling),
            "address" => Some(CaptionKind::Address),
            "routing" => Some(CaptionKind::Routing),
            "subject" => Some(CaptionKind::Subject),
            "series" => Some(CaptionKind::Series),
            "service" => Some(CaptionKind::Service),
            "administrative" => Some(CaptionKind::Administrative),
            _ => None,
        })
    }
}

impl FollowedBy {
    /// In words.
    pub fn as_str(self) -> &'static str {
        match self {
            FollowedBy::Nothing => "nothing",
            FollowedBy::Number => "a running number",
            FollowedBy::Names => "names or titles",
            FollowedBy::List => "offices, agencies or countries",
            FollowedBy::Text => "a remark",
        }
    }

    fn of_cell(cell: &str) -> FollowedBy {
        legal(match cell {
            "nothing" => Some(FollowedBy::Nothing),
            "number" => Some(FollowedBy::Number),
            "names" => Some(FollowedBy::Names),
            "list" => Some(FollowedBy::List),
            "text" => Some(FollowedBy::Text),
            _ => None,
        })
    }
}

const TEXT: &str = include_str!("captions.tsv");

static CAPTIONS: LazyLock<Table<Caption>> = LazyLock::new(|| Table::parse(TEXT, Caption::of_row));
static FORMS: LazyLock<WrittenForms> =
    LazyLock::new(|| WrittenForms::new(all().iter().map(|caption| caption.written_forms)));

#[cfg(test)]
mod tests {
    use super::super::testing::{check_forms, check_table};
    use super::*;

    #[test]
    fn table_is_in_order() {
        check_table::<10>(
            TEXT,
            "caption kind meaning restrictiveness followed_by era written_forms note source certainty",
            1,
        );
        check_forms(&FORMS, all().iter().map(|row| row.written_forms));
        for caption in all() {
            assert_eq!(
                lookup(caption.caption),
                Some(caption),
                "a caption is its own written form"
            );
            assert!(caption.restrictiveness <= 100);
        }
    }

    #[test]
    fn any_form_is_found() {
        let check = |written, caption| {
            assert_eq!(
                lookup(written).map(|row| row.caption),
                Some(caption),
                "{written}"
            );
        };
        check("N O D I S", "NODIS");
        check("SIPDI S", "SIPDIS");
        check("SIDPIS", "SIPDIS");
        check("no forn", "NOFORN");
        check("Official-Informal", "OFFICIAL INFORMAL");
        check("DEPARTMENT PASS", "DEPT PASS");
        check("FOR AMBASSADOR ONLY", "ONLY");
        assert_eq!(lookup("TOSEC 140323"), None);
        let start = |words| lookup_start(words).map(|row| row.caption);
        assert_eq!(start("TOSEC 140323"), Some("TOSEC"));
        assert_eq!(start("EYES ONLY FOR THE REGENT"), Some("EYES ONLY"));
        assert_eq!(start("BLUE ONLY"), None);
        assert_eq!(start(""), None);
        assert_eq!(lookup(""), None);
    }
}
