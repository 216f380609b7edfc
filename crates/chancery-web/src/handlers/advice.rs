//! What to try when a query finds nothing: said of its own parts, never in general.

use chancery_archive::{Archive, ExplainedPart, Explanation, Search, SpelledLike, facet_names};

use crate::error::PageError;
use crate::explain;
use crate::handlers::results::total;
use crate::marked::{self, Run};
use crate::page::{counted, grouped};
use crate::{refine, urls};

/// Parts that are tried one by one; of a longer query only the first.
const MOST_PARTS: usize = 8;

/// Values of a field that are named where the one asked for does not occur.
const N_VALUES: usize = 8;

/// One thing to try: words, then links with how many cables each finds.
pub(crate) struct Advice {
    pub(crate) words: Vec<Run>,
    pub(crate) links: Vec<Found>,
}

impl Advice {
    /// `words` with queries in backticks.
    fn new(words: &str, links: Vec<Found>) -> Advice {
        Advice {
            words: marked::quoted(words),
            links,
        }
    }
}

/// A query that finds something.
pub(crate) struct Found {
    pub(crate) query: String,
    pub(crate) url: String,
    /// Behind the query: a name, or how many cables it finds.
    pub(crate) detail: String,
}

/// A part of the query: itself a query, and how many cables it finds by itself.
struct Part {
    query: String,
    count: u64,
}

/// What to try in place of a query that finds nothing, beside words spelled like those of `spelled_like`.
pub(crate) fn advice(
    archive: &Archive,
    query: &str,
    spelled_like: &[SpelledLike],
) -> Result<Vec<Advice>, PageError> {
    // Parts that read every text are not asked again and again.
    if query.is_empty() || query.contains('/') || query.to_lowercase().contains("text:") {
        return Ok(Vec::new());
    }
    let explanation = archive.explain(&Search {
        query: query.to_owned(),
        ..Search::default()
    })?;
    let parts = parts(&explanation);
    match &parts[..] {
        [] => Ok(Vec::new()),
        [only] => of_one(archive, &only.query, spelled_like),
        parts => of_several(archive, parts, spelled_like),
    }
}

/// The parts that must all hold.
fn parts(explanation: &Explanation) -> Vec<Part> {
    let part = |part: &ExplainedPart| Part {
        query: if part.text.contains(" OR ") && !part.text.ends_with(')') {
            format!("({})", part.text)
        } else {
            part.text.clone()
        },
        count: part.count,
    };
    let Some((whole, inner)) = explanation.parts.split_first() else {
        return Vec::new();
    };
    let parts: Vec<Part> = inner
        .iter()
        .filter(|part| part.depth == 1)
        .map(part)
        .collect();
    // What stands side by side must all hold; alternatives and negations are written otherwise.
    if parts.len() > 1 && joined(parts.iter()) == whole.text {
        parts.into_iter().take(MOST_PARTS).collect()
    } else {
        vec![part(whole)]
    }
}

fn joined<'a>(parts: impl Iterator<Item = &'a Part>) -> String {
    let queries: Vec<&str> = parts.map(|part| &*part.query).collect();
    queries.join(" ")
}

/// Of a query that is one word, one phrase or one field.
fn of_one(
    archive: &Archive,
    query: &str,
    spelled_like: &[SpelledLike],
) -> Result<Vec<Advice>, PageError> {
    if said_of(query, spelled_like).is_some_and(|said| !said.like.is_empty()) {
        return Ok(Vec::new());
    }
    if let Some(left_out) = query.strip_prefix('-') {
        let words = format!("Every cable has `{left_out}`: nothing is left without it.");
        return Ok(vec![Advice::new(&words, Vec::new())]);
    }
    let Some((field, value)) = field_of(query) else {
        return of_words(archive, query);
    };
    let inner = value
        .strip_prefix('(')
        .and_then(|value| value.strip_suffix(')'));
    if let Some(inner) = inner.filter(|_| field == "paragraph")
        && total(archive, inner)? == 0
    {
        return advice(archive, inner, spelled_like);
    }
    let mut all = Vec::new();
    let mut elsewhere = Vec::new();
    let words = value.trim_matches(|character: char| !character.is_alphanumeric());
    if field == "tags" {
        elsewhere.push(refine::term("meaning", words));
    }
    if let Some(inner) = inner {
        elsewhere.push(inner.to_owned());
    } else if !words.is_empty() && !value.starts_with(['>', '<']) {
        elsewhere.push(format!("\"{}\"", words.replace('"', " ")));
    }
    let links = found(archive, elsewhere)?;
    if !links.is_empty() {
        let words = format!("Not in `{field}:` but elsewhere:");
        all.push(Advice::new(&words, links));
    }
    let values = values(archive, field)?;
    if !values.is_empty() {
        let words = format!("Values of `{field}:` in this archive:");
        all.push(Advice::new(&words, values));
    }
    Ok(all)
}

