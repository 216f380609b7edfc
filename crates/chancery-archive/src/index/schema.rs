//! What of a cable is indexed, and where.

use chancery_index::Schema;

/// Counts every change to what is indexed or how; an index of another version is rebuilt.
pub(crate) const VERSION: u32 = 8;

/// Keyword fields: values that are compared as a whole.
pub(crate) mod field {
    /// The canonical identifier.
    pub(crate) const ID: u8 = 0;
    /// Canonical identifiers of the cables referred to.
    pub(crate) const REFERENCE: u8 = 1;
    /// The post that sent it.
    pub(crate) const POST: u8 = 2;
    /// The country of that post.
    pub(crate) const COUNTRY: u8 = 3;
    /// The level of the whole cable.
    pub(crate) const CLASS: u8 = 4;
    /// Handling captions.
    pub(crate) const CAPTION: u8 = 5;
    /// What `tags:` finds: codes, and for persons their surname too.
    pub(crate) const TAGS: u8 = 6;
    /// Codes alone, for facets.
    pub(crate) const TAG_CODE: u8 = 7;
    /// Year of the identifier or the date-time group.
    pub(crate) const YEAR: u8 = 8;
    /// Year and month of the date-time group, or of the source, `2007-10`.
    pub(crate) const MONTH: u8 = 9;
    /// Precedence for those who act and those who are informed.
    pub(crate) const PRECEDENCE: u8 = 10;
    /// The executive order, `12958`.
    pub(crate) const ORDER: u8 = 11;
    /// What kind of message.
    pub(crate) const KIND: u8 = 12;
    /// Parts that a cable has: `summary`, `comment`, `refs`.
    pub(crate) const HAS: u8 = 13;
    /// How it was wrapped.
    pub(crate) const WRAPPER: u8 = 14;
    /// How many texts of it there are.
    pub(crate) const EDITIONS: u8 = 15;
    /// Names, with their words folded, one blank before and after each: the originator.
    pub(crate) const FROM: u8 = 16;
    /// Those who are to act.
    pub(crate) const TO: u8 = 17;
    /// Those who are informed.
    pub(crate) const INFO: u8 = 18;
    /// Who signed.
    pub(crate) const SIGNED: u8 = 19;
    /// Who classified.
    pub(crate) const CLASSIFIED_BY: u8 = 20;
    /// The paths of its sources, folded as names are.
    pub(crate) const SOURCE: u8 = 21;
    /// The language of the paragraphs, as far as it can be guessed.
    pub(crate) const LANG: u8 = 22;
    /// Shelfmarks, document and film numbers that its sources give, folded as names are.
    pub(crate) const SHELFMARK: u8 = 23;
    /// When secrecy ends, as far as lists say it: the year of the day in [`number::DECLASSIFY`](super::number), the codes of
    /// exemptions, `EVENT`.
    pub(crate) const DECLASSIFY: u8 = 24;
    /// The event on which it ends, folded as names are.
    pub(crate) const DECLASSIFY_EVENT: u8 = 25;
    /// Why it is classified: `1.4(b)`.
    pub(crate) const REASON: u8 = 26;
    /// The originator without routing indicator, for facets.
    pub(crate) const FROM_STATION: u8 = 27;
    /// Those who are to act, without routing indicator, serial, precedence and exemption, for facets.
    pub(crate) const TO_STATION: u8 = 28;
}

/// Columns of numbers.
pub(crate) mod number {
    /// Seconds since 1970 of the first edition that has a date-time group, or of its source.
    pub(crate) const SENT: usize = 0;
    /// The day it is to be declassified by the first edition that has one, in seconds since 1970.
    pub(crate) const DECLASSIFY: usize = 1;
    /// Year of the identifier, or of the date-time group where there is none.
    pub(crate) const YEAR: usize = 2;
}

