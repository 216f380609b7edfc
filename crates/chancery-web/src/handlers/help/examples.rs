//! Queries to try, made of what the archive holds, so that each of them finds something.

use chancery_archive::{Answer, Archive, Order, Search, Target};

use crate::error::PageError;
use crate::handlers::results::total;
use crate::page::counted;
use crate::{refine, urls};

/// A query with what it asks for.
pub(super) struct Example {
    pub(super) query: String,
    pub(super) url: String,
    pub(super) asks: &'static str,
    /// How many cables it finds.
    pub(super) count: String,
}

/// Cables whose subjects are looked at for words.
const N_LOOKED_AT: usize = 20;

/// Examples of each kind of question that the archive has an answer to.
pub(super) fn examples(archive: &Archive) -> Result<Vec<Example>, PageError> {
    let newest = archive.search(&Search {
        limit: N_LOOKED_AT,
        order: Order::NewestFirst,
        facets: true,
        facet_fields: vec!["caption".to_owned(), "country".to_owned()],
        ..Search::default()
    })?;
    let mut found = Vec::new();
    for (query, asks) in queries(archive, &newest)? {
        let total = total(archive, &query)?;
        if total > 0 {
            found.push(Example {
                url: urls::search(&query).to_string(),
                query,
                asks,
                count: counted(total, "cable", "cables"),
            });
        }
    }
    Ok(found)
}

/// What could be asked of this archive; not all of it needs to find anything.
fn queries(archive: &Archive, newest: &Answer) -> Result<Vec<(String, &'static str)>, PageError> {
    let mut queries = Vec::new();
    let value = |field: &str| commonest(newest, field).map(|value| refine::term(field, value));
    let words = words(newest);
    if let [one, two, ..] = &words[..] {
        queries.push((format!("{one} {two}"), "both words, in any form"));
        queries.push((format!("\"{one} {two}\""), "these words in this order"));
        queries.push((format!("{one} OR {two}"), "either word"));
        queries.push((format!("{two} -{one}"), "the first word without the second"));
        let begins: String = two.chars().take(two.chars().count().div_ceil(2)).collect();
        queries.push((format!("{begins}*"), "words that begin so"));
        queries.push((
            format!("subject:{one}"),
            "a word of the subject; summary: and comment: likewise",
        ));
    }
    if let Some(post) = value("post") {
        if let Some(word) = words.first() {
            queries.push((format!("{post} {word}"), "a word in the cables of a post"));
        }
        queries.push((
            post,
            "sent by a post; to: and info: ask for those it was sent to",
        ));
    }
    queries.extend(value("country").map(|term| (term, "sent by a post in this country")));
    queries.extend(value("tags").map(|term| (term, "an index term")));
    queries.extend(value("caption").map(|term| (term, "a caption")));
    queries.push((
        "class:>=confidential".to_owned(),
        "a level and those above it; without >= that level alone",
    ));
    if let Some(month) = newest
        .hits
        .iter()
        .find_map(|hit| hit.cable.sent.as_deref()?.get(..7))
    {
        queries.push((
            format!("date:{month}"),
            "a month; a day, a year or a range such as 2007-10..2008-02 as well",
        ));
    }
    if let Some((id, citing)) = reference(archive)? {
        queries.push((
            format!("id:{citing}"),
            "one cable, in any spelling of its identifier",
        ));
        queries.push((format!("ref:{id}"), "the cables that refer to this one"));
        queries.push((
            format!("refby:{citing}"),
            "the cables that this one refers to",
        ));
        queries.push((
            format!("similar:{citing}"),
            "the cables that are like this one",
        ));
    }
    Ok(queries)
}

/// The commonest value of a field that not all cables have, so that asking for it tells something.
fn commonest<'a>(newest: &'a Answer, field: &str) -> Option<&'a str> {
    let facet = newest.facets.iter().find(|facet| facet.field == field)?;
    let values = &facet.values;
    let telling = values.iter().find(|value| value.count < newest.total);
    telling.or(values.first()).map(|value| value.value.as_str())
}

/// Two words that stand side by side in a subject, the longest pair of the newest cables.
fn words(newest: &Answer) -> Vec<String> {
    let subjects = newest
        .hits
        .iter()
        .filter_map(|hit| hit.cable.subject.as_deref());
    let mut best: (usize, Vec<String>) = (0, Vec::new());
    for subject in subjects {
        let words: Vec<&str> = subject.split(' ').collect();
        for pair in words.windows(2) {
            let is_plain = |word: &&str| {
                (4..=12).contains(&word.len())
                    && word.bytes().all(|byte| byte.is_ascii_alphabetic())
            };
            let length = pair.iter().map(|word| word.len()).sum();
            if pair.iter().all(is_plain) && length > best.0 && pair[0] != pair[1] {
                best = (
                    length,
                    pair.iter().map(|word| word.to_lowercase()).collect(),
                );
            }
        }
    }
    best.1
}

/// A cable that is referred to, and the newest that refers to one.
fn reference(archive: &Archive) -> Result<Option<(String, String)>, PageError> {
    let citing = archive.search(&Search {
        query: "has:refs".to_owned(),
        limit: N_LOOKED_AT,
        order: Order::NewestFirst,
        ..Search::default()
    })?;
    let mut missing = None;
    for hit in &citing.hits {
        let key = &hit.cable.key;
        for reference in archive.references(key)?.unwrap_or_default() {
            match reference.target {
                Target::Cable {
                    line,
                    is_year_assumed: false,
                } => {
                    return Ok(Some((line.key.to_string(), key.to_string())));
                }
                Target::Missing(absent) if absent.year.is_some() && missing.is_none() => {
                    missing = Some((absent.id, key.to_string()));
                }
                _ => {}
            }
        }
    }
    Ok(missing)
}
