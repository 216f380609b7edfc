//! Rare words that several passes look for, found in one pass over the text.
//!
//! Attribute blocks, release stamps, page lines inside a line, quoted texts, end marks and redactions are each told by a
//! word that most texts lack. One search for all of them costs a fraction of one search for each, as long as they
//! do not begin like common words.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, Input, MatchKind};

/// What a rare word tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    /// `Message Attributes`, above an attribute block.
    MessageAttributes,
    /// `Document Number`, a key of one.
    DocumentNumber,
    /// `Declassified`, in every release stamp.
    Released,
    /// `Case No` and `Doc No`, in the page line of a released copy.
    CaseNumber,
    /// `PAGE `.
    Page,
    /// The sentences of [`crate::layout::LOST`].
    Lost,
    /// `BEGIN TEXT`.
    BeginText,
    /// `END`, as in END TEXT or End summary; in small letters only before `summary` and `comment`.
    End,
    /// A run of X. Its first five count; longer runs give one place for every five.
    Redacted,
    /// U+FFFD.
    Replaced,
    /// `Approved For Release`, of a copy that another agency released.
    ApprovedForRelease,
    /// Words in square brackets in the place of a passage, `[DELETED]`, `[… not declassified]`.
    Bracketed,
    /// A word of the heads of typed pages: AIRGRAM, MEMORANDUM, `Dear `; also with its letters apart.
    Typed,
    /// `MRN` or `DTG`, of which messages from 2009 on have one in their labels.
    Smart,
    /// `partial extract` and its like, of an archive that holds only a part.
    Extract,
}

/// The words sought in the whole text. Their order is for speed alone: the search looks at the first three letters of
/// all words in eight sets, one set for the words whose places in this list are alike modulo eight (letters that differ
/// in their case only count as one word, at the first place); sets are made so that few other words look like one.
const WORDS: &[(&str, Word)] = &[
    ("END", Word::End),
    ("PAGE ", Word::Page),
    ("XXXXX", Word::Redacted),
    ("Document Number", Word::DocumentNumber),
    ("Declassified", Word::Released),
    ("Case No", Word::CaseNumber),
    ("Message Attributes", Word::MessageAttributes),
    ("\u{FFFD}", Word::Replaced),
    ("End", Word::End),
    ("ENd", Word::End),
    ("EnD", Word::End),
    // In small letters it counts before these words only.
    ("end summary", Word::End),
    ("end comment", Word::End),
    ("end of summary", Word::End),
    ("end of comment", Word::End),
    ("DOCUMENT NUMBER", Word::DocumentNumber),
    ("Doc No", Word::CaseNumber),
    ("BEGIN TEXT", Word::BeginText),
    ("ERROR READING TEXT INDEX", Word::Lost),
    ("Begin text", Word::BeginText),
    ("EXPAND ERROR ENCOUNTERED", Word::Lost),
    ("Approved For Release", Word::ApprovedForRelease),
    ("Approved for Release", Word::ApprovedForRelease),
];

/// Words that end with a bracket, of which most texts have none: a search of its own, the quickest there is.
const BRACKETED: [&str; 4] = ["[DELETED]", "[EXCISED]", "[REDACTED]", "not declassified]"];

/// Words that tell something only near the start of a text; sought there alone, since the more words are sought the
/// more places look like one. Of each word, what is sought begins with three letters that few texts have; what stands
/// before them comes first. The order is for speed, as that of [`WORDS`].
const FIRST_WORDS: &[(&str, &str, Word)] = &[
    ("", "N  D  U  M", Word::Typed),
    ("", "Memorandum", Word::Typed),
    ("", "Dear ", Word::Typed),
    ("partial e", "xtract", Word::Extract),
    ("N", "G TELEGRAM", Word::Typed),
    ("CLAS", "SIFICATION:", Word::Typed),
    ("", "DTG", Word::Smart),
    ("M", "EMORANDUM", Word::Typed),
    ("", "G  R  A  M", Word::Typed),
    ("", "MESSAGE REFERENCE NO", Word::Typed),
    ("N ", "D U M", Word::Typed),
    (
        "full te",
        "xt of the original cable is not available",
        Word::Extract,
    ),
    ("", "G R A M", Word::Typed),
    ("A", "IRGRAM", Word::Typed),
    ("", "MRN", Word::Smart),
];

/// How far from the start of a text [`FIRST_WORDS`] are sought.
const FIRST_BYTES: usize = 4_000;

