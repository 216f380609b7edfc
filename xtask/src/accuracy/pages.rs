//! What pages state of their cables, against what is read from the raw text alone.
//!
//! Where the two differ, evidence in the text and habits of the page tell who is right, and the report says so. What
//! is left without an explanation is the parser's to mend.

use std::collections::BTreeMap;

use chancery_format::record::{Metadata, Record};
use chancery_format::tables::posts::{self, AliasKind};
use chancery_format::{Date, Mrn, PortionMark};

const FIELDS: [&str; 6] = [
    "identifier",
    "date",
    "classification",
    "origin",
    "subject",
    "tags",
];

/// One field of one page.
enum Verdict {
    Agree,
    /// The page leaves off the end, of what it shows all is so in the text.
    Cut,
    Differ {
        page: String,
        text: String,
        why: Option<Why>,
    },
    /// The page says nothing.
    PageLacks,
    /// The page says it and the text has nothing to read it from.
    TextLacks {
        page: String,
        why: Option<Why>,
    },
}

/// Why page and text differ, as far as it can be told without reading the cable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Why {
    TwoCables,
    MissionDropped,
    NofornDropped,
    NofornNowhere,
    PostRenamed,
    TitleRunsOn,
    TitleCut,
    TagsFused,
    PartialExtract,
}

impl Why {
    fn sentence(self) -> &'static str {
        match self {
            Why::TwoCables => {
                "both right: the page joins the transmission lines of one cable to the text of another"
            }
            Why::MissionDropped => {
                "text right: the FM line names the mission that the page leaves out of the post"
            }
            Why::NofornDropped => {
                "text right: the page's label leaves out NOFORN, a line of the text"
            }
            Why::NofornNowhere => {
                "cannot be told: NOFORN of the page's label stands nowhere in the text"
            }
            Why::PostRenamed => "both right: two names of one post",
            Why::TitleRunsOn => "text right: the page's title runs on into the next label",
            Why::TitleCut => "text right: the page cuts the title at a line end",
            Why::TagsFused => "text right: tags run together on the page are parted",
            Why::PartialExtract => {
                "nothing to read: the page holds a partial extract without transmission lines"
            }
        }
    }
}

/// The comparison of all pages.
#[derive(Default)]
pub(super) struct Report {
    n_pages: usize,
    tallies: [Tally; FIELDS.len()],
    reasons: BTreeMap<(&'static str, Option<Why>), usize>,
    differences: Vec<String>,
}

#[derive(Default)]
struct Tally {
    agree: usize,
    cut: usize,
    differ: usize,
    explained: usize,
    page_lacks: usize,
    text_lacks: usize,
}

impl Report {
    /// Compares one page with the reading of its text.
    pub(super) fn add(&mut self, name: &str, page: &Metadata, text: &Record) {
        self.n_pages += 1;
        for ((field, verdict), tally) in FIELDS
            .iter()
            .zip(compare(page, text))
            .zip(&mut self.tallies)
        {
            let (page, text, why) = match verdict {
                Verdict::Agree => {
                    tally.agree += 1;
                    continue;
                }
                Verdict::Cut => {
                    tally.agree += 1;
                    tally.cut += 1;
                    continue;
                }
                Verdict::PageLacks => {
                    tally.page_lacks += 1;
                    continue;
                }
                Verdict::Differ { page, text, why } => {
                    tally.differ += 1;
                    tally.explained += usize::from(why.is_some());
                    (page, text, why)
                }
                Verdict::TextLacks { page, why } => {
                    tally.text_lacks += 1;
                    (page, "lacks it".to_owned(), why)
                }
            };
            *self.reasons.entry((field, why)).or_default() += 1;
            let why = why.map_or("not explained", Why::sentence);
            self.differences.push(format!(
                "{field}\t{name}\n    page: {page}\n    text: {text}\n    {why}"
            ));
        }
    }

