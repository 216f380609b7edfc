//! Message reference numbers: year, post and serial, which name one cable.

use std::fmt;

/// The name of one cable: who sent it, in which year, and the serial the post gave it.
///
/// Two texts name the same cable when their `Mrn`s are equal. The serial starts at 1 for every post each
/// 1 January and counts all its outgoing telegrams. Source: docs/format.md, "Identifiers".
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mrn {
    /// Calendar year, four digits.
    pub year: u16,
    /// Canonical post: capitals without blanks or punctuation, `RIODEJANEIRO`.
    pub post: String,
    /// The serial, from 1.
    pub number: u32,
}

impl fmt::Display for Mrn {
    /// The canonical form, `07BASRAH92`: two digits of the year for 1966–2065 and four otherwise.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if (1966..=2065).contains(&self.year) {
            write!(
                formatter,
                "{:02}{}{}",
                self.year % 100,
                self.post,
                self.number
            )
        } else {
            write!(formatter, "{}{}{}", self.year, self.post, self.number)
        }
    }
}

impl Mrn {
    /// Reads an identifier in any spelling: `07BASRAH92`, `2007BASRAH00092`, `07 RIO DE JAN 138`.
    ///
    /// `year` settles spellings that carry none, such as `BASRAH 92`. `None` where the text is no identifier.
    pub fn parse(text: &str, year: Option<u16>) -> Option<Mrn> {
        let compact: String = text
            .chars()
            .filter(|c| c.is_ascii_alphanumeric())
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let n_year = compact.bytes().take_while(u8::is_ascii_digit).count();
        let n_number = compact.bytes().rev().take_while(u8::is_ascii_digit).count();
        if n_year + n_number >= compact.len() || n_number == 0 {
            return None;
        }
        let year = match n_year {
            0 => year?,
            2 => {
                let short: u16 = compact[..2].parse().ok()?;
                if short >= 66 {
                    1900 + short
                } else {
                    2000 + short
                }
            }
            4 => compact[..4].parse().ok()?,
            _ => return None,
        };
        let post = &compact[n_year..compact.len() - n_number];
        let number = compact[compact.len() - n_number..]
            .parse()
            .ok()
            .filter(|&number| number > 0)?;
        Some(Mrn {
            year,
            post: post.to_owned(),
            number,
        })
    }
}
