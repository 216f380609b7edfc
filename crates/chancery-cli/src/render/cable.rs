//! A cable for a person in a terminal: the header named and decoded, the paragraphs wrapped beside a gutter.

use chancery_format::record::{
    AddresseeRecord, ClassifiedByRecord, CopiesRecord, ParagraphRecord, Record, ReferenceRecord,
};
use chancery_format::tables::{
    addressees as addressees_table, captions, classifications, executive_orders, operating_signals,
    posts, precedences,
};

use super::dates::{day_in_words, day_of, moment_in_words};
use super::level_role;
use crate::terminal::{Page, Piece, Role, display_width};

/// Where the values of header fields start.
const VALUES: usize = 16;
/// The widest gutter beside paragraphs; a longer portion mark stands on a line of its own.
const MAX_GUTTER: usize = 14;

/// Puts a whole cable on the page; with `explain`, what addresses and transmission lines mean too.
pub(crate) fn render(record: &Record, explain: bool, page: &mut Page) {
    title(record, page);
    header(record, explain, page);
    body(record, page);
}

fn title(record: &Record, page: &mut Page) {
    let mut line = vec![Piece::new(
        Role::Title,
        record.id.as_deref().unwrap_or("(no identifier)"),
    )];
    if let Some(classification) = &record.classification {
        line.push(Piece::plain("  "));
        line.push(Piece::new(
            level_role(&classification.level),
            slashed(&classification.level, &classification.caveats),
        ));
    }
    if !record.captions.is_empty() {
        line.push(Piece::plain("  "));
        line.push(Piece::plain(record.captions.join(" ")));
    }
    if !matches!(record.kind.as_str(), "" | "telegram") {
        line.push(Piece::plain("  "));
        line.push(Piece::new(Role::Faint, in_words(&record.kind)));
    }
    page.block(&[], 0, &line);
    if let Some(subject) = &record.subject {
        let mut line = Vec::new();
        if let Some(portion) = &record.subject_portion {
            line.push(Piece::new(Role::Faint, format!("({portion}) ")));
        }
        line.push(Piece::new(Role::Title, subject.as_str()));
        page.block(&[], 0, &line);
    }
    page.gap();
}

fn header(record: &Record, explain: bool, page: &mut Page) {
    sent(record, page);
    if let Some(from) = &record.from {
        let mut line = vec![Piece::plain(from.name.as_str())];
        faint(&mut line, from.routing.as_deref().unwrap_or(""));
        field(page, "From", &line);
        if explain {
            address(&from.name, from.routing.as_deref(), page);
        }
    }
    addressees(page, "To", &record.to, explain);
    addressees(page, "Info", &record.info, explain);
    precedence(record, explain, page);
    if let Some(classification) = &record.classification {
        let mut line = vec![Piece::new(
            level_role(&classification.level),
            slashed(&classification.level, &classification.caveats),
        )];
        let written = one_line(&classification.text);
        if written.is_empty() {
            faint(&mut line, "no line of the text says so");
        } else if !same_letters(
            &written,
            &slashed(&classification.level, &classification.caveats),
        ) {
            faint(&mut line, &format!("written {written}"));
        }
        field(page, "Classification", &line);
        let meaning = classifications::lookup(&classification.level)
            .and_then(classifications::Classification::protection);
        if explain && let Some(meaning) = meaning {
            field(page, "", &[Piece::new(Role::Faint, meaning)]);
        }
    }
    captions_of(record, page);
    if let Some(section) = &record.section {
        let line = match section.of {
            Some(of) => format!("{} of {of}", section.number),
            None => section.number.to_string(),
        };
        field(page, "Section", &[Piece::plain(line)]);
    }
    executive_order(record, page);
    tags(record, page);
    references(page, &record.references);
    if let Some(by) = &record.classified_by {
        field(page, "Classified by", &[Piece::plain(classified_by(by))]);
    }
    reasons(record, page);
    officers(record, page);
    distribution(record, page);
    if explain {
        transmission(record, page);
    }
    around(record, page);
}