/// Kinds of zones of the text.
pub(crate) mod zone {
    /// The subject, which stands in the head too.
    pub(crate) const SUBJECT: u8 = 0;
    /// Whatever stands outside the paragraphs, so that no word of a cable is beyond reach.
    pub(crate) const HEADER: u8 = 1;
    /// A paragraph that is neither of summary, comment and request.
    pub(crate) const BODY: u8 = 2;
    /// A paragraph of the summary.
    pub(crate) const SUMMARY: u8 = 3;
    /// A paragraph of the post's comment.
    pub(crate) const COMMENT: u8 = 4;
    /// The heading over a paragraph.
    pub(crate) const HEADING: u8 = 5;
    /// The summary, where no paragraph is all of it.
    pub(crate) const SUMMARY_PART: u8 = 6;
    /// The comment, where no paragraph is all of it.
    pub(crate) const COMMENT_PART: u8 = 7;
    /// The text of a cable in which no paragraphs were found.
    pub(crate) const WHOLE: u8 = 8;
    /// A paragraph that says what the sender wants done.
    pub(crate) const ACTION: u8 = 9;
    /// A shelfmark or number that its source gives.
    pub(crate) const SHELFMARK: u8 = 10;
}

/// Marks of zones: what the portion mark says.
pub(crate) mod mark {
    /// No mark.
    pub(crate) const NONE: u8 = 0;
    /// Unclassified.
    pub(crate) const UNCLASSIFIED: u8 = 1;
    /// Unclassified for some eyes only: U//FOUO, SBU.
    pub(crate) const SENSITIVE: u8 = 2;
    /// Confidential.
    pub(crate) const CONFIDENTIAL: u8 = 3;
    /// Secret.
    pub(crate) const SECRET: u8 = 4;
    /// Top secret.
    pub(crate) const TOP_SECRET: u8 = 5;
    /// Limited official use.
    pub(crate) const LIMITED: u8 = 6;
    /// Something else.
    pub(crate) const OTHER: u8 = 7;
    /// Added where the mark forbids to show it to foreigners.
    pub(crate) const NOFORN: u8 = 8;

    /// What a portion mark such as `S/NF` comes to.
    pub(crate) fn of_portion(portion: Option<&str>) -> u8 {
        let Some(portion) = portion else { return NONE };
        let mut parts = portion
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|part| !part.is_empty());
        let level = match parts.next().unwrap_or_default() {
            "U" | "UNCLASSIFIED" => UNCLASSIFIED,
            "SBU" | "FOUO" | "OUO" => SENSITIVE,
            "C" | "CONFIDENTIAL" => CONFIDENTIAL,
            "S" | "SECRET" => SECRET,
            "TS" => TOP_SECRET,
            "LOU" => LIMITED,
            _ => OTHER,
        };
        let mut level = level;
        let mut noforn = 0;
        for part in parts {
            match part {
                "NF" | "NOFORN" => noforn = NOFORN,
                "FOUO" | "SBU" if level == UNCLASSIFIED => level = SENSITIVE,
                _ => {}
            }
        }
        level | noforn
    }
}

/// The schema of the index of an archive.
pub(crate) static SCHEMA: Schema = Schema {
    facets: &[
        field::POST,
        field::COUNTRY,
        field::CLASS,
        field::CAPTION,
        field::TAG_CODE,
        field::YEAR,
        field::MONTH,
        field::PRECEDENCE,
        field::ORDER,
        field::KIND,
        field::WRAPPER,
        field::LANG,
        field::FROM_STATION,
        field::TO_STATION,
        field::DECLASSIFY,
        field::REASON,
    ],
    n_numbers: 3,
};

#[cfg(test)]
mod tests {
    use super::mark;

    #[test]
    fn portion_marks_have_levels() {
        for (portion, expected) in [
            (None, mark::NONE),
            (Some("U"), mark::UNCLASSIFIED),
            (Some("U//FOUO"), mark::SENSITIVE),
            (Some("SBU"), mark::SENSITIVE),
            (Some("S/NF"), mark::SECRET | mark::NOFORN),
            (Some("C//REL GRS"), mark::CONFIDENTIAL),
            (Some("LOU"), mark::LIMITED),
            (Some("?"), mark::OTHER),
        ] {
            assert_eq!(mark::of_portion(portion), expected, "{portion:?}");
        }
    }
}
