//! Format lines 1 to 4: transmission identification, routing, station serial, security and operating signals.

use std::borrow::Cow;

use smol_str::{SmolStr, StrExt, format_smolstr};

use crate::Span;

/// What the lines above the date-time group say about the transmission.
///
/// It describes one sending of the cable, not the cable: copies of the same cable may differ here.
/// Source: docs/format.md, "Transmission lines".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Transmission {
    /// Format line 1 as written, `VZCZCXRO3736`.
    pub id: Option<SmolStr>,
    /// The precedence prosign of the routing line, doubled there: `RR` is `R`.
    pub routing_prosign: Option<char>,
    /// Routing indicators of the stations to be served. Not the addressees.
    pub relays: Vec<SmolStr>,
    /// Routing indicator of the preparing station, after `DE`.
    pub originator_routing: Option<SmolStr>,
    /// The last four digits of the cable's number, as written.
    pub station_serial: Option<SmolStr>,
    /// Section in transmission, after the slash of the serial.
    pub section: Option<u16>,
    /// Day of the year of filing, 1 to 366.
    pub day_of_year: Option<u16>,
    /// Hour and minute of filing, `1540`.
    pub filed_at: Option<SmolStr>,
    /// The five security letters, `CCCCC`.
    pub security: Option<SmolStr>,
    /// Other signals, in order: `ZNY`, `ZZH`.
    pub operating_signals: Vec<SmolStr>,
    /// Where the station serial is written.
    pub serial_span: Span,
    /// Where day and time of filing are written.
    pub filed_span: Span,
    /// Where the security letters are written.
    pub security_span: Span,
}

impl Transmission {
    /// Whether nothing was read.
    pub fn is_empty(&self) -> bool {
        *self == Transmission::default()
    }
}

/// Whether a line is format line 1: `VZCZC…` or `ZCZC…`.
pub(crate) fn is_id_line(line: &str) -> bool {
    let line = behind_end_mark(crate::flow::trimmed(line));
    let start = line.get(..5).unwrap_or("");
    (start.eq_ignore_ascii_case("VZCZC")
        || line
            .get(..4)
            .is_some_and(|s| s.eq_ignore_ascii_case("ZCZC")))
        && line
            .split_ascii_whitespace()
            .next()
            .is_some_and(|word| word.len() <= 16)
}

/// `NNNNVZCZC…`: the end of the message before ran into the start of this one.
fn behind_end_mark(line: &str) -> &str {
    let behind = line.trim_start_matches('N');
    if line.len() - behind.len() >= 3 {
        behind
    } else {
        line
    }
}

