//! Adding a field to a query and taking it out again, so that a facet is a link.
//!
//! Only as much of the query language is read as that needs: blanks part terms, except within quotes and brackets.
//! The archive alone decides what a query means.

/// `field:value`, quoted where the value needs it.
pub(crate) fn term(field: &str, value: &str) -> String {
    let plain = value
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '/' | '.' | '_'));
    if plain && !value.is_empty() {
        format!("{field}:{value}")
    } else {
        format!("{field}:\"{}\"", value.replace('"', ""))
    }
}

/// Whether the query demands `term` at its top level.
pub(crate) fn has(query: &str, term: &str) -> bool {
    let terms = top_level(query);
    !has_or(&terms) && terms.iter().any(|other| same(other, term))
}

/// The query that also demands `term`.
pub(crate) fn with(query: &str, term: &str) -> String {
    let terms = top_level(query);
    if terms.is_empty() {
        term.to_owned()
    } else if has_or(&terms) {
        format!("({}) {term}", terms.join(" "))
    } else {
        format!("{} {term}", terms.join(" "))
    }
}

/// The query without `term` at its top level.
pub(crate) fn without(query: &str, term: &str) -> String {
    let mut terms = top_level(query);
    terms.retain(|other| !same(other, term));
    if let [only] = terms[..]
        && let Some(inner) = only
            .strip_prefix('(')
            .and_then(|only| only.strip_suffix(')'))
        && !inner.contains(['(', ')', '"'])
    {
        return inner.to_owned();
    }
    terms.join(" ")
}

/// The `field:value` terms that the query demands at its top level, in order.
pub(crate) fn fields(query: &str) -> Vec<&str> {
    let terms = top_level(query);
    if has_or(&terms) {
        return Vec::new();
    }
    terms
        .into_iter()
        .filter(|term| {
            let field = term.trim_start_matches('-').split_once(':');
            field.is_some_and(|(field, value)| {
                !value.is_empty()
                    && !field.is_empty()
                    && field.bytes().all(|byte| byte.is_ascii_alphabetic())
            })
        })
        .collect()
}

fn has_or(terms: &[&str]) -> bool {
    terms.contains(&"OR")
}

fn same(one: &str, other: &str) -> bool {
    let plain = |term: &str| term.replace('"', "").to_lowercase();
    plain(one) == plain(other)
}

/// The terms of a query that stand outside brackets; a bracket that opens a term belongs to it as a whole.
fn top_level(query: &str) -> Vec<&str> {
    let mut terms = Vec::new();
    let mut start = None;
    let mut depth = 0_usize;
    let mut quoted = false;
    for (at, character) in query.char_indices() {
        match character {
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        if character.is_whitespace() && !quoted && depth == 0 {
            if let Some(start) = start.take() {
                terms.push(&query[start..at]);
            }
        } else if start.is_none() {
            start = Some(at);
        }
    }
    if let Some(start) = start {
        terms.push(&query[start..]);
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_quoted_where_needed() {
        assert_eq!(term("post", "STRELSAU"), "post:STRELSAU");
        assert_eq!(term("class", "TOP SECRET"), "class:\"TOP SECRET\"");
        assert_eq!(
            term("tags", "ELPHBERG, FLAVIA"),
            "tags:\"ELPHBERG, FLAVIA\""
        );
        assert_eq!(term("tags", "A\" OR x"), "tags:\"A OR x\"");
    }

    #[test]
    fn a_term_goes_in_and_out() {
        for query in [
            "",
            "king",
            "king \"fell ill\"",
            "-duke (black OR michael)",
            "king OR duke",
            "(king OR duke) class:secret",
            "(king)(duke)",
        ] {
            let term = term("class", "TOP SECRET");
            assert!(!has(query, &term), "{query}");
            let narrowed = with(query, &term);
            assert!(has(&narrowed, &term), "{narrowed}");
            assert_eq!(without(&narrowed, &term), query);
        }
    }

    #[test]
    fn alternatives_stay_together() {
        assert_eq!(
            with("king OR duke", "year:1897"),
            "(king OR duke) year:1897"
        );
    }

    #[test]
    fn a_term_is_known_in_other_spellings() {
        assert!(has("king CLASS:secret", "class:SECRET"));
        assert!(has("class:\"SECRET\"", "class:SECRET"));
        assert!(!has("-class:secret", "class:SECRET"));
        assert!(!has("class:secret OR king", "class:SECRET"));
    }

    #[test]
    fn fields_are_found() {
        assert_eq!(
            fields("king tags:\"ELPHBERG, FLAVIA\" -class:secret 12:30 x:"),
            ["tags:\"ELPHBERG, FLAVIA\"", "-class:secret"]
        );
        assert!(fields("post:STRELSAU OR post:ZENDA").is_empty());
    }

    #[test]
    fn broken_queries_do_no_harm() {
        for query in ["\"", ")", "((", "\u{a0}", "a\"b (", "OR", "( )"] {
            let _ = without(&with(query, "year:1897"), "year:1897");
            let _ = has(query, "year:1897");
        }
    }
}
