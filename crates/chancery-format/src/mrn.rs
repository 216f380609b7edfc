//! Message reference numbers: year, post and serial, which name one cable.

use std::borrow::Cow;
use std::fmt;

use crate::calendar;
use crate::tables::posts;

/// The name of one cable: who sent it, in which year, and the serial the post gave it.
///
/// Two texts name the same cable when their `Mrn`s are equal. The serial starts at 1 for every post each
/// 1 January and counts all its outgoing telegrams; airgrams are counted apart. Source: docs/format.md, "Identifiers".
///
/// ```
/// use chancery_format::Mrn;
///
/// let mrn = Mrn::parse("RIO DE JANEIRO 000431", Some(1977)).unwrap();
/// assert_eq!(mrn.to_string(), "77RIODEJANEIRO431");
/// assert_eq!(mrn.to_long(), "1977RIODEJANEIRO431");
/// assert_eq!(mrn.to_padded(), "1977RIODEJANEIRO00431");
/// assert_eq!(mrn.to_record_number(), "1977RIODE00431");
/// assert_eq!(mrn.to_line(), "RIO DE JANEIRO 000431");
/// assert_eq!(mrn.to_reference(), "77 RIO DE JANEIRO 431");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mrn {
    /// Calendar year, four digits.
    pub year: u16,
    /// Canonical post: capitals without blanks or punctuation, `RIODEJANEIRO`.
    pub post: String,
    /// The serial, from 1.
    pub number: u32,
    /// An airgram, which has a serial of its own: `LISBON A-87`.
    pub airgram: bool,
}

impl fmt::Display for Mrn {
    /// The canonical form, `07BASRAH92`: two digits of the year for 1966–2065 and four otherwise. An airgram is
    /// `77STRELSAUA-14`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if (1966..=2065).contains(&self.year) {
            write!(formatter, "{:02}", self.year % 100)?;
        } else {
            write!(formatter, "{}", self.year)?;
        }
        write!(formatter, "{}{}{}", self.post, self.mark(), self.number)
    }
}

/// Years a cable can be of; four digits outside are no year.
pub(crate) const YEARS: std::ops::RangeInclusive<u16> = 1900..=2100;

impl Mrn {
    /// The name of a telegram; `post` in its canonical form.
    pub fn telegram(year: u16, post: impl Into<String>, number: u32) -> Mrn {
        Mrn {
            year,
            post: post.into(),
            number,
            airgram: false,
        }
    }

    /// With four digits of the year: `2007BASRAH92`.
    pub fn to_long(&self) -> String {
        format!("{}{}{}{}", self.year, self.post, self.mark(), self.number)
    }

    /// With four digits of the year and the serial padded to five, STATE to six: `2007BASRAH00092`.
    pub fn to_padded(&self) -> String {
        let width = self.record_width();
        format!(
            "{}{}{}{:0width$}",
            self.year,
            self.post,
            self.mark(),
            self.number
        )
    }

    /// The record number of the files of 1973–79: the post cut to six characters, the serial padded to five, STATE to
    /// six: `1977DAMASC07485`.
    pub fn to_record_number(&self) -> String {
        let post = match posts::by_name(&self.post) {
            Some(post) => post.six_letters,
            None => self.post.get(..6).unwrap_or(&self.post),
        };
        let width = self.record_width();
        format!("{}{post}{}{:0width$}", self.year, self.mark(), self.number)
    }

    /// As in a list of references, with the post as cables write it: `07 RIO DE JANEIRO 431`.
    pub fn to_reference(&self) -> String {
        format!(
            "{:02} {} {}{}",
            self.year % 100,
            self.post_name(),
            self.mark(),
            self.number
        )
    }

    /// As on the classification line since the 1980s, without the year: `RIO DE JANEIRO 000431`.
    pub fn to_line(&self) -> String {
        let width = if self.airgram { 0 } else { 6 };
        format!(
            "{} {}{:0width$}",
            self.post_name(),
            self.mark(),
            self.number
        )
    }

