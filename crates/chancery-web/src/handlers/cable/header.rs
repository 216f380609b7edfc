//! The head of a cable, decoded.

use std::ops::Range;

use chancery_archive::{Archive, OfSource, Reference, StoredCable, Target};
use chancery_format::Mrn;
use chancery_format::record::{
    AddresseeRecord, ExecutiveOrderRecord, Record, ReferenceRecord, TagRecord, TransmissionRecord,
};
use chancery_format::tables::executive_orders;

use crate::dates::{Moment, date_in_words};
use crate::error::PageError;
use crate::explain::{self, Explained, Level};
use crate::line::{self, Line};
use crate::marked::{self, Run};
use crate::window::WindowView;
use crate::{refine, urls};

/// How many addressees stand open; a longer list is folded.
const N_OPEN: usize = 12;

/// Everything above the text.
#[derive(Clone, Debug)]
pub(super) struct Header {
    pub(super) subject: Vec<Run>,
    /// No text of this edition has a subject; it is the source's.
    pub(super) is_subject_of_source: bool,
    pub(super) subject_portion: Option<Level>,
    pub(super) level: Option<Level>,
    /// The level that the source gives, where the text has none.
    pub(super) source_level: Option<Level>,
    /// The classification line as written, where it says more than the level.
    pub(super) caveats: Vec<Explained>,
    pub(super) captions: Vec<Explained>,
    pub(super) sent: Option<Moment>,
    /// The time that the source gives, where the text has none.
    pub(super) source_date: Option<Moment>,
    pub(super) date_time_group: Option<String>,
    pub(super) precedence: Vec<Precedence>,
    pub(super) from: Option<AddresseeView>,
    pub(super) to: Vec<AddresseeView>,
    pub(super) info: Vec<AddresseeView>,
    pub(super) info_is_long: bool,
    pub(super) section: Option<String>,
    pub(super) order: Option<OrderView>,
    pub(super) classified_by: Option<Officer>,
    pub(super) reasons: Vec<Explained>,
    pub(super) tags: Vec<TagView>,
    pub(super) references: Vec<ReferenceView>,
    pub(super) transmission: Vec<TransmissionPart>,
}

/// How urgent, and for whom.
#[derive(Clone, Debug)]
pub(super) struct Precedence {
    pub(super) whom: &'static str,
    pub(super) word: Explained,
}

/// A post or office that sends or receives.
#[derive(Clone, Debug)]
pub(super) struct AddresseeView {
    pub(super) name: Explained,
    pub(super) routing: Option<Explained>,
    pub(super) precedence: Option<Explained>,
    pub(super) serial: Option<String>,
    pub(super) exempt: Vec<String>,
}

/// The order under which the cable was classified, and what it says of the end of that.
#[derive(Clone, Debug)]
pub(super) struct OrderView {
    pub(super) order: Option<String>,
    pub(super) declassify_on: Option<String>,
    pub(super) event: Option<String>,
    pub(super) exemptions: Vec<Explained>,
    pub(super) text: String,
}

/// Who classified.
#[derive(Clone, Debug)]
pub(super) struct Officer {
    pub(super) name: String,
    pub(super) title: Option<String>,
}

/// A term of the TAGS line.
#[derive(Clone, Debug)]
pub(super) struct TagView {
    pub(super) code: String,
    pub(super) name: Option<String>,
    pub(super) kind: &'static str,
    pub(super) url: String,
}

/// A message this one refers to.
#[derive(Clone, Debug)]
pub(super) struct ReferenceView {
    pub(super) label: Option<String>,
    pub(super) text: String,
    /// The canonical identifier, where it differs from what was written.
    pub(super) id: Option<String>,
    pub(super) and_previous: bool,
    /// No text refers to anything; the source names this one.
    pub(super) is_of_source: bool,
    pub(super) target: Option<Line>,
    /// The reference names no year.
    pub(super) is_year_assumed: bool,
    /// Of a cable that is not there: when it was sent.
    pub(super) window: Option<WindowView>,
    /// Why there is no link.
    pub(super) absence: Option<&'static str>,
    /// Other cables that refer to the same one.
    pub(super) search_url: Option<String>,
}

/// One thing that the transmission lines say.
#[derive(Clone, Debug)]
pub(super) struct TransmissionPart {
    pub(super) name: &'static str,
    pub(super) value: Explained,
}

