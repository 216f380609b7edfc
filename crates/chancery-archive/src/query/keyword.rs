//! Values of a closed kind, compared as a whole: posts, TAGS, captions, languages.

use std::fmt;
use std::ops::Range;

use chancery_format::tables::posts::{self, Alias};
use chancery_format::tables::tags;
use chancery_format::{TagKind, Wrapper};
use chancery_index::{Pattern, Query as Plan, words};

use super::compile::keyword;
use super::{declassify, error, pattern, quoted};
use crate::QueryError;
use crate::index::lang;
use crate::index::schema::field;
use crate::nearest::nearest;

/// Which value is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keyword {
    /// The post that sent it.
    Post,
    /// The country of that post.
    Country,
    /// A TAGS term, or the surname of a person among them.
    Tags,
    /// A handling caption.
    Caption,
    /// The executive order under which it is classified.
    Order,
    /// Why it is classified.
    Reason,
    /// A part that it has.
    Has,
    /// What kind of message it is.
    Kind,
    /// The language of its paragraphs.
    Lang,
    /// How it was wrapped.
    Wrapper,
    /// The month it was sent in.
    Month,
}

/// A cable that has this value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KeywordLeaf {
    pub(crate) keyword: Keyword,
    /// As it was meant, in the form in which values are indexed.
    pub(crate) value: String,
    /// What else is the same: the key of a post that was asked for by another name of it, the codes of a TAGS term that
    /// was asked for by its name.
    pub(crate) also: Vec<String>,
    /// Whether `*` and `?` in it are wildcards.
    pub(crate) is_wild: bool,
}

/// Every part that `has:` knows, as the index has them.
pub(crate) const HAS: [&str; 17] = [
    "subject",
    "date",
    "id",
    "class",
    "tags",
    "refs",
    "captions",
    "summary",
    "comment",
    "signature",
    "classifiedby",
    "order",
    "reason",
    "declassify",
    "paragraphs",
    "diagnostics",
    "section",
];

/// Year and month as the index has them, of `2007-10`, `2007-1`, `2007/10`.
fn month(value: &str, at: Range<usize>) -> Result<String, QueryError> {
    let (year, month) = value.split_once(['-', '/', '.']).unwrap_or((value, ""));
    let number = |part: &str| -> Option<u16> {
        let is_number = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| part.parse().ok())?
    };
    match (number(year), number(month)) {
        (Some(number), Some(month @ 1..=12)) if year.len() == 4 => {
            Ok(format!("{number:04}-{month:02}"))
        }
        (Some(_), Some(month)) if year.len() == 4 => Err(error(
            at,
            format!("there is no month {month}"),
            Some(format!("month:{year}-12, month:{year}*")),
        )),
        _ => Err(error(
            at,
            format!("`{value}` is no month: expected year and month, as in 2007-10"),
            Some("month:2007-10, month:2007*, date:2007-10..2008-02".to_owned()),
        )),
    }
}

/// The part that `has:` calls what a field looks at, where it knows it.
pub(super) fn has_of(field: &str) -> Option<&'static str> {
    let name = match field {
        "signed" => "signature",
        "ref" => "refs",
        "caption" => "captions",
        "paragraph" => "paragraphs",
        field => field,
    };
    HAS.into_iter().find(|&has| has == name)
}

/// Every kind of message.
const KINDS: [&str; 6] = [
    "telegram",
    "airgram",
    "memorandum",
    "letter",
    "withdrawal_card",
    "fragment",
];

impl Keyword {
    fn name(self) -> &'static str {
        match self {
            Keyword::Post => "post",
            Keyword::Country => "country",
            Keyword::Tags => "tags",
            Keyword::Caption => "caption",
            Keyword::Order => "order",
            Keyword::Reason => "reason",
            Keyword::Has => "has",
            Keyword::Kind => "kind",
            Keyword::Lang => "lang",
            Keyword::Wrapper => "wrapper",
            Keyword::Month => "month",
        }
    }

    pub(crate) fn field(self) -> u8 {
        match self {
            Keyword::Post => field::POST,
            Keyword::Country => field::COUNTRY,
            Keyword::Tags => field::TAGS,
            Keyword::Caption => field::CAPTION,
            Keyword::Order => field::ORDER,
            Keyword::Reason => field::REASON,
            Keyword::Has => field::HAS,
            Keyword::Kind => field::KIND,
            Keyword::Lang => field::LANG,
            Keyword::Wrapper => field::WRAPPER,
            Keyword::Month => field::MONTH,
        }
    }
}