    /// The name of the post as cables write it, `RIO DE JANEIRO`; the key where the post is not in the table.
    pub fn post_name(&self) -> &str {
        posts::by_name(&self.post).map_or(&*self.post, |post| post.name)
    }

    fn mark(&self) -> &'static str {
        if self.airgram { "A-" } else { "" }
    }

    fn record_width(&self) -> usize {
        match &*self.post {
            _ if self.airgram => 0,
            "STATE" => 6,
            _ => 5,
        }
    }

    /// Reads an identifier in any spelling: `07BASRAH92`, `2007BASRAH00092`, `BASRAH 92`, `07 RIO DE JAN 138`,
    /// `ASUNCION 701 (08)`, a classification line, and damaged ones such as `09SECTION01OF03SANJOSE525`.
    ///
    /// `year` settles spellings that carry none. The post is brought to its canonical key. `None` where the text is no
    /// identifier, or has no year and none is given. Source: docs/format.md, "Identifiers".
    pub fn parse(text: &str, year: Option<u16>) -> Option<Mrn> {
        // No post has one letter; with the mark of an airgram behind it, it would be written like another. Six digits
        // are the limit in every spelling, letters read as digits included: `99999O1`.
        Mrn::read(text, year).filter(|mrn| {
            (1..=999_999).contains(&mrn.number)
                && YEARS.contains(&mrn.year)
                && mrn.post.len() >= 2
                && (!mrn.airgram || takes_mark(&mrn.post))
                && mrn.is_written_as_itself()
        })
    }

    /// Whether the canonical form reads as the same: then it is a name, whatever the text was it was read from. Only a
    /// post that is in no table can be made of words that read as something else.
    fn is_written_as_itself(&self) -> bool {
        !self.airgram && posts::by_name(&self.post).is_some()
            || Mrn::read(&self.to_string(), None).as_ref() == Some(self)
    }

    fn read(text: &str, year: Option<u16>) -> Option<Mrn> {
        const LONGEST: usize = 80;
        let text = text.trim();
        let text = text.strip_prefix("MRN:").map_or(text, str::trim_start);
        let text = without_suffix(without_brackets(text));
        if text.len() > LONGEST || !text.bytes().any(|b| b.is_ascii_digit()) {
            return None;
        }
        if is_of_another_series(text) || is_term(text) || holds_date(text) {
            return None;
        }
        if let Some(mrn) = airgram(text, year).or_else(|| separator(text, year)) {
            return Some(mrn);
        }
        let compact = crate::post::compact_keeping_digits(&with_digits(text));
        let blanks = text.contains(char::is_whitespace);
        let debris = leading_year(&compact, None)
            .is_some_and(|(_, rest)| without_section(rest).len() < rest.len());
        if !debris && let Some(mrn) = classification_line(text, year) {
            return Some(mrn);
        }
        if !debris
            && (blanks || text.contains(['(', '/', '-', '\'', '’']))
            // In a sentence small letters tell prose from a post; here nobody writes prose.
            && let Some(mrn) = crate::head::reftel::parse_one(&text.to_uppercase(), year)
        {
            return Some(mrn);
        }
        // Words and a number with blanks are a name only where a year stands in front: `PARA 2` names no cable.
        let dated = leading_year(&compact, None).is_some();
        if blanks && !dated {
            return None;
        }
        glued(&compact, year)
    }
}

/// Whether a text names a routing indicator's serial, a resolution, or an instruction to all posts, which is counted
/// apart from telegrams: `RUEHBC #0092`, `S/RES/1701`, `CA-3400`, `STATE CA-3400`, `CIRTEL 12`.
fn is_of_another_series(text: &str) -> bool {
    let bytes = text.as_bytes();
    let indicator = text.contains('#')
        && bytes[0].eq_ignore_ascii_case(&b'R')
        && bytes.iter().take_while(|b| b.is_ascii_alphabetic()).count() >= 5
        && bytes.get(1).is_some_and(|b| b.eq_ignore_ascii_case(&b'U'));
    let name =
        text.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '#' | '.'));
    let resolution = ["/RES/", "/res/"].iter().any(|word| text.contains(word));
    let name =
        name.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '\''));
    indicator || resolution || crate::head::reftel::is_circular(&crate::post::compact(name))
}