impl Header {
    /// `marks` are byte ranges of the subject.
    pub(super) fn new(
        archive: &Archive,
        cable: &StoredCable,
        record: &Record,
        marks: &[Range<usize>],
    ) -> Result<Header, PageError> {
        let of_source = OfSource::of(record);
        let has_hour = !record
            .diagnostics
            .iter()
            .any(|diagnostic| diagnostic.code == "date-without-hour");
        let classification = record.classification.as_ref();
        let order = record.executive_order.as_ref();
        Ok(Header {
            subject: match record.subject.as_deref() {
                Some(subject) if !subject.trim().is_empty() => marked::runs(subject, marks),
                _ => marked::runs(&line::subject(of_source.subject.as_deref()), &[]),
            },
            is_subject_of_source: of_source.subject.is_some(),
            subject_portion: record.subject_portion.as_deref().map(explain::portion),
            level: classification.map(|classification| Level::new(&classification.level)),
            source_level: of_source.classification.as_deref().map(Level::new),
            caveats: classification
                .map(|classification| explained(&classification.caveats, explain::caption))
                .unwrap_or_default(),
            // A caveat of the level often stands among the captions as well.
            captions: explained(&record.captions, explain::caption)
                .into_iter()
                .filter(|caption| {
                    classification.is_none_or(|level| !level.caveats.contains(&caption.text))
                })
                .collect(),
            sent: record.sent.as_deref().and_then(if has_hour {
                Moment::parse
            } else {
                Moment::day_of
            }),
            source_date: of_source.date.as_deref().and_then(Moment::parse),
            date_time_group: record.date_time_group.clone(),
            precedence: precedence(record),
            from: record.from.as_ref().map(|from| AddresseeView {
                name: explain::addressee(&from.name),
                routing: from.routing.as_deref().map(explain::routing),
                precedence: None,
                serial: None,
                exempt: Vec::new(),
            }),
            to: record.to.iter().map(AddresseeView::new).collect(),
            info: record.info.iter().map(AddresseeView::new).collect(),
            info_is_long: record.info.len() > N_OPEN,
            section: record.section.as_ref().map(|section| match section.of {
                Some(of) => format!("Section {} of {of}", section.number),
                None => format!("Section {}", section.number),
            }),
            order: order.map(|order| OrderView::new(order, record.sent.as_deref())),
            classified_by: record.classified_by.as_ref().map(|officer| Officer {
                name: officer.name.clone().unwrap_or_else(|| officer.text.clone()),
                title: officer.title.clone(),
            }),
            reasons: explained(&record.reasons, |reason| {
                let order = order.and_then(|order| order.order.as_deref());
                executive_orders::meaning_on(order, record.sent.as_deref(), reason)
                    .map(str::to_owned)
            }),
            tags: record.tags.iter().map(TagView::new).collect(),
            references: references(archive, cable, record)?,
            transmission: record
                .transmission
                .as_ref()
                .map(transmission)
                .unwrap_or_default(),
        })
    }
}

fn explained(codes: &[String], explain: impl Fn(&str) -> Option<String>) -> Vec<Explained> {
    codes
        .iter()
        .map(|code| Explained {
            text: code.clone(),
            meaning: explain(code),
        })
        .collect()
}

fn precedence(record: &Record) -> Vec<Precedence> {
    let both = &record.precedence;
    let word = |whom, word: &Option<String>| {
        word.as_deref().map(|word| Precedence {
            whom,
            word: explain::precedence(word),
        })
    };
    match (&both.action, &both.info) {
        (Some(action), Some(info)) if action != info => word("for those who act", &both.action)
            .into_iter()
            .chain(word("for those who are informed", &both.info))
            .collect(),
        (None, info) => word("for those who are informed", info)
            .into_iter()
            .collect(),
        (action, _) => word("", action).into_iter().collect(),
    }
}

impl AddresseeView {
    fn new(addressee: &AddresseeRecord) -> AddresseeView {
        AddresseeView {
            name: explain::addressee(&addressee.name),
            routing: addressee.routing.as_deref().map(explain::routing),
            precedence: addressee.precedence.as_deref().map(explain::precedence),
            serial: addressee.serial.clone(),
            exempt: addressee.exempt.clone(),
        }
    }
}

impl OrderView {
    fn new(order: &ExecutiveOrderRecord, sent: Option<&str>) -> OrderView {
        OrderView {
            order: order.order.clone(),
            declassify_on: order.declassify_on.as_deref().map(date_in_words),
            event: order.event.clone(),
            exemptions: explained(&order.exemptions, |code| {
                executive_orders::meaning_on(order.order.as_deref(), sent, code).map(str::to_owned)
            }),
            text: order.text.clone(),
        }
    }
}

