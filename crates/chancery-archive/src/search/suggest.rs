//! What could be meant: completions of what is being typed.

use std::collections::BTreeMap;
use std::ops::Range;
use std::time::{Duration, Instant};

use chancery_format::tables;
use chancery_index::{Pattern, Query as Plan, Request, Text, Word, Zones, words};

use super::source::Texts;
use crate::Error;
use crate::index::schema::{field, zone};
use crate::index::{self, Index};
use crate::query::{self, Query, quoted};
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

/// Completions of the beginning of a word, a name, or the value of a field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggestions {
    /// The field that stands before what is being typed.
    pub field: Option<&'static str>,
    /// The bytes of what was typed that a word, or a value of the field, takes the place of.
    pub place: Range<usize>,
    /// Words of the texts, most frequent first; none where a field has values.
    pub words: Vec<Suggestion>,
    /// Posts, by their keys.
    pub posts: Vec<Suggestion>,
    /// TAGS codes.
    pub tags: Vec<Suggestion>,
    /// Subjects that have the words typed, the last of them perhaps not whole; those of the newest cables.
    pub subjects: Vec<Suggestion>,
    /// Values of the field, where it has others than posts and TAGS.
    pub values: Vec<Suggestion>,
}

/// How many hits are looked at for subjects.
const SUBJECT_HITS: usize = 200;

/// How long words are tried behind those of a phrase, from the most frequent on; in most archives all are by then.
const PHRASE_TIME: Duration = Duration::from_millis(250);

/// Names that are looked through, at most.
const MOST_NAMES: usize = 100_000;

/// Of identifiers there are as many as cables: fewer letters begin too many.
const SHORTEST_ID: usize = 3;

/// Completes what is being typed: its last word, or all of it as the name of a post, a code, a subject. Behind a field,
/// a value of the field.
pub(crate) fn suggest(
    store: &Store,
    index: &Index,
    typed: &str,
    limit: usize,
) -> Result<Suggestions, Error> {
    let typing = Typing::of(typed);
    let texts = Texts { store, index };
    let mut found = Suggestions {
        field: typing.field,
        place: typing.place.clone(),
        ..Suggestions::default()
    };
    match typing.field.map(values_of) {
        None if typing.is_quoted => {
            let folded = words::folded(typing.begun);
            found.words = words_behind(index, &folded, limit)?;
            found.subjects = subjects(store, index, &folded, limit)?;
        }
        None => {
            let folded = words::folded(typing.begun);
            let Some(last) = folded.last() else {
                return Ok(found);
            };
            found.words = words_beginning(index, last, limit)?;
            found.posts = posts(index, &folded, limit)?;
            found.tags = tags(index, typing.begun, limit)?;
            found.subjects = subjects(store, index, &folded, limit)?;
        }
        Some(Values::Posts) => found.posts = posts(index, &words::folded(typing.begun), limit)?,
        Some(Values::Tags) => {
            found.tags = tags(index, typing.begun, limit)?;
            for tag in &mut found.tags {
                tag.text = quoted(&tag.text);
            }
        }
        Some(Values::Keyword(field, case)) => {
            // A level may be the end of a range.
            let begun = typing.begun.trim_start_matches(['<', '>', '=']);
            if begun.len() < typing.begun.len() {
                found.place.start = found.place.end - begun.len();
            }
            let begun = match case {
                Case::Upper => one_blank(begun).to_uppercase(),
                Case::Lower => one_blank(begun).to_lowercase(),
            };
            found.values = values(index, field, &begun, limit)?
                .into_iter()
                .map(|(text, count)| suggestion(quoted(&text), count))
                .collect();
        }
        Some(Values::Ids(field)) => {
            let begun: String = typing.begun.split_whitespace().collect();
            if begun.len() >= SHORTEST_ID {
                found.values = values(index, field, &begun.to_uppercase(), limit)?
                    .into_iter()
                    .map(|(text, count)| suggestion(quoted(&text), count))
                    .collect();
            }
        }
        Some(Values::Names(field)) => {
            let name = typing.field.unwrap_or_default();
            found.values = names(&texts, name, field, typing.begun, limit)?;
        }
        Some(Values::Words) => {
            let folded = words::folded(typing.begun);
            found.words = if typing.is_quoted {
                found.place = last_word(typed, found.place.start);
                words_behind(index, &folded, limit)?
            } else if let Some(last) = folded.last() {
                words_beginning(index, last, limit)?
            } else {
                Vec::new()
            };
        }
        Some(Values::None) => {}
    }
    Ok(found)
}

