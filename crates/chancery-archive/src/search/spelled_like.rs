//! What could have been meant by the parts of a query that no cable matches.

use std::collections::BTreeMap;

use chancery_index::{Pattern, words};

use super::notes::finds_nothing;
use super::source::Texts;
use crate::Error;
use crate::index::schema::field;
use crate::index::{self, Index};
use crate::nearest::all_near;
use crate::query::{
    Form, Identifier, Instruction, Keyword, KeywordLeaf, Leaf, Meaning, Node, Part, Query,
    Relation, TextLeaf, quoted,
};
use crate::store::Store;

/// A part of a query that no cable matches, with what some do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpelledLike {
    /// The part, as it stands in the query where it stands there letter by letter.
    pub written: String,
    /// What could be written in its place, the nearest first; empty where nothing is near.
    pub like: Vec<String>,
}

/// Parts of a query that are looked at, at most.
const MOST_PARTS: usize = 16;

/// Parts of which it is looked up whether they find anything, at most.
const MOST_LOOKED_AT: usize = 64;

/// Values of a field that are compared with one that no cable has, at most.
const MOST_VALUES: usize = 100_000;

/// The neighbours of an identifier, by their keys.
type Near<'a> = &'a dyn Fn(&str) -> Result<Vec<String>, Error>;

/// The parts that find nothing by themselves, with what could have been meant.
pub(crate) fn spelled_like(
    store: &Store,
    index: &Index,
    query: &str,
    limit: usize,
    near: Near<'_>,
) -> Result<Vec<SpelledLike>, Error> {
    let Ok(parsed) = Query::parse(query) else {
        return Ok(Vec::new());
    };
    let texts = Texts { store, index };
    let parsed = parsed.with_meanings();
    let mut parts = Vec::new();
    let mut n_left = MOST_LOOKED_AT;
    collect(&texts, &parsed.root, &mut n_left, &mut parts)?;
    let mut found = Vec::new();
    for leaf in parts.into_iter().take(MOST_PARTS) {
        let like = match leaf {
            Leaf::Text(leaf) if leaf.part.is_names() => names(index, leaf, limit)?,
            Leaf::Text(leaf) => text(&texts, leaf, limit)?,
            Leaf::Keyword(leaf) => values(&texts, leaf, limit)?,
            Leaf::Declassify(leaf) => codes(index, leaf, limit)?,
            Leaf::Mention(mention) => near(mention.id())?,
            Leaf::Identifier(identifier) => neighbours(identifier, near)?,
            _ => Vec::new(),
        };
        found.push(SpelledLike {
            written: as_written(query, &leaf.to_string()),
            like,
        });
    }
    Ok(found)
}

/// The leaves that find nothing. Of alternatives only those that find nothing together; what is not to be, and what the
/// texts would have to be read for, are left out.
fn collect<'q>(
    texts: &Texts<'_>,
    node: &'q Node,
    n_left: &mut usize,
    parts: &mut Vec<&'q Leaf>,
) -> Result<(), Error> {
    match node {
        Node::All(nodes) => {
            for node in nodes {
                collect(texts, node, n_left, parts)?;
            }
        }
        Node::Any(nodes) => {
            let mut inside = Vec::new();
            for node in nodes {
                let n_before = inside.len();
                collect(texts, node, n_left, &mut inside)?;
                if inside.len() == n_before {
                    return Ok(());
                }
            }
            // A word that is looked for by its meaning too is one part for whoever typed it.
            if inside.iter().any(|leaf| !matches!(leaf, Leaf::Meaning(_))) {
                inside.retain(|leaf| !matches!(leaf, Leaf::Meaning(_)));
            }
            parts.extend(inside);
        }
        Node::Paragraph(inner) => collect(texts, inner, n_left, parts)?,
        Node::Leaf(Leaf::Stored(_)) | Node::Not(_) | Node::Everything => {}
        Node::Leaf(leaf) => {
            if *n_left == 0 {
                return Ok(());
            }
            *n_left -= 1;
            if finds_nothing(texts, leaf)? {
                parts.push(leaf);
            }
        }
    }
    Ok(())
}

/// A part as somebody typed it, where it can be found in the query; otherwise as it was understood.
fn as_written(query: &str, part: &str) -> String {
    let at = query.to_ascii_lowercase().find(&part.to_ascii_lowercase());
    match at {
        Some(at) => query[at..at + part.len()].to_owned(),
        None => part.to_owned(),
    }
}

fn neighbours(identifier: &Identifier, near: Near<'_>) -> Result<Vec<String>, Error> {
    // What others refer to need not be here.
    if identifier.is_wild || identifier.is_shelfmark || identifier.relation == Relation::RefersTo {
        return Ok(Vec::new());
    }
    let name = identifier.relation.name();
    let near = near(&identifier.id)?;
    Ok(near.iter().map(|id| format!("{name}:{id}")).collect())
}

