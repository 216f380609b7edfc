//! Columns whose values do not look like what they are taken for: dates where a subject should be.
//!
//! Names of columns are given by people and guessed by us, and both may be wrong while every row reads well. So the first
//! values of each are looked at. Nothing is changed by what is found: it is told with the first thing taken.

use chancery_format::Mrn;
use chancery_format::record::{Metadata, SourceRecord};

use crate::Problem;
use crate::table::Role;

/// How many rows or objects are looked at.
pub(crate) const SAMPLE: usize = 20;

/// The first values of a column.
#[derive(Debug)]
pub(crate) struct Column<'c> {
    pub(crate) role: Role,
    /// As the table has it.
    pub(crate) name: &'c str,
    pub(crate) values: Vec<&'c str>,
}

/// A column most of whose values look like something else than what it is taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// Its name.
    pub column: String,
    /// What it is taken for: `subject`, as in `--column subject=NAME`.
    pub taken_for: &'static str,
    /// One of its values, cut.
    pub example: String,
}

/// What is to be told of some columns; `None` where all look as they should.
pub(crate) fn doubts(columns: &[Column<'_>]) -> Option<Problem> {
    let found: Vec<Doubt> = columns.iter().filter_map(doubt).collect();
    (!found.is_empty()).then_some(Problem::UnlikeColumns { columns: found })
}

fn doubt(column: &Column<'_>) -> Option<Doubt> {
    const LONGEST_EXAMPLE: usize = 60;
    /// Of so few a single one may be odd.
    const FEW: usize = 2;
    let values = column
        .values
        .iter()
        .map(|value| value.trim())
        .filter(|value| !value.is_empty());
    let n_all = values.clone().count();
    let alien: Vec<&str> = values
        .filter(|value| is_alien(column.role, value))
        .collect();
    let is_doubtful = if n_all <= FEW {
        alien.len() == n_all
    } else {
        alien.len() * 2 > n_all
    };
    let first = alien.first().filter(|_| is_doubtful)?;
    let mut example: String = first.chars().take(LONGEST_EXAMPLE).collect();
    if example.len() < first.len() {
        example.push('…');
    }
    Some(Doubt {
        column: column.name.trim().to_owned(),
        taken_for: column.role.option(),
        example: example.replace(['\n', '\r'], " "),
    })
}

/// Whether a value is surely something else.
fn is_alien(role: Role, value: &str) -> bool {
    const LONGEST_NAME: usize = 200;
    const LONGEST_SUBJECT: usize = 2_000;
    let has_digit = value.bytes().any(|byte| byte.is_ascii_digit());
    let has_letter = value.contains(char::is_alphabetic);
    match role {
        Role::Text => is_date(value) || is_level(value) || is_id(value),
        Role::Id => !has_digit || value.len() > LONGEST_NAME || is_date(value),
        Role::Date => !is_date(value) && !is_plain_number(value),
        Role::Origin => {
            !has_letter
                || value.len() > LONGEST_NAME
                || is_date(value)
                || is_level(value)
                || is_id(value)
        }
        Role::Classification => !is_level(value),
        Role::Subject => {
            !has_letter
                || value.len() > LONGEST_SUBJECT
                || is_date(value)
                || is_level(value)
                || is_id(value)
        }
        Role::References => !has_digit || is_date(value) || is_level(value),
    }
}

/// Seconds since 1970, a year, or a day without signs.
fn is_plain_number(value: &str) -> bool {
    (4..=14).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit())
}

/// A date and nothing but one.
fn is_date(value: &str) -> bool {
    const LONGEST_DATE: usize = 40;
    if value.len() > LONGEST_DATE || is_id(value) {
        return false;
    }
    let mut metadata = Metadata::default();
    metadata.push("Created", value);
    let source = SourceRecord {
        metadata,
        ..SourceRecord::default()
    };
    // `RIOTS OF 8 OCTOBER 2007` has a date and is none: a date has more digits than words.
    let n_words = value
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| word.len() > 1)
        .count();
    n_words <= 3 && source.date().is_some()
}

fn is_id(value: &str) -> bool {
    const LONGEST_ID: usize = 40;
    value.len() <= LONGEST_ID && Mrn::parse(value, None).is_some()
}

/// A level, whatever handling words stand behind it.
fn is_level(value: &str) -> bool {
    const LEVELS: [&str; 26] = [
        "UNCLASSIFIED",
        "UNCLAS",
        "UNCLASS",
        "U",
        "CONFIDENTIAL",
        "CONF",
        "C",
        "SECRET",
        "S",
        "TOPSECRET",
        "TS",
        "RESTRICTED",
        "LIMITEDOFFICIALUSE",
        "LIMITED",
        "LOU",
        "OFFICIALUSEONLY",
        "OUO",
        "SENSITIVEBUTUNCLASSIFIED",
        "SENSITIVE",
        "SBU",
        "UNCLASSIFIEDFOROFFICIALUSEONLY",
        "FOROFFICIALUSEONLY",
        "FOUO",
        "DECLASSIFIED",
        "NONE",
        "UNKNOWN",
    ];
    let first = value.split(['/', ',', ';', '-', '(']).next();
    let letters: String = first
        .unwrap_or_default()
        .chars()
        .filter(|c| c.is_alphabetic())
        .flat_map(char::to_uppercase)
        .collect();
    let words = |name: &str| letters == name || letters.strip_suffix("NOFORN") == Some(name);
    LEVELS.into_iter().any(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(role: Role, values: &[&str], is_doubtful: bool) {
        let column = Column {
            role,
            name: "Column",
            values: values.to_vec(),
        };
        assert_eq!(doubt(&column).is_some(), is_doubtful, "{role:?} {values:?}");
    }

    #[test]
    fn values_that_are_something_else() {
        check(
            Role::Subject,
            &["2007-10-08", "2007-10-09", "2007-10-10"],
            true,
        );
        check(Role::Subject, &["081540Z OCT 07"], true);
        check(
            Role::Subject,
            &["SECRET", "CONFIDENTIAL//NOFORN", "U"],
            true,
        );
        check(Role::Subject, &["07STRELSAU92", "07 Zenda 17"], true);
        check(
            Role::Subject,
            &["THE KING IS ILL", "RIOTS OF 8 OCTOBER 2007"],
            false,
        );
        check(
            Role::Subject,
            &["SECRET TALKS AT ZENDA", "1975", "REGENCY"],
            false,
        );
        check(Role::Subject, &["", " "], false);
        check(Role::Date, &["SECRET", "SECRET"], true);
        check(Role::Date, &["07STRELSAU92"], true);
        check(
            Role::Date,
            &["10/8/2007 15:40", "8 October 2007", "1191858000"],
            false,
        );
        check(Role::Classification, &["Amembassy Strelsau"], true);
        check(
            Role::Classification,
            &["Secret", "LIMITED OFFICIAL USE", "U//FOUO", "S"],
            false,
        );
        check(Role::Origin, &["SECRET", "UNCLASSIFIED"], true);
        check(
            Role::Origin,
            &["Embassy Strelsau", "Secretary of State"],
            false,
        );
        check(Role::Id, &["THE KING IS ILL"], true);
        check(Role::Id, &["2007-10-08"], true);
        check(Role::Id, &["1", "2", "C05771999", "07STRELSAU92"], false);
        check(
            Role::References,
            &["06ZENDA17; 06STRELSAU1190", "none"],
            false,
        );
        check(Role::References, &["THE KING IS ILL", "REGENCY", "x"], true);
        check(Role::Text, &["2007-10-08", "2007-10-09"], true);
        check(Role::Text, &["1. (C) The King has a cold again."], false);
    }
}
