//! The fields of the query language.

use super::Part;

/// A field that can stand before a colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// A part of the text: words and phrases.
    Text(Part),
    /// The post that sent it.
    Post,
    /// A TAGS term.
    Tags,
    /// A handling caption.
    Caption,
    /// The classification.
    Class,
    /// The date-time group.
    Date,
    /// The year.
    Year,
    /// The identifier.
    Id,
    /// An identifier in its references.
    Ref,
}

/// Every field: its name, what else it may be called, and an example of its use.
const FIELDS: [(Field, &str, &[&str], &str); 16] = [
    (Field::Post, "post", &["origin", "posts"], "post:STRELSAU"),
    (
        Field::Text(Part::From),
        "from",
        &["fm"],
        "from:\"EMBASSY STRELSAU\"",
    ),
    (Field::Text(Part::To), "to", &[], "to:SECSTATE"),
    (Field::Text(Part::Info), "info", &[], "info:ZENDA"),
    (Field::Tags, "tags", &["tag"], "tags:PGOV"),
    (
        Field::Class,
        "class",
        &["classification", "level"],
        "class:secret",
    ),
    (
        Field::Caption,
        "caption",
        &["captions", "caveat"],
        "caption:NODIS",
    ),
    (Field::Date, "date", &["dates", "sent"], "date:2007-10"),
    (Field::Year, "year", &["years"], "year:2007"),
    (Field::Id, "id", &["mrn"], "id:07STRELSAU92"),
    (
        Field::Ref,
        "ref",
        &["refs", "reftel", "references"],
        "ref:07STRELSAU92",
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
    (Field::Text(Part::Body), "body", &["text"], "body:regent"),
    (
        Field::Text(Part::Header),
        "header",
        &["head"],
        "header:RUEHC",
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

    fn row(self) -> &'static (Field, &'static str, &'static [&'static str], &'static str) {
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
        assert_eq!(Field::named("decl"), None);
    }
}
