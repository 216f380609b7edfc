//! Reads every invented cable of `corpus/` and `samples/` and compares model and diagnostics with a snapshot.
//!
//! Each file is read as it is found, with LF and with CRLF; the values must be the same. What a file copies and why it
//! is there is told in `corpus/README.md`. After a change of the parser: `INSTA_UPDATE=always cargo test -p
//! chancery-format --test golden`, then read every line of the difference.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};

use chancery_format::record::{
    AddresseeRecord, CopiesRecord, DiagnosticRecord, ParagraphRecord, Record,
};
use chancery_format::testing::check_invariants;
use chancery_format::{Document, Hints, consistency, read};

/// Files whose whole layout is clean and which nevertheless draw a warning today, with the reason.
///
/// An entry that no longer warns fails the test, so that the list only ever tells the truth.
const FIXME_CLEAN_BUT_WARNED: &[(&str, &str)] = &[];

/// Files whose damage is told to nobody, with the reason. An entry whose damage is told fails the test.
///
/// What is read as it is written, in a form that leaves one reading, needs no telling: a wrap, a label too many. So do
/// words that are kept without being read. The rest is wanting, and says FIXME.
const DAMAGED_BUT_SILENT: &[(&str, &str)] = &[
    (
        "caption-unknown.txt",
        "the words stay a line of the head; no caption is made of them",
    ),
    (
        "classification-as-a-label.txt",
        "a label before the level leaves one reading",
    ),
    (
        "classified-by-broken-at-a-column.txt",
        "the name is read with the break, as it stands",
    ),
    (
        "classified-by-page-break-inside.txt",
        "page lines around a head are the rule; a field goes on behind them",
    ),
    (
        "comment-without-end.txt",
        "most comments have no end mark; they end with their paragraph",
    ),
    (
        "date-group-blank-before-zone.txt",
        "a blank before the zone letter leaves one reading",
    ),
    (
        "efto-and-control-before-the-post.txt",
        "a control of the wire, no part of the level",
    ),
    (
        "entities-decoded-too-seldom.txt",
        "in a plain text `&amp;` is what is written",
    ),
    (
        "info-on-every-line-and-twice.txt",
        "an addressee that is named twice is listed twice",
    ),
    (
        "level-without-spaces-and-two-spaces.txt",
        "the width of the blanks leaves one reading",
    ),
    (
        "order-line-missing.txt",
        "nothing is read in the place of the order",
    ),
    (
        "page-line-inside-to.txt",
        "page lines around a head are the rule; a field goes on behind them",
    ),
    ("ref-post-over-two-lines.txt", "a wrap"),
    (
        "references-to-posts-of-signs.txt",
        "the words are kept; no cable is made of them",
    ),
    (
        "tags-label-twice.txt",
        "a label inside the list is no tag and leaves one reading",
    ),
    ("tags-on-the-following-line.txt", "a wrap"),
    (
        "transmission-line-fused-to-the-end-of-another.txt",
        "the end of another message is no part of this one",
    ),
    (
        "words-after-the-number.txt",
        "the words are listed as written on their line",
    ),
];

/// The altered copies of `original.txt`, and the checks that show it.
const ALTERED: &[(&str, &[&str])] = &[
    ("original.txt", &[]),
    ("date-changed.txt", &["filing-time"]),
    (
        "level-lowered.txt",
        &[
            "security-letters",
            "level-instruction",
            "portion-marks",
            "subject-mark",
            "controls",
        ],
    ),
    ("marks-edited-down.txt", &["highest-mark"]),
    (
        "moved-to-another-year.txt",
        &["order-date", "words-of-the-time"],
    ),
    ("number-moved.txt", &["station-serial", "page-names"]),
    ("page-of-another-cable.txt", &["page-names"]),
    ("pages-swapped.txt", &["page-order", "paragraph-numbers"]),
    (
        "paragraph-taken-out.txt",
        &["sections", "paragraph-numbers"],
    ),
    ("secrecy-stretched.txt", &["declassify-date"]),
];