fn sent(record: &Record, page: &mut Page) {
    let mut line = Vec::new();
    match (&record.sent, &record.date_time_group) {
        (Some(sent), group) => {
            let has_hour = !record
                .diagnostics
                .iter()
                .any(|diagnostic| diagnostic.code == "date-without-hour");
            line.push(Piece::plain(if has_hour {
                moment_in_words(sent)
            } else {
                day_in_words(day_of(sent))
            }));
            faint(&mut line, group.as_deref().unwrap_or(""));
        }
        (None, Some(group)) => line.push(Piece::plain(group.as_str())),
        (None, None) => match record.source.date() {
            Some(date) => line.push(Piece::new(
                Role::Faint,
                format!(
                    "not stated; what stands around it gives {}",
                    moment_in_words(&date)
                ),
            )),
            None => return,
        },
    }
    field(page, "Sent", &line);
}

/// How fast it was to travel, with what that asks for: in short, or whole with `explain`.
fn precedence(record: &Record, explain: bool, page: &mut Page) {
    let precedence = &record.precedence;
    let row = |label: &str, word: &str, whom: &str, page: &mut Page| {
        let mut line = vec![Piece::plain(format!("{word}{whom}"))];
        let meaning = precedences::lookup(word).map_or("", |row| row.meaning);
        faint(
            &mut line,
            if explain {
                meaning
            } else {
                first_clause(meaning)
            },
        );
        field(page, label, &line);
    };
    match (&precedence.action, &precedence.info) {
        (Some(action), Some(info)) if action == info => row("Precedence", action, "", page),
        (Some(action), Some(info)) => {
            row("Precedence", action, " for action", page);
            row("", info, " for information", page);
        }
        (Some(action), None) => row("Precedence", action, "", page),
        (None, Some(info)) => row("Precedence", info, " for information", page),
        (None, None) => {}
    }
}

/// A meaning up to its first semicolon or full stop.
fn first_clause(meaning: &str) -> &str {
    let end = meaning
        .find(';')
        .into_iter()
        .chain(meaning.find(". "))
        .min();
    &meaning[..end.unwrap_or(meaning.len())]
}

/// Handling words, each with what it tells the reader.
fn captions_of(record: &Record, page: &mut Page) {
    let words = widest(record.captions.iter());
    for (index, caption) in record.captions.iter().enumerate() {
        let mut line = vec![Piece::plain(format!("{caption:words$}"))];
        let meaning = captions::lookup_start(caption).map_or("", |row| row.meaning);
        faint(&mut line, meaning);
        field(page, if index == 0 { "Captions" } else { "" }, &line);
    }
}

/// Who an address line means, and which posts stand behind its station, where the tables know.
fn address(name: &str, routing: Option<&str>, page: &mut Page) {
    if let Some(meaning) = addressees_table::describe(name) {
        field(page, "", &[Piece::new(Role::Faint, format!("  {meaning}"))]);
        return;
    }
    let posts: Vec<String> = routing
        .map(posts::by_routing_indicator)
        .unwrap_or_default()
        .iter()
        .map(|post| post.title())
        .collect();
    if !posts.is_empty() {
        let meaning = format!("  by the station of {}", posts.join(" or "));
        field(page, "", &[Piece::new(Role::Faint, meaning)]);
    }
}

/// What the lines of the communicators say.
fn transmission(record: &Record, page: &mut Page) {
    let Some(transmission) = &record.transmission else {
        return;
    };
    let mut label = "Transmission";
    let mut row = |text: String, meaning: &str| {
        let mut line = vec![Piece::plain(text)];
        faint(&mut line, meaning);
        field(page, label, &line);
        label = "";
    };
    if let Some(routing) = &transmission.originator_routing {
        let posts: Vec<String> = posts::by_routing_indicator(routing)
            .iter()
            .map(|post| post.title())
            .collect();
        row(
            format!("DE {routing}"),
            &if posts.is_empty() {
                "the station that prepared it".to_owned()
            } else {
                format!("prepared by the station of {}", posts.join(" or "))
            },
        );
    }
    if let Some(serial) = &transmission.station_serial {
        row(
            format!("#{serial}"),
            "serial of the station, the end of the number as a rule",
        );
    }
    if let Some(day) = transmission.day_of_year {
        let filed = transmission.filed_at.as_deref().unwrap_or("");
        row(
            format!("{day:03}{filed}"),
            "day of the year and time of filing",
        );
    }
    if let Some(security) = &transmission.security {
        let level = classifications::of_zny_letters(security)
            .map(|level| format!("protected as {} on the way", level.name.to_lowercase()));
        row(
            format!("ZNY {security}"),
            level.as_deref().unwrap_or("security letters"),
        );
    }
    // The signal of the security line is told with its letters.
    let is_told = |signal: &str| transmission.security.is_some() && signal == "ZNY";
    for signal in &transmission.operating_signals {
        if is_told(signal) {
            continue;
        }
        let meaning = operating_signals::lookup_variant(signal).map_or("", |row| row.meaning);
        row(signal.clone(), meaning);
    }
}