    /// Prints the table and why pages and texts differ, and every difference if `list` says so.
    pub(super) fn print(&self, list: bool) {
        if list {
            for difference in &self.differences {
                println!("{difference}");
            }
        }
        println!(
            "{} pages; `cut` agree as far as the page goes; `right` counts what is explained as well",
            self.n_pages
        );
        println!(
            "{:<16}{:>8}{:>8}{:>8}{:>11}{:>12}{:>12}{:>10}{:>10}",
            "field",
            "agree",
            "cut",
            "differ",
            "explained",
            "text lacks",
            "page lacks",
            "agree",
            "right"
        );
        for (field, tally) in FIELDS.iter().zip(&self.tallies) {
            let compared = tally.agree + tally.differ;
            println!(
                "{field:<16}{:>8}{:>8}{:>8}{:>11}{:>12}{:>12}{:>10}{:>10}",
                tally.agree,
                tally.cut,
                tally.differ,
                tally.explained,
                tally.text_lacks,
                tally.page_lacks,
                super::share(tally.agree, compared),
                super::share(tally.agree + tally.explained, compared)
            );
        }
        for ((field, why), n) in &self.reasons {
            let why = why.map_or("not explained", Why::sentence);
            println!("{field:<16}{n:>8}  {why}");
        }
    }
}

/// In the order of [`FIELDS`].
fn compare(page: &Metadata, text: &Record) -> [Verdict; FIELDS.len()] {
    let id = page.get("Reference ID").or(page.get("Identifier"));
    let tags = page.get("TAGS").or(page.get("Tags"));
    let title = page.get("Title").or(page.get("Cable title"));
    let two_cables = id.is_some_and(|id| joins_two_cables(id, text));
    let label = classification(text);
    let codes = tag_list(text);
    let post = text
        .post
        .as_deref()
        .or_else(|| text.from.as_ref()?.post.as_deref());
    let mut verdicts = [
        one(id, text.id.as_deref(), identifier),
        one(page.get("Created"), text.sent.as_deref(), |page, text| {
            if same_hour(page, text) {
                Verdict::Agree
            } else {
                differ(page, text, None)
            }
        }),
        one(
            page.get("Classification"),
            label.as_deref(),
            |page, label| classification_verdict(page, label, text),
        ),
        one(page.get("Origin"), post, origin),
        one(title, text.subject.as_deref(), |title, subject| {
            subject_verdict(title, subject, &text.text)
        }),
        one(tags, codes.as_deref(), tags_verdict),
    ];
    let partial = text.text.contains("This record is a partial extract");
    for verdict in &mut verdicts {
        match verdict {
            Verdict::Differ { why, .. } if two_cables => *why = Some(Why::TwoCables),
            Verdict::TextLacks { why, .. } if partial => *why = Some(Why::PartialExtract),
            _ => {}
        }
    }
    verdicts
}

fn one(
    page: Option<&str>,
    text: Option<&str>,
    verdict: impl FnOnce(&str, &str) -> Verdict,
) -> Verdict {
    match (page, text) {
        (None, _) => Verdict::PageLacks,
        (Some(page), None) => Verdict::TextLacks {
            page: page.to_owned(),
            why: None,
        },
        (Some(page), Some(text)) => verdict(page, text),
    }
}

fn differ(page: &str, text: &str, why: Option<Why>) -> Verdict {
    Verdict::Differ {
        page: page.to_owned(),
        text: text.to_owned(),
        why,
    }
}

/// Whether the transmission lines carry the page's post and number, and the classification line another's.
fn joins_two_cables(id: &str, text: &Record) -> bool {
    let (Some(page), Some(number), Some(from), Some(transmission)) = (
        Mrn::parse(id, None),
        text.number,
        &text.from,
        &text.transmission,
    ) else {
        return false;
    };
    let serial = transmission
        .station_serial
        .as_ref()
        .and_then(|serial| serial.parse::<u32>().ok());
    page.number != number
        && from.post.as_deref() == Some(&*page.post)
        && text.post.as_deref() != Some(&*page.post)
        && serial == Some(page.number % 10_000)
}

fn identifier(page: &str, text: &str) -> Verdict {
    let (Some(page_mrn), Some(text_mrn)) = (Mrn::parse(page, None), Mrn::parse(text, None)) else {
        return differ(page, text, None);
    };
    if page_mrn == text_mrn {
        return Verdict::Agree;
    }
    let dropped = page_mrn.year == text_mrn.year
        && page_mrn.number == text_mrn.number
        && text_mrn.post.len() > page_mrn.post.len()
        && text_mrn.post.ends_with(&*page_mrn.post);
    differ(page, text, dropped.then_some(Why::MissionDropped))
}

/// The mirror prints hour and hour again, not hour and minute: only the hour counts, give or take half of one.
fn same_hour(page: &str, text: &str) -> bool {
    let minutes = |text: &str, with_minute: bool| -> Option<i64> {
        let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<u16>().ok();
        let date = Date::new(
            number(0..4)?,
            u8::try_from(number(5..7)?).ok()?,
            u8::try_from(number(8..10)?).ok()?,
        )?;
        let minute = if with_minute { number(14..16)? } else { 30 };
        Some((i64::from(date.days()) * 24 + i64::from(number(11..13)?)) * 60 + i64::from(minute))
    };
    match (minutes(page, false), minutes(text, true)) {
        (Some(page), Some(text)) => (page - text).abs() <= 60,
        _ => false,
    }
}

/// The page's label joins level and control.
fn classification(text: &Record) -> Option<String> {
    let classification = text.classification.as_ref()?;
    let noforn = classification
        .caveats
        .iter()
        .any(|caveat| caveat == "NOFORN");
    Some(match &*classification.level {
        "SENSITIVE BUT UNCLASSIFIED" | "FOR OFFICIAL USE ONLY" | "LIMITED OFFICIAL USE" => {
            "UNCLASSIFIED//FOR OFFICIAL USE ONLY".to_owned()
        }
        level if noforn && level != "UNCLASSIFIED" => format!("{level}//NOFORN"),
        level => level.to_owned(),
    })
}

fn classification_verdict(page: &str, label: &str, text: &Record) -> Verdict {
    if page == label {
        return Verdict::Agree;
    }
    let written = text.text.contains("NOFORN");
    let why = if label.strip_suffix("//NOFORN") == Some(page) && written {
        Some(Why::NofornDropped)
    } else if page.strip_suffix("//NOFORN") == Some(label) && !written {
        Some(Why::NofornNowhere)
    } else {
        None
    };
    differ(page, label, why)
}

/// `Embassy Strelsau` against STRELSAU.
fn origin(page: &str, text: &str) -> Verdict {
    let name = letters(page);
    let place = ["EMBASSY", "CONSULATE", "MISSION", "REO", "UN", "US"]
        .iter()
        .fold(name.clone(), |name, word| name.replacen(word, "", 1));
    if name.ends_with(text)
        || text == "STATE" && name.contains("SECRETARYOFSTATE")
        || text.contains(&place)
    {
        return Verdict::Agree;
    }
    let renamed = [(text, &*place), (&*place, text)]
        .into_iter()
        .flat_map(|(alias, key)| {
            posts::aliases_named(alias)
                .iter()
                .filter(move |alias| alias.canonical == key)
        })
        .any(|alias| matches!(alias.kind, AliasKind::Renamed | AliasKind::FormerName));
    differ(page, text, renamed.then_some(Why::PostRenamed))
}

/// Letters and digits alone, in capitals: the page changes case, quotes and blanks of a title.
fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect()
}

