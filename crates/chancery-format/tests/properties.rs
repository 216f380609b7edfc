//! What holds for every text: arbitrary ones, and cables of the corpus damaged in every way a wire damages them.

#![expect(
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a share of a short text's length needs no more"
)]

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use chancery_format::testing::{check_invariants, generate};
use chancery_format::{Hints, consistency, read};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};

/// Fixed seeds keep the suite the same on every machine; the fuzz targets are for the unknown.
fn config(cases: u32) -> Config {
    Config {
        cases,
        rng_seed: RngSeed::Fixed(0x0C4A_BCE5),
        failure_persistence: None,
        max_shrink_iters: 2_000,
        ..Config::default()
    }
}

/// Reads bytes as a source would be, checks what must hold of the document and of its text.
fn check_bytes(bytes: &[u8]) {
    let document = read(bytes, &Hints::default());
    let joined: String = document
        .lines
        .iter()
        .map(|line| line.span.of(&document.text))
        .collect();
    assert_eq!(joined, document.text, "the lines are the text");
    let record = document.record();
    for paragraph in &record.paragraphs {
        let (start, end) = paragraph.span;
        assert!(
            document.text.get(start as usize..end as usize).is_some(),
            "the place of a paragraph fits the text"
        );
    }
    for finding in consistency::report(&document) {
        assert!(!finding.sentence.is_empty(), "a finding says something");
        assert_eq!(
            finding.outcome == consistency::Outcome::NotComparable,
            finding.weight.is_none(),
            "what was compared has a weight"
        );
        for evidence in &finding.evidence {
            let span = evidence.span.map_or(0..0, chancery_format::Span::range);
            assert!(document.text.get(span).is_some(), "a place fits the text");
        }
    }
    check_invariants(&document.text);
}

proptest! {
    #![proptest_config(config(512))]

    #[test]
    fn any_text(text in any::<String>()) {
        check_invariants(&text);
        check_bytes(text.as_bytes());
    }

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        check_bytes(&bytes);
    }

    /// Text made of the words and signs that cables are made of reaches further than arbitrary characters do.
    #[test]
    fn any_words_of_cables(words in proptest::collection::vec(proptest::sample::select(WORDS), 0..120)) {
        check_bytes(words.concat().as_bytes());
    }
}

proptest! {
    // Whole cables take longer.
    #![proptest_config(config(128))]

    #[test]
    fn any_damage(
        file in any::<proptest::sample::Index>(),
        damages in proptest::collection::vec(damage(), 1..12),
    ) {
        check_bytes(damaged(&file.get(&CORPUS).1, &damages).as_bytes());
    }

    /// Cables of every layout from the generator, and what happens to them.
    #[test]
    fn any_generated_cable(choices in proptest::collection::vec(any::<u8>(), 1..64)) {
        check_bytes(generate::damaged_cable(&choices).as_bytes());
    }

    /// The line ends of a text do not change what it says, whatever it says.
    #[test]
    fn line_ends_do_not_matter(
        file in any::<proptest::sample::Index>(),
        damages in proptest::collection::vec(damage(), 0..6),
    ) {
        let lf = damaged(&file.get(&CORPUS).1, &damages).replace(['\r', '\0'], "");
        let crlf = lf.replace('\n', "\r\n");
        let (lf, crlf) = (read(lf.as_bytes(), &Hints::default()), read(crlf.as_bytes(), &Hints::default()));
        let (mut lf, mut crlf) = (lf.record(), crlf.record());
        for record in [&mut lf, &mut crlf] {
            record.text = record.text.replace('\r', "");
            record.paragraphs.iter_mut().for_each(|paragraph| paragraph.span = (0, 0));
            record.diagnostics.iter_mut().for_each(|diagnostic| diagnostic.span = (0, 0));
        }
        prop_assert_eq!(lf, crlf);
    }

    /// The head of one cable on the body of another.
    #[test]
    fn any_splice(
        first in any::<proptest::sample::Index>(),
        second in any::<proptest::sample::Index>(),
        cut in 0.0..1.0f64,
        join in 0.0..1.0f64,
    ) {
        let (first, second) = (&first.get(&CORPUS).1, &second.get(&CORPUS).1);
        let head = &first[..boundary(first, cut)];
        let body = &second[boundary(second, join)..];
        check_bytes(format!("{head}{body}").as_bytes());
    }
}