#[test]
fn standard() {
    golden("corpus/standard", |file, record| {
        let warnings: Vec<&DiagnosticRecord> = record
            .diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity != "information")
            .collect();
        let known = FIXME_CLEAN_BUT_WARNED.iter().any(|(name, _)| *name == file);
        assert_eq!(
            !warnings.is_empty(),
            known,
            "a clean cable draws warnings, or no longer does: {warnings:#?}"
        );
    });
}

#[test]
fn legacy() {
    golden("corpus/legacy", |_, _| {});
}

/// Every damage is told. Years that references inherit and the invented countries of the corpus do not count.
#[test]
fn malformed() {
    golden("corpus/malformed", |file, record| {
        let known = DAMAGED_BUT_SILENT.iter().any(|(name, _)| *name == file);
        let told = record.diagnostics.iter().any(|diagnostic| {
            !(diagnostic.code == "ref-year-inherited"
                || ["`RX`", "`GX`"]
                    .iter()
                    .any(|code| diagnostic.message.starts_with(code)))
        });
        assert_eq!(!told, known, "damage goes unnoticed, or no longer does");
    });
}

/// Each alteration leaves a contradiction; the text that was altered has none.
#[test]
fn altered() {
    golden("corpus/altered", |_, _| {});
    for path in files("corpus/altered") {
        let name = file_name(&path);
        let found = contradictions(&path);
        let (_, expected) = ALTERED
            .iter()
            .find(|(file, _)| *file == name)
            .unwrap_or_else(|| panic!("{name} is not in the list"));
        assert_eq!(found, *expected, "{name}");
    }
}

/// What nobody altered contradicts itself nowhere.
#[test]
fn clean_cables_agree_with_themselves() {
    for folder in ["corpus/standard", "samples"] {
        for path in files(folder) {
            let name = file_name(&path);
            let known = name == "07STRELSAU161.txt";
            let found = contradictions(&path);
            assert_eq!(!found.is_empty(), known, "{name}: {found:?}");
        }
    }
}

/// `docs/check.md` lists every check, in the order of the report.
#[test]
fn every_check_is_documented() {
    let page = std::fs::read_to_string(root().join("docs/check.md")).expect("the page of checks");
    let listed: Vec<&str> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
        .filter(|name| !name.starts_with("--"))
        .collect();
    let names: Vec<&str> = consistency::CHECKS.iter().map(|check| check.name).collect();
    assert_eq!(listed, names);
}

/// The names of the checks that contradict.
fn contradictions(path: &Path) -> Vec<&'static str> {
    let bytes = std::fs::read(path).expect("a file");
    let hints = Hints {
        path: Some(file_name(path)),
        id: None,
    };
    consistency::report(&read(&bytes, &hints))
        .iter()
        .filter(|finding| finding.outcome == consistency::Outcome::Contradicts)
        .map(|finding| finding.check.name)
        .collect()
}

#[test]
fn transcribed() {
    golden("corpus/transcribed", |_, _| {});
}

#[test]
fn samples() {
    golden("samples", |_, _| {});
}