/// What the values of a field are.
#[derive(Clone, Copy, Debug)]
enum Values {
    Posts,
    Tags,
    Keyword(u8, Case),
    /// Identifiers of cables.
    Ids(u8),
    /// Names of several words.
    Names(u8),
    /// Words of the text.
    Words,
    /// Moments, marks and the like, of which no list is kept.
    None,
}

/// In which letters values are kept.
#[derive(Clone, Copy, Debug)]
enum Case {
    Upper,
    Lower,
}

fn values_of(name: &str) -> Values {
    match name {
        "post" => Values::Posts,
        "tags" => Values::Tags,
        "country" => Values::Keyword(field::COUNTRY, Case::Upper),
        "class" => Values::Keyword(field::CLASS, Case::Upper),
        "caption" => Values::Keyword(field::CAPTION, Case::Upper),
        "precedence" => Values::Keyword(field::PRECEDENCE, Case::Upper),
        "year" => Values::Keyword(field::YEAR, Case::Upper),
        "month" => Values::Keyword(field::MONTH, Case::Upper),
        "order" => Values::Keyword(field::ORDER, Case::Upper),
        "declassify" => Values::Keyword(field::DECLASSIFY, Case::Upper),
        "reason" => Values::Keyword(field::REASON, Case::Lower),
        "has" => Values::Keyword(field::HAS, Case::Lower),
        "kind" => Values::Keyword(field::KIND, Case::Lower),
        "lang" => Values::Keyword(field::LANG, Case::Lower),
        "wrapper" => Values::Keyword(field::WRAPPER, Case::Lower),
        "id" | "refby" | "similar" => Values::Ids(field::ID),
        "ref" => Values::Ids(field::REFERENCE),
        "from" => Values::Names(field::FROM),
        "to" => Values::Names(field::TO),
        "info" => Values::Names(field::INFO),
        "signed" => Values::Names(field::SIGNED),
        "classifiedby" => Values::Names(field::CLASSIFIED_BY),
        "source" => Values::Names(field::SOURCE),
        "subject" | "summary" | "comment" | "body" | "header" | "paragraph" | "word" => {
            Values::Words
        }
        _ => Values::None,
    }
}

/// What is being typed at the end of a query that need not be whole.
#[derive(Debug, PartialEq, Eq)]
struct Typing<'t> {
    field: Option<&'static str>,
    /// The beginning of a value of the field; without a field, the plain words at the end.
    begun: &'t str,
    /// Where a completion goes: a whole value, with the quotation mark before it, or the last word.
    place: Range<usize>,
    /// Whether it stands behind a quotation mark that nothing closes.
    is_quoted: bool,
}

