//! How to cite a cable, for footnotes and for reference managers.

use chancery_format::record::Record;

use crate::dates::Moment;
use crate::line;

/// The parts of a citation, absent ones left out.
#[derive(Clone, Debug)]
pub(super) struct Citation {
    /// Sender to recipient, subject, kind and number, date: the order that style guides ask for diplomatic papers.
    pub(super) footnote: String,
    pub(super) title: String,
    pub(super) number: String,
    pub(super) sender: Option<String>,
    pub(super) recipients: Vec<String>,
    /// `2007-10-08`
    pub(super) date: Option<String>,
    pub(super) tags: Vec<String>,
}

impl Citation {
    pub(super) fn new(key: &str, record: &Record) -> Citation {
        let title = line::subject(record.subject.as_deref());
        let sender = record.from.as_ref().map(|from| from.name.clone());
        let recipients: Vec<String> = record.to.iter().map(|to| to.name.clone()).collect();
        let sent = record.sent.as_deref().and_then(Moment::parse);
        let kind = match record.kind.as_str() {
            "fragment" | "" => "telegram".to_owned(),
            other => other.replace('_', " "),
        };

        let parties = sender.as_ref().map(|sender| match &recipients[..] {
            [] => format!("{sender}, "),
            [only] => format!("{sender} to {only}, "),
            [first, ..] => format!("{sender} to {first} and others, "),
        });
        let date = sent.as_ref().map(|sent| format!(", {}", sent.day));
        let footnote = format!(
            "{}“{title},” {kind} {key}{}.",
            parties.unwrap_or_default(),
            date.unwrap_or_default()
        );

        Citation {
            footnote,
            title,
            number: key.to_owned(),
            sender,
            recipients,
            date: sent.and_then(|sent| sent.rfc3339.get(..10).map(str::to_owned)),
            tags: record.tags.iter().map(|tag| tag.code.clone()).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chancery_format::record::{AddresseeRecord, OriginatorRecord};

    #[test]
    fn a_footnote_names_what_is_known() {
        let addressee = |name: &str| AddresseeRecord {
            name: name.to_owned(),
            ..AddresseeRecord::default()
        };
        let mut record = Record {
            kind: "telegram".to_owned(),
            subject: Some("THE KING IS UNWELL".to_owned()),
            sent: Some("2007-10-08T15:40:00Z".to_owned()),
            from: Some(OriginatorRecord {
                name: "AMEMBASSY STRELSAU".to_owned(),
                ..OriginatorRecord::default()
            }),
            to: vec![addressee("SECSTATE WASHDC")],
            ..Record::default()
        };
        let footnote = |record: &Record| Citation::new("07STRELSAU92", record).footnote;
        assert_eq!(
            footnote(&record),
            "AMEMBASSY STRELSAU to SECSTATE WASHDC, “THE KING IS UNWELL,” telegram 07STRELSAU92, 8 October 2007."
        );
        record.to.push(addressee("AMCONSUL ZENDA"));
        assert!(footnote(&record).contains("to SECSTATE WASHDC and others,"));
        assert_eq!(
            footnote(&Record::default()),
            "“No subject,” telegram 07STRELSAU92."
        );
    }
}