fn addressees(page: &mut Page, label: &str, addressees: &[AddresseeRecord], explain: bool) {
    for (index, addressee) in addressees.iter().enumerate() {
        let mut line = vec![Piece::plain(addressee.name.as_str())];
        if let Some(precedence) = &addressee.precedence {
            line.push(Piece::plain(" "));
            line.push(Piece::plain(precedence.as_str()));
        }
        if !addressee.exempt.is_empty() {
            line.push(Piece::plain(format!(
                " except {}",
                addressee.exempt.join(", ")
            )));
        }
        let serial = addressee
            .serial
            .as_ref()
            .map(|serial| format!("serial {serial}"));
        let details: Vec<&str> = [addressee.routing.as_deref(), serial.as_deref()]
            .into_iter()
            .flatten()
            .collect();
        faint(&mut line, &details.join(", "));
        field(page, if index == 0 { label } else { "" }, &line);
        if explain {
            address(&addressee.name, addressee.routing.as_deref(), page);
        }
    }
}

fn executive_order(record: &Record, page: &mut Page) {
    let Some(order) = &record.executive_order else {
        return;
    };
    let text = one_line(&order.text);
    let mut rules = Vec::new();
    if let Some(day) = &order.declassify_on {
        rules.push(format!("declassify on {}", day_in_words(day)));
    }
    if let Some(event) = &order.event {
        rules.push(format!("declassify after: {}", one_line(event)));
    }
    if !order.exemptions.is_empty() {
        rules.push(order.exemptions.join(", "));
    }
    let rule = if rules.is_empty() {
        text.clone()
    } else {
        rules.join("; ")
    };
    let mut line = vec![Piece::plain(match &order.order {
        Some(number) => format!("{number}: {rule}"),
        None => rule.clone(),
    })];
    let meanings: Vec<&str> = order
        .exemptions
        .iter()
        .filter_map(|code| {
            executive_orders::meaning_on(order.order.as_deref(), record.sent.as_deref(), code)
        })
        .collect();
    faint(&mut line, &meanings.join("; "));
    if text != rule {
        faint(&mut line, &format!("written {text}"));
    }
    field(page, "E.O.", &line);
}

fn tags(record: &Record, page: &mut Page) {
    let codes = widest(record.tags.iter().map(|tag| &tag.code));
    for (index, tag) in record.tags.iter().enumerate() {
        let mut line = vec![Piece::plain(format!("{:codes$}", tag.code))];
        let name = match (&tag.name, tag.kind.as_str()) {
            (Some(name), _) => name.clone(),
            (None, "person") => "a person".to_owned(),
            (None, "unknown") => "in none of the lists of TAGS".to_owned(),
            (None, kind) => format!("a {} code, in none of the lists of TAGS", in_words(kind)),
        };
        faint(&mut line, &name);
        field(page, if index == 0 { "TAGS" } else { "" }, &line);
    }
}

fn references(page: &mut Page, references: &[ReferenceRecord]) {
    for (index, reference) in references.iter().enumerate() {
        let mut line = Vec::new();
        if let Some(label) = &reference.label {
            line.push(Piece::new(Role::Label, format!("{label}  ")));
        }
        let text = one_line(&reference.text);
        line.push(Piece::plain(
            reference.id.clone().unwrap_or_else(|| text.clone()),
        ));
        if reference.and_previous {
            line.push(Piece::plain(" and previous"));
        }
        if let Some(id) = &reference.id {
            if !same_letters(id, &text) {
                faint(&mut line, &format!("written {text}"));
            }
        } else if !matches!(reference.kind.as_str(), "other" | "cable") {
            faint(&mut line, &in_words(&reference.kind));
        }
        field(page, if index == 0 { "References" } else { "" }, &line);
    }
}