/// `date:2012-03`, `post:str12`: a word, a colon and a value right behind it, as queries are written. REF alone labels.
fn is_term(text: &str) -> bool {
    let n = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let value = text[n..].strip_prefix(':');
    n > 0
        && value.is_some_and(|value| !value.starts_with([' ', '\t']))
        && !matches!(&text[..n], "REF" | "REFS" | "REFTEL")
}

/// Whether a date as machines write it stands in a text, `2012-03-14`, or one without a day behind what is no post.
fn holds_date(text: &str) -> bool {
    let mut from = 0;
    while let Some(at) = memchr::memchr(b'-', &text.as_bytes()[from..]).map(|n| from + n) {
        from = at + 1;
        let bytes = text.as_bytes();
        let (before, behind) = (&bytes[..at], &bytes[at + 1..]);
        let n_year = before
            .iter()
            .rev()
            .take_while(|b| b.is_ascii_digit())
            .count();
        let n_month = behind.iter().take_while(|b| b.is_ascii_digit()).count();
        let apart = matches!(
            before.get(..before.len() - n_year),
            Some([] | [.., b' ' | b':' | b'='])
        );
        let two = |digits: &[u8], most: u8| {
            let value = (digits[0] - b'0') * 10 + digits[1] - b'0';
            (1..=most).contains(&value)
        };
        if n_year != 4 || n_month != 2 || !apart || !two(behind, 12) {
            continue;
        }
        let year = text[at - 4..at].parse().unwrap_or(0);
        if !YEARS.contains(&year) {
            continue;
        }
        match &behind[2..] {
            [] => return crate::post::exact(&crate::post::compact(&text[..at - 4])).is_none(),
            [b'-', day @ ..] => {
                let n_day = day.iter().take_while(|b| b.is_ascii_digit()).count();
                if n_day == 2 && two(day, 31) {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}

/// Signs around a whole text: `"BASRAH 92"`, `(BASRAH 92)`.
fn without_brackets(text: &str) -> &str {
    for (open, close) in [('(', ')'), ('[', ']'), ('"', '"'), ('\'', '\''), ('“', '”')] {
        let inside = text
            .strip_prefix(open)
            .and_then(|rest| rest.strip_suffix(close));
        if let Some(inside) = inside.filter(|inside| !inside.contains([open, close])) {
            return inside.trim();
        }
    }
    text
}

/// A page separator, `PORT AU PR 00002230  001.2 OF 003`: the post cut to ten characters, the serial padded to eight.
fn separator(text: &str, year: Option<u16>) -> Option<Mrn> {
    let at = text.find(|c: char| c.is_ascii_digit())?;
    let (name, rest) = text.split_at(at);
    let (number, rest) = rest.split_at_checked(8)?;
    let page = rest.trim_start();
    let fits = name.ends_with(' ')
        && number.bytes().all(|b| b.is_ascii_digit())
        && number.starts_with("00")
        && (page.is_empty()
            || rest.starts_with(' ')
                && page.contains("OF")
                && page
                    .bytes()
                    .all(|b| b.is_ascii_digit() || matches!(b, b' ' | b'.' | b'O' | b'F')));
    let number = number.parse().ok().filter(|number| *number > 0)?;
    let post = crate::post::resolve(name, true).filter(|_| fits)?;
    Some(Mrn::telegram(year?, post.key, number))
}

/// Small l as one, where it stands beside a digit in a text of capitals; `2OO6` in front as a year.
fn with_digits(text: &str) -> Cow<'_, str> {
    if let Some(rest) = text
        .strip_prefix("2OO")
        .or_else(|| text.strip_prefix("20O"))
        && rest.starts_with(|c: char| c.is_ascii_digit())
    {
        return Cow::Owned(format!("200{rest}"));
    }
    if !text.contains('l') || text.bytes().any(|b| b.is_ascii_lowercase() && b != b'l') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace('l', "1"))
}

/// `C O N F I D E N T I A L BASRAH 000092`: the line that names the cable in its own text.
fn classification_line(text: &str, year: Option<u16>) -> Option<Mrn> {
    let read = crate::head::classification::parse(text)?;
    let (number, _, _) = read.number?;
    let post = crate::post::resolve(read.post?, true)?;
    (1..=999_999)
        .contains(&number)
        .then_some(Mrn::telegram(year?, post.key, number))
}

/// `LISBON A-87`, `73BANGKOK-A50`, `77STRELSAUA-14`: post, the letter A, and a serial of at most four digits.
fn airgram(text: &str, year: Option<u16>) -> Option<Mrn> {
    let n_digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
    if !(1..=4).contains(&n_digits) {
        return None;
    }
    let (before, number) = text.split_at(text.len() - n_digits);
    let before = before.trim_end();
    let hyphened = before.strip_suffix('-').map(str::trim_end);
    let post = hyphened.unwrap_or(before).strip_suffix(['A', 'a'])?;
    let apart = post.ends_with([' ', '-', '_']);
    if hyphened.is_none() && !apart {
        return None;
    }
    let (year, name) = leading_year(post.trim_start_matches(['\'', '’']), year)?;
    // `10-OTTAWA-57`: the letter belongs to the post.
    if !apart && crate::post::exact(&crate::post::compact(&format!("{name}A"))).is_some() {
        return None;
    }
    let name = name.trim_matches([' ', '-', '_', '.', ',']);
    // `LISBON AIRGRAM A-87`
    let name = name
        .strip_suffix(" AIRGRAM")
        .or_else(|| name.strip_suffix(" airgram"))
        .or_else(|| name.strip_suffix(" Airgram"))
        .map_or(name, str::trim_end);
    // `Strelsau's A-71`
    let name = ["'s", "'S", "’s", "’S"]
        .iter()
        .find_map(|ending| name.strip_suffix(ending))
        .unwrap_or(name);
    // Signs do not count: `!AR]` is written `AR`.
    if crate::post::compact(name).len() < 3 || name.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let post = crate::post::resolve(name, false)?.key.into_owned();
    if !takes_mark(&post) {
        return None;
    }
    Some(Mrn {
        year,
        post,
        number: number.parse().ok().filter(|number| *number > 0)?,
        airgram: true,
    })
}

/// Whether the mark of an airgram can stand behind a post: written without a blank, it may not make another post of it.
fn takes_mark(post: &str) -> bool {
    post.len() >= 3 && crate::post::exact(&format!("{post}A")).is_none()
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
    let digits = n_digits(rest);
    let (number, rest) = rest.split_at(digits);
    let mut number = number.replace('O', "0");
    // `…001382SUSPECTEDDUPLICATE1392`: the number behind the remark; a signal or series such as `ZFR2585` and
    // `TOSEC140323` comes behind the number instead.
    if let Some(behind) = rest.strip_prefix("SUSPECTEDDUPLICATE") {
        behind.clone_into(&mut number);
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
        .filter(|number| (1..=999_999).contains(number))?;
    if crate::head::reftel::NOT_POSTS.contains(post) {
        return None;
    }
    Some(Mrn::telegram(
        year,
        crate::post::resolve(post, true)?.key,
        number,
    ))
}

/// Digits at the start, letters O inside and behind them counted: `9O2`.
fn n_digits(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut n = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    while n > 0 && bytes.get(n) == Some(&b'O') && bytes.get(n + 1).is_none_or(u8::is_ascii_digit) {
        n += 1 + bytes[n + 1..]
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count();
    }
    n
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
        2 => {
            let century = calendar::century(number(0..2)?);
            // A context before 1966 settles years that no telegram of ours has: `65` of 1965.
            let old = year.is_some_and(|year| (1931..1966).contains(&year));
            Some((
                if old && century >= 2031 {
                    century - 100
                } else {
                    century
                },
                &text[2..],
            ))
        }
        // `200706…`: the year twice.
        6 if text[2..4] == text[4..6] && matches!(&text[..2], "19" | "20") => {
            Some((number(0..4)?, &text[6..]))
        }
        // `0901OF02…`: the word SECTION was lost in front of its numbers.
        4 if !matches!(&text[..2], "19" | "20") && without_total(&text[4..]).is_some() => {
            Some((calendar::century(number(0..2)?), without_total(&text[4..])?))
        }
        4 if text[..2] == text[2..4] && !matches!(&text[..2], "19" | "20") => {
            Some((calendar::century(number(0..2)?), &text[4..]))
        }
        4 => Some((
            number(0..4).filter(|year| YEARS.contains(year))?,
            &text[4..],
        )),
        _ => None,
    }
}

/// What stands behind `OF02` and its garbled forms, where that is a name.
fn without_total(text: &str) -> Option<&str> {
    ["OF", "0F", "GF", "QF", "F", "O", ""]
        .iter()
        .find_map(|of| {
            let rest = text.strip_prefix(of)?;
            let fits = rest.len() > 2
                && rest.as_bytes()[..2].iter().all(u8::is_ascii_digit)
                && rest.as_bytes()[2].is_ascii_alphabetic();
            fits.then(|| &rest[2..])
        })
        .or_else(|| {
            // `1OF2`, without padding.
            let rest = text.strip_prefix("OF")?;
            let fits = rest.len() > 1
                && rest.as_bytes()[0].is_ascii_digit()
                && rest.as_bytes()[1].is_ascii_alphabetic();
            fits.then(|| &rest[1..])
        })
}

/// Drops `SECTION02OF03` and its garbled forms from between year and post.
fn without_section(text: &str) -> &str {
    // `FINALSECTIONOF03…`
    if let Some(rest) = text.strip_prefix("FINALSECTION")
        && let Some(rest) = without_total(rest)
    {
        return rest;
    }
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
            if let Some(rest) = without_total(behind) {
                return rest;
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
    fn a_letter_is_no_post() {
        for text in ["44S A-7", "10E A3", "07B12"] {
            assert_eq!(Mrn::parse(text, None), None, "{text}");
        }
    }

    #[test]
    fn terms_and_dates_name_no_cable() {
        for text in [
            "date:2012-03",
            "DATE:2012-03",
            "post:str12",
            "month:07",
            "refby:07ZENDA12",
            "2012-03-14",
            "2012-03",
            "date 2012-03",
            "SENT=2012-03-14",
            "ZENDA 2012-03-14",
            "2012-03-14T12:30",
        ] {
            for year in [None, Some(2012)] {
                assert_eq!(Mrn::parse(text, year), None, "{text}");
            }
        }
        check("MRN:07ZENDA12", None, Some("07ZENDA12"));
        check("MRN: 07 ZENDA 12", None, Some("07ZENDA12"));
        check("2012ZENDA3", None, Some("12ZENDA3"));
    }

    #[test]
    fn the_mark_of_an_airgram_makes_no_other_post() {
        check("ZEN A3/28", None, Some("28ZENA-3"));
        check("14[DO\r\u{13}DO\r\rA3/28", None, None);
    }

    #[test]
    fn a_word_in_front_of_a_post_may_stand_twice() {
        check("28 REO REOFFRUBFRUFF5", None, Some("28FFRUBFRUFF5"));
    }

    #[test]
    fn four_digits_are_a_year_only_in_its_range() {
        check("SC8003U0n A4b0", None, None);
        check("8003 STRELSAU A-4", None, None);
        check("STRELSAU 12", Some(8003), None);
        check("1949 STRELSAU A-4", None, Some("1949STRELSAUA-4"));
    }

    #[test]
    fn every_post_is_read_as_itself() {
        for post in posts::all() {
            let mrn = Mrn::telegram(1990, post.canonical, 731);
            assert_eq!(Mrn::parse(&mrn.to_string(), None), Some(mrn));
        }
    }

    #[test]
    fn seven_digits_are_none_in_any_spelling() {
        check("07 STRELSAU 666666O", None, None);
        check("O0OO666666U:'/78WLUAND666666O", None, None);
        check("07 STRELSAU 1234567", None, None);
        check("07 STRELSAU 66666O", None, Some("07STRELSAU666660"));
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

    #[test]
    fn more_spellings() {
        // Zero for no year given, nothing for no identifier.
        for (text, year, expected) in [
            ("C O N F I D E N T I A L BASRAH 000092", 2007, "07BASRAH92"),
            ("UNCLAS SECTION 01 OF 03 BASRAH 000092", 2007, "07BASRAH92"),
            ("STATE 187673", 1976, "76STATE187673"),
            ("1977DAMASC07485", 0, "77DAMASCUS7485"),
            ("1973USUNN03413", 0, "73USUNNEWYORK3413"),
            ("SECSTATE 54183", 2009, "09STATE54183"),
            ("SECSTATE WASHDC 54183", 2009, "09STATE54183"),
            ("RIO\nDE JANEIRO 1291", 2005, "05RIODEJANEIRO1291"),
            ("QUITO 4525-91", 1992, "91QUITO4525"),
            ("QUITO 4525-91", 0, "91QUITO4525"),
            ("AMMAN 07718 99", 2000, "99AMMAN7718"),
            ("PANAMA 00789/08", 2008, "08PANAMA789"),
            ("STATE (01) 201265", 2002, "01STATE201265"),
            ("'08 BUENOS AIRES 1491", 0, "08BUENOSAIRES1491"),
            ("BAGHDAD #3565", 2008, "08BAGHDAD3565"),
            ("870 Ulaanbaatar", 2009, "09ULAANBAATAR870"),
            ("KUWAIT (C)02293", 2003, "03KUWAIT2293"),
            ("LAGOS O1512", 2004, "04LAGOS1512"),
            ("COTON0U 334", 2004, "04COTONOU334"),
            ("USCINCRED 311345Z MAY 73", 1973, ""),
            ("A-87", 1975, ""),
            ("08MADRID000762ZFR763", 0, "08MADRID762"),
            ("07OSLO000160ZDK164", 0, "07OSLO160"),
            ("08ACCRA001382SUSPECTEDDUPLICATE1392", 0, "08ACCRA1392"),
            ("94STATE183691TOSEC140193", 0, "94STATE183691"),
            ("75PEKING112", 0, "75BEIJING112"),
            ("06KIEV12", 0, "06KIEV12"),
            ("PARA 2", 2010, ""),
            ("FOR 15", 2010, ""),
            ("ROOM 7516", 2010, ""),
            ("CAIRO IIR 6 899 0149 10", 2010, ""),
            ("STATE CA-3400", 1965, ""),
            ("CA-3400", 1965, ""),
            ("65 STATE CA-3400", 0, ""),
            ("STATE CW-34", 1965, ""),
            ("CIRTEL 1234", 1965, ""),
            ("STATE CIRCULAR 1234", 1965, ""),
            ("LISBON AIRGRAM A-87", 1975, "75LISBONA-87"),
            ("RUEHBC #0092", 2007, ""),
            ("S/RES/1701", 2006, ""),
            ("PORT AU PR 00002230", 2007, "07PORTAUPRINCE2230"),
            ("MADRID 00000869  001.2 OF 003", 2007, "07MADRID869"),
            ("\"BASRAH 92\"", 2006, "06BASRAH92"),
            ("(BASRAH 92)", 2006, "06BASRAH92"),
            ("PARIS 1234, 2008", 2009, "08PARIS1234"),
            ("BASRAH 992/2006", 2009, "06BASRAH992"),
            ("2OO6BASRAH92", 0, "06BASRAH92"),
            ("FM AMEMBASSY BASRAH 92", 2006, "06BASRAH92"),
            ("TO BASRAH 92", 2006, "06BASRAH92"),
            ("06TOBASRAH92", 0, "06BASRAH92"),
            ("06TOKYO92", 0, "06TOKYO92"),
            ("SECSTATE WASHINGTON 54183", 2009, "09STATE54183"),
            ("USDEL SECRETARY IN PARIS SECTO 5012", 1975, "75SECTO5012"),
            ("US INTERESTS SECTION HAVANA 123", 2006, "06HAVANA123"),
            ("09SECTION1OF2BASRAH92", 0, "09BASRAH92"),
            ("09FINALSECTIONOF03BASRAH92", 0, "09BASRAH92"),
            ("85NOFORNMOGADISHU1643", 0, "85MOGADISHU1643"),
            ("09SIFIEDABUJA1673", 0, "09ABUJA1673"),
            ("09SECTIOQ1OF06HARARE876", 0, "09HARARE876"),
            ("06SECTION01O02HONGKONG2311", 0, "06HONGKONG2311"),
            ("07SECTION02OF03EIJING483", 0, "07BEIJING483"),
            ("09SECTION02OF03QRIPOLI583", 0, "09TRIPOLI583"),
            ("08SECTION01GF02BISHIEK21", 0, "08BISHKEK21"),
            ("06HONGKOG2054", 0, "06HONGKONG2054"),
            ("06MAILA1222", 0, "06MANILA1222"),
            ("09KINHASA1056", 0, "09KINSHASA1056"),
            ("07POTAUPRINCE943", 0, "07PORTAUPRINCE943"),
            ("07ARAJEVO753", 0, "07SARAJEVO753"),
            ("09BEIRT96", 0, "09BEIRUT96"),
            ("07DULIN903", 0, "07DUBLIN903"),
            ("06ANOI582", 0, "06HANOI582"),
            ("07SOIA828", 0, "07SOFIA828"),
            ("09BAU339", 0, "09BAKU339"),
            ("08IHARTOUM1126", 0, "08KHARTOUM1126"),
            ("06LINSK1234", 0, "06MINSK1234"),
            ("06MILSK1226", 0, "06MINSK1226"),
            ("06MINSI225", 0, "06MINSK225"),
            ("09BRUSSQLS1235", 0, "09BRUSSELS1235"),
            ("07BUENOSQRES633", 0, "07BUENOSAIRES633"),
            ("10AQNA272", 0, "10ASTANA272"),
            ("07QXICO3307", 0, "07MEXICO3307"),
            ("06AITTAIPIE2654", 0, "06TAIPEI2654"),
            ("08AITTAIPEI1698", 0, "08TAIPEI1698"),
            ("09 SECTION 01 OF 03 SAN JOSE 525", 0, "09SANJOSE525"),
            ("75LISBON4127_b", 0, "75LISBON4127"),
            ("1975LISBON04127_b", 0, "75LISBON4127"),
            ("LISBON A-87", 1975, "75LISBONA-87"),
            ("73BANGKOK-A50", 0, "73BANGKOKA-50"),
            ("77STRELSAUA-14", 0, "77STRELSAUA-14"),
            ("77 STRELSAU A-14", 0, "77STRELSAUA-14"),
            ("1977STRELSAUA-14", 0, "77STRELSAUA-14"),
            ("SECTO 5012", 1975, "75SECTO5012"),
            ("1975SECTO05012", 0, "75SECTO5012"),
            ("75SECTO5012", 0, "75SECTO5012"),
            ("07BASRAH9O2", 0, "07BASRAH902"),
            ("O7BASRAH92", 0, "07BASRAH92"),
            ("07BASRAHl2", 0, "07BASRAH12"),
            ("200707BASRAH92", 0, "07BASRAH92"),
            ("MRN: 15 STATE 12345", 0, "15STATE12345"),
            ("07BASRAH92 (NOTAL)", 0, "07BASRAH92"),
            ("(99) ROME 2196", 0, "99ROME2196"),
            ("2005PANAMA2342", 0, "05PANAMA2342"),
            ("06 STATE 80908", 0, "06STATE80908"),
            ("1965SAIGON12", 0, "1965SAIGON12"),
            ("65SAIGON12", 1965, "1965SAIGON12"),
            ("07_BASRAH_92", 0, "07BASRAH92"),
            ("07/BASRAH/92", 0, "07BASRAH92"),
            ("07:BASRAH:92", 0, "07BASRAH92"),
            ("07.BASRAH.92", 0, "07BASRAH92"),
            ("07BASRAH0000092", 0, "07BASRAH92"),
            ("07BASRAH1234567", 0, ""),
            ("07BASRAH0", 0, ""),
            ("07N'DJAMENA12", 0, "07NDJAMENA12"),
            ("07NDJAMENA12", 0, "07NDJAMENA12"),
            ("07PORT-AU-PRINCE12", 0, "07PORTAUPRINCE12"),
            ("07STRELSAU92", 0, "07STRELSAU92"),
            ("07ABUDHABI1", 0, "07ABUDHABI1"),
            ("08LONDON1991 ", 0, "08LONDON1991"),
            ("STATE 255577 TOSEC 140323", 1990, "90STATE255577"),
            ("1975PORTO01234", 0, "75PORTO1234"),
            ("07SECRETSTRELSAU12", 0, "07STRELSAU12"),
            ("07UNCLASSTRELSAU12", 0, "07STRELSAU12"),
            ("07USMISSIONGENEVA12", 0, "07GENEVA12"),
            ("07STATE000012", 0, "07STATE12"),
            ("09SECTION01OF02USUNNEWYORK525", 0, "09USUNNEWYORK525"),
            ("09SECTION01OF02STRELSAU525", 0, "09STRELSAU525"),
            ("09SECTON01OF02STRELSAU525", 0, "09STRELSAU525"),
            ("09SECTIN01OF02STRELSAU525", 0, "09STRELSAU525"),
            ("09SECTIKN01OF02STRELSAU525", 0, "09STRELSAU525"),
            ("09SQCTION01OF02STRELSAU525", 0, "09STRELSAU525"),
            ("09ECTION01OF02STRELSAU525", 0, "09STRELSAU525"),
            ("10SECION03OF08VIENNA176", 0, "10VIENNA176"),
            ("R 121530Z APR 75", 0, ""),
            ("UNSCR 1701", 2009, ""),
            ("MAY 23", 2009, ""),
            ("FY 2008", 2009, ""),
            ("D750234-0567", 0, ""),
            ("C05771875", 0, ""),
            ("F-2014-20439", 0, ""),
            ("EUP20080707950031", 2008, ""),
            ("9 FAM 41.31", 2009, ""),
        ] {
            let expected = (!expected.is_empty()).then_some(expected);
            check(text, (year > 0).then_some(year), expected);
        }
        check("0901OF02RPODUBAI288", None, Some("09RPODUBAI288"));
    }

    #[test]
    fn forms_lead_back() {
        for text in [
            "07BASRAH92",
            "77RIODEJANEIRO431",
            "76STATE187673",
            "77STRELSAUA-14",
            "1965SAIGON12",
        ] {
            let mrn = Mrn::parse(text, None).unwrap();
            for form in [mrn.to_long(), mrn.to_padded(), mrn.to_record_number()] {
                if form.starts_with("1977STRELS") && !form.contains("STRELSAU") {
                    continue; // cut from a post that is in no table
                }
                assert_eq!(Mrn::parse(&form, None).as_ref(), Some(&mrn), "{form}");
            }
            for form in [mrn.to_line(), mrn.to_reference()] {
                assert_eq!(
                    Mrn::parse(&form, Some(mrn.year)).as_ref(),
                    Some(&mrn),
                    "{form}"
                );
            }
        }
    }
}
