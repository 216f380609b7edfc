//! The register of diagnostic codes: name, severity and meaning of each; the manual pages stand in `manual.txt`.

use super::{Manual, Severity};

macro_rules! codes {
    ($( $(#[doc = $doc:literal])+ $variant:ident = $name:literal, $severity:ident; )+) => {
        /// The kind of a diagnostic. The doc comment of each opens its manual page, see [`Code::manual`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $( $(#[doc = $doc])+ $variant, )+
        }

        impl Code {
            /// Every code, in the order of its name.
            pub const ALL: &[Code] = &[ $( Code::$variant, )+ ];

            /// The stable name, in kebab case.
            pub fn as_str(self) -> &'static str {
                match self { $( Code::$variant => $name, )+ }
            }

            /// How much a diagnostic of this kind matters.
            pub fn severity(self) -> Severity {
                match self { $( Code::$variant => Severity::$severity, )+ }
            }

            /// What it means: a sentence, and more behind a blank line. [`Code::manual`] tells the rest.
            pub fn explanation(self) -> &'static str {
                match self { $( Code::$variant => concat!($( $doc, "\n", )+), )+ }
            }
        }
    };
}

codes! {
    /// An address line is damaged: its precedence is misspelt, the slash behind the indicator is lost, or the number
    /// runs into the name.
    ///
    /// The parts were read as what they are nearest to. Compare with the line as written.
    AddresseeRepaired = "addressee-repaired", Information;
    /// The addressee line names no known post, agency or collective and has no routing indicator.
    ///
    /// The words are kept as the name of the addressee. Check them against the original page: a wrapped line or a
    /// line lost in transmission can leave half a name.
    AddresseeUnknown = "addressee-unknown", Information;
    /// A handling caption such as SIPDIS stood in the TAGS line.
    ///
    /// It was moved to the captions; the TAGS do not contain it.
    CaptionInTags = "caption-in-tags", Information;
    /// A caption is misspelt.
    ///
    /// It was read as the caption whose letters are nearest. Look at it twice: it says who may read the cable.
    CaptionRepaired = "caption-repaired", Information;
    /// Two places in the cable give different classifications.
    ///
    /// The spaced-out classification line is believed first, then the security letters of the transmission, then the
    /// highest portion mark. The line of a page or stamp says what a later reviewer decided, not what the sender did.
    ClassificationConflict = "classification-conflict", Warning;
    /// No classification line was found.
    ///
    /// Where the transmission security (`ZNY CCCCC`) or the portion marks allow it the level was inferred from them
    /// and the message says so. An inferred level is a guess: the sender may have added a caption.
    ClassificationMissing = "classification-missing", Warning;
    /// The word of the level is misspelt: a letter is missing, doubled, changed, or a zero stands for an O.
    ///
    /// It was read as the level it is nearest to, which no other level is. The words are kept as written.
    ClassificationRepaired = "classification-repaired", Information;
    /// A cable classified under E.O. 12958 or 13526 does not say by whom.
    ///
    /// Both orders ask for it. The line may be lost with the end of the head, or the text was derived from another.
    ClassifierMissing = "classifier-missing", Information;
    /// The line of the classifying officer is written with a slip: a zero for an O, a comma for an apostrophe, REASON
    /// misspelt.
    ///
    /// Name and office were told apart all the same; the words are kept as written.
    ClassifierRepaired = "classifier-repaired", Information;
    /// Control characters that no telegram has stand in the text: NUL, the start of a text on a tape, the
    /// end of a file, and others beside them.
    ///
    /// They are left out of what is read; the text keeps them.
    ControlCharacters = "control-characters", Information;
    /// The copies of the single offices do not add up to the total behind the list.
    ///
    /// The numbers are kept as written. A name may be missing from the list, or a digit may be misread.
    CopyTotalMismatch = "copy-total-mismatch", Information;
    /// A date in words stands in the place of a date-time group, without an hour in universal time.
    ///
    /// Airgrams, letters, cards and edited editions have these. `sent` is midnight of that day, universal time: the day
    /// is right, the hour is not known.
    DateWithoutHour = "date-without-hour", Information;
    /// The declassification date lies before the cable was sent.
    ///
    /// The date is kept as read. Often a digit of the year is wrong.
    DeclassifyBeforeSent = "decl-past", Warning;
    /// Letters stand for digits in the declassification date, O for 0 or l for 1.
    ///
    /// The date was read with the digits. Compare it with the original page.
    DeclassifyRepaired = "decl-repaired", Warning;
    /// The declassification date lies later than the order allows.
    ///
    /// Ten years under E.O. 12958 until March 2003, twenty-five since. The date is kept as read. Often a digit of the
    /// year is wrong.
    DeclassifyTooFar = "decl-too-far", Warning;
    /// The declassification instruction could not be read as a date, an event or an exemption.
    ///
    /// The words are kept as `text`; nothing was guessed.
    DeclassifyUnreadable = "decl-unparsed", Warning;
    /// The text has no date-time group that can be read; the date comes from the attribute block of its record.
    ///
    /// The block gives the day alone, and that of drafting as a rule.
    DtgFromSource = "dtg-from-source", Information;
    /// The date-time group cannot be a date: day, hour or minute is out of range, or the month is unknown.
    ///
    /// It is kept as written; `sent` is null.
    DtgMalformed = "dtg-malformed", Warning;
    /// No date-time group was found.
    ///
    /// `sent` is null. An archive dates the cable by the page around it, where that states when it was created.
    DtgMissing = "dtg-missing", Warning;
    /// The date-time group has no zone letter.
    ///
    /// It was read as universal time (Z), which nearly every cable uses.
    DtgMissingZone = "dtg-missing-zone", Warning;
    /// A character of the date-time group was read as another one, such as the letter O as zero, or passed over as
    /// unreadable.
    DtgRepaired = "dtg-repaired", Warning;
    /// The page around the cable gives a time that differs from the date-time group by more than a day.
    DtgWrapperMismatch = "dtg-wrapper-mismatch", Warning;
    /// The bytes are not UTF-8; they were read as Windows-1252 or UTF-16.
    ///
    /// Quotation marks, dashes and accents should look right. If they do not, save the file as UTF-8 and read it
    /// again. The archive keeps the original bytes in any case.
    EncodingAssumed = "encoding-assumed", Warning;
    /// The executive order was not in force when the cable was sent.
    ///
    /// An order is cited from the day it was signed, and for a year after another took its place. Either the order or
    /// the date-time group is wrong; both are kept as read.
    ExecutiveOrderOutOfPeriod = "eo-out-of-period", Warning;
    /// The number of the executive order is not one that governed classification; a slip of a digit was mended.
    ExecutiveOrderTypo = "eo-typo", Warning;
    /// The executive-order line names an order that is not known.
    ExecutiveOrderUnknown = "eo-unknown", Warning;
    /// The text itself does not say it; one or more fields come from the attribute block of its record.
    ///
    /// The message names the fields, the help their keys. A date from there has a code of its own.
    FieldFromSource = "field-from-source", Information;
    /// A large share of the characters is unreadable (U+FFFD).
    ///
    /// The text was kept as it is. Damage of this size usually comes from a bad scan or a broken conversion; look
    /// for another copy.
    GarbleSuspected = "garble-suspected", Warning;
    /// The head of the cable stands in the text more than once and its copies disagree.
    ///
    /// The first copy was read into the fields; both stay in the text.
    HeaderConflict = "header-conflict", Warning;
    /// The head of the cable stands in the text more than once.
    ///
    /// One was read into the fields; the repetition stays in the text and is left out of paragraphs and search.
    HeaderDuplicated = "header-duplicated", Information;
    /// An expected line of the head is absent.
    HeaderMissingLine = "header-missing-line", Warning;
    /// The identifier could not be read in full from the text.
    IdMalformed = "id-malformed", Warning;
    /// Letters stand among the digits of the number on the classification line.
    ///
    /// O was read as zero, I and l as one, S and B as five and eight. The number names the cable: compare it with the station serial.
    IdRepaired = "id-repaired", Warning;
    /// The post was recognised by a known misspelling or older name.
    IdAliasApplied = "id-alias-applied", Information;
    /// The text itself does not name the cable; the identifier comes from the page, the file name or the caller.
    IdFromSource = "id-from-source", Information;
    /// The identifier on the page differs from the one in the text.
    ///
    /// The text is believed. One of the two may belong to another cable.
    IdTextMismatch = "id-text-mismatch", Warning;
    /// The year of the reference number is not that of the date-time group.
    ///
    /// Numbers start again each 1 January by the date-time group, so that one of the two is wrong. Around the turn of the
    /// year a day's difference is borne.
    IdYearMismatch = "id-year-mismatch", Warning;
    /// The day of filing in the `DE` line does not fit the date-time group.
    ///
    /// Filing happens within about two days after the date-time group.
    JulianMismatch = "julian-mismatch", Warning;
    /// The label of a line of the head is misspelt: a letter is missing, doubled, changed or out of its place.
    ///
    /// The line was read as the field whose label it is nearest to. The TAGS line has a code of its own.
    LabelRepaired = "label-repaired", Information;
    /// Several lines or labels of the head stand on one line; it was parted at the words that begin them.
    ///
    /// Files made from PDF or reflowed by an archive lose line ends. Check addressees against another copy.
    LineEndsLost = "line-ends-lost", Information;
    /// A list of the head is longer than in any telegram: a field of more than 64 KiB, or more than 4,000 lines of
    /// addressees.
    ///
    /// It was read up to there; what is behind stays in the text. Most likely the text is none of a cable, or its
    /// lines were copied again and again.
    ListTooLong = "list-too-long", Warning;
    /// More diagnostics of one kind than anybody reads: only the first 1,000 of it are listed.
    ///
    /// The message says how many there are. Nothing else changes: what they would have said was assumed all the same.
    MoreDiagnostics = "more-diagnostics", Information;
    /// A page header, separator or stamp was left out of the paragraphs; the text keeps it.
    PageArtefact = "page-artefact", Information;
    /// A page separator that belongs to another cable stands inside the text.
    ///
    /// It was left where it is: the text may quote another cable.
    PageArtefactForeign = "page-artefact-foreign", Warning;
    /// Paragraph numbers skip one or more.
    ///
    /// A paragraph may have been removed by an editor or lost in transmission, or two paragraphs ran together.
    ParagraphGap = "para-gap", Information;
    /// The number of a paragraph is misshapen: `l.` for `1.`, a comma for the full stop, a bracket lost.
    ///
    /// It was read as the number it looks like. Only the first such number of a cable is told.
    ParagraphRepaired = "para-repaired", Information;
    /// Paragraph numbers start again from the beginning.
    ParagraphRestart = "para-restart", Information;
    /// A paragraph begins in the middle of a line.
    ///
    /// A line end was lost. The number comes next and stands behind the end of a sentence; the line was parted there.
    ParagraphRunIn = "para-run-in", Information;
    /// The words that open a summary or comment are misspelt or missing.
    ///
    /// A summary whose end alone is marked was taken to run from the first paragraph.
    PartRepaired = "part-repaired", Information;
    /// A paragraph is marked higher than the cable as a whole.
    PortionAboveClassification = "portion-mark-above-classification", Warning;
    /// A paragraph has no portion mark, though the others have.
    ///
    /// Its level is not known; the highest of the cable is the safe guess. Nothing was assumed.
    PortionMissing = "portion-mark-missing", Information;
    /// The precedence of the routing line differs from that of the date-time group.
    PrecedenceConflict = "precedence-conflict", Warning;
    /// The date-time line names no precedence; it was taken from the routing line above.
    ///
    /// That line shows the higher of two precedences, so that a lower one for information may be lost.
    PrecedenceInferred = "precedence-inferred", Information;
    /// A zero stands where the precedence belongs.
    ///
    /// It was read as the letter O, IMMEDIATE. The routing line, where there is one, shows the letter doubled.
    PrecedenceRepaired = "precedence-repaired", Information;
    /// A letter where the precedence belongs is none of the prosigns.
    ///
    /// The precedence was left open. The routing line, where there is one, shows it doubled.
    PrecedenceUnknown = "precedence-unknown", Warning;
    /// A text opened with BEGIN TEXT or QUOTE has no end, or the other way round.
    QuoteUnbalanced = "quote-unbalanced", Information;
    /// The classifying officer of a cable under E.O. 12958 or 13526 gives no reason.
    ///
    /// Both orders ask for one or more of a list.
    ReasonMissing = "reason-missing", Information;
    /// The reason names a section that the executive order of the cable does not have for reasons.
    ReasonOutOfOrder = "reason-out-of-order", Information;
    /// The reasons are written with a slip: the section is missing, or other signs stand for its point.
    ///
    /// A missing section was taken to be the one in force: 1.5 to 2002, 1.4 since.
    ReasonRepaired = "reason-repaired", Information;
    /// Names or passages were removed by a publisher or a reviewer.
    RedactionFound = "redaction-found", Information;
    /// The list of references uses a letter twice.
    ReferenceLabelDuplicate = "ref-letter-duplicate", Information;
    /// A reference is written with a slip: a post misspelt, a letter for a digit, the number in front of the post, or
    /// the rest of a reference with a label of its own.
    ///
    /// It was read as the help says; the words are kept as written.
    ReferenceRepaired = "ref-repaired", Information;
    /// A reference could be to one of two years.
    ReferenceYearAmbiguous = "ref-year-ambiguous", Warning;
    /// A reference without a year was read as of the cable's own year.
    ReferenceYearInherited = "ref-year-inherited", Information;
    /// A reference without a year would lie after the cable; the year before was taken.
    ReferenceYearRolledBack = "ref-year-rolled-back", Information;
    /// The file is a table with more rows than the first.
    ///
    /// Only the first row was read; each of the others is a cable of its own.
    RowsLeft = "rows-left", Warning;
    /// A section of the cable is missing.
    ///
    /// The cable says it was sent in so many sections and not all of them are here.
    SectionGap = "section-gap", Warning;
    /// The sections of the cable stand in another order than their numbers.
    ///
    /// The text was read as it stands. Paragraph numbers tell where each section belongs.
    SectionOrder = "section-order", Warning;
    /// The section of the classification line is written with a slip: a letter for a digit, the word misspelt or missing.
    ///
    /// It was read as the section it looks like; the line is kept as written.
    SectionRepaired = "section-repaired", Information;
    /// The station serial of the `DE` line is not the end of the cable's number.
    ///
    /// The station serial is the number modulo 10,000. A mismatch means that one of them was altered, misread or
    /// taken from another cable.
    SerialMismatch = "serial-mismatch", Warning;
    /// The signature line was not found.
    SignatureMissing = "signature-missing", Information;
    /// A label that belongs to the next field stood inside the subject; the subject ends before it.
    SubjectFused = "subject-fused", Information;
    /// No subject line was found.
    SubjectMissing = "subject-missing", Warning;
    /// Letters stand among the digits of the station serial, or of day and time of filing.
    ///
    /// O was read as zero, I and l as one. The serial is compared with the number of the cable: look at both.
    StationRepaired = "station-repaired", Information;
    /// A summary or comment is opened and never closed.
    ///
    /// It was taken to end before the next numbered paragraph.
    SummaryUnclosed = "summary-unclosed", Information;
    /// A geographic code is one country by FIPS 10-4 and another by the codes that followed.
    ///
    /// Told where the year of the cable is not known or lies between the two sets.
    TagRegimeAmbiguous = "tag-regime-ambiguous", Information;
    /// A zero stands for the letter O in a tag.
    ///
    /// It was read as the tag with the letter, which is in the lists; that with the zero is in none.
    TagRepaired = "tag-repaired", Information;
    /// A tag is in none of the lists of TAGS.
    ///
    /// It is kept as written. It may be misspelt, local to a post, or a name.
    TagUnknown = "tag-unknown", Information;
    /// Tags ran together without a separator and were parted.
    TagsFused = "tags-fused", Information;
    /// The label of the TAGS line is misspelt or missing.
    TagsLabelTypo = "tags-label-typo", Information;
    /// The body holds an error message of a computer instead of the text.
    TextLost = "text-lost", Error;
    /// Only part of the cable is here.
    ///
    /// The page says that it gives an extract, or the text stops in the middle of a sentence without a signature.
    TextTruncated = "text-truncated", Warning;
    /// The end of the text was dropped because it is longer than the parser reads.
    TooLong = "too-long", Error;
    /// A known wrapper around the cable was recognised and taken off.
    WrapperStripped = "wrapper-stripped", Information;
    /// Some posts were exempted from a collective address; they are not addressees.
    XmtApplied = "xmt-applied", Information;
}

impl Code {
    /// The manual page: why it matters, what was assumed, what to do, an example. Every code has one.
    pub fn manual(self) -> Option<Manual> {
        Manual::of(self)
    }

    /// The code with this name.
    pub fn by_name(name: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.as_str() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_kebab_case_and_explained() {
        let mut names: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
        for code in Code::ALL {
            let name = code.as_str();
            assert!(
                name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'),
                "{name}"
            );
            assert_eq!(Code::by_name(name), Some(*code));
            assert!(
                code.explanation().trim().len() > 20,
                "{name} has no manual page"
            );
        }
    }
}
