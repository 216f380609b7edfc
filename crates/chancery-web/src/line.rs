//! A cable in one line, as lists show it.

use chancery_archive::{CableLine, OfSource, StoredCable};

use crate::dates::Moment;
use crate::explain::{self, Level};
use crate::urls;

/// One line of a list.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) url: String,
    pub(crate) key: String,
    pub(crate) sent: Option<Moment>,
    /// What the source says of a cable without a date, where that is at hand.
    pub(crate) source_date: Option<Moment>,
    pub(crate) post: Option<String>,
    pub(crate) level: Option<Level>,
    /// Whether no text says the level, and it is what the source says.
    pub(crate) is_level_of_source: bool,
    pub(crate) captions: Vec<String>,
    pub(crate) subject: String,
    pub(crate) is_subject_of_source: bool,
    /// Of a cable that refers to another: whether only its source says so.
    pub(crate) is_by_source: bool,
    pub(crate) n_editions: u32,
}

impl Line {
    pub(crate) fn new(cable: &CableLine) -> Line {
        Line {
            url: urls::cable(&cable.key).to_string(),
            key: cable.key.to_string(),
            sent: cable.sent.as_deref().and_then(Moment::parse),
            source_date: None,
            post: cable.post.as_deref().map(explain::post_name),
            level: cable.classification.as_deref().map(Level::new),
            is_level_of_source: false,
            captions: cable.captions.clone(),
            subject: subject(cable.subject.as_deref()),
            is_subject_of_source: false,
            is_by_source: false,
            n_editions: cable.n_editions,
        }
    }

    /// The line of a cable that is at hand as a whole; `None` where it has no edition.
    pub(crate) fn of(cable: &StoredCable) -> Option<Line> {
        let record = &cable.editions.first()?.record;
        let level = record.classification.as_ref();
        let of_source = OfSource::of(record);
        let line = Line {
            url: urls::cable(&cable.key).to_string(),
            key: cable.key.to_string(),
            sent: record.sent.as_deref().and_then(Moment::parse),
            source_date: None,
            post: record.post.as_deref().map(explain::post_name),
            level: level.map(|level| Level::new(&level.level)),
            is_level_of_source: false,
            captions: record.captions.clone(),
            subject: subject(record.subject.as_deref()),
            is_subject_of_source: false,
            is_by_source: false,
            n_editions: u32::try_from(cable.editions.len()).unwrap_or(u32::MAX),
        };
        Some(line.with_source(&of_source))
    }
}

impl Line {
    /// The same, with what the source says where no text does.
    pub(crate) fn with_source(self, of_source: &OfSource) -> Line {
        let mut line = Line {
            source_date: of_source.date.as_deref().and_then(Moment::parse),
            ..self
        };
        if let Some(level) = &of_source.classification {
            line.level = Some(Level::new(level));
            line.is_level_of_source = true;
        }
        if let Some(said) = &of_source.subject {
            line.subject = subject(Some(said));
            line.is_subject_of_source = true;
        }
        line
    }
}

/// The subject, or words in its place.
pub(crate) fn subject(subject: Option<&str>) -> String {
    subject
        .filter(|subject| !subject.trim().is_empty())
        .unwrap_or("No subject")
        .to_owned()
}