/// Whether a word has the shape of a routing indicator: R and four to seven more capitals, or a known exception.
pub(crate) fn is_routing_indicator(word: &str) -> bool {
    (5..=8).contains(&word.len())
        && word.starts_with('R')
        && word.bytes().all(|b| b.is_ascii_uppercase())
        || (word.len() == 7
            && word.starts_with("RU")
            && word.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// Whether a text begins with a routing indicator and its slash: `RUEHC/SECSTATE`.
pub(crate) fn is_routed(text: &str) -> bool {
    indicator_end(text).is_some()
}

/// Where the slash stands behind the routing indicator that a text begins with.
#[inline]
pub(crate) fn indicator_end(text: &str) -> Option<usize> {
    const LONGEST: usize = 8;
    let bytes = text.as_bytes();
    if bytes.first() != Some(&b'R') {
        return None;
    }
    let Some((&first, rest)) = bytes.split_first_chunk::<LONGEST>() else {
        let end = bytes.iter().position(|byte| *byte == b'/')?;
        return Some(end).filter(|end| is_routing_indicator(&text[..*end]));
    };
    let end = match (first, rest) {
        ([_, _, _, _, _, b'/', ..], _) => 5,
        ([.., b'/', _], _) => 6,
        ([.., b'/'], _) => 7,
        (_, [b'/', ..]) => 8,
        _ => return None,
    };
    // Six letters, as nearly all have them, are looked at together.
    let capitals = first.iter().take(6);
    let capital = capitals.fold(true, |all, byte| all & byte.is_ascii_uppercase());
    (end == 6 && capital || is_routing_indicator(&text[..end])).then_some(end)
}

/// Whether a line is format line 2: a doubled prosign and routing indicators, the next format line perhaps behind.
pub(crate) fn is_routing_line(line: &str) -> bool {
    let line = line.trim_start();
    if line.as_bytes().first().is_some_and(u8::is_ascii_lowercase) {
        return line.len() < 200 && is_routing_line(&line.to_ascii_uppercase());
    }
    let Some((_, behind)) = routing_prosign(line) else {
        return false;
    };
    let rest = &line[..station_at(line).unwrap_or(line.len())];
    let words = rest.get(behind..).unwrap_or("");
    words.split_ascii_whitespace().all(is_routing_indicator)
        && (line.as_bytes()[0] == line.as_bytes()[1] || behind == 2 || words.contains("RU"))
}

/// The prosign a routing line begins with, doubled or run into the first indicator, and where it ends.
fn routing_prosign(line: &str) -> Option<(char, usize)> {
    let bytes = line.as_bytes();
    let letter = |at: usize| {
        let byte = *bytes.get(at)?;
        Some(if byte == b'0' { b'O' } else { byte })
    };
    let first = letter(0)?;
    if !matches!(first, b'Z' | b'O' | b'P' | b'R' | b'Y' | b'M') {
        return None;
    }
    let n = if letter(1) == Some(first) { 2 } else { 1 };
    let ends = match bytes.get(n) {
        None => n == 2,
        Some(b' ' | b'\t') => true,
        // `PPRUEHEW`
        Some(b'R') => n == 2 && matches!(bytes.get(n + 1), Some(b'U' | b'H')),
        _ => false,
    };
    ends.then_some((char::from(first), n))
}

/// Where format line 3 begins on a line of format line 2.
fn station_at(line: &str) -> Option<usize> {
    let at = crate::flow::find_word(line, " DE R")?;
    is_station_line(&line[at + 1..]).then_some(at + 1)
}

/// Whether a line holds nothing but routing indicators, as a wrapped format line 2 does.
pub(crate) fn is_routing_continuation(line: &str) -> bool {
    let mut words = line.split_ascii_whitespace().peekable();
    words.peek().is_some() && words.all(is_routing_indicator)
}

/// Whether a line is format line 3: `DE RUEHBC #0092 2811540`.
pub(crate) fn is_station_line(line: &str) -> bool {
    let line = line.trim_start();
    let Some(rest) = line
        .get(..2)
        .filter(|word| word.eq_ignore_ascii_case("DE"))
        .map(|_| line[2..].trim_start())
    else {
        return false;
    };
    let glued = line.len() - rest.len() == 2;
    let routed = rest.starts_with(['R', 'r'])
        && (!glued || rest.starts_with("RU") || rest.starts_with("RH"));
    let head = &rest.as_bytes()[..rest.len().min(24)];
    routed && head.iter().any(u8::is_ascii_digit) && !head.starts_with(b"re")
}

/// Whether a line is format line 4: `ZNY CCCCC ZZH`.
pub(crate) fn is_security_line(line: &str) -> bool {
    let line = line.trim_start();
    let bytes = line.as_bytes();
    if !bytes
        .first()
        .is_some_and(|first| first.eq_ignore_ascii_case(&b'Z'))
    {
        return false;
    }
    let mut words = line.split_ascii_whitespace();
    let first = words.next().unwrap_or("");
    if matches!(first, "ZNY" | "ZNR") {
        return true;
    }
    let first = first.to_ascii_uppercase_smolstr();
    match &*first {
        "ZNY" | "ZNR" => true,
        // `ZN Y CCCCC`
        "ZN" => words.next().is_some_and(|word| matches!(word, "Y" | "R")),
        _ => first
            .strip_prefix("ZNY")
            .or(first.strip_prefix("ZNR"))
            .is_some_and(|letters| split_security(letters).is_some()),
    }
}

/// Whether a line is a further one of signals: `ZUI RUEHZN 1234`, `ZDK`.
pub(crate) fn is_signal_line(line: &str) -> bool {
    let mut words = line.split_ascii_whitespace();
    words.next().is_some_and(|word| {
        word != "ZEN" && is_signal(word) && crate::tables::operating_signals::lookup(word).is_some()
    }) && line.len() <= 80
        && !line.bytes().any(|b| b.is_ascii_lowercase() || b == b'/')
}

impl Transmission {
    /// Reads format line 1, and the next one where it stands on the same line.
    pub(crate) fn read_id(&mut self, line: &str, line_start: usize) {
        let behind = behind_end_mark(crate::flow::trimmed(line));
        let n = behind
            .find(|c: char| c.is_ascii_whitespace())
            .unwrap_or(behind.len());
        let mut id = &behind[..n];
        let mut rest = &behind[n..];
        // `VZCZC XRO4471`: the channel came apart.
        let next = rest.split_ascii_whitespace().next().unwrap_or("");
        if id.len() <= 5 && is_channel(next) {
            let end = next.as_ptr() as usize - behind.as_ptr() as usize + next.len();
            (id, rest) = (&behind[..end], &behind[end..]);
        }
        // The prosign ran into the number: `VZCZCXRO4471PP`.
        let number_end = id
            .bytes()
            .rposition(|b| b.is_ascii_digit())
            .map(|at| at + 1);
        if let Some(end) = number_end.filter(|&end| end + 2 == id.len()) {
            (id, rest) = (&behind[..end], &behind[end..]);
        }
        self.id = Some(id.into());
        let routing = rest.trim_start();
        if is_routing_line(routing) {
            let at = routing.as_ptr() as usize - line.as_ptr() as usize;
            self.read_routing(routing, line_start + at);
            return;
        }
        self.operating_signals.extend(
            rest.split_ascii_whitespace()
                .filter(|word| is_signal(word))
                .map(SmolStr::new),
        );
    }

    /// Reads format line 2 or its continuation, and the next one where it stands on the same line.
    pub(crate) fn read_routing(&mut self, line: &str, line_start: usize) {
        let line_start = line_start + (line.len() - line.trim_start().len());
        let line = line.trim_start();
        let end = station_at(line).unwrap_or(line.len());
        if end < line.len() {
            self.read_station(&line[end..], line_start + end);
        }
        let upper = in_capitals(&line[..end]);
        let mut words = &*upper;
        if let Some((prosign, behind)) = routing_prosign(&upper)
            && !is_routing_continuation(&upper)
        {
            if self.relays.is_empty() {
                self.routing_prosign = self.routing_prosign.or(Some(prosign));
            }
            words = &upper[behind..];
        }
        // An indicator has seven letters at most, and a blank.
        self.relays.reserve(words.len() / 8);
        for word in words.split_ascii_whitespace() {
            if is_routing_indicator(word) {
                self.relays.push(word.into());
            }
        }
    }

    /// Reads format line 3, and the next one where it stands on the same line; `line_start` is its offset in the text.
    pub(crate) fn read_station(&mut self, line: &str, line_start: usize) {
        let indent = line.len() - line.trim_start().len();
        let mut security = None;
        let words = line[indent + 2..].split(|c: char| c.is_ascii_whitespace() || c == '#');
        for word in words.filter(|word| !word.is_empty()) {
            let at = word.as_ptr() as usize - line.as_ptr() as usize;
            if self.originator_routing.is_none() {
                let upper = in_capitals(word);
                if is_routing_indicator(&upper) {
                    self.originator_routing = Some((*upper).into());
                    continue;
                }
            }
            if word.starts_with('Z') {
                security = Some(at).filter(|&at| is_security_line(&line[at..]));
                break;
            }
            let (number, behind) = word
                .split_once('/')
                .map_or((word, None), |(number, behind)| (number, Some(behind)));
            let Some(digits) = as_digits(number.trim_end_matches(['Z', 'z'])) else {
                break;
            };
            let start = line_start + at;
            if self.station_serial.is_none() {
                self.station_serial = Some(digits);
                self.serial_span = Span::new(start, start + number.len());
                self.section = behind.and_then(|section| {
                    let n = section.bytes().take_while(u8::is_ascii_digit).count();
                    section[..n].parse().ok()
                });
            } else if !self.read_filed(word, start) {
                break;
            }
        }
        if let Some(at) = security {
            self.read_security(&line[at..], line_start + at);
        }
    }

    /// Reads day and time of filing, which stand together, `2811540`, or apart, `281 1540`; false where it is none.
    pub(crate) fn read_filed(&mut self, word: &str, start: usize) -> bool {
        let word = word.trim_end_matches(['Z', 'z']);
        let joined;
        let written = if word.contains('/') {
            joined = word.replace('/', "");
            &joined
        } else {
            word
        };
        let Some(digits) = as_digits(written) else {
            return false;
        };
        let here = Span::new(start, start + word.len());
        match digits.len() {
            7 => {
                self.set_day(&digits[..3]);
                self.filed_at = Some(digits[3..].into());
                self.filed_span = here;
            }
            3 => {
                self.set_day(&digits);
                self.filed_span = here;
            }
            4 if self.filed_at.is_none() && self.day_of_year.is_some() => {
                self.filed_at = Some(digits);
                self.filed_span = self.filed_span.cover(here);
            }
            _ => return false,
        }
        true
    }

    fn set_day(&mut self, digits: &str) {
        self.day_of_year = digits.parse().ok().filter(|day| (1..=366).contains(day));
    }

    /// Reads format line 4 or a further line of signals; `line_start` is its offset in the text.
    pub(crate) fn read_security(&mut self, line: &str, line_start: usize) {
        let mut spaced: Option<(usize, usize)> = None;
        let mut before = "";
        for word in line.split_ascii_whitespace() {
            let at = word.as_ptr() as usize - line.as_ptr() as usize;
            let start = line_start + at;
            let upper = in_capitals(word);
            // `ZN Y`, and `C C C C C`: letters apart.
            if before == "ZN" && matches!(&*upper, "Y" | "R") {
                self.operating_signals.push(format_smolstr!("ZN{upper}"));
                before = "";
                continue;
            }
            before = word;
            if upper.len() == 1 && b"UERCSTAM".contains(&upper.as_bytes()[0]) {
                let (from, n) = spaced.map_or((start, 1), |(from, n)| (from, n + 1));
                spaced = Some((from, n));
                if n == 5 && self.security.is_none() {
                    self.security = Some(upper.repeat(5).into());
                    self.security_span = Span::new(from, start + 1);
                }
                continue;
            }
            let (signal, letters) = match upper.get(..3) {
                Some(signal @ ("ZNY" | "ZNR")) if upper.len() > 3 => (signal, &upper[3..]),
                _ => ("", &*upper),
            };
            if is_signal(signal) {
                self.operating_signals.push(signal.into());
            }
            if let Some((level, behind)) = split_security(letters) {
                if self.security.is_none() {
                    let from = start + upper.len() - letters.len();
                    self.security = Some(level.into());
                    self.security_span = Span::new(from, from + level.len());
                }
                if is_signal(behind) {
                    self.operating_signals.push(behind.into());
                }
            } else if is_signal(letters) {
                self.operating_signals.push(letters.into());
            }
        }
    }
}

/// The text in capitals, in which nearly all lines are written.
fn in_capitals(text: &str) -> Cow<'_, str> {
    let mut upper = Cow::Borrowed(text);
    if text.bytes().any(|byte| byte.is_ascii_lowercase()) {
        upper.to_mut().make_ascii_uppercase();
    }
    upper
}

/// `CCCCC`, or with the next signal run into it, `CCCCCZZH`: the letters and what is behind them.
fn split_security(word: &str) -> Option<(&str, &str)> {
    let first = *word.as_bytes().first().filter(|b| b.is_ascii())?;
    let n = word.bytes().take_while(|&b| b == first).count();
    let (letters, behind) = word.split_at(n);
    (is_security_letters(letters) && (behind.is_empty() || behind.starts_with('Z')))
        .then_some((letters, behind))
}

/// Digits as they were meant: the letters O, I and l among them are zero and one.
fn as_digits(word: &str) -> Option<SmolStr> {
    const LONGEST: usize = 10;
    let like = |b: u8| b.is_ascii_digit() || matches!(b, b'O' | b'I' | b'l');
    if word.len() > LONGEST || !word.bytes().all(like) || !word.bytes().any(|b| b.is_ascii_digit())
    {
        return None;
    }
    if word.bytes().all(|b| b.is_ascii_digit()) {
        return Some(word.into());
    }
    let mut digits = [b'0'; LONGEST];
    for (digit, byte) in digits.iter_mut().zip(word.bytes()) {
        *digit = match byte {
            b'O' => b'0',
            b'I' | b'l' => b'1',
            digit => digit,
        };
    }
    let digits = str::from_utf8(&digits[..word.len()]).expect("digits of ASCII are UTF-8");
    Some(digits.into())
}

impl Transmission {
    /// The places where letters were read as digits: in the station serial, and in day and time of filing.
    pub(crate) fn misread<'t>(&self, text: &'t str) -> impl Iterator<Item = (Span, &'t str)> {
        [self.serial_span, self.filed_span]
            .into_iter()
            .filter(|span| !span.is_empty())
            .map(move |span| (span, span.of(text)))
            .filter(|(_, written)| {
                let digits = written.trim_end_matches(['Z', 'z']);
                digits.bytes().any(|b| b.is_ascii_alphabetic())
            })
    }
}

