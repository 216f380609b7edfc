//! The fields of the query language.

use super::Part;
use super::identifier::Relation;
use super::keyword::Keyword;

/// A field that can stand before a colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// A part of the text: words and phrases.
    Text(Part),
    /// The stored text, as it is written.
    Stored,
    /// A value of a closed kind.
    Keyword(Keyword),
    /// The classification.
    Class,
    /// The precedence.
    Precedence,
    /// The date-time group.
    Date,
    /// When it is to be declassified.
    Declassify,
    /// The year.
    Year,
    /// How many texts of it there are.
    Editions,
    /// An identifier: its own, one it refers to, one that refers to it, one it is like.
    Id(Relation),
    /// The name of a code or an abbreviation.
    Meaning,
    /// The portion mark of a paragraph.
    Portion,
    /// What a paragraph is for.
    Role,
    /// What stands within one paragraph.
    Paragraph,
}

type Row = (Field, &'static str, &'static [&'static str], &'static str);

/// Every field: its name, what else it may be called, and an example of its use.
const FIELDS: [Row; 38] = [
    (
        Field::Keyword(Keyword::Post),
        "post",
        &["origin", "posts"],
        "post:STRELSAU",
    ),
    (
        Field::Keyword(Keyword::Country),
        "country",
        &["countries"],
        "country:brazil",
    ),
    (
        Field::Text(Part::From),
        "from",
        &["fm"],
        "from:\"EMBASSY STRELSAU\"",
    ),
    (Field::Text(Part::To), "to", &[], "to:SECSTATE"),
    (Field::Text(Part::Info), "info", &[], "info:ZENDA"),
    (Field::Keyword(Keyword::Tags), "tags", &["tag"], "tags:PGOV"),
    (
        Field::Class,
        "class",
        &["classification", "level"],
        "class:secret",
    ),
    (
        Field::Keyword(Keyword::Caption),
        "caption",
        &["captions", "caveat"],
        "caption:NODIS",
    ),
    (
        Field::Precedence,
        "precedence",
        &["urgency"],
        "precedence:immediate",
    ),
    (Field::Date, "date", &["dates", "sent"], "date:2007-10"),
    (Field::Year, "year", &["years"], "year:2007"),
    (
        Field::Declassify,
        "declassify",
        &["declas", "decl"],
        "declassify:2017",
    ),
    (
        Field::Id(Relation::Itself),
        "id",
        &["mrn"],
        "id:07STRELSAU92",
    ),
    (
        Field::Id(Relation::RefersTo),
        "ref",
        &["refs", "reftel", "references"],
        "ref:07STRELSAU92",
    ),
    (
        Field::Id(Relation::ReferredToBy),
        "refby",
        &["refsof"],
        "refby:07STRELSAU92",
    ),
    (
        Field::Id(Relation::SimilarTo),
        "similar",
        &["like"],
        "similar:07STRELSAU92",
    ),
    (
        Field::Text(Part::Signed),
        "signed",
        &["signature"],
        "signed:SAPT",
    ),
    (
        Field::Text(Part::ClassifiedBy),
        "classifiedby",
        &["classifier"],
        "classifiedby:tarlenheim",
    ),
    (
        Field::Keyword(Keyword::Order),
        "order",
        &["eo"],
        "order:12958",
    ),
    (
        Field::Keyword(Keyword::Reason),
        "reason",
        &["reasons"],
        "reason:1.4(b)",
    ),
    (Field::Editions, "edition", &["editions"], "edition:>1"),
    (
        Field::Text(Part::Source),
        "source",
        &["path", "file"],
        "source:zenda.csv",
    ),
    (Field::Keyword(Keyword::Has), "has", &[], "has:summary"),
    (
        Field::Keyword(Keyword::Kind),
        "kind",
        &["type"],
        "kind:airgram",
    ),
    (
        Field::Keyword(Keyword::Lang),
        "lang",
        &["language"],
        "lang:spa",
    ),
    (
        Field::Keyword(Keyword::Wrapper),
        "wrapper",
        &[],
        "wrapper:text",
    ),
    (
        Field::Keyword(Keyword::Month),
        "month",
        &[],
        "month:2007-10",
    ),
    (
        Field::Text(Part::Subject),
        "subject",
        &["subj", "title"],
        "subject:succession",
    ),
    (
        Field::Text(Part::Summary),
        "summary",
        &[],
        "summary:succession",
    ),
    (
        Field::Text(Part::Comment),
        "comment",
        &["comments"],
        "comment:regent",
    ),
    (Field::Text(Part::Body), "body", &[], "body:regent"),
    (
        Field::Text(Part::Header),
        "header",
        &["head"],
        "header:RUEHC",
    ),
    (
        Field::Paragraph,
        "paragraph",
        &["para"],
        "paragraph:(king portion:S)",
    ),
    (Field::Portion, "portion", &["mark"], "portion:S"),
    (Field::Role, "role", &[], "role:comment"),
    (Field::Stored, "text", &[], "text:\"the King's health\""),
    (Field::Meaning, "meaning", &["means"], "meaning:terrorism"),
    (
        Field::Text(Part::Anywhere),
        "word",
        &["words", "any"],
        "word:regent",
    ),
];

impl Field {
    /// The field of this name, in any case.
    pub(super) fn named(name: &str) -> Option<Field> {
        FIELDS
            .iter()
            .find(|(_, canonical, aliases, _)| {
                canonical.eq_ignore_ascii_case(name)
                    || aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name))
            })
            .map(|&(field, ..)| field)
    }

    /// Every name in the order in which they are told.
    pub(super) fn names() -> impl Iterator<Item = &'static str> {
        FIELDS.iter().map(|&(_, name, ..)| name)
    }

    /// Its name.
    pub(super) fn name(self) -> &'static str {
        self.row().1
    }

    /// A query that uses it.
    pub(super) fn example(self) -> &'static str {
        self.row().3
    }

    fn row(self) -> &'static Row {
        FIELDS
            .iter()
            .find(|(field, ..)| *field == self)
            .unwrap_or(&FIELDS[0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_examples_read() {
        let mut names: Vec<&str> = FIELDS
            .iter()
            .flat_map(|(_, name, aliases, _)| std::iter::once(name).chain(*aliases))
            .copied()
            .collect();
        let n_names = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), n_names);
        for (field, name, _, example) in FIELDS {
            assert_eq!(Field::named(&name.to_uppercase()), Some(field));
            assert_eq!(field.name(), name);
            assert!(super::super::Query::parse(example).is_ok(), "{example}");
        }
        assert_eq!(Field::named("nope"), None);
    }
}
