//! Queries that read, in place of one that does not.
//!
//! The archive says where a query is wrong and, where it can tell, what to write there. Here that becomes a whole query
//! to be offered as a link; whatever is offered has been read.

use chancery_archive::{QueryError, marks};

/// How many mistakes of one query are mended.
const MOST: usize = 8;

/// Queries that read, in place of one that does not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Corrected {
    /// The query with its mistakes mended, where it can be told how.
    pub(crate) mended: Option<String>,
    /// Its words alone, where these are another query.
    pub(crate) words: Option<String>,
}

/// What may have been meant by `query`.
pub(crate) fn queries(query: &str, error: &QueryError) -> Corrected {
    let mended = mended(query, error);
    let words = words(query);
    Corrected {
        words: Some(words).filter(|words| {
            !words.is_empty() && fault(words).is_none() && mended.as_ref() != Some(words)
        }),
        mended,
    }
}

fn mended(query: &str, error: &QueryError) -> Option<String> {
    let mut query = query.to_owned();
    let mut error = error.clone();
    for _ in 0..MOST {
        query = mended_once(&query, &error)?;
        match fault(&query) {
            None => return Some(query),
            Some(other) => error = other,
        }
    }
    None
}

/// The query with what the error says done at its place.
fn mended_once(query: &str, error: &QueryError) -> Option<String> {
    let at = error.at();
    let (before, wrong, after) = (
        query.get(..at.start)?,
        query.get(at.clone())?,
        query.get(at.end..)?,
    );
    let suggestion = error.suggestion().unwrap_or_default();
    // The name of a field.
    if let Some(name) = suggestion.strip_suffix(':') {
        return Some(format!("{before}{name}{after}"));
    }
    // One value of the field before it; where several are named, they are examples.
    if let Some((field, value)) = suggestion.split_once(':')
        && before
            .to_lowercase()
            .strip_suffix(':')
            .is_some_and(|before| before.ends_with(field))
        && !value.contains(", ")
    {
        // `class:top secret` lacks the quotation marks around both words.
        let bare = value.trim_matches('"');
        let rest = format!("{wrong}{after}");
        let behind = match rest.get(..bare.len()) {
            Some(written) if written.eq_ignore_ascii_case(bare) => &rest[bare.len()..],
            _ => after,
        };
        return Some(format!("{before}{value}{behind}"));
    }
    // What was opened and not closed.
    [")", "\"", "/"]
        .into_iter()
        .find(|closing| suggestion.starts_with(&format!("put {closing} after")))
        .map(|closing| format!("{query}{closing}"))
}

/// Its words, with nothing in them that the language could take for anything else.
fn words(query: &str) -> String {
    let words: Vec<String> = query
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join(" ")
}

/// What is wrong with a query, if anything is.
fn fault(query: &str) -> Option<QueryError> {
    marks(query, &[]).err()?.as_query().cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_offered_reads_and_is_near() {
        let check = |query: &str, mended: &str, words: &str| {
            let error = fault(query).expect("a query with a fault");
            let corrected = queries(query, &error);
            assert_eq!(corrected.mended.as_deref().unwrap_or(""), mended, "{query}");
            assert_eq!(corrected.words.as_deref().unwrap_or(""), words, "{query}");
        };
        check("king psot:x", "king post:x", "king psot x");
        check(
            "psot:x king clas:secret",
            "post:x king class:secret",
            "psot x king clas secret",
        );
        check("king (duke", "king (duke)", "king duke");
        check("\"the king", "\"the king\"", "the king");
        check(
            "class:top secret king",
            "class:\"top secret\" king",
            "class top secret king",
        );
        check(
            "class:secert king",
            "class:secret king",
            "class secert king",
        );
        check("date:07-10", "", "date 07 10");
        check("king AND", "", "king and");
        check("post:", "", "post");
        check("king)", "", "king");
        check("(", "", "");
    }

    #[test]
    fn any_text_at_all_does_no_harm() {
        for query in ["é(", "\u{202e}\"", "((((", "a:b:c:", "/[", "~~", "x:\"é"] {
            if let Some(error) = fault(query) {
                let corrected = queries(query, &error);
                for offered in corrected.mended.into_iter().chain(corrected.words) {
                    assert!(fault(&offered).is_none(), "{offered}");
                }
            }
        }
    }
}