impl TagView {
    fn new(tag: &TagRecord) -> TagView {
        TagView {
            url: urls::search(&refine::term("tags", &tag.code)).to_string(),
            code: tag.code.clone(),
            name: tag.name.clone().filter(|name| *name != tag.code),
            kind: match tag.kind.as_str() {
                "subject" => "subject",
                "program" => "programme",
                "geographic" => "place",
                "organization" => "organisation",
                "person" => "person",
                _ => "not in the lists",
            },
        }
    }
}

/// The references of the edition shown; where no text of the cable has any, those that its sources name.
fn references(
    archive: &Archive,
    cable: &StoredCable,
    record: &Record,
) -> Result<Vec<ReferenceView>, PageError> {
    if record.references.is_empty() {
        let references = archive.references_of(cable)?;
        return Ok(references
            .iter()
            .filter(|reference| reference.is_of_source)
            .map(ReferenceView::of_source)
            .collect());
    }
    let targets = archive.targets(record)?;
    Ok(record
        .references
        .iter()
        .zip(targets)
        .map(|(reference, target)| ReferenceView::new(reference, &target))
        .collect())
}

impl ReferenceView {
    fn of_source(reference: &Reference) -> ReferenceView {
        let record = ReferenceRecord {
            kind: reference.kind.clone(),
            id: match &reference.target {
                Target::Cable { line, .. } => Some(line.key.to_string()),
                Target::Missing(missing) => Some(missing.id.clone()),
                Target::Other => None,
            },
            text: reference.text.clone(),
            ..ReferenceRecord::default()
        };
        ReferenceView {
            is_of_source: true,
            ..ReferenceView::new(&record, &reference.target)
        }
    }

    fn new(reference: &ReferenceRecord, target: &Target) -> ReferenceView {
        let (line, is_year_assumed, window) = match target {
            Target::Cable {
                line,
                is_year_assumed,
            } => (Some(Line::new(line)), *is_year_assumed, None),
            Target::Missing(missing) => (None, false, Some(WindowView::new(&missing.window))),
            Target::Other => (None, false, None),
        };
        ReferenceView {
            label: reference.label.clone(),
            text: reference.text.clone(),
            id: reference.id.clone().filter(|id| *id != reference.text),
            and_previous: reference.and_previous,
            is_of_source: false,
            absence: match (target, reference.kind.as_str()) {
                (Target::Cable { .. }, _) => None,
                (Target::Missing(_), _) => Some("not in this archive"),
                (Target::Other, "cable") => Some("a cable, but it cannot be told which"),
                (Target::Other, "email") => Some("an e-mail, not a cable"),
                (Target::Other, "telephone") => Some("a telephone call"),
                (Target::Other, "report") => Some("a report, not a cable"),
                (Target::Other, "document") => Some("a document, not a cable"),
                (Target::Other, _) => Some("no cable by its number"),
            },
            target: line,
            is_year_assumed,
            window,
            search_url: reference
                .id
                .as_deref()
                .filter(|id| Mrn::parse(id, None).is_some())
                .map(|id| urls::search(&refine::term("ref", id)).to_string()),
        }
    }
}

fn transmission(transmission: &TransmissionRecord) -> Vec<TransmissionPart> {
    let mut parts = Vec::new();
    let mut push = |name, text: Option<String>, meaning: Option<String>| {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            parts.push(TransmissionPart {
                name,
                value: Explained { text, meaning },
            });
        }
    };
    push("Transmission", transmission.id.clone(), None);
    push(
        "Sending station",
        transmission.originator_routing.clone(),
        transmission
            .originator_routing
            .as_deref()
            .and_then(|indicator| explain::routing(indicator).meaning),
    );
    push("Station serial", transmission.station_serial.clone(), None);
    push(
        "Filed",
        transmission
            .day_of_year
            .map(|day| match transmission.filed_at.as_deref() {
                Some(time) => format!("day {day} of the year, {time} UTC"),
                None => format!("day {day} of the year"),
            }),
        None,
    );
    push("Relayed to", Some(transmission.relays.join(" ")), None);
    push(
        "Protection",
        transmission.security.clone(),
        transmission
            .security
            .as_deref()
            .and_then(explain::transmission_security),
    );
    push(
        "Signals",
        Some(transmission.operating_signals.join(" ")),
        Some(
            transmission
                .operating_signals
                .iter()
                .filter_map(|signal| {
                    explain::operating_signal(signal).map(|meaning| format!("{signal}: {meaning}"))
                })
                .collect::<Vec<_>>()
                .join("; "),
        )
        .filter(|meaning| !meaning.is_empty()),
    );
    parts
}
