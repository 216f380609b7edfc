//! What a word of a cable means: every table and register asked at once.
//!
//! ```
//! use chancery_format::tables::{self, explain::MeaningKind};
//!
//! let meanings = tables::explain("PREL", None);
//! assert_eq!(meanings[0].kind, MeaningKind::Tags);
//! assert_eq!(meanings[0].summary, "External political relations");
//! // The same letters meant another country in another year.
//! let before = tables::explain("RS", Some(1995));
//! let after = tables::explain("RS", Some(2016));
//! assert_eq!((&*before[0].summary, &*after[0].summary), ("Russia", "Serbia"));
//! ```

use self::meanings::{
    is_mark, of_abbreviation, of_addressee, of_attribute, of_caption, of_check, of_diagnostic,
    of_identifier, of_level, of_mark, of_order, of_order_code, of_part, of_post, of_precedence,
    of_release, of_signal, of_station, of_tag, order_meanings, post_meanings, tag_entries,
    tag_meanings,
};
use super::{
    Certainty, abbreviations, addressees, attributes, captions, classifications, executive_orders,
    foia_exemptions, operating_signals, parts, portion_marks, posts, precedences,
};
use crate::consistency::{CHECKS, Check};
use crate::head::classification::close_to;
use crate::post::is_swap;
use crate::{Code, Manual};

mod meanings;

/// One meaning of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Meaning {
    /// Which table or register it comes from.
    pub kind: MeaningKind,
    /// The word in its usual spelling, `NODIS` for `n o d i s`.
    pub term: String,
    /// What it means, in one line.
    pub summary: String,
    /// Facts, in the order they are to be read.
    pub details: Vec<Detail>,
    /// Words that may be asked next.
    pub see_also: Vec<String>,
    /// The manual page of a diagnostic; absent for all else.
    pub page: Option<Manual>,
    /// Where the meaning comes from.
    pub source: &'static str,
    /// How far it can be trusted.
    pub certainty: Certainty,
    /// How the word led here.
    pub fit: Fit,
}

/// One fact about a meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Detail {
    /// What the fact is about: `Country`, `In use`.
    pub label: &'static str,
    /// The fact.
    pub text: String,
}

/// How a word led to its meaning; what fits better comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Fit {
    /// It is the term, save for case.
    Exact,
    /// It is another written form of the term.
    Form,
    /// It names the thing in some other way: an alias, a country for its posts.
    Name,
}

/// What sort of word a [`Meaning`] explains, the most specific first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum MeaningKind {
    /// The code of a diagnostic.
    Diagnostic,
    /// A comparison of the consistency report.
    Check,
    /// The name of one cable, taken apart.
    Identifier,
    /// A label or line of a telegram.
    Part,
    /// A term of the TAGS line.
    Tags,
    /// A handling word.
    Caption,
    /// A precedence or its prosign.
    Precedence,
    /// A classification level.
    Level,
    /// The mark of a paragraph.
    PortionMark,
    /// An executive order.
    Order,
    /// A declassification code, an exemption or a reason.
    OrderCode,
    /// A code on a released copy.
    Release,
    /// An operating signal, a prosign of the format, a communicator's word.
    Signal,
    /// A routing indicator.
    Station,
    /// A post.
    Post,
    /// An addressee that is no post.
    Addressee,
    /// A label of the records of 1973 to 1979.
    Attribute,
    /// An abbreviation.
    Abbreviation,
}

impl MeaningKind {
    /// Every kind, the most specific first.
    pub const ALL: [MeaningKind; 18] = [
        MeaningKind::Diagnostic,
        MeaningKind::Check,
        MeaningKind::Identifier,
        MeaningKind::Part,
        MeaningKind::Tags,
        MeaningKind::Caption,
        MeaningKind::Precedence,
        MeaningKind::Level,
        MeaningKind::PortionMark,
        MeaningKind::Order,
        MeaningKind::OrderCode,
        MeaningKind::Release,
        MeaningKind::Signal,
        MeaningKind::Station,
        MeaningKind::Post,
        MeaningKind::Addressee,
        MeaningKind::Attribute,
        MeaningKind::Abbreviation,
    ];