/// The page re-cases titles, and cuts them at the first line end of the subject or after some length.
fn subject_verdict(page: &str, subject: &str, text: &str) -> Verdict {
    // The page drops the first bracket of a portion mark.
    let title = page
        .split_once(')')
        .filter(|(mark, _)| PortionMark::parse(mark).is_some())
        .map_or(page, |(_, title)| title);
    let (title_letters, subject_letters) = (letters(title), letters(subject));
    if title_letters == subject_letters {
        return Verdict::Agree;
    }
    if subject_letters.starts_with(&title_letters) && !title_letters.is_empty() {
        if title.len() >= 20 {
            return Verdict::Cut;
        }
        // A short title agrees with anything it starts; it is a cut where a line of the text ends with it.
        let line_end = text
            .lines()
            .any(|line| letters(line) == format!("SUBJECT{title_letters}"));
        return differ(page, subject, line_end.then_some(Why::TitleCut));
    }
    let rest = title_letters.strip_prefix(&*subject_letters);
    let runs_on = rest.is_some_and(|rest| {
        ["REF", "CLASSIFIEDBY", "TAGS", "SUMMARY"]
            .iter()
            .any(|label| rest.starts_with(label))
    });
    differ(page, subject, runs_on.then_some(Why::TitleRunsOn))
}

fn tag_list(text: &Record) -> Option<String> {
    let codes: Vec<&str> = text.tags.iter().map(|tag| &*tag.code).collect();
    (!codes.is_empty()).then(|| codes.join(" | "))
}

/// The page links the tags of the first line only: those must all be read.
fn tags_verdict(page: &str, text: &str) -> Verdict {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_uppercase)
            .collect()
    };
    let (page_words, text_words) = (words(page), words(text));
    if page_words == text_words {
        Verdict::Agree
    } else if page_words.iter().all(|word| text_words.contains(word)) {
        Verdict::Cut
    } else {
        let fused = page_words.concat() == text_words.concat();
        differ(page, text, fused.then_some(Why::TagsFused))
    }
}