/// Channel and number of format line 1: `XRO4471`.
fn is_channel(word: &str) -> bool {
    let letters = word.bytes().take_while(u8::is_ascii_uppercase).count();
    (2..=4).contains(&letters)
        && word.len() <= letters + 5
        && word.len() > letters
        && word[letters..].bytes().all(|b| b.is_ascii_digit())
}

/// `CCCCC` and its like: one of the level letters, four to six times.
fn is_security_letters(word: &str) -> bool {
    let first = word.bytes().next().unwrap_or(0);
    (4..=6).contains(&word.len())
        && b"UERCSTAM".contains(&first)
        && word.bytes().all(|b| b == first)
}

/// A Z signal: Z and two capitals.
fn is_signal(word: &str) -> bool {
    word.len() == 3 && word.starts_with('Z') && word.bytes().all(|b| b.is_ascii_uppercase())
}

/// Writes format lines 1 to 4, those of which something is known.
pub(crate) fn write(transmission: &Transmission, out: &mut String) {
    use std::fmt::Write as _;

    let mut line = |words: &[&str]| {
        out.push_str(&words.join(" "));
        out.push('\n');
    };
    if let Some(id) = &transmission.id {
        line(&[id]);
    }
    if transmission.routing_prosign.is_some() || !transmission.relays.is_empty() {
        let prosign = transmission.routing_prosign.unwrap_or('R');
        let prosigns = format!("{prosign}{prosign}");
        // Twelve indicators of six letters fill a line.
        for (at, relays) in transmission.relays.chunks(9).enumerate() {
            let mut words: Vec<&str> = relays.iter().map(SmolStr::as_str).collect();
            if at == 0 {
                words.insert(0, &prosigns);
            }
            line(&words);
        }
        if transmission.relays.is_empty() {
            line(&[&prosigns]);
        }
    }
    if transmission.originator_routing.is_some() || transmission.station_serial.is_some() {
        let mut words = format!(
            "DE {}",
            transmission
                .originator_routing
                .as_deref()
                .unwrap_or("RUEHC")
        );
        if let Some(serial) = &transmission.station_serial {
            let _ = write!(words, " #{serial}");
            if let Some(section) = transmission.section {
                let _ = write!(words, "/{section:02}");
            }
            if transmission.day_of_year.is_some() || transmission.filed_at.is_some() {
                let _ = write!(
                    words,
                    " {:03}{}",
                    transmission.day_of_year.unwrap_or(0),
                    transmission.filed_at.as_deref().unwrap_or("0000")
                );
            }
        }
        line(&[&words]);
    }
    if transmission.security.is_some() || !transmission.operating_signals.is_empty() {
        let mut words: Vec<&str> = transmission
            .operating_signals
            .iter()
            .map(SmolStr::as_str)
            .collect();
        if let Some(security) = &transmission.security {
            let at = usize::from(!words.is_empty());
            words.insert(at, security);
        }
        line(&words);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routed_addresses() {
        for (text, end) in [
            ("RUEHSU/AMEMBASSY STRELSAU", Some(6)),
            ("RUEHC/SECSTATE WASHDC", Some(5)),
            ("RUEHC//", Some(5)),
            ("RUEHSU/", Some(6)),
            ("RUEHSUX/X", Some(7)),
            ("RU1HSU2/X", Some(7)),
            ("RUEHSUXY/X", Some(8)),
            ("RUEHSUXYZ/X", None),
            ("RUEHSU AMEMBASSY", None),
            ("RUE/SUX/X", None),
            ("RuEHSU/X AND MORE", None),
            ("AUEHSU/X AND MORE", None),
            ("R", None),
            ("", None),
        ] {
            assert_eq!(indicator_end(text), end, "{text}");
        }
    }

    #[test]
    fn station_lines() {
        let check = |line: &str, expected: (&str, Option<u16>, Option<u16>, &str)| {
            assert!(is_station_line(line), "{line}");
            let mut transmission = Transmission::default();
            transmission.read_station(line, 0);
            let read = (
                transmission.station_serial.as_deref().unwrap_or(""),
                transmission.section,
                transmission.day_of_year,
                transmission.filed_at.as_deref().unwrap_or(""),
            );
            assert_eq!(read, expected, "{line}");
        };
        check("DE RUEHSU #0092 2811540", ("0092", None, Some(281), "1540"));
        check(
            "DE RUEHSU #0731/01 1421305",
            ("0731", Some(1), Some(142), "1305"),
        );
        check(
            "DE RUEHSU # 0731 142 1305",
            ("0731", None, Some(142), "1305"),
        );
        check("DE RUEHSU #0731", ("0731", None, None, ""));
    }

    #[test]
    fn damaged_station_lines() {
        for line in [
            "DE RUEHSU#0731 1421305",
            "DERUEHSU #0731 1421305",
            "de ruehsu #0731 1421305",
            "DE RUEHSU #0731 142/1305Z",
            "DE RUEHSU #O731 142l3O5",
            "DE RUEHSU #0731 1421305Z ZDK",
        ] {
            assert!(is_station_line(line), "{line}");
            let mut read = Transmission::default();
            read.read_station(line, 0);
            let parts = (
                read.originator_routing.as_deref(),
                read.station_serial.as_deref(),
                read.day_of_year,
                read.filed_at.as_deref(),
            );
            let expected = (Some("RUEHSU"), Some("0731"), Some(142), Some("1305"));
            assert_eq!(parts, expected, "{line}");
        }
        assert!(!is_station_line("DE facto the King rules"));
        assert!(!is_station_line("Derived from 9 sources"));
    }

    #[test]
    fn several_on_one_line() {
        let mut read = Transmission::default();
        read.read_id(
            "VZCZCXRO4471PP RUEHEW RUEHZN DE RUEHSU #0731 1421305 ZNY CCCCCZZH",
            0,
        );
        assert_eq!(read.id.as_deref(), Some("VZCZCXRO4471"));
        assert_eq!(read.routing_prosign, Some('P'));
        assert_eq!(read.relays, ["RUEHEW", "RUEHZN"]);
        assert_eq!(read.station_serial.as_deref(), Some("0731"));
        assert_eq!(read.security.as_deref(), Some("CCCCC"));
        assert_eq!(read.operating_signals, ["ZNY", "ZZH"]);
        assert_eq!((read.serial_span.start, read.serial_span.end), (40, 44));
    }

    #[test]
    fn security_lines() {
        for line in [
            "ZNY CCCCC ZZH (CCY AD6CB6C9 WSC6493 634)",
            "ZNYCCCCC ZZH",
            "ZNY CCCCCZZH",
            "ZN Y CCCCC ZZH",
            "ZNY C C C C C ZZH",
            "zny ccccc zzh",
        ] {
            assert!(is_security_line(line), "{line}");
            let mut transmission = Transmission::default();
            transmission.read_security(line, 0);
            assert_eq!(transmission.security.as_deref(), Some("CCCCC"), "{line}");
            assert_eq!(transmission.operating_signals, ["ZNY", "ZZH"], "{line}");
        }
        assert!(is_signal_line("ZUI RUEHZN 1234"));
        assert!(!is_signal_line("ZEN/AMCONSUL ZENDA"));
        assert!(!is_signal_line("ZENDA"));
    }

    #[test]
    fn shapes() {
        assert!(is_id_line("VZCZCXRO3736"));
        assert!(is_id_line("VZCZCXYZ0000 ZDK"));
        assert!(is_routing_line("RR RUEHDE RUEHDIR"));
        for line in ["PPRUEHEW", "0O RUEHEW", "P RUEHEW", "pp ruehew", "PP"] {
            assert!(is_routing_line(line), "{line}");
        }
        assert!(!is_routing_line("RR RAILWAYS WERE"));
        assert!(!is_routing_line("P 221300Z MAY 06"));
        assert!(is_routing_continuation("RUEHDBU RUEHFL RUEHKW"));
        assert!(!is_routing_continuation(""));
        assert!(is_security_line("ZNR UUUUU ZZH"));
    }
}