impl<'t> Typing<'t> {
    fn of(typed: &'t str) -> Typing<'t> {
        let mut at = 0;
        // Where the plain words at the end begin.
        let mut plain = 0;
        // The field that the words within each open bracket are values of.
        let mut brackets: Vec<Option<&'static str>> = Vec::new();
        let mut field = None;
        // Whether a value must follow.
        let mut is_open = false;
        while let Some(first) = typed[at..].chars().next() {
            let outer = brackets.last().copied().flatten();
            let rest = &typed[at..];
            if first.is_whitespace() {
                at += first.len_utf8();
                continue;
            }
            if first == '(' {
                brackets.push(field);
                (at, is_open) = (at + 1, false);
                plain = at;
                continue;
            }
            if first == ')' {
                brackets.pop();
                field = brackets.last().copied().flatten();
                (at, is_open) = (at + 1, false);
                plain = at;
                continue;
            }
            if first == '-' || first == '=' {
                at += 1;
                plain = at;
                continue;
            }
            if field.is_none_or(|field| field == "paragraph" && !is_open)
                && let Some((name, length)) = field_name(rest)
            {
                (field, is_open) = (Some(name), true);
                at += length;
                continue;
            }
            let end = if query::is_quotation_mark(first) {
                let inside = at + first.len_utf8();
                let Some(length) = typed[inside..].find(query::is_quotation_mark) else {
                    return Typing {
                        field,
                        begun: &typed[inside..],
                        place: match field {
                            Some(_) => at..typed.len(),
                            None => last_word(typed, inside),
                        },
                        is_quoted: true,
                    };
                };
                let closing = typed[inside + length..].chars().next();
                inside + length + closing.map_or(0, char::len_utf8)
            } else {
                let ends = |c: char| {
                    c.is_whitespace()
                        || matches!(c, '(' | ')')
                        || (c == ',' && field.is_some())
                        || query::is_quotation_mark(c)
                };
                let length = rest.find(ends).unwrap_or(rest.len());
                if at + length == typed.len() {
                    if field.is_none() {
                        break;
                    }
                    return Typing {
                        field,
                        begun: rest,
                        place: at..typed.len(),
                        is_quoted: false,
                    };
                }
                at + length
            };
            let is_word = field.is_none() && !query::is_quotation_mark(first);
            let is_operator = matches!(&typed[at..end], "AND" | "OR" | "NOT");
            at = end;
            is_open = false;
            if field.is_some() && typed[at..].starts_with(',') {
                at += 1;
                is_open = !typed[at..].starts_with(char::is_whitespace);
            }
            if !is_open {
                field = outer;
            }
            if !is_word || is_operator {
                plain = at;
            }
        }
        // A value has been begun with nothing yet, or all that stands at the end is plain.
        match field {
            Some(_) => Typing {
                field,
                begun: "",
                place: typed.len()..typed.len(),
                is_quoted: false,
            },
            None => Typing {
                field,
                begun: typed[plain..].trim(),
                place: last_word(typed, plain),
                is_quoted: false,
            },
        }
    }
}

/// The field whose name and colon stand here, and how long they are.
fn field_name(rest: &str) -> Option<(&'static str, usize)> {
    let length = rest.find(|c: char| !c.is_ascii_alphabetic())?;
    let after = rest[length..].strip_prefix(':')?;
    // `http://…` is text.
    if after.starts_with("//") {
        return None;
    }
    Some((query::field_named(&rest[..length])?, length + 1))
}

/// Where the last word from `start` on stands.
fn last_word(typed: &str, start: usize) -> Range<usize> {
    let text = typed[start..].trim_end_matches(|c: char| !c.is_alphanumeric());
    let end = start + text.len();
    let before = text.trim_end_matches(char::is_alphanumeric);
    start + before.len()..end
}

/// With single blanks, none in front; one at the end stays, for a name goes on behind it.
fn one_blank(text: &str) -> String {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    if text.ends_with(char::is_whitespace) && !words.is_empty() {
        words.push("");
    }
    words.join(" ")
}

fn suggestion(text: String, count: u64) -> Suggestion {
    Suggestion {
        text,
        label: None,
        count,
    }
}

fn values(
    index: &Index,
    field: u8,
    begun: &str,
    limit: usize,
) -> Result<Vec<(String, u64)>, Error> {
    index
        .inner
        .values_beginning(field, begun, limit)
        .map_err(index::failed("look for values"))
}

fn posts(index: &Index, folded: &[String], limit: usize) -> Result<Vec<Suggestion>, Error> {
    let posts = values(index, field::POST, &folded.concat().to_uppercase(), limit)?;
    Ok(posts
        .into_iter()
        .map(|(text, count)| Suggestion {
            label: tables::posts::by_name(&text).map(|post| post.name.to_owned()),
            text,
            count,
        })
        .collect())
}

fn tags(index: &Index, begun: &str, limit: usize) -> Result<Vec<Suggestion>, Error> {
    let tags = values(
        index,
        field::TAG_CODE,
        &one_blank(begun).to_uppercase(),
        limit,
    )?;
    Ok(tags
        .into_iter()
        .map(|(text, count)| Suggestion {
            label: tables::tags::lookup(&text, None)
                .and_then(|tag| tag.name)
                .map(str::to_owned),
            text,
            count,
        })
        .collect())
}

fn words_beginning(index: &Index, begun: &str, limit: usize) -> Result<Vec<Suggestion>, Error> {
    let words = index
        .inner
        .words_beginning(begun, limit)
        .map_err(index::failed("look for words"))?;
    Ok(words
        .into_iter()
        .map(|(text, count)| suggestion(text, count))
        .collect())
}

/// The last word of a phrase, completed with the words that stand behind the others somewhere. The counts are those of the
/// phrase.
fn words_behind(index: &Index, folded: &[String], limit: usize) -> Result<Vec<Suggestion>, Error> {
    let Some((last, before)) = folded.split_last() else {
        return Ok(Vec::new());
    };
    if before.is_empty() {
        return words_beginning(index, last, limit);
    }
    let end = Instant::now() + PHRASE_TIME;
    let found = index
        .inner
        .words_behind(before, last, limit, &|| Instant::now() >= end)
        .map_err(index::failed("look for words"))?;
    Ok(found
        .into_iter()
        .map(|(text, count)| suggestion(text, count))
        .collect())
}

fn count(index: &Index, plan: &Plan) -> Result<u64, Error> {
    let mut n = 0;
    index
        .inner
        .each_id(plan, |_| n += 1)
        .map_err(index::failed("search"))?;
    Ok(n)
}

/// The words of names that begin so, behind those typed before them.
fn names(
    texts: &Texts<'_>,
    name: &str,
    field: u8,
    begun: &str,
    limit: usize,
) -> Result<Vec<Suggestion>, Error> {
    // Names have a blank before and after each of their words.
    let wanted = format!(" {}", words::folded(begun).join(" "));
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for (value, n) in values(texts.index, field, "", MOST_NAMES)? {
        for (at, _) in value.match_indices(&wanted) {
            let behind = at + wanted.len();
            let rest = &value[behind..];
            let end = behind + rest.find(' ').unwrap_or(rest.len());
            let text = &value[at + 1..end];
            if !text.is_empty() {
                *counts.entry(text.to_owned()).or_default() += n;
            }
        }
    }
    let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
    counts.sort_by_key(|&(_, n)| std::cmp::Reverse(n));
    counts.truncate(limit);
    let mut found = Vec::new();
    for (text, _) in counts {
        // Several names of a cable may have it.
        let text = quoted(&text);
        let Ok(part) = Query::parse(&format!("{name}:{text}")) else {
            continue;
        };
        let n = count(texts.index, &query::compile(&part, texts)?)?;
        found.push(suggestion(text, n));
    }
    found.sort_by_key(|name| std::cmp::Reverse(name.count));
    Ok(found)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn what_is_being_typed() {
        for (typed, field, begun, place, is_quoted) in [
            ("", None, "", "", false),
            ("str", None, "str", "str", false),
            ("the king ", None, "the king", "king", false),
            ("post:str", Some("post"), "str", "str", false),
            ("king origin:Str", Some("post"), "Str", "Str", false),
            ("-post:str", Some("post"), "str", "str", false),
            ("post:-str", Some("post"), "str", "str", false),
            ("post: str", Some("post"), "str", "str", false),
            ("post:", Some("post"), "", "", false),
            ("post:ZENDA,str", Some("post"), "str", "str", false),
            ("post:ZENDA,", Some("post"), "", "", false),
            ("post:(ZENDA OR str", Some("post"), "str", "str", false),
            ("(post:str", Some("post"), "str", "str", false),
            ("king OR (tags:PG", Some("tags"), "PG", "PG", false),
            ("post:ZENDA str", None, "str", "str", false),
            ("post:ZENDA, str", None, "str", "str", false),
            ("post:(ZENDA) str", None, "str", "str", false),
            ("post:ZENDA ", None, "", "", false),
            ("king AND red str", None, "red str", "str", false),
            ("\"crown c", None, "crown c", "c", true),
            ("king \"crown c", None, "crown c", "c", true),
            ("\"crown council\" k", None, "k", "k", false),
            ("post:\"rio d", Some("post"), "rio d", "\"rio d", true),
            ("post:\"RIO\",str", Some("post"), "str", "str", false),
            ("paragraph:(king portion:S) a", None, "a", "a", false),
            ("paragraph:(king po", Some("paragraph"), "po", "po", false),
            ("paragraph:(king role:co", Some("role"), "co", "co", false),
            ("psot:str", None, "psot:str", "str", false),
            ("http://str", None, "http://str", "str", false),
            ("post:,str", Some("post"), "str", "str", false),
            ("a ) b", None, "b", "b", false),
            ("«crown c", None, "crown c", "c", true),
        ] {
            let typing = Typing::of(typed);
            assert_eq!(typing.field, field, "{typed}");
            assert_eq!(typing.begun, begun, "{typed}");
            assert_eq!(&typed[typing.place], place, "{typed}");
            assert_eq!(typing.is_quoted, is_quoted, "{typed}");
        }
    }

    #[test]
    fn a_phrase_goes_on_with_rare_words_too() {
        // Sixty frequent words, of which none stands behind `crown` more often than the rare one.
        let texts: Vec<String> = (0..60)
            .map(|n| {
                format!("A c{n}word, a c{n}word; the crown c{n}word and the castle c{n}word stand.")
            })
            .chain([
                "The crown czardas was danced at the castle.".to_owned(),
                "The crown czardas again. The Crown: Czardas!".to_owned(),
                "A crown. Czardas is no dance of the crown".to_owned(),
            ])
            .collect();
        let records: Vec<_> = (1..)
            .zip(&texts)
            .flat_map(|(n, text)| {
                [
                    testing::cable(&format!("07 ZENDA {n}"), &[text.as_str()]),
                    // Frequent without the phrase.
                    testing::cable(
                        &format!("07 STRELSAU {n}"),
                        &[text.replace("crown", "court").as_str()],
                    ),
                ]
            })
            .collect();
        let (_folder, archive) = testing::archive(&records);
        let suggest = |typed: &str, limit| -> Vec<(String, u64)> {
            let found = archive.suggest(typed, limit).unwrap();
            found
                .words
                .into_iter()
                .map(|word| (word.text, word.count))
                .collect()
        };
        assert_eq!(suggest("\"crown cz", 3), [("czardas".to_owned(), 4)]);
        let best = suggest("\"the crown c", 3);
        assert_eq!(best[0], ("czardas".to_owned(), 3));
        assert_eq!(best.len(), 3);
        let all = suggest("\"crown c", 100);
        assert_eq!(all.len(), 61);
        for (word, count) in all {
            let total = archive
                .search(&crate::Search {
                    query: format!("\"crown {word}\""),
                    ..crate::Search::default()
                })
                .unwrap()
                .total;
            assert_eq!(total, count, "{word}");
        }
        assert!(suggest("\"crown zebra c", 3).is_empty());
    }

    #[test]
    fn every_field_has_values_or_none() {
        for name in ["post", "fm", "CLASS", "caveat", "id", "like", "para"] {
            let field = query::field_named(name).expect("a field");
            assert!(!matches!(values_of(field), Values::None), "{name}");
        }
        assert_eq!(one_blank("  a  b "), "a b ");
        assert_eq!(one_blank(" "), "");
    }
}