#[cfg(test)]
mod tests {
    use chancery_format::Hints;

    use super::*;

    #[track_caller]
    fn check(verdict: &Verdict, expected: &str) {
        let read = match verdict {
            Verdict::Agree => "agree",
            Verdict::Cut => "cut",
            Verdict::Differ { why: Some(why), .. } => why.sentence(),
            Verdict::Differ { why: None, .. } => "not explained",
            Verdict::PageLacks => "page lacks",
            Verdict::TextLacks { .. } => "text lacks",
        };
        assert_eq!(read, expected);
    }

    #[test]
    fn titles() {
        let subject =
            |page, subject| subject_verdict(page, subject, &format!("SUBJECT: {page}\nAND MORE\n"));
        check(&subject("The King is ill", "THE KING IS ILL"), "agree");
        check(
            &subject("THE KING HAS LEFT FOR", "THE KING HAS LEFT FOR ZENDA"),
            "cut",
        );
        check(
            &subject("THE KING", "THE KING AND MORE"),
            Why::TitleCut.sentence(),
        );
        check(
            &subject("THE KING REF: STRELSAU 12", "THE KING"),
            Why::TitleRunsOn.sentence(),
        );
        check(&subject("THE QUEEN", "THE KING"), "not explained");
    }

    #[test]
    fn identifiers() {
        check(&identifier("06STRELSAU12", "06STRELSAU12"), "agree");
        check(
            &identifier("06BRUSSELS12", "06USEUBRUSSELS12"),
            Why::MissionDropped.sentence(),
        );
        check(&identifier("06STRELSAU12", "06STRELSAU13"), "not explained");
    }

    #[test]
    fn classifications() {
        let label = |page, text: &str| {
            let record = chancery_format::read(text.as_bytes(), &Hints::default()).record();
            let label = classification(&record).unwrap_or_default();
            classification_verdict(page, &label, &record)
        };
        let noforn = "S E C R E T STRELSAU 000012\n\nNOFORN\nSIPDIS\n\nSUBJECT: THE KING\n";
        let plain = "S E C R E T STRELSAU 000012\n\nSIPDIS\n\nSUBJECT: THE KING\n";
        check(&label("SECRET//NOFORN", noforn), "agree");
        check(&label("SECRET", noforn), Why::NofornDropped.sentence());
        check(
            &label("SECRET//NOFORN", plain),
            Why::NofornNowhere.sentence(),
        );
        check(&label("CONFIDENTIAL", plain), "not explained");
    }

    #[test]
    fn origins() {
        check(&origin("Embassy Strelsau", "STRELSAU"), "agree");
        check(&origin("Embassy Kyiv", "KIEV"), Why::PostRenamed.sentence());
        check(&origin("Embassy Strelsau", "ZENDA"), "not explained");
    }

    #[test]
    fn tags() {
        check(&tags_verdict("PREL, PTER", "PREL | PTER"), "agree");
        check(&tags_verdict("PREL", "PREL | PTER"), "cut");
        check(
            &tags_verdict("PRELPTER", "PREL | PTER"),
            Why::TagsFused.sentence(),
        );
        check(&tags_verdict("PTER", "PREL"), "not explained");
    }

    #[test]
    fn hours() {
        assert!(same_hour("2006-10-08 15:03", "2006-10-08T15:40:00Z"));
        assert!(!same_hour("2006-10-08 15:03", "2006-10-09T15:40:00Z"));
    }

    #[test]
    fn two_cables() {
        let joins = |text: &str| {
            let record = chancery_format::read(text.as_bytes(), &Hints::default()).record();
            joins_two_cables("06STRELSAU12", &record)
        };
        let head = "DE RUEHSU #0012 2811540\nZNY CCCCC ZZH\nR 081540Z OCT 06\nFM AMEMBASSY CHISINAU\n\
                    TO RUEHC/SECSTATE WASHDC 0610\n";
        assert!(!joins(&format!("{head}S E C R E T CHISINAU 000012\n")));
        let record = chancery_format::read(
            format!("{head}S E C R E T ULAANBAATAR 000234\n").as_bytes(),
            &Hints::default(),
        )
        .record();
        assert!(joins_two_cables("06CHISINAU12", &record));
    }
}