/// Words like those that no cable has; for words that some have elsewhere or further apart, those.
fn text(texts: &Texts<'_>, leaf: &TextLeaf, limit: usize) -> Result<Vec<String>, Error> {
    if !matches!(
        leaf.form,
        Form::Word | Form::Exact | Form::Phrase | Form::Near(_)
    ) {
        return Ok(Vec::new());
    }
    let index = &texts.index.inner;
    let folded = words::folded(&leaf.text);
    let n_words = folded.len();
    let is_missing = |word: &String| index.n_with_word(word) == 0;
    let Some(at) = folded.iter().position(is_missing) else {
        let with = |part, form, text: &str| TextLeaf {
            part,
            text: text.to_owned(),
            form,
        };
        let alternatives = [
            with(leaf.part, Form::Word, &leaf.text),
            with(Part::Anywhere, leaf.form, &leaf.text),
            with(leaf.part, Form::Near(FARTHER), &leaf.text),
            with(Part::Anywhere, Form::Near(FARTHER), &leaf.text),
        ];
        let n_alternatives = if n_words > 1 { 4 } else { 2 };
        let mut like = Vec::new();
        for alternative in alternatives.into_iter().take(n_alternatives) {
            let is_wider = alternative != *leaf && (n_words == 1 || alternative.form != Form::Word);
            if is_wider && !finds_nothing(texts, &Leaf::Text(alternative.clone()))? {
                like.push(alternative.to_string());
                break;
            }
        }
        return Ok(like);
    };
    let like = |word: &str, limit| near_words(texts.index, word, limit);
    let mut rest = folded.clone();
    for word in &mut rest[at + 1..] {
        if is_missing(word)
            && let Some(near) = like(word, 1)?.pop()
        {
            *word = near;
        }
    }
    let instead = |word: String| {
        let mut words = rest.clone();
        words[at] = word;
        let text = words.join(" ");
        TextLeaf {
            part: leaf.part,
            text,
            form: if n_words > 1 && leaf.form == Form::Word {
                Form::Phrase
            } else {
                leaf.form
            },
        }
        .to_string()
    };
    Ok(like(&folded[at], limit)?.into_iter().map(instead).collect())
}

/// How far apart the words of a phrase are looked for that stand together nowhere.
const FARTHER: u32 = 10;

/// The words of the archive that are nearest to one it lacks, those of most cables first.
fn near_words(index: &Index, word: &str, limit: usize) -> Result<Vec<String>, Error> {
    let n_letters = word.chars().count();
    for n_changes in [1, 2u8] {
        if usize::from(n_changes) * 2 >= n_letters {
            break;
        }
        let like = index
            .inner
            .words_like(&Pattern::Fuzzy(word.to_owned(), n_changes), limit)
            .map_err(index::failed("look for words"))?;
        if !like.is_empty() {
            return Ok(like.into_iter().map(|(word, _)| word).collect());
        }
    }
    Ok(Vec::new())
}

/// The values of a field that are spelled like one that no cable has; TAGS codes whose name has the words.
fn values(texts: &Texts<'_>, leaf: &KeywordLeaf, limit: usize) -> Result<Vec<String>, Error> {
    if leaf.is_wild {
        return Ok(Vec::new());
    }
    let values = of_field(texts.index, leaf.keyword.field())?;
    let values = values.iter().map(|(value, _)| value.as_str());
    let like = all_near(&leaf.value, values, limit);
    let instead = |value: &str| {
        KeywordLeaf {
            value: value.to_owned(),
            also: Vec::new(),
            ..leaf.clone()
        }
        .to_string()
    };
    let mut like: Vec<String> = like.into_iter().map(instead).collect();
    if leaf.keyword == Keyword::Tags
        && let Some(meaning) = Meaning::with_words(&leaf.value.to_lowercase(), true)
    {
        let meaning = Leaf::Meaning(meaning);
        if !finds_nothing(texts, &meaning)? {
            like.push(meaning.to_string());
        }
    }
    Ok(like)
}

/// The codes of instructions that are spelled like one that no cable has.
fn codes(index: &Index, leaf: &Instruction, limit: usize) -> Result<Vec<String>, Error> {
    let codes = of_field(index, field::DECLASSIFY)?;
    let codes = codes.iter().map(|(code, _)| code.as_str());
    let like = all_near(&leaf.value, codes, limit);
    Ok(like
        .into_iter()
        .map(|code| format!("declassify:{}", quoted(code)))
        .collect())
}

/// Words of names that are spelled like those that no name has, or hold them.
fn names(index: &Index, leaf: &TextLeaf, limit: usize) -> Result<Vec<String>, Error> {
    let (Some(field), false) = (
        leaf.part.names(),
        matches!(leaf.form, Form::Wild | Form::Regex),
    ) else {
        return Ok(Vec::new());
    };
    let names = of_field(index, field)?;
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for (name, n) in &names {
        for word in name.split_ascii_whitespace() {
            *counts.entry(word).or_default() += n;
        }
    }
    let mut known: Vec<(&str, u64)> = counts.iter().map(|(&word, &n)| (word, n)).collect();
    known.sort_by_key(|&(_, n)| std::cmp::Reverse(n));
    let known = || known.iter().map(|&(word, _)| word);
    let folded = words::folded(&leaf.text);
    let Some(at) = folded
        .iter()
        .position(|word| !counts.contains_key(word.as_str()))
    else {
        return Ok(Vec::new());
    };
    let missing = folded[at].as_str();
    let mut like = all_near(missing, known(), limit);
    if missing.chars().count() >= SHORTEST_PART {
        let n = limit.saturating_sub(like.len());
        let holding: Vec<&str> = known()
            .filter(|word| word.contains(missing) && !like.contains(word))
            .take(n)
            .collect();
        like.extend(holding);
    }
    let instead = |word: &str| {
        let mut words: Vec<&str> = folded.iter().map(String::as_str).collect();
        words[at] = word;
        TextLeaf {
            part: leaf.part,
            text: words.join(" "),
            form: if words.len() > 1 {
                Form::Phrase
            } else {
                leaf.form
            },
        }
        .to_string()
    };
    Ok(like.into_iter().map(instead).collect())
}

/// Fewer letters stand in too many names.
const SHORTEST_PART: usize = 4;

/// The values of a field, those of most cables first.
fn of_field(index: &Index, field: u8) -> Result<Vec<(String, u64)>, Error> {
    index
        .inner
        .values_beginning(field, "", MOST_VALUES)
        .map_err(index::failed("look for values"))
}
