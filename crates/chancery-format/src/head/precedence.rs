//! Precedence: how urgent, for those who act and those who are informed.

use std::fmt;

/// How urgently a telegram is to be handled; ordered from the least to the most urgent.
///
/// Source: docs/format.md, "Precedence".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precedence {
    /// `M`: below routine, gone before 1960.
    Deferred,
    /// `R`: ordinary traffic.
    Routine,
    /// `P`: by the start of the next working day.
    Priority,
    /// `O`: the same day.
    Immediate,
    /// `O` with the words NIACT IMMEDIATE: someone is called in at night. Never inferred from the prosign alone.
    NiactImmediate,
    /// `Z`: everything else waits.
    Flash,
    /// `Y`: above flash; on copies relayed by other agencies.
    FlashOverride,
}

impl Precedence {
    /// The words, in capitals.
    pub fn as_str(self) -> &'static str {
        match self {
            Precedence::Deferred => "DEFERRED",
            Precedence::Routine => "ROUTINE",
            Precedence::Priority => "PRIORITY",
            Precedence::Immediate => "IMMEDIATE",
            Precedence::NiactImmediate => "NIACT IMMEDIATE",
            Precedence::Flash => "FLASH",
            Precedence::FlashOverride => "FLASH OVERRIDE",
        }
    }

    /// The letter on the date-time line.
    pub fn prosign(self) -> char {
        match self {
            Precedence::Deferred => 'M',
            Precedence::Routine => 'R',
            Precedence::Priority => 'P',
            Precedence::Immediate | Precedence::NiactImmediate => 'O',
            Precedence::Flash => 'Z',
            Precedence::FlashOverride => 'Y',
        }
    }

    /// The precedence of a prosign, the letter on the date-time line. Zero is read as the letter O.
    pub fn from_prosign(prosign: char) -> Option<Precedence> {
        Some(match prosign.to_ascii_uppercase() {
            'M' => Precedence::Deferred,
            'R' => Precedence::Routine,
            'P' => Precedence::Priority,
            'O' | '0' => Precedence::Immediate,
            'Z' => Precedence::Flash,
            'Y' => Precedence::FlashOverride,
            _ => return None,
        })
    }

    /// The precedence whose words a line begins with, one letter off in a long word, and how many bytes they take.
    pub(crate) fn at_start(line: &str) -> Option<(Precedence, usize)> {
        const WORDS: [(&str, Precedence); 6] = [
            ("NIACT", Precedence::NiactImmediate),
            ("IMMEDIATE", Precedence::Immediate),
            ("PRIORITY", Precedence::Priority),
            ("ROUTINE", Precedence::Routine),
            ("FLASH", Precedence::Flash),
            ("DEFERRED", Precedence::Deferred),
        ];
        let n = line.bytes().take_while(u8::is_ascii_alphabetic).count();
        let word = line[..n].to_ascii_uppercase();
        let (_, precedence) = WORDS.into_iter().find(|(spelling, _)| {
            word == *spelling || n >= 6 && super::classification::close_to(&word, spelling, 1)
        })?;
        if precedence == Precedence::NiactImmediate {
            let blanks = line[n..].len() - line[n..].trim_start_matches(' ').len();
            if let Some((Precedence::Immediate, m)) = Precedence::at_start(&line[n + blanks..]) {
                return Some((precedence, n + blanks + m));
            }
        }
        Some((precedence, n))
    }

    /// Takes a precedence word off the end of an address line: gives the line before it and the precedence.
    pub(crate) fn strip_word(line: &str) -> Option<(&str, Precedence)> {
        const WORDS: [(&str, Precedence); 12] = [
            ("NIACT IMMEDIATE", Precedence::NiactImmediate),
            ("NIACT", Precedence::NiactImmediate),
            ("IMMEDIATE", Precedence::Immediate),
            ("IMMEDAITE", Precedence::Immediate),
            ("IMMEDIAT", Precedence::Immediate),
            ("PRIORITY", Precedence::Priority),
            ("PIORITY", Precedence::Priority),
            ("PRIORTY", Precedence::Priority),
            ("ROUTINE", Precedence::Routine),
            ("FLASH", Precedence::Flash),
            ("NIACTIMMEDIATE", Precedence::NiactImmediate),
            ("DEFERRED", Precedence::Deferred),
        ];
        let line = match line.as_bytes().last()? {
            b'!'..=b'~' => line,
            _ => line.trim_end(),
        };
        let last = *line.as_bytes().last()?;
        if let Some(found) = broken_word(line) {
            return Some(found);
        }
        // Most addresses end in a number.
        if !last.is_ascii_alphabetic() {
            return None;
        }
        let (mut n, mut found) = (0, 0);
        for byte in line.bytes().rev().take_while(u8::is_ascii_alphabetic) {
            n += 1;
            found |= letters(&[byte]);
        }
        // The last words of these, and what differs from one by a letter, are neither shorter nor longer.
        if !(5..=14).contains(&n) {
            return None;
        }
        // Nor do they lack more than one of its letters.
        if LETTERS.iter().all(|own| lacks_two(own & !found)) {
            return None;
        }
        let found = WORDS.iter().find_map(|&(word, precedence)| {
            if !word.as_bytes().last()?.eq_ignore_ascii_case(&last) {
                return None;
            }
            let at = line.len().checked_sub(word.len())?;
            let tail = line.get(at..)?;
            let before = line.get(..at)?;
            let apart = before.is_empty() || before.ends_with([' ', '\t', '/', ',', '-']);
            (apart && tail.eq_ignore_ascii_case(word)).then_some((before, precedence))
        });
        if found.is_some() {
            return found;
        }
        // One letter off, or two swapped.
        let (before, word) = line.split_at(line.len() - n);
        if !(6..=10).contains(&n) || !(before.is_empty() || before.ends_with([' ', '\t', ','])) {
            return None;
        }
        let mut upper = [0; 10];
        let upper = &mut upper[..n];
        upper.copy_from_slice(word.as_bytes());
        upper.make_ascii_uppercase();
        let word = str::from_utf8(upper).expect("letters of ASCII are UTF-8");
        [
            ("IMMEDIATE", Precedence::Immediate),
            ("PRIORITY", Precedence::Priority),
            ("ROUTINE", Precedence::Routine),
        ]
        .into_iter()
        .find(|(spelling, _)| {
            super::classification::close_to(word, spelling, 1)
                || crate::post::is_swap(word, spelling)
        })
        .map(|(_, precedence)| (before, precedence))
    }
}

