//! The consistency report: what in a cable agrees and what contradicts.
//!
//! A cable says many things more than once. The number stands on the classification line and, cut to four digits, on
//! the station line; the day stands in the date-time group and as a day of the year; the level in words, in security
//! letters, in portion marks and in the instruction on declassification. Whoever alters one of them seldom thinks of
//! the others. Each check compares two places or more and gives one [`Finding`]: what was compared, whether it agrees,
//! the places with what is written there and what it was read as, and how much that says.
//!
//! The report states facts. A contradiction may be a slip of the sender, damage on the way, a careless copy, or an
//! alteration; which of them it is, a reader decides. There is no verdict and no score.
//!
//! ```
//! use chancery_format::{Hints, consistency, read};
//!
//! let text = "DE RUEHSU #0731 1421305\nR 221300Z MAY 06\nFM AMEMBASSY STRELSAU\nUNCLAS STRELSAU 000732\n";
//! let document = read(text.as_bytes(), &Hints::default());
//! let report = consistency::report(&document);
//! let serial = report.iter().find(|finding| finding.check.name == "station-serial").unwrap();
//! assert_eq!(serial.outcome, consistency::Outcome::Contradicts);
//! assert_eq!(serial.evidence[0].written, "0731");
//! ```
//!
//! The report is made on demand from a [`Document`]; parsing does nothing for it. Where a check also leaves a
//! diagnostic, both come from one comparison. One file per check; its doc comment is its manual.

use std::borrow::Cow;

use crate::diagnostic::{Code, Diagnostic, excerpt};
use crate::flow::fold;
use crate::furniture::{self, Furniture};
use crate::record::Metadata;
use crate::{Cable, Date, Document, Line, LineKind, Moment, Span, Wrapper};

mod finding;
mod record;

pub use finding::{Check, Evidence, Finding, Outcome, Weight};
pub use record::{CheckRecord, EvidenceRecord, FindingRecord, SCHEMA};

use finding::{Compared, agrees, contradicts, nothing};

/// Declares the modules of the checks and the register, in the order of the report.
macro_rules! checks {
    ($( $module:ident = $name:literal, $title:literal; )+) => {
        $( pub(crate) mod $module; )+

        /// Every check, in the order of the report.
        pub static CHECKS: &[Check] = &[ $( Check {
            name: $name,
            title: $title,
            source: include_str!(concat!("consistency/", stringify!($module), ".rs")),
            compare: $module::compared,
        }, )+ ];
    };
}

checks! {
    station_serial = "station-serial", "station serial and number";
    end_mark = "end-mark", "number behind the text";
    filing_time = "filing-time", "time of filing and date-time group";
    originator = "originator", "originator and post of the number";
    station = "station", "preparing station and originator";
    precedence = "precedence", "routing line and precedence";
    security_letters = "security-letters", "security letters and level";
    level_instruction = "level-instruction", "level and instruction on secrecy";
    portion_marks = "portion-marks", "portion marks and level";
    highest_mark = "highest-mark", "highest portion mark and level";
    subject_mark = "subject-mark", "mark of the subject and level";
    banners = "banners", "banners and level";
    controls = "controls", "captions and controls of portions";
    order_date = "order-date", "executive order and date";
    declassify_code = "declassify-code", "exemption codes and order";
    declassify_date = "declassify-date", "declassification date and order";
    reason_section = "reason-section", "reasons and order";
    words_of_time = "words-of-the-time", "markings and their time";
    head_copies = "head-copies", "copies of the head";
    sections = "sections", "sections and their total";
    page_names = "page-names", "page lines and number";
    page_order = "page-order", "order of pages";
    paragraph_numbers = "paragraph-numbers", "paragraph numbers";
    reference_time = "reference-time", "references and date";
    weekdays = "weekdays", "weekdays and calendar";
    places = "places", "addressees and TAGS";
    source_identifier = "source-identifier", "identifier of the source";
    source_date = "source-date", "time of the source";
    source_level = "source-level", "classification of the source";
    source_origin = "source-origin", "origin of the source";
    source_title = "source-title", "title of the source";
    source_tags = "source-tags", "tags of the source";
    source_references = "source-references", "references of the source";
}

