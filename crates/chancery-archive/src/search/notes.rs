//! What a person should know of an answer: why it is empty, or why it took long.

use std::fmt;

use super::source::Texts;
use crate::query::{self, Form, Leaf, Node, Part, Query, Relation};
use crate::{Error, index};

/// Something to know of an answer; in words as it displays.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Note {
    /// No word is certain to stand in what an expression matches, so that every text had to be read.
    EveryText {
        /// The part of the query.
        part: String,
    },
    /// The query is about a cable that the archive does not have.
    NoSuchCable {
        /// Its identifier.
        id: String,
    },
    /// What `id:` asks for is no identifier, and no source gives it as a shelfmark or number.
    NoSuchShelfmark {
        /// What was asked for.
        shelfmark: String,
    },
    /// No other cable has any of the words that tell this one from others.
    NothingLike {
        /// Its identifier.
        id: String,
    },
    /// No cable of the archive refers to this one.
    NotReferredTo {
        /// Its identifier.
        id: String,
        /// Whether the archive has it.
        is_here: bool,
    },
    /// Each part of the query is in some cable, but no cable has all.
    NeverTogether {
        /// The parts, each with the number of cables that match it by itself.
        parts: Vec<(String, u64)>,
    },
    /// An expression found nothing among single words.
    ComparedWithWords {
        /// The expression, as it stands in the query.
        part: String,
        /// What looks for it in whole texts.
        instead: String,
    },
    /// A word that joins parts of a query where it is in capitals, and was looked for as a word.
    SmallOperator {
        /// The word.
        word: &'static str,
    },
    /// This cable refers to no other.
    RefersToNothing {
        /// Its identifier.
        id: String,
    },
    /// This cable refers to others, of which the archive has none.
    RefersToMissing {
        /// Its identifier.
        id: String,
        /// How many.
        n: usize,
    },
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Note::EveryText { part } => write!(
                f,
                "{part} needs no certain word, so every text was read; a word or a field beside it makes it quick"
            ),
            Note::NoSuchCable { id } => write!(f, "the archive has no cable {id}"),
            Note::NoSuchShelfmark { shelfmark } => write!(
                f,
                "`{shelfmark}` is no identifier with year, post and number, and no source gives it as a shelfmark"
            ),
            Note::NothingLike { id } => {
                write!(
                    f,
                    "no other cable has any of the words that tell {id} from others"
                )
            }
            Note::NotReferredTo { id, is_here } => {
                let and = if *is_here {
                    ""
                } else {
                    ", and the archive does not have it"
                };
                write!(f, "no cable of the archive refers to {id}{and}")
            }
            Note::NeverTogether { parts } => {
                f.write_str("every part is in some cable, but no cable has all: ")?;
                for (at, (part, n)) in parts.iter().enumerate() {
                    let comma = if at > 0 { ", " } else { "" };
                    write!(f, "{comma}{part} in {n}")?;
                }
                Ok(())
            }
            Note::ComparedWithWords { part, instead } => write!(
                f,
                "{part} was compared with single words, which have no blanks; {instead} looks through the whole text"
            ),
            Note::SmallOperator { word } => write!(
                f,
                "`{word}` was looked for as a word; in capitals, {}, it joins the parts of a query",
                word.to_uppercase()
            ),
            Note::RefersToNothing { id } => write!(f, "{id} refers to no other cable"),
            Note::RefersToMissing { id, n: 1 } => {
                write!(
                    f,
                    "{id} refers to one cable, which the archive does not have"
                )
            }
            Note::RefersToMissing { id, n } => {
                write!(
                    f,
                    "{id} refers to {n} cables, none of which the archive has"
                )
            }
        }
    }
}

/// What is to be said of a query; of an answer with nothing in it, why.
pub(super) fn notes(texts: &Texts<'_>, query: &Query, total: u64) -> Result<Vec<Note>, Error> {
    let mut parts = Vec::new();
    collect(&query.root, false, &mut parts);
    let mut notes = Vec::new();
    for (leaf, is_narrowed) in parts.into_iter().take(MOST_TOLD) {
        let note = match leaf {
            Leaf::Stored(stored) if !is_narrowed && stored.needs_no_word() => {
                Some(Note::EveryText {
                    part: stored.to_string(),
                })
            }
            Leaf::Identifier(identifier)
                if total == 0 && !identifier.is_wild && finds_nothing(texts, leaf)? =>
            {
                if identifier.is_shelfmark {
                    let shelfmark = identifier.id.clone();
                    notes.push(Note::NoSuchShelfmark { shelfmark });
                    continue;
                }
                Some(why_nothing(texts, &identifier.id, identifier.relation)?)
            }
            Leaf::Text(text)
                if total == 0
                    && text.form == Form::Regex
                    && text.part == Part::Anywhere
                    && finds_nothing(texts, leaf)? =>
            {
                Some(Note::ComparedWithWords {
                    part: text.to_string(),
                    instead: format!("text:/{}/", text.text),
                })
            }
            _ => None,
        };
        if let Some(note) = note
            && !notes.contains(&note)
        {
            notes.push(note);
        }
    }
    small_operators(&query.root, &mut notes);
    if total == 0
        && notes.is_empty()
        && let Node::All(parts) = &query.root
    {
        notes.extend(never_together(texts, parts)?);
    }
    Ok(notes)
}

