//! `cargo xtask accuracy`: what pages say of their cables against what is read from the raw text alone.
//!
//! A mirror's page states identifier, time, classification, origin, title and linked tags around the cable. The text
//! is parsed without any of it, and the two are compared field by field.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use chancery_format::record::Record;
use chancery_format::{Hints, Mrn, Wrapper, parse, read};

/// One field of one page.
enum Verdict {
    Agree,
    Differ {
        page: String,
        text: String,
    },
    /// The page says nothing.
    PageLacks,
    /// The page says it and the text has nothing to read it from.
    TextLacks {
        page: String,
    },
}

#[derive(Default)]
struct Tally {
    agree: usize,
    differ: usize,
    page_lacks: usize,
    text_lacks: usize,
}

/// Compares all pages of a folder; `list` prints every difference.
pub(crate) fn run(folder: &Path, list: bool) -> Result<()> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    files.sort();
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut n_pages = 0;
    for file in &files {
        let bytes =
            std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        let document = read(&bytes, &Hints::default());
        if document.wrapper == Wrapper::Text {
            continue;
        }
        n_pages += 1;
        let page = document.metadata.clone();
        // The text alone, without anything the page says.
        let alone = read(document.text.as_bytes(), &Hints::default()).record();
        let name = file
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        for (field, verdict) in compare(&page, &alone) {
            let tally = tallies.entry(field).or_default();
            match verdict {
                Verdict::Agree => tally.agree += 1,
                Verdict::PageLacks => tally.page_lacks += 1,
                Verdict::Differ { page, text } => {
                    tally.differ += 1;
                    if list {
                        println!("{field}\t{name}\n    page: {page}\n    text: {text}");
                    }
                }
                Verdict::TextLacks { page } => {
                    tally.text_lacks += 1;
                    if list {
                        println!("{field}\t{name}\n    page: {page}\n    text: lacks it");
                    }
                }
            }
        }
    }
    println!("{n_pages} pages");
    println!(
        "{:<16}{:>8}{:>8}{:>12}{:>12}{:>10}",
        "field", "agree", "differ", "text lacks", "page lacks", "share"
    );
    for (field, tally) in &tallies {
        let compared = tally.agree + tally.differ;
        let share = if compared == 0 {
            0.0
        } else {
            100.0 * tally.agree as f64 / compared as f64
        };
        println!(
            "{field:<16}{:>8}{:>8}{:>12}{:>12}{share:>9.2}%",
            tally.agree, tally.differ, tally.text_lacks, tally.page_lacks
        );
    }
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in
        std::fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?
    {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

fn compare(
    page: &chancery_format::record::Metadata,
    text: &Record,
) -> Vec<(&'static str, Verdict)> {
    let id = page.get("Reference ID").or(page.get("Identifier"));
    let tags = page.get("TAGS").or(page.get("Tags"));
    let title = page.get("Title").or(page.get("Cable title"));
    vec![
        (
            "identifier",
            one(id, text.id.as_deref(), |page, text| {
                Mrn::parse(page, None).map(|mrn| mrn.to_string()).as_deref() == Some(text)
            }),
        ),
        (
            "date",
            one(page.get("Created"), text.sent.as_deref(), |page, text| {
                same_minute(page, text)
            }),
        ),
        (
            "classification",
            one(
                page.get("Classification"),
                classification(text).as_deref(),
                |page, text| page == text,
            ),
        ),
        (
            "origin",
            one(
                page.get("Origin"),
                text.post
                    .as_deref()
                    .or(text.from.as_ref().and_then(|from| from.post.as_deref())),
                same_origin,
            ),
        ),
        ("subject", one(title, text.subject.as_deref(), same_title)),
        (
            "tags",
            one(
                tags,
                Some(&tag_list(text))
                    .map(|tags| &**tags)
                    .filter(|tags| !tags.is_empty()),
                same_tags,
            ),
        ),
    ]
}

fn one(page: Option<&str>, text: Option<&str>, same: impl Fn(&str, &str) -> bool) -> Verdict {
    match (page, text) {
        (None, _) => Verdict::PageLacks,
        (Some(page), None) => Verdict::TextLacks {
            page: page.to_owned(),
        },
        (Some(page), Some(text)) if same(page, text) => Verdict::Agree,
        (Some(page), Some(text)) => Verdict::Differ {
            page: page.to_owned(),
            text: text.to_owned(),
        },
    }
}

/// The mirror prints hour and hour again, not hour and minute: only the hour counts, give or take half of one.
fn same_minute(page: &str, text: &str) -> bool {
    let minutes = |text: &str, with_minute: bool| -> Option<i64> {
        let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<i64>().ok();
        let date = chancery_format::Date::new(
            number(0..4)? as u16,
            number(5..7)? as u8,
            number(8..10)? as u8,
        )?;
        Some(
            (i64::from(date.days()) * 24 + number(11..13)?) * 60
                + if with_minute { number(14..16)? } else { 30 },
        )
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

/// `Embassy Strelsau` against STRELSAU.
fn same_origin(page: &str, text: &str) -> bool {
    let compact = |text: &str| {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .collect::<String>()
            .to_uppercase()
    };
    let page = compact(page);
    page.ends_with(text) || text == "STATE" && page.contains("SECRETARYOFSTATE") || {
        let place = ["EMBASSY", "CONSULATE", "MISSION", "REO", "UN", "US"]
            .iter()
            .fold(page.clone(), |page, word| page.replacen(word, "", 1));
        text.contains(&place)
    }
}

/// The page re-cases titles, and cuts them at the first line end of the subject.
fn same_title(page: &str, text: &str) -> bool {
    let words = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_uppercase)
            .collect()
    };
    // The page drops the first bracket of a portion mark.
    let page = page
        .split_once(')')
        .filter(|(mark, _)| chancery_format::PortionMark::parse(mark).is_some())
        .map_or(page, |(_, title)| title);
    let (page_words, text_words) = (words(page.trim_end_matches('.')), words(text));
    page_words == text_words || page.len() >= 20 && text_words.starts_with(&page_words)
}

fn tag_list(text: &Record) -> String {
    text.tags
        .iter()
        .map(|tag| &*tag.code)
        .collect::<Vec<_>>()
        .join(" | ")
}

/// The page links the tags of the first line only: those must all be read, in order, before any other.
fn same_tags(page: &str, text: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_uppercase)
            .collect()
    };
    let (page, text) = (words(page), words(text));
    page == text || page.len() >= 3 && page.iter().all(|word| text.contains(word))
}

/// Kept for its check that parsing a text alone needs no wrapper.
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles() {
        assert!(same_title(
            "THE KING HAS LEFT FOR",
            "THE KING HAS LEFT FOR ZENDA"
        ));
        assert!(same_title("The King is ill", "THE KING IS ILL"));
        assert!(!same_title("THE QUEEN", "THE KING"));
        assert!(parse("").cable.mrn.is_none());
    }
}