/// Runs every check on a document; one finding each, in the order of [`CHECKS`].
///
/// Cost grows with the length of the text. A document that is no cable gives findings that nothing can be compared.
pub fn report(document: &Document) -> Vec<Finding> {
    let case = Case::new(document);
    CHECKS.iter().map(|check| check.run(&case)).collect()
}

/// What the checks look at.
#[derive(Clone, Copy)]
pub(crate) struct Case<'d> {
    text: &'d str,
    lines: &'d [Line],
    cable: &'d Cable,
    diagnostics: &'d [Diagnostic],
    metadata: &'d Metadata,
    wrapper: Wrapper,
}

impl<'d> Case<'d> {
    fn new(document: &'d Document) -> Case<'d> {
        Case {
            text: &document.text,
            lines: &document.lines,
            cable: &document.cable,
            diagnostics: &document.diagnostics,
            metadata: &document.metadata,
            wrapper: document.wrapper,
        }
    }

    /// The moment of the date-time group.
    fn sent(&self) -> Option<Moment> {
        self.cable.date_time_group.as_ref()?.value.moment
    }

    /// Whether a field was filled from the attribute block, as the text does not say it: such a field must not be
    /// compared with the block.
    fn is_of_source(&self, span: Span) -> bool {
        self.cable
            .attributes
            .iter()
            .any(|entry| entry.span.start <= span.start && span.end <= entry.span.end)
    }

    /// The first line of a kind.
    fn line(&self, kind: LineKind) -> Option<&'d Line> {
        self.lines.iter().find(|line| line.kind == kind)
    }

    fn diagnostic(&self, code: Code) -> Option<&'d Diagnostic> {
        self.diagnostics
            .iter()
            .find(|diagnostic| diagnostic.code == code)
    }

    /// Whether the number was taken from the source, against the classification line, because the station serial
    /// agrees with it.
    fn is_chosen_by_serial(&self) -> bool {
        let (Some(mismatch), Some(mrn)) = (self.diagnostic(Code::IdTextMismatch), &self.cable.mrn)
        else {
            return false;
        };
        let written = mismatch.span.of(self.text).trim_end();
        let digits = written.len() - written.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        written[written.len() - digits..]
            .parse()
            .is_ok_and(|number: u32| number != mrn.number)
    }

    /// A place of the text: where, and what it was read as.
    fn at(
        &self,
        place: impl Into<Cow<'static, str>>,
        span: Span,
        read_as: impl Into<String>,
    ) -> Evidence {
        Evidence {
            place: place.into(),
            span: Some(span),
            written: excerpt(&fold(span.of(self.text))).into_owned(),
            read_as: read_as.into(),
        }
    }

    /// What the source said around the cable, the first of these labels that it has.
    fn said(&self, labels: &[&'static str]) -> Option<(&'static str, &'d str)> {
        labels
            .iter()
            .find_map(|label| Some((*label, self.metadata.get(label)?)))
    }

    fn said_evidence((label, value): (&'static str, &str), read_as: impl Into<String>) -> Evidence {
        Evidence {
            place: Cow::Owned(format!("{label} of the source")),
            span: None,
            written: excerpt(&fold(value)).into_owned(),
            read_as: read_as.into(),
        }
    }

    /// Where the number of the cable is written: the words of the classification line, or of the identifier's line.
    fn number_evidence(&self) -> Option<Evidence> {
        let mrn = self.cable.mrn.as_ref()?;
        let digits = mrn.number.to_string();
        let at = self.lines.iter().find_map(|line| {
            let content = line.content().of(self.text);
            if line.kind != LineKind::Classification && !content.starts_with("MRN") {
                return None;
            }
            let at = content.rfind(&*digits)?;
            let start = content[..at].trim_end_matches('0').len();
            let start = line.span.start as usize + start;
            Some(Span::new(
                start,
                line.span.start as usize + at + digits.len(),
            ))
        });
        match at {
            Some(span) => Some(self.at("number", span, mrn.to_string())),
            None if self.diagnostic(Code::IdFromSource).is_some() => Some(Evidence {
                place: Cow::Borrowed("identifier of the source"),
                span: None,
                written: mrn.to_string(),
                read_as: mrn.to_string(),
            }),
            None => None,
        }
    }

    fn group_evidence(&self) -> Option<Evidence> {
        let group = self.cable.date_time_group.as_ref()?;
        let read_as = group
            .value
            .moment
            .map_or_else(String::new, |moment| moment.to_string());
        let place = if self.is_of_source(group.span) {
            "date of the source"
        } else {
            "date-time group"
        };
        Some(self.at(place, group.span, read_as))
    }

    /// The level as the cable itself states it, not inferred.
    fn level(&self) -> Option<(crate::Level, Evidence)> {
        let classification = self.cable.classification.as_ref()?;
        if classification.inferred {
            return None;
        }
        let evidence = self.at(
            "classification",
            classification.span,
            classification.level.to_string(),
        );
        Some((classification.level, evidence))
    }

    /// Page separators and page lines of any cable, in the order of the text.
    fn page_marks(&self) -> Vec<PageMark<'d>> {
        let mut marks = Vec::new();
        for line in self.lines {
            let content = line.content().of(self.text);
            let bytes = content.as_bytes();
            // Only lines of a plain shape: a name, then digits.
            if bytes.len() < 7 || bytes.len() > 160 || !bytes.iter().any(u8::is_ascii_digit) {
                continue;
            }
            if let Some(mark) = PageMark::separator(content, line.span.start)
                .or_else(|| PageMark::page_line(content, line))
            {
                marks.push(mark);
            }
        }
        marks
    }
}