    /// The name in options and in JSON, in kebab case.
    pub fn as_str(self) -> &'static str {
        match self {
            MeaningKind::Diagnostic => "diagnostic",
            MeaningKind::Check => "check",
            MeaningKind::Identifier => "identifier",
            MeaningKind::Part => "part",
            MeaningKind::Tags => "tags",
            MeaningKind::Caption => "caption",
            MeaningKind::Precedence => "precedence",
            MeaningKind::Level => "level",
            MeaningKind::PortionMark => "portion-mark",
            MeaningKind::Order => "order",
            MeaningKind::OrderCode => "order-code",
            MeaningKind::Release => "release",
            MeaningKind::Signal => "signal",
            MeaningKind::Station => "station",
            MeaningKind::Post => "post",
            MeaningKind::Addressee => "addressee",
            MeaningKind::Attribute => "attribute",
            MeaningKind::Abbreviation => "abbreviation",
        }
    }

    /// What words of this kind are, for a heading.
    pub fn title(self) -> &'static str {
        match self {
            MeaningKind::Diagnostic => "diagnostic",
            MeaningKind::Check => "check of the consistency report",
            MeaningKind::Identifier => "identifier of a cable",
            MeaningKind::Part => "part of a telegram",
            MeaningKind::Tags => "TAGS code",
            MeaningKind::Caption => "caption",
            MeaningKind::Precedence => "precedence",
            MeaningKind::Level => "classification level",
            MeaningKind::PortionMark => "portion mark",
            MeaningKind::Order => "executive order",
            MeaningKind::OrderCode => "code of an executive order",
            MeaningKind::Release => "code on released copies",
            MeaningKind::Signal => "signal",
            MeaningKind::Station => "routing indicator",
            MeaningKind::Post => "post",
            MeaningKind::Addressee => "addressee",
            MeaningKind::Attribute => "label of the records of 1973 to 1979",
            MeaningKind::Abbreviation => "abbreviation",
        }
    }

    /// The kind with this name.
    pub fn by_name(name: &str) -> Option<MeaningKind> {
        MeaningKind::ALL
            .into_iter()
            .find(|kind| kind.as_str() == name)
    }
}

/// Every meaning of `word`, best fit first and then the most specific; empty where no table has it.
///
/// Case and the number of blanks never count; blanks and signs inside count only where the table says so. `year`
/// chooses among meanings that changed: TAGS are read by their regime, codes of an order by the order of the year,
/// names of posts by their period. Without a year all are given.
pub fn explain(word: &str, year: Option<u16>) -> Vec<Meaning> {
    const LONGEST: usize = 120;
    let word = word.split_whitespace().collect::<Vec<_>>().join(" ");
    if word.is_empty() || word.len() > LONGEST {
        return Vec::new();
    }
    let upper = word.to_uppercase();
    let mut found = Vec::new();
    if let Some(code) = Code::by_name(&word.to_lowercase()) {
        found.push(of_diagnostic(code));
    }
    found.extend(Check::by_name(&word.to_lowercase()).map(of_check));
    found.extend(of_identifier(&upper, year));
    found.extend(parts::lookup(&upper).map(|row| of_part(row).fitting(&upper)));
    found.extend(tag_meanings(&upper, year));
    let caption = captions::lookup_start(&upper);
    found.extend(caption.map(|row| of_caption(row).fitting(&upper)));
    let precedence = precedences::lookup(&upper).or_else(|| precedences::by_prosign(&upper));
    found.extend(precedence.map(|row| of_precedence(row).fitting(&upper)));
    if let Some(row) = classifications::lookup(&upper).or_else(|| classifications::by_code(&upper))
    {
        found.push(of_level(row).fitting(&upper));
    }
    if is_mark(&upper) {
        found.extend(portion_marks::lookup(&upper).map(|row| of_mark(row).fitting(&upper)));
    }
    found.extend(order_meanings(&upper, year));
    if let Some(row) = foia_exemptions::lookup(&upper) {
        found.push(of_release(row).fitting(&upper));
    }
    let signal = operating_signals::lookup_variant(&upper);
    found.extend(signal.map(|row| of_signal(row).fitting(&upper)));
    found.extend(of_station(&upper));
    found.extend(post_meanings(&upper, year));
    found.extend(addressees::lookup(&upper).map(of_addressee));
    found.extend(attributes::lookup(&upper).map(of_attribute));
    found.extend(abbreviations::lookup(&upper).map(of_abbreviation));
    found.sort_by_key(|meaning| (meaning.fit, meaning.kind));
    found
}