fn classified_by(by: &ClassifiedByRecord) -> String {
    match (&by.name, &by.title) {
        (Some(name), Some(title)) => format!("{name}, {title}"),
        (Some(name), None) => name.clone(),
        (None, _) => one_line(&by.text),
    }
}

fn reasons(record: &Record, page: &mut Page) {
    let order = record
        .executive_order
        .as_ref()
        .and_then(|order| order.order.as_deref());
    for (index, reason) in record.reasons.iter().enumerate() {
        let mut line = vec![Piece::plain(reason.as_str())];
        let meaning = executive_orders::meaning_on(order, record.sent.as_deref(), reason);
        faint(&mut line, meaning.unwrap_or(""));
        field(page, if index == 0 { "Reasons" } else { "" }, &line);
    }
}

/// Who wrote, cleared and approved it.
fn officers(record: &Record, page: &mut Page) {
    let person = |office: &Option<String>, name: &Option<String>, text: &str| {
        let Some(name) = name else {
            return Piece::plain(one_line(text));
        };
        match office {
            Some(office) => Piece::plain(format!("{name}, {office}")),
            None => Piece::plain(name.clone()),
        }
    };
    if let Some(drafter) = &record.drafted_by {
        let mut line = vec![person(&drafter.office, &drafter.name, &drafter.text)];
        let typist = drafter
            .typist
            .as_ref()
            .map(|typist| format!("typed by {typist}"));
        let extension = drafter
            .extension
            .as_ref()
            .map(|extension| format!("telephone {extension}"));
        let details: Vec<&str> = [typist.as_deref(), extension.as_deref()]
            .into_iter()
            .flatten()
            .collect();
        faint(&mut line, &details.join(", "));
        field(page, "Drafted by", &line);
    }
    for (index, clearance) in record.clearances.iter().enumerate() {
        let mut line = vec![person(&clearance.office, &clearance.name, &clearance.text)];
        faint(&mut line, clearance.qualifier.as_deref().unwrap_or(""));
        field(page, if index == 0 { "Cleared by" } else { "" }, &line);
    }
    if let Some(approver) = &record.approved_by {
        let line = [person(&approver.office, &approver.name, &approver.text)];
        field(page, "Approved by", &line);
    }
}

/// The Department's own distribution, with the number of copies of each office.
fn distribution(record: &Record, page: &mut Page) {
    let Some(distribution) = &record.distribution else {
        return;
    };
    let offices = |copies: &[CopiesRecord]| {
        let shown: Vec<String> = copies
            .iter()
            .map(|office| match office.copies {
                Some(copies) => format!("{} {copies}", office.office),
                None => office.office.clone(),
            })
            .collect();
        shown.join(", ")
    };
    for (label, copies) in [
        ("Origin", &distribution.origin),
        ("Action", &distribution.action),
    ] {
        if !copies.is_empty() {
            field(page, label, &[Piece::plain(offices(copies))]);
        }
    }
    if !distribution.info.is_empty() || distribution.total.is_some() {
        let mut line = vec![Piece::plain(offices(&distribution.info))];
        let total = distribution
            .total
            .map_or(String::new(), |total| format!("{total} in all"));
        faint(&mut line, &total);
        field(page, "Copies", &line);
    }
    if let Some(desired) = &distribution.desired {
        field(page, "Desired", &[Piece::plain(one_line(desired))]);
    }
}

/// What the page around the cable said, under its own labels.
fn around(record: &Record, page: &mut Page) {
    for (index, (label, value)) in record.source.metadata.0.iter().enumerate() {
        let line = [
            Piece::new(Role::Faint, format!("{label}: ")),
            Piece::plain(one_line(value)),
        ];
        field(page, if index == 0 { "Page says" } else { "" }, &line);
    }
}

