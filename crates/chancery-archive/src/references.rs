//! What refers to what: the references of a cable, the cables that cite it, and the cables that are cited and missing.
//!
//! The truth keeps the key that each reference names, whether the archive has that cable or not; whether it has is
//! looked up when it is asked, so that a cable that comes in, gains an edition or is forgotten is seen at once.

use std::collections::BTreeSet;

use chancery_format::Mrn;
use chancery_format::record::Record;
use jiff::{SignedDuration, Timestamp};

use crate::{CableKey, CableLine, said};

/// A reference of a cable, looked up in the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Number of the first edition that has it.
    pub edition: u32,
    /// Its place in the `references` of that edition's record; of one that only the source names, among those.
    pub index: usize,
    /// Whether no text of the cable refers to anything, and it is its source that names this one.
    pub is_of_source: bool,
    /// Letter or number in the list, `A`.
    pub label: Option<String>,
    /// As in the record: `cable`, `email`, `telephone`, `document` and so on.
    pub kind: String,
    /// As written, without its label.
    pub text: String,
    /// Whether `AND PREVIOUS` stands behind it.
    pub and_previous: bool,
    /// What it leads to.
    pub target: Target,
}

/// What a reference leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A cable of the archive.
    Cable {
        /// The cable.
        line: CableLine,
        /// The reference names no year; this is the only cable of its post and number within the 400 days before.
        is_year_assumed: bool,
    },
    /// A cable that the archive lacks.
    Missing(MissingCable),
    /// No cable, or one whose identifier cannot be told.
    Other,
}

/// A cable of the archive that cites another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The cable that cites.
    pub cable: CableLine,
    /// It names no year; the cable cited is the only one of its post and number within the 400 days before.
    pub is_year_assumed: bool,
    /// Whether no text of it refers to anything, and it is its source that says so.
    pub is_of_source: bool,
}

/// A cable that is referred to and not in the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingCable {
    /// Its identifier, `07STRELSAU85`; post and number, `STRELSAU 85`, where no reference tells the year.
    pub id: String,
    /// The post that sent it.
    pub post: Option<String>,
    /// The year of its identifier.
    pub year: Option<u16>,
    /// The number of its identifier.
    pub number: Option<u32>,
    /// How many cables of the archive refer to it.
    pub n_cited_by: u64,
    /// For how many of these it is only their source that says so.
    pub n_cited_by_sources: u64,
    /// The cables that refer to it, oldest first; see [`Missing::referrers`] for how many are given.
    pub cited_by: Vec<CableKey>,
    /// When it was sent, as far as its neighbours tell.
    pub window: Window,
}

/// The moments between which a missing cable was sent, each with what tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// It was not sent before this.
    pub after: Option<Bound>,
    /// It was not sent after this.
    pub before: Option<Bound>,
}

impl Window {
    /// Whether the bounds contradict each other: a post numbered out of order, or a date or number was misread.
    pub fn is_contradictory(&self) -> bool {
        match (&self.after, &self.before) {
            (Some(after), Some(before)) => after.sent > before.sent,
            _ => false,
        }
    }
}

/// One end of a [`Window`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The moment, RFC 3339 in UTC.
    pub sent: String,
    /// What tells it.
    pub reason: BoundReason,
}

/// What tells one end of a [`Window`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BoundReason {
    /// The cable with the next lower or next higher number of the same post and year that the archive has with a date.
    Number(CableKey),
    /// The earliest cable that refers to it.
    Reference(CableKey),
    /// The year of its identifier.
    Year,
}

/// Which missing cables are wanted. They come by number of cables that refer to them, most first, then by the date of
/// the earliest of these, then by identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Only those of this post, in any case.
    pub post: Option<String>,
    /// Only those of this year.
    pub year: Option<u16>,
    /// Only those that this cable refers to.
    pub cited_by: Option<CableKey>,
    /// How many to leave out at the front.
    pub offset: usize,
    /// How many to give at most.
    pub limit: usize,
    /// How many of the cables that refer to each are named at most.
    pub referrers: usize,
}

impl Default for Missing {
    /// The first twenty, each with ten that refer to it.
    fn default() -> Missing {
        Missing {
            post: None,
            year: None,
            cited_by: None,
            offset: 0,
            limit: 20,
            referrers: 10,
        }
    }
}

/// The missing cables asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingCables {
    /// How many there are in all.
    pub total: u64,
    /// How many references lead to them.
    pub n_references: u64,
    /// The page asked for.
    pub cables: Vec<MissingCable>,
    /// State of the archive that was counted; another one may give other pages.
    pub generation: u64,
}

/// Days before a cable in which a reference without a year finds its cable.
const DAYS_WITHOUT_YEAR: i64 = 400;

/// Stands before the key of a reference without a year: `?STRELSAU 85`. No identifier begins so.
const NO_YEAR: char = '?';

/// Places from here on are of references that only the source of a text names.
pub(crate) const OF_SOURCE: usize = 1 << 20;

/// The keys that a record's references name, with the place of each: what the truth keeps.
///
/// Where the text refers to nothing, those that its source names.
pub(crate) fn keys_of(record: &Record) -> Vec<(usize, String)> {
    if record.references.is_empty() {
        let said = said::references(record).into_iter();
        return (OF_SOURCE..).zip(said.map(|said| said.key)).collect();
    }
    record
        .references
        .iter()
        .enumerate()
        .filter_map(|(position, reference)| {
            let key = match &reference.id {
                Some(id) => id.clone(),
                None if reference.kind == "cable" => YearlessKey::of_text(&reference.text)?.key(),
                None => return None,
            };
            Some((position, key))
        })
        .collect()
}

/// Post and number of a reference whose year cannot be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct YearlessKey {
    pub(crate) post: String,
    pub(crate) number: u32,
}

