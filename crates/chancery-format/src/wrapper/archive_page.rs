//! The page of a public archive, saved as text.
//!
//! Four labels, four values in the same order, `Cable title:` and the title, `Tags:` and tags, a line of link labels,
//! then the cable. Source: docs/format.md, "Wrappers".

use std::borrow::Cow;

use super::{Unwrapped, Wrapper, year_of};
use crate::flow::fold;
use crate::record::Metadata;

const LABELS: [&str; 4] = ["Identifier", "Created", "Classification", "Origin"];

/// How many lines the table, title and tags may take.
const LONGEST_LINES: usize = 60;

pub(super) fn unwrap(source: &str) -> Option<Unwrapped<'_>> {
    let mut lines = LinesWithOffset {
        rest: source,
        offset: 0,
    };
    let mut labels = Vec::new();
    // The labels, in whatever order; blank lines between are borne.
    loop {
        let (_, line) = lines.next()?;
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        if let Some(label) = LABELS.iter().find(|label| line.eq_ignore_ascii_case(label)) {
            labels.push(*label);
            if labels.len() == LABELS.len() {
                break;
            }
        } else {
            return None;
        }
    }
    let mut metadata = Metadata::default();
    let mut id = None;
    let mut year = None;
    let mut values = labels.iter();
    let mut label = values.next();
    let mut title = String::new();
    let mut in_title = false;
    // Where the title ends without a line of tags, the cable begins with the first line that only a head has.
    let mut start = None;
    for (n, (at, line)) in lines.by_ref().enumerate() {
        if n > LONGEST_LINES {
            return None;
        }
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        if line
            .get(..12)
            .is_some_and(|words| words.eq_ignore_ascii_case("Cable title:"))
        {
            in_title = true;
            title.push_str(line[12..].trim());
            label = None;
        } else if let Some(tags) = line.strip_prefix("Tags:").filter(|_| in_title) {
            metadata.push("Cable title", &fold(&title));
            metadata.push("Tags", &fold(tags));
            break;
        } else if label.is_none() && begins_cable(line) {
            metadata.push("Cable title", &fold(&title));
            start = Some(at);
            break;
        } else if in_title {
            if !title.is_empty() {
                title.push(' ');
            }
            title.push_str(line);
        } else if let Some(name) = label {
            match *name {
                "Identifier" => id = Some(line.to_owned()),
                "Created" => year = year_of(line),
                _ => {}
            }
            metadata.push(name, line);
            label = values.next();
        }
    }
    if let Some(start) = start {
        return Some(Unwrapped {
            wrapper: Wrapper::ArchivePage,
            metadata,
            text: Cow::Borrowed(&source[start..]),
            id,
            year,
            n_left: 0,
        });
    }
    // The link labels, where they are there: `pdf how-to read a cable`.
    let mut start = lines.offset;
    let mut ahead = LinesWithOffset {
        rest: lines.rest,
        offset: lines.offset,
    };
    for (_, line) in ahead.by_ref().take(4) {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        if line.contains("how-to") || line.eq_ignore_ascii_case("pdf") {
            start = ahead_offset(source, line);
        }
        break;
    }
    Some(Unwrapped {
        wrapper: Wrapper::ArchivePage,
        metadata,
        text: Cow::Borrowed(&source[start..]),
        id,
        year,
        n_left: 0,
    })
}

/// Whether a line can only be the first of a cable: transmission lines, a date-time group, a level, a label.
fn begins_cable(line: &str) -> bool {
    use crate::head::{classification, date_time_group, label, transmission};
    transmission::is_id_line(line)
        || transmission::is_station_line(line)
        || transmission::is_security_line(line)
        || line.starts_with("FM ")
        || date_time_group::parse(line, 0, None, &mut Vec::new()).is_some()
        || classification::parse(line).is_some_and(|read| read.number.is_some())
        || label::at_start(line).is_some()
}

/// The offset behind the line end of the line that `part` is a piece of.
fn ahead_offset(source: &str, part: &str) -> usize {
    let end = part.as_ptr() as usize - source.as_ptr() as usize + part.len();
    source[end..]
        .find('\n')
        .map_or(source.len(), |n| end + n + 1)
}

struct LinesWithOffset<'s> {
    rest: &'s str,
    offset: usize,
}

impl<'s> Iterator for LinesWithOffset<'s> {
    type Item = (usize, &'s str);

    fn next(&mut self) -> Option<(usize, &'s str)> {
        if self.rest.is_empty() {
            return None;
        }
        let end = self.rest.find('\n').map_or(self.rest.len(), |n| n + 1);
        let (line, rest) = self.rest.split_at(end);
        let at = self.offset;
        self.rest = rest;
        self.offset += end;
        Some((at, line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page() {
        let source = "Identifier\nCreated\nClassification\nOrigin\n06STRELSAU1187\n2006-10-08 15:40:00\nCONFIDENTIAL\nEmbassy Strelsau\nCable title:  \n\nTHE KING\nIS ILL\n\nTags:  PGOV RX \npdf how-to read a cable\nVZCZCXRO1\nC O N F\n";
        let page = unwrap(source).unwrap();
        assert_eq!(page.text, "VZCZCXRO1\nC O N F\n");
        assert_eq!(page.id.as_deref(), Some("06STRELSAU1187"));
        assert_eq!(page.year, Some(2006));
        assert_eq!(page.metadata.get("Cable title"), Some("THE KING IS ILL"));
        assert_eq!(page.metadata.get("Origin"), Some("Embassy Strelsau"));
        let untagged = source.replace("Tags:  PGOV RX \npdf how-to read a cable\n", "");
        assert_eq!(unwrap(&untagged).unwrap().text, "VZCZCXRO1\nC O N F\n");
        assert!(unwrap("Identifier\nOther\n").is_none());
        assert!(unwrap("").is_none());
    }
}