/// Every prefix of a cable is a text somebody's disk once ended at.
#[test]
fn every_cut_of_some_cables() {
    for (_, text) in CORPUS.iter().step_by(23) {
        for (at, _) in text.char_indices().step_by(211) {
            check_invariants(&text[..at]);
        }
    }
}

const WORDS: &[&str] = &[
    " ",
    " ",
    " ",
    "\n",
    "\n",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\t",
    "\u{c}",
    "\0",
    "\u{1a}",
    "¶",
    "—",
    "’",
    "é",
    "\u{a0}",
    "(",
    ")",
    "(C)",
    "(S/NF)",
    "(U) ",
    "[",
    "]",
    ":",
    ";",
    ",",
    ".",
    "-",
    "--",
    "---------------",
    "==========",
    "/",
    "//",
    "#",
    "##",
    "&amp;",
    "&#x000A;",
    "<pre>",
    "</pre>",
    "<",
    "0",
    "1",
    "9",
    "00",
    "07",
    "1.",
    "2. ",
    "3.",
    "12.",
    "¶4.",
    "000412",
    "0092",
    "2811540",
    "081540Z",
    "081540Z OCT 07",
    "R ",
    "P ",
    "O R ",
    "ZZ",
    "PP",
    "RR",
    "VZCZCXRO3736",
    "DE RUEHBC #0092 2811540",
    "ZNY CCCCC ZZH",
    "ZNR UUUUU",
    "RUEHC/",
    "RUEHSU",
    "FM ",
    "FM AMEMBASSY STRELSAU",
    "TO ",
    "TO RUEHC/SECSTATE WASHDC",
    "INFO ",
    "XMT ",
    "ZEN/",
    "COLLECTIVE",
    "AMEMBASSY ",
    "AMCONSUL ",
    "STRELSAU",
    "ZENDA",
    "VIENNA",
    "PRIORITY",
    "NIACT IMMEDIATE",
    "C O N F I D E N T I A L",
    "S E C R E T",
    "UNCLAS",
    "SECRET",
    "NOFORN",
    "SIPDIS",
    "SENSITIVE",
    "EXDIS",
    "SECTION 01 OF 02",
    "SECTION",
    " OF ",
    "E.O. 12958: DECL: ",
    "E.O. 11652: GDS",
    "E.O.",
    "N/A",
    "10/8/2017",
    "OADR",
    "25X1",
    "TAGS: ",
    "TAGS",
    "PGOV",
    "PREL",
    "RX",
    "KDEM",
    "SUBJECT: ",
    "SUBJ",
    "REF: ",
    "REF",
    "A. ",
    "(B) ",
    "AND PREVIOUS",
    "(NOTAL)",
    "STATE 12345",
    "EMAIL",
    "Classified By: ",
    "CLASSIFIED BY",
    "Reason: ",
    "REASONS 1.4 (B) AND (D)",
    "1.4 (b)",
    "DECLASSIFY ON",
    "SUMMARY: ",
    "END SUMMARY.",
    "COMMENT",
    "END COMMENT",
    "BEGIN TEXT",
    "END TEXT",
    "QUOTE",
    "UNQUOTE",
    "PAGE 02        STRELS  00412  02 OF 03  111533Z",
    "PAGE ",
    "STRELSAU 00000412  001.2 OF 003",
    "NNNN",
    "BT",
    "Message Attributes",
    "Message Text",
    "Declassified/Released US Department of State",
    "RELEASE IN PART",
    "UNCLASSIFIED U.S. Department of State Case No. F-2014-20439 Doc No. C05771875 Date: 12/31/2015",
    "MRN:",
    "From:",
    "Action:",
    "ACTION EUR-12",
    "INFO OCT-01",
    "ORIGIN",
    "/041 W",
    "DRAFTED BY ",
    "APPROVED BY ",
    "THE KING",
    "the king said",
    "FENN",
];