/// What a page separator of 2005 to 2010 or a page line of the 1970s says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PageMark<'t> {
    span: Span,
    post: &'t str,
    number: u32,
    section: Option<u16>,
    page: Option<u16>,
    total: Option<u16>,
}

impl<'t> PageMark<'t> {
    fn separator(content: &'t str, line_start: u32) -> Option<PageMark<'t>> {
        let (post, number, end) = furniture::separator_at_start(content)?;
        let written = &content[..end];
        let of = written.to_ascii_uppercase().rfind("OF")?;
        let total = written[of + 2..].trim().parse().ok();
        let before = written[..of].trim_end();
        let word = before.rsplit([' ', '\t']).next()?;
        let (section, page) = match word.split_once('.') {
            Some((section, page)) => (section.parse().ok(), page.parse().ok()),
            None => (word.parse().ok(), Some(1)),
        };
        let start = line_start as usize + content.len() - content.trim_start().len();
        Some(PageMark {
            span: Span::new(start, line_start as usize + end),
            post,
            number,
            section,
            page,
            total,
        })
    }

    /// `PAGE 02        STRELS  00412  02 OF 03  111533Z`.
    fn page_line(content: &'t str, line: &Line) -> Option<PageMark<'t>> {
        let trimmed = content.trim();
        if !trimmed.starts_with("PAGE ")
            || line.kind != LineKind::Furniture
            || furniture::recognize(trimmed) != Some(Furniture::PageLine)
        {
            return None;
        }
        let mut words = trimmed.split_ascii_whitespace().skip(1);
        let page = words.next()?.parse().ok()?;
        let rest = trimmed[5..].trim_start().split_once([' ', '\t'])?.1.trim();
        let n_name = rest
            .bytes()
            .take_while(|b| b.is_ascii_uppercase() || matches!(b, b' ' | b'.' | b'-'))
            .count();
        let (post, behind) = rest.split_at(n_name);
        let mut words = behind.split_ascii_whitespace();
        let number = words
            .next()
            .filter(|word| n_name >= 3 && (5..=6).contains(&word.len()))?
            .parse()
            .ok()?;
        let (mut section, mut total) = (None, None);
        let parts: Vec<&str> = words.take(3).collect();
        if let [part, "OF", of] = parts[..] {
            (section, total) = (part.parse().ok(), of.parse().ok());
        }
        let start = line.span.start as usize + content.len() - content.trim_start().len();
        Some(PageMark {
            span: Span::new(start, start + trimmed.len()),
            post: post.trim(),
            number,
            section,
            page: Some(page),
            total,
        })
    }
}

/// The years between two dates, rounded down.
fn years_between(from: Date, to: Date) -> i32 {
    let whole = i32::from(to.year) - i32::from(from.year);
    whole - i32::from((to.month, to.day) < (from.month, from.day))
}

/// `1 paragraph`, `2 paragraphs`.
fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// At most this many places of one finding are listed.
const MOST_PLACES: usize = 6;

#[cfg(test)]
mod tests;
