//! What could be meant: completions of what is being typed.

use std::collections::BTreeMap;

use chancery_format::tables;
use chancery_index::{Pattern, Query as Plan, Request, Text, Word, Zones, words};

use crate::Error;
use crate::index::schema::{field, zone};
use crate::index::{self, Index};
use crate::store::Store;

/// Something to ask for instead, or to go on with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What to ask for.
    pub text: String,
    /// Its name for a person, where it has one: `Terrorism` for `PTER`.
    pub label: Option<String>,
    /// How many cables have it.
    pub count: u64,
}

/// Completions of the beginning of a word or a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggestions {
    /// Words of the texts, most frequent first.
    pub words: Vec<Suggestion>,
    /// Posts, by their keys.
    pub posts: Vec<Suggestion>,
    /// TAGS codes.
    pub tags: Vec<Suggestion>,
    /// Subjects that have the words typed, the last of them perhaps not whole; those of the newest cables.
    pub subjects: Vec<Suggestion>,
}

/// How many hits are looked at for subjects.
const SUBJECT_HITS: usize = 200;

/// Completes what is being typed: its last word, or all of it as the name of a post, a code, a subject.
pub(crate) fn suggest(
    store: &Store,
    index: &Index,
    typed: &str,
    limit: usize,
) -> Result<Suggestions, Error> {
    let folded = words::folded(typed);
    let Some(last) = folded.last() else {
        return Ok(Suggestions::default());
    };
    let failed = index::failed("look for words");
    let words = index
        .inner
        .words_beginning(last, limit)
        .map_err(failed)?
        .into_iter()
        .map(|(text, count)| Suggestion {
            text,
            label: None,
            count,
        })
        .collect();
    let values = |field, prefix: &str| -> Result<Vec<(String, u64)>, Error> {
        index
            .inner
            .values_beginning(field, prefix, limit)
            .map_err(index::failed("look for values"))
    };
    let posts = values(field::POST, &folded.concat().to_uppercase())?
        .into_iter()
        .map(|(text, count)| Suggestion {
            label: tables::posts::by_name(&text).map(|post| post.name.to_owned()),
            text,
            count,
        })
        .collect();
    let tags = values(field::TAG_CODE, &typed.trim().to_uppercase())?
        .into_iter()
        .map(|(text, count)| Suggestion {
            label: tables::tags::lookup(&text, None)
                .and_then(|tag| tag.name)
                .map(str::to_owned),
            text,
            count,
        })
        .collect();
    Ok(Suggestions {
        words,
        posts,
        tags,
        subjects: subjects(store, index, &folded, limit)?,
    })
}

/// Subjects with these words next to each other, the last being the beginning of one.
fn subjects(
    store: &Store,
    index: &Index,
    folded: &[String],
    limit: usize,
) -> Result<Vec<Suggestion>, Error> {
    let Some((last, before)) = folded.split_last() else {
        return Ok(Vec::new());
    };
    let plan = Plan::Text(Text {
        words: before
            .iter()
            .cloned()
            .map(Word::Exact)
            .chain([Word::Like(Pattern::Prefix(last.clone()))])
            .collect(),
        distance: None,
        zones: Zones::of_kinds(&[zone::SUBJECT]),
    });
    let found = index
        .inner
        .search(&Request {
            query: &plan,
            order: chancery_index::Order::Descending,
            after: None,
            offset: 0,
            limit: SUBJECT_HITS,
            facets: Vec::new(),
            steps: None,
        })
        .map_err(index::failed("search"))?;
    let ids: Vec<u64> = found.found.iter().map(|found| found.id.into()).collect();
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for (_, line) in store.lines(&ids)? {
        *counts.entry(line.subject.unwrap_or_default()).or_default() += 1;
    }
    counts.remove("");
    let mut subjects: Vec<Suggestion> = counts
        .into_iter()
        .map(|(text, count)| Suggestion {
            text,
            label: None,
            count,
        })
        .collect();
    subjects.sort_by_key(|subject| std::cmp::Reverse(subject.count));
    subjects.truncate(limit);
    Ok(subjects)
}