/// One thing that happens to a text on its way; places are shares of its length.
#[derive(Clone, Debug)]
enum Damage {
    DeleteLine(f64),
    DuplicateLine(f64),
    MoveLine(f64, f64),
    /// The line end is lost.
    JoinLines(f64),
    /// A line breaks where it should not.
    BreakLine(f64),
    /// The text ends here.
    Cut(f64),
    /// A passage is lost.
    Lose(f64, u8),
    /// A character becomes another.
    Change(f64, char),
    Insert(f64, &'static str),
    UpperCase,
    LowerCase,
    /// Blanks run together.
    Fold,
    /// All line ends are lost.
    OneLine,
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = || 0.0..1.0f64;
    let character = prop_oneof![
        proptest::sample::select(vec![
            '0', 'O', '1', 'l', 'I', 'Q', ' ', '\n', '\r', '(', ')', ':', '.', '-', '\0', '\u{1a}',
            '¶', 'ﬁ', '’'
        ]),
        any::<char>(),
    ];
    prop_oneof![
        4 => at().prop_map(Damage::DeleteLine),
        3 => at().prop_map(Damage::DuplicateLine),
        3 => (at(), at()).prop_map(|(from, to)| Damage::MoveLine(from, to)),
        4 => at().prop_map(Damage::JoinLines),
        3 => at().prop_map(Damage::BreakLine),
        1 => at().prop_map(Damage::Cut),
        3 => (at(), any::<u8>()).prop_map(|(at, n)| Damage::Lose(at, n)),
        6 => (at(), character).prop_map(|(at, c)| Damage::Change(at, c)),
        4 => (at(), proptest::sample::select(WORDS)).prop_map(|(at, word)| Damage::Insert(at, word)),
        1 => Just(Damage::UpperCase),
        1 => Just(Damage::LowerCase),
        1 => Just(Damage::Fold),
        1 => Just(Damage::OneLine),
    ]
}

fn damaged(text: &str, damages: &[Damage]) -> String {
    let mut text = text.to_owned();
    for damage in damages {
        text = apply(text, damage);
    }
    text
}

fn apply(mut text: String, damage: &Damage) -> String {
    if text.is_empty() {
        return text;
    }
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let line = |share: f64| ((lines.len() as f64 * share) as usize).min(lines.len() - 1);
    match *damage {
        Damage::DeleteLine(at) => {
            lines.remove(line(at));
            lines.concat()
        }
        Damage::DuplicateLine(at) => {
            let at = line(at);
            lines.insert(at, lines[at]);
            lines.concat()
        }
        Damage::MoveLine(from, to) => {
            let (from, to) = (line(from), line(to));
            let moved = lines.remove(from);
            lines.insert(to.min(lines.len()), moved);
            lines.concat()
        }
        Damage::JoinLines(at) => {
            let at = line(at);
            lines[at] = lines[at].trim_end_matches(['\n', '\r']);
            lines.concat()
        }
        Damage::BreakLine(at) => {
            text.insert(boundary(&text, at), '\n');
            text
        }
        Damage::Cut(at) => {
            text.truncate(boundary(&text, at));
            text
        }
        Damage::Lose(at, n) => {
            let start = boundary(&text, at);
            let end = floor(&text, start + usize::from(n));
            text.replace_range(start..end.max(start), "");
            text
        }
        Damage::Change(at, c) => {
            let start = boundary(&text, at);
            let len = text[start..].chars().next().map_or(0, char::len_utf8);
            text.replace_range(start..start + len, c.encode_utf8(&mut [0; 4]));
            text
        }
        Damage::Insert(at, word) => {
            text.insert_str(boundary(&text, at), word);
            text
        }
        Damage::UpperCase => text.to_uppercase(),
        Damage::LowerCase => text.to_lowercase(),
        Damage::Fold => text
            .split(' ')
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" "),
        Damage::OneLine => text.replace(['\r', '\n'], " "),
    }
}

/// The character boundary at a share of the text.
fn boundary(text: &str, share: f64) -> usize {
    floor(text, (text.len() as f64 * share) as usize)
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Every invented cable, by its path, as text.
static CORPUS: LazyLock<Vec<(PathBuf, String)>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut cables = Vec::new();
    for folder in [
        "corpus/standard",
        "corpus/legacy",
        "corpus/malformed",
        "corpus/transcribed",
        "samples",
    ] {
        for entry in std::fs::read_dir(root.join(folder)).expect("a folder of cables") {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|extension| extension != "md") {
                let bytes = std::fs::read(&path).expect("a readable file");
                cables.push((path, String::from_utf8_lossy(&bytes).into_owned()));
            }
        }
    }
    cables.sort();
    cables
});