/// No snapshot outlives its file, and every file of the corpus is described.
#[test]
fn nothing_is_left_over() {
    let mut expected = BTreeSet::new();
    let readme = std::fs::read_to_string(root().join("corpus/README.md")).expect("a README");
    for folder in [
        "corpus/standard",
        "corpus/legacy",
        "corpus/malformed",
        "corpus/altered",
        "corpus/transcribed",
        "samples",
    ] {
        for path in files(folder) {
            let name = file_name(&path);
            if folder != "samples" {
                assert!(
                    readme.contains(&format!("`{name}`")),
                    "corpus/README.md says nothing of {folder}/{name}"
                );
            }
            expected.insert(format!("{}.snap", snapshot_name(folder, &name)));
        }
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots");
    for entry in std::fs::read_dir(folder).expect("the folder of the snapshots") {
        let name = entry
            .expect("an entry")
            .file_name()
            .to_string_lossy()
            .into_owned();
        assert!(
            expected.contains(&name) || name.ends_with(".snap.new"),
            "{name} belongs to no file; remove it"
        );
    }
}

/// Reads all files of a folder; tells of every one that fails, not of the first.
fn golden(folder: &str, expect: impl Fn(&str, &Record)) {
    let mut failed = Vec::new();
    for path in files(folder) {
        let name = file_name(&path);
        let bytes = std::fs::read(&path).expect("a readable file");
        let run = AssertUnwindSafe(|| one(folder, &name, &bytes, &expect));
        if std::panic::catch_unwind(run).is_err() {
            failed.push(name);
        }
    }
    assert!(failed.is_empty(), "{folder}: see above for {failed:#?}");
}

fn one(folder: &str, name: &str, bytes: &[u8], expect: &impl Fn(&str, &Record)) {
    let path = format!("{folder}/{name}");
    let document = read_checked(bytes, &path);
    let record = document.record();
    let lf = read_checked(&with_line_ends(bytes, b"\n"), &path).record();
    let crlf = read_checked(&with_line_ends(bytes, b"\r\n"), &path).record();
    assert_eq!(
        values(&lf, true),
        values(&crlf, true),
        "{path}: LF and CRLF give different values"
    );
    assert_eq!(
        values(&record, false),
        values(&lf, false),
        "{path}: the line ends as found and LF give different values"
    );
    let mut settings = insta::Settings::new();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_input_file(&path);
    settings.bind(|| {
        insta::assert_snapshot!(snapshot_name(folder, name), show(&document, &record));
    });
    expect(name, &record);
}

fn read_checked(bytes: &[u8], path: &str) -> Document {
    // A descriptive file name is no identifier, a sample's is.
    let hints = Hints {
        path: Some(path.to_owned()),
        id: None,
    };
    let document = read(bytes, &hints);
    check_invariants(&document.text);
    document
}

/// The same text with one kind of line end. Only for encodings in which a line end is one byte.
fn with_line_ends(bytes: &[u8], end: &[u8]) -> Vec<u8> {
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return bytes.to_vec();
    }
    let mut out = Vec::with_capacity(bytes.len() + bytes.len() / 32);
    let mut rest = bytes.iter().copied().peekable();
    while let Some(byte) = rest.next() {
        match byte {
            b'\r' => {
                // The teleprinter's CR CR LF is one line end.
                let mut ahead = rest.clone();
                if ahead.next() == Some(b'\r') && ahead.next() == Some(b'\n') {
                    rest.next();
                }
                rest.next_if_eq(&b'\n');
                out.extend_from_slice(end);
            }
            b'\n' => out.extend_from_slice(end),
            _ => out.push(byte),
        }
    }
    out
}

/// The record without places, which line ends move. Lines and columns are kept where `with_lines`.
fn values(record: &Record, with_lines: bool) -> Record {
    let mut values = record.clone();
    values.text = values
        .text
        .replace("\r\r\n", "\n")
        .replace("\r\n", "\n")
        .replace('\r', "\n");
    for paragraph in &mut values.paragraphs {
        paragraph.span = (0, 0);
    }
    for diagnostic in &mut values.diagnostics {
        diagnostic.span = (0, 0);
        if !with_lines {
            (diagnostic.line, diagnostic.column) = (0, 0);
        }
    }
    values
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The cables of a folder in the order of their names.
fn files(folder: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(root().join(folder))
        .expect("a folder of cables")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| {
            path.is_file() && path.extension().is_some_and(|extension| extension != "md")
        })
        .collect();
    files.sort();
    files
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .expect("a file has a name")
        .to_string_lossy()
        .into_owned()
}

fn snapshot_name(folder: &str, name: &str) -> String {
    let folder = folder.rsplit('/').next().unwrap_or(folder);
    format!("{folder}__{name}")
}