/// Parts of a query of which something is looked up once more, at most.
const MOST_TOLD: usize = 64;

/// `or` and `not` between other words, which most likely were meant to join them.
fn small_operators(node: &Node, notes: &mut Vec<Note>) {
    match node {
        Node::All(nodes) => {
            for (at, part) in nodes.iter().enumerate() {
                let is_first = at == 0;
                let is_last = at + 1 == nodes.len();
                let word = match part {
                    Node::Leaf(Leaf::Text(leaf)) if leaf.is_plain() => match leaf.text.as_str() {
                        "or" if !is_first && !is_last => "or",
                        "not" if !is_last => "not",
                        _ => continue,
                    },
                    Node::Leaf(_) => continue,
                    _ => {
                        small_operators(part, notes);
                        continue;
                    }
                };
                let note = Note::SmallOperator { word };
                if !notes.contains(&note) {
                    notes.push(note);
                }
            }
        }
        Node::Any(nodes) => {
            for node in nodes {
                small_operators(node, notes);
            }
        }
        Node::Not(inner) | Node::Paragraph(inner) => small_operators(inner, notes),
        Node::Leaf(_) | Node::Everything => {}
    }
}

/// How many cables match each of some parts; nothing where one matches none, or where the texts would have to be read.
fn never_together(texts: &Texts<'_>, parts: &[Node]) -> Result<Option<Note>, Error> {
    if parts.len() > MOST_TOLD {
        return Ok(None);
    }
    let mut counts = Vec::new();
    for part in parts {
        let mut leaves = Vec::new();
        collect(part, false, &mut leaves);
        if leaves
            .iter()
            .any(|(leaf, _)| matches!(leaf, Leaf::Stored(_)))
        {
            return Ok(None);
        }
        let plan = query::compile_part(part, texts)?;
        let mut n = 0;
        texts
            .index
            .inner
            .each_id(&plan, |_| n += 1)
            .map_err(index::failed("search"))?;
        if n == 0 {
            return Ok(None);
        }
        counts.push((part.to_string(), n));
    }
    Ok(Some(Note::NeverTogether { parts: counts }))
}

/// Whether no cable matches a part by itself.
pub(super) fn finds_nothing(texts: &Texts<'_>, leaf: &Leaf) -> Result<bool, Error> {
    let plan = query::compile_part(&Node::Leaf(leaf.clone()), texts)?;
    let mut is_empty = true;
    texts
        .index
        .inner
        .each_id(&plan, |_| is_empty = false)
        .map_err(index::failed("search"))?;
    Ok(is_empty)
}

fn why_nothing(texts: &Texts<'_>, id: &str, relation: Relation) -> Result<Note, Error> {
    let id = id.to_owned();
    let is_here = texts.store.has_key(&id)?;
    Ok(match relation {
        Relation::RefersTo => Note::NotReferredTo { id, is_here },
        _ if !is_here => Note::NoSuchCable { id },
        Relation::SimilarTo | Relation::Itself => Note::NothingLike { id },
        Relation::ReferredToBy => match texts.store.references_of(&id)?.len() {
            0 => Note::RefersToNothing { id },
            n => Note::RefersToMissing { id, n },
        },
    })
}

/// The parts that something may be said of. What is negated narrows nothing and leaves nothing empty.
fn collect<'q>(node: &'q Node, is_narrowed: bool, parts: &mut Vec<(&'q Leaf, bool)>) {
    match node {
        Node::All(nodes) => {
            for (at, part) in nodes.iter().enumerate() {
                let has_other = nodes.iter().enumerate().any(|(other, node)| {
                    other != at && !matches!(node, Node::Not(_) | Node::Leaf(Leaf::Stored(_)))
                });
                collect(part, is_narrowed || has_other, parts);
            }
        }
        Node::Any(nodes) => {
            for part in nodes {
                collect(part, is_narrowed, parts);
            }
        }
        Node::Not(inner) => {
            // The text of what is negated is read too.
            let mut inside = Vec::new();
            collect(inner, is_narrowed, &mut inside);
            inside.retain(|(leaf, _)| matches!(leaf, Leaf::Stored(_)));
            parts.extend(inside);
        }
        Node::Paragraph(inner) => collect(inner, is_narrowed, parts),
        Node::Leaf(leaf) => parts.push((leaf, is_narrowed)),
        Node::Everything => {}
    }
}