impl KeywordLeaf {
    /// A leaf; `None` where the value has no letter or digit. `at` is the place of the value in the query.
    pub(super) fn new(
        keyword: Keyword,
        value: &str,
        is_quoted: bool,
        at: Range<usize>,
    ) -> Result<Option<KeywordLeaf>, QueryError> {
        let upper = one_blank(&value.to_uppercase());
        let lower = one_blank(&value.to_lowercase());
        if !is_quoted && (value == "*" || pattern::has_wildcards(value)) {
            let value = match keyword {
                Keyword::Has
                | Keyword::Kind
                | Keyword::Lang
                | Keyword::Wrapper
                | Keyword::Reason => lower,
                // Keys of posts have neither blanks nor signs.
                Keyword::Post => upper
                    .chars()
                    .filter(|c| c.is_alphanumeric() || matches!(c, '*' | '?'))
                    .collect(),
                _ => upper,
            };
            return Ok(Some(KeywordLeaf {
                keyword,
                value,
                also: Vec::new(),
                is_wild: true,
            }));
        }
        let (value, also) = match keyword {
            Keyword::Post => post(&upper),
            Keyword::Tags => {
                let parts: Vec<String> = upper
                    .split(',')
                    .map(one_blank)
                    .filter(|part| !part.is_empty())
                    .collect();
                let term = parts.join(", ");
                let codes = codes_named(&term);
                (term, codes)
            }
            Keyword::Country => (country(value, &upper, at)?, Vec::new()),
            Keyword::Caption => (upper, Vec::new()),
            Keyword::Order => {
                let digits: String = upper.chars().filter(char::is_ascii_digit).collect();
                let number = if digits.is_empty() { upper } else { digits };
                (number, Vec::new())
            }
            Keyword::Reason => (reason(value, at)?, Vec::new()),
            Keyword::Has => (one_of(keyword, &lower, &HAS, at)?, Vec::new()),
            Keyword::Kind => (one_of(keyword, &lower, &KINDS, at)?, Vec::new()),
            Keyword::Lang => match lang::named(&lower) {
                Some(code) => (code.to_owned(), Vec::new()),
                None => (one_of(keyword, &lower, &lang::CODES, at)?, Vec::new()),
            },
            Keyword::Month => (month(&lower, at)?, Vec::new()),
            Keyword::Wrapper => {
                let known = Wrapper::ALL.map(Wrapper::as_str);
                (one_of(keyword, &lower, &known, at)?, Vec::new())
            }
        };
        Ok(value
            .chars()
            .any(char::is_alphanumeric)
            .then_some(KeywordLeaf {
                keyword,
                value,
                also,
                is_wild: false,
            }))
    }

    pub(super) fn compile(&self) -> Plan {
        let field = self.keyword.field();
        if self.is_wild {
            return Plan::KeywordLike {
                field,
                pattern: wild(&self.value),
            };
        }
        if self.keyword == Keyword::Reason {
            return declassify::code_or_below(field, &self.value);
        }
        if self.also.is_empty() {
            return keyword(field, &self.value);
        }
        let values = std::iter::once(&self.value).chain(&self.also);
        Plan::Any(values.map(|value| keyword(field, value)).collect())
    }
}

/// `1.4(b)`, or a section without a letter.
fn reason(value: &str, at: Range<usize>) -> Result<String, QueryError> {
    if declassify::section(value).is_some() {
        return Ok(declassify::code(value));
    }
    Err(error(
        at,
        format!(
            "`{value}` is no reason: expected the section of an order with a letter, as in 1.4(b)"
        ),
        Some("reason:1.4(b), reason:1.4, reason:1.?(d)".to_owned()),
    ))
}