/// What was found to be spelled like a part.
fn said_of<'a>(query: &str, spelled_like: &'a [SpelledLike]) -> Option<&'a SpelledLike> {
    let letters = |text: &str| text.replace('"', "").to_lowercase();
    spelled_like
        .iter()
        .find(|said| letters(&said.written) == letters(query))
}

/// Of words that do not stand together, without a field: the same words apart. Other spellings of one word are told
/// already.
fn of_words(archive: &Archive, query: &str) -> Result<Vec<Advice>, PageError> {
    let words: Vec<&str> = query
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    if !(2..MOST_PARTS).contains(&words.len()) {
        return Ok(Vec::new());
    }
    let mut links = found(archive, vec![words.join(" "), words.join(" OR ")])?;
    links.truncate(1);
    Ok(if links.is_empty() {
        Vec::new()
    } else {
        vec![Advice::new("Asked less strictly:", links)]
    })
}

/// Of parts that must all hold: those that no cable has, or what the query finds without one of them.
fn of_several(
    archive: &Archive,
    parts: &[Part],
    spelled_like: &[SpelledLike],
) -> Result<Vec<Advice>, PageError> {
    let (present, absent): (Vec<&Part>, Vec<&Part>) = parts.iter().partition(|part| part.count > 0);
    let mut all = Vec::new();
    for part in &absent {
        if !part.query.starts_with('-') && said_of(&part.query, spelled_like).is_none() {
            let words = format!("No cable has `{}`.", part.query);
            all.push(Advice::new(&words, Vec::new()));
        }
        all.extend(of_one(archive, &part.query, spelled_like)?);
    }
    let (words, without) = if absent.is_empty() {
        let without = (0..parts.len())
            .map(|out| {
                let rest = parts.iter().enumerate().filter(|(at, _)| *at != out);
                joined(rest.map(|(_, part)| part))
            })
            .collect();
        (
            "Each part is found, but no cable has them all. With one part less:",
            without,
        )
    } else {
        ("Without that:", vec![joined(present.into_iter())])
    };
    let links = found(archive, without)?;
    if !links.is_empty() {
        all.push(Advice::new(words, links));
    }
    Ok(all)
}

/// Those of the queries that find something.
fn found(archive: &Archive, queries: Vec<String>) -> Result<Vec<Found>, PageError> {
    let mut all = Vec::new();
    for query in queries {
        let total = match query.trim() {
            "" => 0,
            query => total(archive, query)?,
        };
        if total > 0 {
            all.push(Found {
                url: urls::search(&query).to_string(),
                detail: counted(total, "cable", "cables"),
                query,
            });
        }
    }
    Ok(all)
}

/// The commonest values of a field, where its values are counted.
fn values(archive: &Archive, field: &str) -> Result<Vec<Found>, PageError> {
    if !facet_names().any(|name| name == field) {
        return Ok(Vec::new());
    }
    let answer = archive.search(&Search {
        facet_fields: vec![field.to_owned()],
        ..Search::default()
    })?;
    let values = answer.facets.into_iter().flat_map(|facet| facet.values);
    Ok(values
        .take(N_VALUES)
        .map(|value| {
            let query = refine::term(field, &value.value);
            let name = match field {
                "tags" => value.label.or_else(|| explain::tag(&value.value)),
                _ => value.label,
            };
            Found {
                url: urls::search(&query).to_string(),
                detail: match name {
                    Some(name) => format!("{name}, {}", grouped(value.count)),
                    None => grouped(value.count),
                },
                query,
            }
        })
        .collect())
}

/// The field and the value of a part that is one field with one value.
fn field_of(query: &str) -> Option<(&str, &str)> {
    let (field, value) = query.split_once(':')?;
    let is_field = !field.is_empty() && field.bytes().all(|byte| byte.is_ascii_lowercase());
    is_field.then_some((field, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_told_from_words() {
        assert_eq!(field_of("post:ZENDA"), Some(("post", "ZENDA")));
        assert_eq!(field_of("king"), None);
        assert_eq!(field_of("-post:ZENDA"), None);
        assert_eq!(field_of("\"at 12:30\""), None);
    }
}