impl YearlessKey {
    /// From what a reference says, `STRELSAU 85`.
    pub(crate) fn of_text(text: &str) -> Option<YearlessKey> {
        // Any year serves: it only stands in.
        let mrn = Mrn::parse(text, Some(2000)).filter(|mrn| !mrn.airgram)?;
        Some(YearlessKey {
            post: mrn.post,
            number: mrn.number,
        })
    }

    /// From a stored key.
    pub(crate) fn of_key(key: &str) -> Option<YearlessKey> {
        let (post, number) = key.strip_prefix(NO_YEAR)?.rsplit_once(' ')?;
        Some(YearlessKey {
            post: post.to_owned(),
            number: number.parse().ok()?,
        })
    }

    /// As it is stored.
    pub(crate) fn key(&self) -> String {
        format!("{NO_YEAR}{} {}", self.post, self.number)
    }
}

/// The earliest moment of a cable that a reference without a year can mean, sent at the moment given.
pub(crate) fn earliest_without_year(sent: &str) -> Option<String> {
    let sent: Timestamp = sent.parse().ok()?;
    let earliest = sent
        .checked_sub(SignedDuration::from_hours(DAYS_WITHOUT_YEAR * 24))
        .ok()?;
    Some(earliest.to_string())
}

/// As [`earliest_without_year`], the other way: the latest moment of a cable that can mean the one sent then.
pub(crate) fn latest_without_year(sent: &str) -> Option<String> {
    let sent: Timestamp = sent.parse().ok()?;
    let latest = sent
        .checked_add(SignedDuration::from_hours(DAYS_WITHOUT_YEAR * 24))
        .ok()?;
    Some(latest.to_string())
}

/// A missing cable as it is counted, before anything is looked up around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Counted {
    /// As it is stored: an identifier, or a [`YearlessKey`].
    pub(crate) key: String,
    pub(crate) n_cited_by: u64,
    pub(crate) n_references: u64,
    /// When the earliest cable was sent that refers to it.
    pub(crate) first_cited: Option<String>,
}

/// Every missing cable, sorted, at one state of the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AllMissing {
    pub(crate) generation: u64,
    pub(crate) cables: Vec<Counted>,
}

impl Counted {
    /// Sorts as [`Missing`] says.
    pub(crate) fn sort(counted: &mut [Counted]) {
        counted.sort_unstable_by(|one, other| {
            (other.n_cited_by, one.first_cited.is_none())
                .cmp(&(one.n_cited_by, other.first_cited.is_none()))
                .then_with(|| one.first_cited.cmp(&other.first_cited))
                .then_with(|| one.key.cmp(&other.key))
        });
    }

    /// Whether it is asked for, the cable that cites it apart.
    pub(crate) fn is_of(&self, post: Option<&str>, year: Option<u16>) -> bool {
        if post.is_none() && year.is_none() {
            return true;
        }
        // Most are of other posts, and that is seen without reading the identifier.
        if post.is_some_and(|post| !self.key.contains(post)) {
            return false;
        }
        let (own_post, own_year, _) = parts_of(&self.key);
        post.is_none_or(|post| own_post.as_deref() == Some(post))
            && year.is_none_or(|year| own_year == Some(year))
    }
}

/// Post, year and number of a stored key.
pub(crate) fn parts_of(key: &str) -> (Option<String>, Option<u16>, Option<u32>) {
    if let Some(yearless) = YearlessKey::of_key(key) {
        return (Some(yearless.post), None, Some(yearless.number));
    }
    match Mrn::parse(key, None) {
        Some(mrn) => (Some(mrn.post), Some(mrn.year), Some(mrn.number)),
        None => (None, None, None),
    }
}

/// How a missing cable is named: what was stored, without the mark of a missing year.
pub(crate) fn name_of(key: &str) -> String {
    key.strip_prefix(NO_YEAR).unwrap_or(key).to_owned()
}

/// The references of all editions, each once: those of the first edition first. Where no text has any, those that the
/// sources name.
pub(crate) fn distinct<'r>(
    records: impl Iterator<Item = (u32, &'r Record)> + Clone,
) -> Vec<(Reference, Option<String>)> {
    let mut seen = BTreeSet::new();
    let mut distinct = Vec::new();
    if records
        .clone()
        .all(|(_, record)| record.references.is_empty())
    {
        for (edition, record) in records {
            for (index, said) in said::references(record).into_iter().enumerate() {
                if seen.insert(said.key.clone()) {
                    let reference = Reference {
                        edition,
                        index,
                        is_of_source: true,
                        label: None,
                        kind: "cable".to_owned(),
                        text: said.text,
                        and_previous: false,
                        target: Target::Other,
                    };
                    distinct.push((reference, Some(said.key)));
                }
            }
        }
        return distinct;
    }
    for (edition, record) in records {
        let of_text = |(at, _): &(usize, String)| *at < OF_SOURCE;
        let mut keys = keys_of(record).into_iter().filter(of_text).peekable();
        let mut own = Vec::new();
        for (index, reference) in record.references.iter().enumerate() {
            let key = keys.next_if(|(at, _)| *at == index).map(|(_, key)| key);
            let name = key.clone().unwrap_or_else(|| reference.text.to_uppercase());
            // A list may name one cable twice; a later edition adds only what none before it has.
            if !seen.contains(&name) {
                distinct.push((
                    Reference {
                        edition,
                        index,
                        is_of_source: false,
                        label: reference.label.clone(),
                        kind: reference.kind.clone(),
                        text: reference.text.clone(),
                        and_previous: reference.and_previous,
                        target: Target::Other,
                    },
                    key,
                ));
            }
            own.push(name);
        }
        seen.extend(own);
    }
    distinct
}

#[cfg(test)]
mod tests;