/// `PR IORITY`, `PRI0RITY`, `ROUT1NE`: the word with a blank inside or a digit for a letter.
fn broken_word(line: &str) -> Option<(&str, Precedence)> {
    let bytes = line.as_bytes();
    let end = bytes.len();
    let word = match bytes.get(end.checked_sub(2)?..)? {
        // A blank may stand before the last letter.
        b"TY" | b" Y" => ("PRIORITY", Precedence::Priority),
        b"NE" => ("ROUTINE", Precedence::Routine),
        b"TE" => ("IMMEDIATE", Precedence::Immediate),
        _ => return None,
    };
    let mut at = end;
    let (mut n_blanks, mut n_digits) = (0, 0);
    for &letter in word.0.as_bytes().iter().rev() {
        at = at.checked_sub(1)?;
        if bytes[at] == b' ' {
            n_blanks += 1;
            at = at.checked_sub(1)?;
        }
        match (bytes[at], letter) {
            (b'0', b'O') | (b'1', b'I') => n_digits += 1,
            (byte, _) if byte == letter => {}
            _ => return None,
        }
    }
    let apart = at > 0 && matches!(bytes[at - 1], b' ' | b'\t' | b',');
    (apart && n_blanks + n_digits == 1).then(|| (&line[..at], word.1))
}

/// The letters of the words that [`Precedence::strip_word`] looks for.
const LETTERS: [u32; 6] = [
    letters(b"NIACT"),
    letters(b"IMMEDIATE"),
    letters(b"PRIORITY"),
    letters(b"ROUTINE"),
    letters(b"FLASH"),
    letters(b"DEFERRED"),
];

/// Whether two letters or more are left of those of a word: quicker than to count them all.
pub(super) const fn lacks_two(letters: u32) -> bool {
    letters & letters.wrapping_sub(1) != 0
}

/// The letters of a word, one bit each, whatever their case.
pub(super) const fn letters(word: &[u8]) -> u32 {
    let mut letters = 0;
    let mut at = 0;
    while at < word.len() {
        letters |= 1 << (word[at] & 31);
        at += 1;
    }
    letters
}

impl fmt::Display for Precedence {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// The precedence of a cable: for action, and for information where that differs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PrecedencePair {
    /// For those who must act.
    pub action: Option<Precedence>,
    /// For those who are informed, where the cable has two.
    pub info: Option<Precedence>,
}