fn body(record: &Record, page: &mut Page) {
    let gutters: Vec<(String, String)> = record.paragraphs.iter().map(gutter).collect();
    let numbers = widest(gutters.iter().map(|(number, _)| number));
    let marks = widest(gutters.iter().map(|(_, mark)| mark));
    let indent = match numbers + marks {
        0 => 0,
        width => (width + 2 + usize::from(marks > 0 && numbers > 0)).min(MAX_GUTTER),
    };
    for (paragraph, (number, mark)) in record.paragraphs.iter().zip(&gutters) {
        page.gap();
        let mut pieces = Vec::new();
        if numbers > 0 {
            pieces.push(Piece::new(Role::Label, format!("{number:>numbers$}")));
        }
        if !mark.is_empty() {
            let space = if numbers > 0 { " " } else { "" };
            pieces.push(Piece::plain(space));
            pieces.push(Piece::new(Role::Faint, mark.as_str()));
        }
        for heading in headings(paragraph) {
            page.block(&pieces, indent, &[heading]);
            pieces.clear();
        }
        page.block(&pieces, indent, &[Piece::plain(paragraph.text.as_str())]);
    }
    if let Some(signature) = &record.signature {
        page.gap();
        page.block(&[], indent, &[Piece::new(Role::Title, signature.as_str())]);
    }
}

/// Number and portion mark of a paragraph as they stand in the gutter: `3.`, `(C)`.
fn gutter(paragraph: &ParagraphRecord) -> (String, String) {
    (
        paragraph
            .number
            .map(|number| format!("{number}."))
            .unwrap_or_default(),
        paragraph
            .portion
            .as_ref()
            .map(|mark| format!("({mark})"))
            .unwrap_or_default(),
    )
}

fn widest<'t>(texts: impl Iterator<Item = &'t String>) -> usize {
    // One long mark does not push every paragraph to the right.
    texts
        .map(|text| display_width(text))
        .filter(|&width| width <= 8)
        .max()
        .unwrap_or(0)
}

/// What stands above a paragraph: its heading, and its role where neither that nor the text says it. The role is no word
/// of the cable and stands in brackets.
fn headings(paragraph: &ParagraphRecord) -> Vec<Piece<'_>> {
    let mut headings = Vec::new();
    let role = in_words(&paragraph.role).to_uppercase();
    let says_role = |text: &str| text.to_uppercase().contains(&role);
    if let Some(heading) = paragraph.heading.as_deref() {
        headings.push(Piece::new(Role::Title, heading));
    }
    let told = paragraph.heading.as_deref().is_some_and(says_role)
        || says_role(paragraph.text.split([':', '.', '\n']).next().unwrap_or(""));
    if !matches!(paragraph.role.as_str(), "" | "body") && !told {
        let role = format!("[{}]", in_words(&paragraph.role));
        headings.push(Piece::new(Role::Faint, role));
    }
    headings
}