/// The cable as a person would check it: one field a line, what is absent left out, long texts by both their ends.
fn show(document: &Document, record: &Record) -> String {
    let mut out = String::new();
    let mut line = |label: &str, value: &str| {
        if !value.is_empty() {
            let _ = writeln!(out, "{label:<14}{value}");
        }
    };
    if let Some(reason) = document.not_a_cable() {
        line("not a cable", &reason.to_string());
    }
    line(
        "id",
        &format!(
            "{} ({})",
            record.id.as_deref().unwrap_or("none"),
            record.kind
        ),
    );
    if record.source.wrapper != "text" {
        line("wrapper", &record.source.wrapper);
    }
    for (label, value) in &record.source.metadata.0 {
        line("  page says", &format!("{label}: {}", ends(value)));
    }
    if let Some(wire) = &record.transmission {
        let parts = [
            wire.id.clone(),
            wire.originator_routing.as_ref().map(|r| format!("DE {r}")),
            wire.station_serial.as_ref().map(|s| format!("#{s}")),
            wire.day_of_year.map(|day| format!("day {day}")),
            wire.filed_at.as_ref().map(|time| format!("at {time}")),
            wire.security.clone(),
            some_list(&wire.operating_signals),
            some_list(&wire.relays).map(|relays| format!("via {relays}")),
        ];
        line(
            "transmission",
            &parts.into_iter().flatten().collect::<Vec<_>>().join(" | "),
        );
    }
    if let Some(group) = &record.date_time_group {
        line(
            "sent",
            &format!("{} ({group})", record.sent.as_deref().unwrap_or("unread")),
        );
    }
    line(
        "precedence",
        &[&record.precedence.action, &record.precedence.info]
            .into_iter()
            .flatten()
            .cloned()
            .collect::<Vec<_>>()
            .join(" / "),
    );
    if let Some(from) = &record.from {
        let routing = from.routing.as_deref().unwrap_or("-");
        line(
            "from",
            &format!(
                "{} [{routing}, {}]",
                from.name,
                from.post.as_deref().unwrap_or("no post")
            ),
        );
    }
    for addressee in &record.to {
        line("to", &show_addressee(addressee));
    }
    for addressee in &record.info {
        line("info", &show_addressee(addressee));
    }
    if let Some(class) = &record.classification {
        let caveats = class.caveats.join("/");
        line(
            "class",
            &format!("{} [{caveats}] `{}`", class.level, class.text),
        );
    }
    for passing in &document.cable.passing {
        line("passing", passing.of(&document.text));
    }
    if let Some(section) = &record.section {
        let of = section.of.map_or("?".to_owned(), |of| of.to_string());
        line("section", &format!("{} of {of}", section.number));
    }
    line("captions", &record.captions.join(", "));
    if let Some(order) = &record.executive_order {
        let on = order.declassify_on.as_deref().unwrap_or("-");
        let event = order
            .event
            .as_ref()
            .map_or(String::new(), |event| format!(" event `{event}`"));
        line(
            "order",
            &format!(
                "{} on {on}{event} {:?} `{}`",
                order.order.as_deref().unwrap_or("-"),
                order.exemptions,
                order.text
            ),
        );
    }
    line(
        "tags",
        &record
            .tags
            .iter()
            .map(|tag| format!("{}:{}", tag.kind.get(..4).unwrap_or("?"), tag.code))
            .collect::<Vec<_>>()
            .join(" | "),
    );
    if let Some(subject) = &record.subject {
        let portion = record.subject_portion.as_deref();
        let portion = portion.map_or(String::new(), |portion| format!("({portion}) "));
        line("subject", &format!("{portion}{subject}"));
    }
    for reference in &record.references {
        let previous = if reference.and_previous {
            " and previous"
        } else {
            ""
        };
        line(
            "ref",
            &format!(
                "{}. {} {}{previous} `{}`",
                reference.label.as_deref().unwrap_or("-"),
                reference.kind,
                reference.id.as_deref().unwrap_or("-"),
                reference.text
            ),
        );
    }
    if let Some(authority) = &record.classified_by {
        line(
            "classified by",
            &format!(
                "{} | {} | `{}`",
                authority.name.as_deref().unwrap_or("-"),
                authority.title.as_deref().unwrap_or("-"),
                authority.text
            ),
        );
    }
    line("reasons", &record.reasons.join(", "));
    if let Some(distribution) = &record.distribution {
        line("origin", &show_copies(&distribution.origin));
        line("action", &show_copies(&distribution.action));
        line("copies", &show_copies(&distribution.info));
        let total = distribution.total.map(|total| total.to_string());
        line("total", total.as_deref().unwrap_or(""));
        line("desired", distribution.desired.as_deref().unwrap_or(""));
    }
    if let Some(drafter) = &record.drafted_by {
        let parts = [
            &drafter.office,
            &drafter.name,
            &drafter.typist,
            &drafter.extension,
        ];
        line("drafted by", &show_parts(&parts));
    }
    if let Some(approver) = &record.approved_by {
        line(
            "approved by",
            &show_parts(&[&approver.office, &approver.name]),
        );
    }
    for clearance in &record.clearances {
        let parts = [&clearance.office, &clearance.name, &clearance.qualifier];
        line("cleared by", &show_parts(&parts));
    }
    line("summary", &ends(record.summary.as_deref().unwrap_or("")));
    line("comment", &ends(record.comment.as_deref().unwrap_or("")));
    line("signature", record.signature.as_deref().unwrap_or(""));
    if !record.paragraphs.is_empty() {
        out.push_str("\n# paragraphs\n");
    }
    for paragraph in &record.paragraphs {
        let _ = writeln!(out, "{}", show_paragraph(paragraph));
    }
    if !record.diagnostics.is_empty() {
        out.push_str("\n# diagnostics\n");
    }
    for diagnostic in &record.diagnostics {
        let _ = writeln!(
            out,
            "{}[{}] {}:{} {}",
            diagnostic.severity,
            diagnostic.code,
            diagnostic.line,
            diagnostic.column,
            diagnostic.message
        );
    }
    out
}