/// What a register or table holds, in its own order: every term of one kind with its meaning.
///
/// There is no list of identifiers, and that of stations leaves out those no table has.
pub fn all(kind: MeaningKind) -> Vec<Meaning> {
    match kind {
        MeaningKind::Diagnostic => Code::ALL.iter().map(|&code| of_diagnostic(code)).collect(),
        MeaningKind::Check => CHECKS.iter().map(of_check).collect(),
        MeaningKind::Identifier => Vec::new(),
        MeaningKind::Part => parts::all().iter().map(of_part).collect(),
        MeaningKind::Tags => tag_entries().map(of_tag).collect(),
        MeaningKind::Caption => captions::all().iter().map(of_caption).collect(),
        MeaningKind::Precedence => precedences::all().iter().map(of_precedence).collect(),
        MeaningKind::Level => classifications::all().iter().map(of_level).collect(),
        MeaningKind::PortionMark => portion_marks::all().iter().map(of_mark).collect(),
        MeaningKind::Order => executive_orders::all().iter().map(of_order).collect(),
        MeaningKind::OrderCode => executive_orders::all_codes()
            .iter()
            .map(of_order_code)
            .collect(),
        MeaningKind::Release => foia_exemptions::all().iter().map(of_release).collect(),
        MeaningKind::Signal => operating_signals::all().iter().map(of_signal).collect(),
        MeaningKind::Station => {
            let mut stations: Vec<&str> = posts::all()
                .iter()
                .flat_map(posts::Post::routing_indicators)
                .collect();
            stations.sort_unstable();
            stations.dedup();
            stations.into_iter().filter_map(of_station).collect()
        }
        MeaningKind::Post => posts::all().iter().map(of_post).collect(),
        MeaningKind::Addressee => addressees::all().iter().map(of_addressee).collect(),
        MeaningKind::Attribute => attributes::all().iter().map(of_attribute).collect(),
        MeaningKind::Abbreviation => abbreviations::all().iter().map(of_abbreviation).collect(),
    }
}

/// Terms spelled like `word`, the nearest first, with their kinds; at most `limit`.
///
/// One slip is borne in a word of three letters, two in one of six and more; two neighbours that changed places are
/// one slip.
pub fn near(word: &str, limit: usize) -> Vec<(String, MeaningKind)> {
    let written = word.split_whitespace().collect::<Vec<_>>().join(" ");
    let written = written.to_uppercase();
    let mut found: Vec<(usize, String, MeaningKind)> = Vec::new();
    for kind in MeaningKind::ALL {
        for term in terms(kind) {
            let upper = term.to_uppercase();
            let bears = match upper.chars().count() {
                0..3 => continue,
                3..6 => 1,
                _ => 2,
            };
            let slips = if is_swap(&written, &upper) {
                Some(1)
            } else {
                (0..=bears).find(|&slips| close_to(&written, &upper, slips))
            };
            if let Some(slips) = slips {
                found.push((slips, term.to_owned(), kind));
            }
        }
    }
    found.sort();
    found.dedup_by(|next, kept| next.1 == kept.1);
    found.truncate(limit);
    found
        .into_iter()
        .map(|(_, term, kind)| (term, kind))
        .collect()
}

/// The terms of one kind without their meanings.
fn terms(kind: MeaningKind) -> Vec<&'static str> {
    match kind {
        MeaningKind::Diagnostic => Code::ALL.iter().map(|code| code.as_str()).collect(),
        MeaningKind::Check => CHECKS.iter().map(|check| check.name).collect(),
        MeaningKind::Tags => tag_entries()
            .filter(|entry| entry.stands_for.is_none())
            .map(|entry| entry.code)
            .collect(),
        MeaningKind::Caption => captions::all().iter().map(|row| row.caption).collect(),
        MeaningKind::Part => parts::all().iter().map(|row| row.label).collect(),
        MeaningKind::Precedence => precedences::all().iter().map(|row| row.name).collect(),
        MeaningKind::Level => classifications::all().iter().map(|row| row.name).collect(),
        MeaningKind::Order => executive_orders::all()
            .iter()
            .map(|row| row.number)
            .collect(),
        MeaningKind::OrderCode => executive_orders::all_codes()
            .iter()
            .map(|row| row.code)
            .collect(),
        MeaningKind::Release => foia_exemptions::all().iter().map(|row| row.code).collect(),
        MeaningKind::Signal => operating_signals::all()
            .iter()
            .map(|row| row.signal)
            .collect(),
        MeaningKind::Post => posts::all().iter().map(|row| row.name).collect(),
        MeaningKind::Addressee => addressees::all().iter().map(|row| row.plad).collect(),
        MeaningKind::Attribute => attributes::all().iter().map(|row| row.key).collect(),
        MeaningKind::Abbreviation => abbreviations::all()
            .iter()
            .map(|row| row.abbreviation)
            .collect(),
        // Marks and indicators are too short, or too much alike, to be guessed.
        MeaningKind::PortionMark | MeaningKind::Station | MeaningKind::Identifier => Vec::new(),
    }
}

#[cfg(test)]
mod tests;