fn field(page: &mut Page, label: &str, value: &[Piece<'_>]) {
    page.block(&[Piece::new(Role::Label, label)], VALUES, value);
}

/// Adds what explains a value, or tells how it was written.
fn faint(line: &mut Vec<Piece<'_>>, text: &str) {
    if !text.is_empty() {
        line.push(Piece::new(Role::Faint, format!("  {text}")));
    }
}

/// `CONFIDENTIAL//NOFORN`.
fn slashed(level: &str, caveats: &[String]) -> String {
    std::iter::once(level)
        .chain(caveats.iter().map(String::as_str))
        .collect::<Vec<_>>()
        .join("//")
}

/// The words of a name: `withdrawal_card` is a withdrawal card.
fn in_words(name: &str) -> String {
    name.replace('_', " ")
}

/// Whether two texts differ in blanks and signs alone, as `S E C R E T` and `SECRET` do.
fn same_letters(one: &str, other: &str) -> bool {
    let letters = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    letters(one) == letters(other)
}

/// Text that was wrapped in the source, on one line.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use chancery_format::record::{
        ApproverRecord, ClassificationRecord, ClearanceRecord, DistributionRecord, DrafterRecord,
        ExecutiveOrderRecord, Metadata, OriginatorRecord, PrecedenceRecord, SectionRecord,
        SourceRecord, TagRecord,
    };

    use super::*;
    use crate::terminal::Styles;

    fn shown(record: &Record) -> String {
        let mut page = Page::new(72, Styles::plain());
        render(record, false, &mut page);
        page.as_str().to_owned()
    }

    #[expect(
        clippy::unnecessary_wraps,
        reason = "most fields of a record are optional"
    )]
    fn text(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    fn texts(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|&text| text.to_owned()).collect()
    }

    fn paragraph(number: Option<u32>, portion: &str, role: &str, body: &str) -> ParagraphRecord {
        ParagraphRecord {
            number,
            portion: Some(portion.to_owned()).filter(|mark| !mark.is_empty()),
            role: role.to_owned(),
            text: body.to_owned(),
            ..ParagraphRecord::default()
        }
    }

    fn cable() -> Record {
        Record {
            id: text("07STRELSAU42"),
            kind: "telegram".to_owned(),
            subject: text(
                "PRIVY COUNCIL SPLITS OVER THE REGENCY AS THE KING STAYS AT THE HUNTING LODGE",
            ),
            subject_portion: text("S/NF"),
            sent: text("2007-01-12T10:30:00Z"),
            date_time_group: text("121030Z JAN 07"),
            precedence: PrecedenceRecord {
                action: text("IMMEDIATE"),
                info: text("PRIORITY"),
            },
            from: Some(OriginatorRecord {
                name: "AMEMBASSY STRELSAU".to_owned(),
                routing: None,
                post: text("STRELSAU"),
            }),
            to: vec![AddresseeRecord {
                name: "SECSTATE WASHDC".to_owned(),
                routing: text("RUEHC"),
                precedence: text("IMMEDIATE"),
                serial: text("0610"),
                exempt: Vec::new(),
            }],
            info: vec![
                AddresseeRecord {
                    name: "RURITANIA COLLECTIVE".to_owned(),
                    exempt: texts(&["AMCONSUL ZENDA"]),
                    ..AddresseeRecord::default()
                },
                AddresseeRecord {
                    name: "AMEMBASSY EDELWEISS".to_owned(),
                    routing: text("RUEHED"),
                    ..AddresseeRecord::default()
                },
            ],
            classification: Some(ClassificationRecord {
                level: "SECRET".to_owned(),
                caveats: texts(&["NOFORN"]),
                text: "S E C R E T NOFORN".to_owned(),
            }),
            captions: texts(&["NODIS", "SIPDIS"]),
            section: Some(SectionRecord {
                number: 1,
                of: Some(3),
            }),
            executive_order: Some(ExecutiveOrderRecord {
                order: text("12958"),
                declassify_on: text("2017-01-12"),
                event: None,
                exemptions: Vec::new(),
                text: "DECL: 1/12/2017".to_owned(),
            }),
            tags: [
                ("PGOV", "subject", text("Internal Governmental Affairs")),
                ("ELPHBERG, RUDOLF", "person", None),
                ("QQQQ", "unknown", None),
            ]
            .map(|(code, kind, name)| TagRecord {
                code: code.to_owned(),
                kind: kind.to_owned(),
                name,
            })
            .to_vec(),
            references: vec![
                ReferenceRecord {
                    label: text("A"),
                    kind: "cable".to_owned(),
                    id: text("06STRELSAU1203"),
                    text: "06 STRELSAU 1203".to_owned(),
                    and_previous: true,
                },
                ReferenceRecord {
                    label: text("B"),
                    kind: "email".to_owned(),
                    text: "SAPT-TARLENHEIM\n  E-MAIL".to_owned(),
                    ..ReferenceRecord::default()
                },
            ],
            classified_by: Some(ClassifiedByRecord {
                name: text("Fritz von Tarlenheim"),
                title: text("Deputy Chief of Mission"),
                text: String::new(),
            }),
            reasons: texts(&["1.4(b)", "1.4(d)"]),
            distribution: Some(DistributionRecord {
                action: vec![CopiesRecord {
                    office: "EUR".to_owned(),
                    copies: Some(12),
                }],
                info: vec![CopiesRecord {
                    office: "OCT".to_owned(),
                    copies: Some(1),
                }],
                total: Some(13),
                ..DistributionRecord::default()
            }),
            drafted_by: Some(DrafterRecord {
                office: text("EUR/CE"),
                name: text("RMHALVORSEN"),
                typist: text("JT"),
                ..DrafterRecord::default()
            }),
            clearances: vec![ClearanceRecord {
                office: text("L/EUR"),
                name: text("MKARLSEN"),
                qualifier: text("DRAFT"),
                ..ClearanceRecord::default()
            }],
            approved_by: Some(ApproverRecord {
                name: text("THE SECRETARY"),
                ..ApproverRecord::default()
            }),
            paragraphs: vec![
                paragraph(
                    Some(1),
                    "S/NF",
                    "summary",
                    "The council met until dawn. It has two parties now, and the Chancellor belongs to neither.",
                ),
                ParagraphRecord {
                    heading: text("THE LODGE"),
                    ..paragraph(
                        Some(2),
                        "C",
                        "body",
                        "A source \x1B[31mclose to the Duke\x1B[0m says little:\n\n  beds    12\n  guests  30",
                    )
                },
                paragraph(None, "", "comment", "Comment: We think he knows more."),
                paragraph(
                    Some(12),
                    "S/REL TO USA, GBR",
                    "action_request",
                    "Please advise.",
                ),
            ],
            signature: text("SAPT"),
            source: SourceRecord {
                metadata: Metadata(vec![("Created".to_owned(), "2007-01-12 10:30".to_owned())]),
                ..SourceRecord::default()
            },
            ..Record::default()
        }
    }

    #[test]
    fn whole_cable() {
        insta::assert_snapshot!(shown(&cable()), @r#"
        07STRELSAU42  SECRET//NOFORN  NODIS SIPDIS
        (S/NF) PRIVY COUNCIL SPLITS OVER THE REGENCY AS THE KING STAYS AT THE
        HUNTING LODGE

        Sent            Friday, 12 January 2007, 10:30 UTC  121030Z JAN 07
        From            AMEMBASSY STRELSAU
        To              SECSTATE WASHDC IMMEDIATE  RUEHC, serial 0610
        Info            RURITANIA COLLECTIVE except AMCONSUL ZENDA
                        AMEMBASSY EDELWEISS  RUEHED
        Precedence      IMMEDIATE for action  Needs attention the same day
                        PRIORITY for information  Handled before routine
                        traffic, normally read at the start of the next working
                        day at the latest
        Classification  SECRET//NOFORN
        Captions        NODIS   No distribution beyond the addressee without
                        approval of the Executive Secretary; in practice between
                        the Secretary (or President) and the chief of mission
                        SIPDIS  Cleared for automatic posting to the
                        secret-level government network for other agencies to
                        read
        Section         1 of 3
        E.O.            12958: declassify on 12 January 2017  written DECL:
                        1/12/2017
        TAGS            PGOV  Internal Governmental Affairs
                        ELPHBERG, RUDOLF  a person
                        QQQQ  in none of the lists of TAGS
        References      A  06STRELSAU1203 and previous
                        B  SAPT-TARLENHEIM E-MAIL  email
        Classified by   Fritz von Tarlenheim, Deputy Chief of Mission
        Reasons         1.4(b)  Foreign government information
                        1.4(d)  Foreign relations or foreign activities of the
                        United States, including confidential sources
        Drafted by      RMHALVORSEN, EUR/CE  typed by JT
        Cleared by      MKARLSEN, L/EUR  DRAFT
        Approved by     THE SECRETARY
        Action          EUR 12
        Copies          OCT 1  13 in all
        Page says       Created: 2007-01-12 10:30

         1. (S/NF)  [summary]
                    The council met until dawn. It has two parties now, and the
                    Chancellor belongs to neither.

         2. (C)     THE LODGE
                    A source ␛[31mclose to the Duke␛[0m says little:

                      beds    12
                      guests  30

                    Comment: We think he knows more.

        12. (S/REL TO USA, GBR)
                    [action request]
                    Please advise.

                    SAPT
        "#);
    }

    #[test]
    fn fragment() {
        let record = Record {
            kind: "fragment".to_owned(),
            paragraphs: vec![paragraph(None, "", "body", "and the Duke left at noon.")],
            ..Record::default()
        };
        insta::assert_snapshot!(shown(&record), @r#"
        (no identifier)  fragment

        and the Duke left at noon.
        "#);
    }
}
