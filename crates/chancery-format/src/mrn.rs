//! Message reference numbers: year, post and serial, which name one cable.

use std::fmt;

use crate::calendar;

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
    /// Reads an identifier in any spelling: `07BASRAH92`, `2007BASRAH00092`, `BASRAH 92`, `07 RIO DE JAN 138`,
    /// `ASUNCION 701 (08)`, and damaged ones such as `09SECTION01OF03SANJOSE525`.
    ///
    /// `year` settles spellings that carry none. The post is brought to its canonical key. `None` where the text is no
    /// identifier, or has no year and none is given. Source: docs/format.md, "Identifiers".
    pub fn parse(text: &str, year: Option<u16>) -> Option<Mrn> {
        const LONGEST: usize = 80;
        let text = without_suffix(text.trim());
        if text.len() > LONGEST || !text.bytes().any(|b| b.is_ascii_digit()) {
            return None;
        }
        if text.contains(|c: char| c.is_whitespace() || matches!(c, '(' | '/' | '-' | '\''))
            && let Some(mrn) = crate::head::reftel::parse_one(text, year)
        {
            return Some(mrn);
        }
        glued(&crate::post::compact_keeping_digits(text), year)
    }
}

/// Drops what some archives put behind an identifier: `_a`, `_b2`.
fn without_suffix(text: &str) -> &str {
    let Some(at) = text.rfind('_') else {
        return text;
    };
    let suffix = &text.as_bytes()[at + 1..];
    match suffix {
        [b'a'..=b'e'] => &text[..at],
        [b'a'..=b'e', digit] if digit.is_ascii_digit() => &text[..at],
        _ => text,
    }
}

/// Year, post and number without anything between them, and the debris that leaks into identifiers.
fn glued(text: &str, year: Option<u16>) -> Option<Mrn> {
    let (year, rest) = leading_year(text, year)?;
    let rest = without_section(rest);
    let n_letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (post, rest) = rest.split_at(n_letters);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (mut number, rest) = rest.split_at(digits);
    // `…001382SUSPECTEDDUPLICATE1392`: the number behind the remark; a signal or series such as `ZFR2585` and
    // `TOSEC140323` comes behind the number instead.
    if let Some(behind) = rest.strip_prefix("SUSPECTEDDUPLICATE") {
        number = behind;
    } else if !rest.is_empty() {
        let remark = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let known = matches!(&rest[..remark], "TOSEC" | "SECTO" | "TODEP" | "DEPTO")
            || remark == 3 && rest.starts_with('Z');
        if !known || !rest[remark..].bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
    }
    if post.len() < 2 || number.is_empty() || number.len() > 8 {
        return None;
    }
    let number = number
        .parse()
        .ok()
        .filter(|number| (1..=9_999_999).contains(number))?;
    let post = crate::post::resolve(post, true)?.key;
    Some(Mrn { year, post, number })
}

/// The year in front, or the one given: two digits, four, two digits twice, or a letter O for zero.
fn leading_year(text: &str, year: Option<u16>) -> Option<(u16, &str)> {
    let n = text.bytes().take_while(u8::is_ascii_digit).count();
    let number = |range: std::ops::Range<usize>| text[range].parse::<u16>().ok();
    match n {
        0 => match text.as_bytes() {
            [b'O', digit, ..] if digit.is_ascii_digit() => {
                Some((2000 + u16::from(digit - b'0'), &text[2..]))
            }
            _ => Some((year?, text)),
        },
        2 => Some((calendar::century(number(0..2)?), &text[2..])),
        4 if text[..2] == text[2..4] && !matches!(&text[..2], "19" | "20") => {
            Some((calendar::century(number(0..2)?), &text[4..]))
        }
        4 => Some((
            number(0..4).filter(|year| (1900..=2100).contains(year))?,
            &text[4..],
        )),
        _ => None,
    }
}

/// Drops `SECTION02OF03` and its garbled forms from between year and post.
fn without_section(text: &str) -> &str {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    for n in (5..=letters.min(8)).rev() {
        if !crate::head::classification::close_to(&text[..n], "SECTION", 2) {
            continue;
        }
        // One or two digits or lookalikes, some rest of OF, two digits.
        for digits in [2, 1] {
            let Some(behind) = text.get(n + digits..) else {
                continue;
            };
            let lookalike = text.as_bytes()[n..n + digits]
                .iter()
                .all(|b| b.is_ascii_digit() || matches!(b, b'O' | b'Q'));
            if !lookalike {
                continue;
            }
            for of in ["OF", "0F", "GF", "QF", "F", "O", ""] {
                if let Some(rest) = behind.strip_prefix(of)
                    && rest.len() > 2
                    && rest.as_bytes()[..2].iter().all(u8::is_ascii_digit)
                    && rest.as_bytes()[2].is_ascii_alphabetic()
                {
                    return &rest[2..];
                }
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, year: Option<u16>, expected: Option<&str>) {
        assert_eq!(
            Mrn::parse(text, year).map(|mrn| mrn.to_string()).as_deref(),
            expected,
            "{text}"
        );
    }

    #[test]
    fn spellings() {
        check("07BASRAH92", None, Some("07BASRAH92"));
        check("2007BASRAH00092", None, Some("07BASRAH92"));
        check("BASRAH 000092", Some(2007), Some("07BASRAH92"));
        check("basrah 92", Some(2007), Some("07BASRAH92"));
        check("07 strelsau 92", None, Some("07STRELSAU92"));
        check("1976STATE187673", None, Some("76STATE187673"));
        check("76 STATE 187673", None, Some("76STATE187673"));
        check("1975STATE268479_b2", None, Some("75STATE268479"));
        check("15 STATE 12345", None, Some("15STATE12345"));
        check("66BUENOSAIRES2481", None, Some("66BUENOSAIRES2481"));
        check("SECSTATE 74879", Some(2008), Some("08STATE74879"));
        check("USUN 00512", Some(2006), Some("06USUNNEWYORK512"));
        check("07 RIO DE JAN 138", None, Some("07RIODEJANEIRO138"));
        check("LA PAZ 2974", Some(2007), Some("07LAPAZ2974"));
        check("ASUNCION 701 (08)", Some(2009), Some("08ASUNCION701"));
        check("10-OTTAWA-57", Some(2010), Some("10OTTAWA57"));
        check("O4 CHENNAI 77", None, Some("04CHENNAI77"));
        check("BASRAH 92", None, None);
    }

    #[test]
    fn damaged() {
        check("06EFTOBAKU1165", None, Some("06BAKU1165"));
        check("09AMEMBASSYHANOI1284", None, Some("09HANOI1284"));
        check("08SCTION02OF02SAOPAULO335", None, Some("08SAOPAULO335"));
        check("09SECTION01OF03SANJOSE525", None, Some("09SANJOSE525"));
        check("09SECTION0QF05HANOI297", None, Some("09HANOI297"));
        check("08SECTION01F03BEIRUT1568", None, Some("08BEIRUT1568"));
        check("06MADRID002583ZFR2585", None, Some("06MADRID2583"));
        check(
            "08ACCRA001382SUSPECTEDDUPLICATE1392",
            None,
            Some("08ACCRA1392"),
        );
        check("90STATE255577TOSEC140323", None, Some("90STATE255577"));
        check("7575LIBREVILLE1895", None, Some("75LIBREVILLE1895"));
        check("09BRUSSLS1332", None, Some("09BRUSSELS1332"));
        check("092OF5", None, None);
        check("06ASTANA", None, None);
        check("Zürich", None, None);
        check("", None, None);
        check("12345678901234567890", None, None);
    }
}