static SEARCHER: LazyLock<AhoCorasick> =
    LazyLock::new(|| searcher(WORDS.iter().map(|(word, _)| *word)));
static FIRST_SEARCHER: LazyLock<AhoCorasick> =
    LazyLock::new(|| searcher(FIRST_WORDS.iter().map(|(_, sought, _)| *sought)));

fn searcher(words: impl Iterator<Item = &'static str>) -> AhoCorasick {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostFirst)
        .build(words)
        .expect("two dozen short words make a small automaton")
}

/// Finds the words that are sought in a whole text.
fn search(text: &str, mut found: impl FnMut(Word, usize)) {
    /// Signs of a run that give one place.
    const RUN: usize = 5;
    let mut at = 0;
    while let Some(hit) = SEARCHER.find(Input::new(text).range(at..)) {
        let (written, word) = WORDS[hit.pattern().as_usize()];
        let start = hit.start();
        match word {
            // The run is read here: beginning the search anew is what costs.
            Word::Redacted => {
                let run = text.as_bytes()[start..].iter();
                let n = run.take_while(|byte| **byte == b'X').count() / RUN;
                (0..n).for_each(|place| found(word, start + place * RUN));
                at = start + n * RUN;
            }
            Word::Replaced => {
                found(word, start);
                at = hit.end();
            }
            _ => {
                found(word, start);
                at = start + written.chars().next().map_or(1, char::len_utf8);
            }
        }
    }
}

/// The places of [`Word::End`] alone, for a part of a text.
pub(crate) fn ends(text: &str) -> Vec<usize> {
    let mut places = Vec::new();
    search(text, |word, at| {
        if word == Word::End {
            places.push(at);
        }
    });
    places.sort_unstable();
    places
}

/// The rare words of one text; each in the order of its places.
#[derive(Debug)]
pub(crate) struct Rare {
    found: Vec<(Word, u32)>,
}

impl Rare {
    /// Finds them all. Words may overlap, but not runs of X with themselves.
    pub(crate) fn find(text: &str) -> Rare {
        let mut found = Vec::with_capacity(8);
        let first = &text.as_bytes()[..text.len().min(FIRST_BYTES)];
        let mut from = 0;
        while let Some(hit) = FIRST_SEARCHER.find(Input::new(first).range(from..)) {
            let (before, _, word) = FIRST_WORDS[hit.pattern().as_usize()];
            if first[..hit.start()].ends_with(before.as_bytes()) {
                found.push((word, (hit.start() - before.len()) as u32));
            }
            from = hit.end();
        }
        search(text, |word, at| found.push((word, at as u32)));
        for behind in memchr::memchr_iter(b']', text.as_bytes()).map(|at| at + 1) {
            let bracketed = BRACKETED
                .iter()
                .find(|word| text.as_bytes()[..behind].ends_with(word.as_bytes()));
            if let Some(word) = bracketed {
                found.push((Word::Bracketed, (behind - word.len()) as u32));
            }
        }
        found.sort_by_key(|&(_, at)| at);
        Rare { found }
    }

    /// Where a word stands.
    pub(crate) fn of(&self, word: Word) -> impl Iterator<Item = usize> {
        self.found
            .iter()
            .filter(move |(found, _)| *found == word)
            .map(|&(_, at)| at as usize)
    }

    /// Whether a word stands before an offset.
    pub(crate) fn has_before(&self, word: Word, limit: usize) -> bool {
        self.of(word).next().is_some_and(|at| at < limit)
    }

    /// Whether a word stands anywhere.
    pub(crate) fn has(&self, word: Word) -> bool {
        self.of(word).next().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_overlap_and_runs_do_not() {
        let rare = Rare::find("WEEKENDocument Number XXXXXXXXXXXX end summary PAGE PAGE 1");
        assert_eq!(rare.of(Word::End).collect::<Vec<_>>(), [4, 35]);
        assert_eq!(rare.of(Word::DocumentNumber).collect::<Vec<_>>(), [6]);
        assert_eq!(rare.of(Word::Redacted).collect::<Vec<_>>(), [22, 27]);
        assert_eq!(rare.of(Word::Page).count(), 2);
        assert!(!rare.has(Word::Lost));
        let text = "WEEKEND end comment EnD end end of summary";
        let found: Vec<usize> = Rare::find(text).of(Word::End).collect();
        assert_eq!(ends(text), found);
    }

    #[test]
    fn lost_texts_are_the_layouts() {
        for words in crate::layout::LOST {
            assert!(Rare::find(words).has(Word::Lost));
        }
    }
}