fn show_copies(offices: &[CopiesRecord]) -> String {
    let shown: Vec<String> = offices
        .iter()
        .map(|office| match office.copies {
            Some(copies) => format!("{} {copies}", office.office),
            None => office.office.clone(),
        })
        .collect();
    shown.join(", ")
}

fn show_parts(parts: &[&Option<String>]) -> String {
    let shown: Vec<&str> = parts
        .iter()
        .map(|part| part.as_deref().unwrap_or("-"))
        .collect();
    shown.join(" | ")
}

fn some_list(list: &[String]) -> Option<String> {
    (!list.is_empty()).then(|| list.join(" "))
}

fn show_addressee(addressee: &AddresseeRecord) -> String {
    let mut shown = addressee.name.clone();
    let parts = [
        &addressee.routing,
        &addressee.precedence,
        &addressee.serial,
        &some_list(&addressee.exempt).map(|exempt| format!("except {exempt}")),
    ];
    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    if !parts.is_empty() {
        let _ = write!(shown, " [{}]", parts.join(", "));
    }
    shown
}

fn show_paragraph(paragraph: &ParagraphRecord) -> String {
    let number = paragraph
        .number
        .map_or("-".to_owned(), |number| format!("{number}."));
    let portion = paragraph.portion.as_deref();
    let portion = portion.map_or(String::new(), |portion| format!(" ({portion})"));
    let heading = paragraph.heading.as_deref();
    let heading = heading.map_or(String::new(), |heading| format!(" [{heading}]"));
    format!(
        "{number}{portion} {}{heading} {}",
        paragraph.role,
        ends(&paragraph.text)
    )
}

/// The first and last words of a text, line breaks visible.
fn ends(text: &str) -> String {
    const FIRST: usize = 7;
    const LAST: usize = 5;
    let text = text.replace('\n', "⏎ ");
    let words: Vec<&str> = text.split(' ').collect();
    if words.len() <= FIRST + LAST + 3 {
        return text;
    }
    format!(
        "{} … {} [{} words]",
        words[..FIRST].join(" "),
        words[words.len() - LAST..].join(" "),
        words.len()
    )
}