fn one_blank(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A value that has to be one of a few; a letter too many or too few at its end is forgiven.
fn one_of(
    keyword: Keyword,
    value: &str,
    known: &[&str],
    at: Range<usize>,
) -> Result<String, QueryError> {
    let same = |value: &str| known.iter().find(|known| **known == value);
    let given = value;
    let value = value.replace([' ', '-'], "_");
    let found = same(&value)
        .or_else(|| same(&value.replace('_', "-")))
        .or_else(|| same(&format!("{value}s")))
        .or_else(|| same(value.strip_suffix('s')?))
        .or_else(|| match value.as_str() {
            "references" | "reference" | "reftel" => same("refs"),
            "classification" => same("class"),
            _ => None,
        });
    if let Some(found) = found {
        return Ok((*found).to_owned());
    }
    let name = keyword.name();
    Err(error(
        at,
        format!("`{given}` is nothing that `{name}:` knows"),
        Some(match nearest(&value, known.iter().copied()) {
            Some(near) => format!("{name}:{near}"),
            None => format!("{name}: takes {}", known.join(", ")),
        }),
    ))
}

/// The pattern for a whole value with wildcards.
pub(super) fn wild(value: &str) -> Pattern {
    if let Some(front) = value.strip_suffix('*')
        && !front.contains(['*', '?'])
    {
        return Pattern::Prefix(front.to_owned());
    }
    let mut regex = String::new();
    for c in value.chars() {
        match c {
            '*' => regex.push_str(".*"),
            '?' => regex.push('.'),
            c if c.is_alphanumeric() || c == ' ' => regex.push(c),
            c => {
                regex.push('\\');
                regex.push(c);
            }
        }
    }
    Pattern::Regex(regex)
}

/// The name of a country as posts have it, from that, from its code of two letters, or from the name or code that it has
/// among the geographic TAGS.
fn country(value: &str, upper: &str, at: Range<usize>) -> Result<String, QueryError> {
    let in_table = || posts::all().iter().filter(|post| !post.country.is_empty());
    let of_iso = |code: &str| in_table().find(|post| post.iso_country == code);
    let geographic = || tags::all(TagKind::Geographic).iter();
    let by_name = in_table().find(|post| post.country.to_uppercase() == upper);
    let found = by_name.or_else(|| of_iso(upper)).or_else(|| {
        geographic()
            .filter(|entry| {
                let is_named = |name: &str| name.to_uppercase() == upper;
                entry.code == upper || entry.name.is_some_and(is_named)
            })
            .find_map(|entry| of_iso(entry.iso_country?))
    });
    if let Some(post) = found {
        return Ok(post.country.to_uppercase());
    }
    let mut names: Vec<&str> = in_table().map(|post| post.country).collect();
    names.sort_unstable();
    names.dedup();
    Err(error(
        at,
        format!("`{value}` is no country that a post of the table of posts is in"),
        Some(match nearest(value, names) {
            Some(near) => format!("country:{}", quoted(near)),
            None => "its name in English or its code, as in country:brazil or country:BR; from:, to: and words find what a text says".to_owned(),
        }),
    ))
}

/// The TAGS codes that have this name, in capitals; none for what is a code itself.
fn codes_named(term: &str) -> Vec<String> {
    if tags::lookup(term, None).is_some() {
        return Vec::new();
    }
    let kinds = [
        TagKind::Subject,
        TagKind::Program,
        TagKind::Geographic,
        TagKind::Organization,
    ];
    let entries = kinds.into_iter().flat_map(tags::all);
    let mut codes: Vec<String> = entries
        .filter(|entry| entry.name.is_some_and(|name| name.to_uppercase() == term))
        .map(|entry| entry.code.to_owned())
        .collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// The letters of a post's name, and its key where the table of posts has another for it.
///
/// Both are looked for: a cable may stand under a former name of its post, and keeps it.
fn post(upper: &str) -> (String, Vec<String>) {
    let name = posts::without_address_word(upper).unwrap_or(upper);
    let letters = words::folded(name).concat().to_uppercase();
    let known = posts::by_plad(upper)
        .or_else(|| posts::by_name(&letters))
        .or_else(|| posts::by_alias(&letters).map(Alias::post));
    let canonical = known
        .map(|post| post.canonical.to_owned())
        .filter(|canonical| *canonical != letters);
    (letters, canonical.into_iter().collect())
}

impl fmt::Display for KeywordLeaf {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.keyword.name();
        if self.is_wild {
            // A quoted value has no wildcards.
            write!(formatter, "{name}:{}", self.value)
        } else {
            write!(formatter, "{name}:{}", quoted(&self.value))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn posts_are_known_by_many_names() {
        let key = |name: &str| {
            let (letters, also) = post(&name.to_uppercase());
            also.into_iter().next().unwrap_or(letters)
        };
        for (name, expected) in [
            ("Strelsau", "STRELSAU"),
            ("rio de janeiro", "RIODEJANEIRO"),
            ("São Paulo", "SAOPAULO"),
            ("AMEMBASSY BAGHDAD", "BAGHDAD"),
            ("amembassy Strelsau", "STRELSAU"),
            ("-", ""),
        ] {
            assert_eq!(key(name), expected);
        }
        // Every alias leads somewhere and is looked for itself.
        for alias in posts::all_aliases() {
            let (letters, _) = post(alias.alias);
            assert!(!letters.is_empty(), "{}", alias.alias);
        }
    }

    #[test]
    fn tags_are_known_by_their_names() {
        let codes = |term: &str| {
            let leaf = KeywordLeaf::new(Keyword::Tags, term, false, 0..1);
            leaf.unwrap().unwrap().also
        };
        assert_eq!(codes("iraq"), ["IQ", "IZ"]);
        assert_eq!(codes("Criminal  activity"), ["KCRM"]);
        assert!(codes("PTER").is_empty() && codes("ELPHBERG").is_empty());
    }

    #[test]
    fn values_of_few_are_told_apart() {
        let leaf = |keyword, value| KeywordLeaf::new(keyword, value, false, 0..1);
        assert_eq!(
            leaf(Keyword::Has, "Reference")
                .unwrap()
                .unwrap()
                .to_string(),
            "has:refs"
        );
        assert_eq!(
            leaf(Keyword::Kind, "withdrawal card")
                .unwrap()
                .unwrap()
                .to_string(),
            "kind:withdrawal_card"
        );
        assert_eq!(
            leaf(Keyword::Lang, "Spanish").unwrap().unwrap().to_string(),
            "lang:spa"
        );
        assert_eq!(
            leaf(Keyword::Country, "br").unwrap().unwrap().to_string(),
            "country:BRAZIL"
        );
        for name in ["UK", "gb", "United Kingdom"] {
            let country = leaf(Keyword::Country, name).unwrap().unwrap();
            assert_eq!(country.to_string(), "country:\"UNITED KINGDOM\"");
        }
        let error = leaf(Keyword::Country, "Brasil").unwrap_err();
        assert_eq!(error.suggestion(), Some("country:Brazil"));
        assert!(leaf(Keyword::Country, "Ruritania").is_err());
        assert_eq!(
            leaf(Keyword::Wrapper, "cablegate csv")
                .unwrap()
                .unwrap()
                .to_string(),
            "wrapper:\"cablegate-csv\""
        );
        assert!(leaf(Keyword::Wrapper, "foo").is_err());
        let error = leaf(Keyword::Has, "sumary").unwrap_err();
        assert_eq!(error.suggestion(), Some("has:summary"));
        assert_eq!(
            leaf(Keyword::Month, "2007/1").unwrap().unwrap().to_string(),
            "month:\"2007-01\""
        );
        for month in ["2007-13", "2007", "october", "07-10"] {
            assert!(leaf(Keyword::Month, month).is_err(), "{month}");
        }
        assert!(leaf(Keyword::Lang, "klingon").is_err());
        assert_eq!(wild("P*"), Pattern::Prefix("P".to_owned()));
        assert_eq!(wild("U/C-*4"), Pattern::Regex(r"U\/C\-.*4".to_owned()));
    }
}
