//! Format lines 1 to 4: transmission identification, routing, station serial, security and operating signals.

use crate::Span;

/// What the lines above the date-time group say about the transmission.
///
/// It describes one sending of the cable, not the cable: copies of the same cable may differ here.
/// Source: docs/format.md, "Transmission lines".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Transmission {
    /// Format line 1 as written, `VZCZCXRO3736`.
    pub id: Option<String>,
    /// The precedence prosign of the routing line, doubled there: `RR` is `R`.
    pub routing_prosign: Option<char>,
    /// Routing indicators of the stations to be served. Not the addressees.
    pub relays: Vec<String>,
    /// Routing indicator of the preparing station, after `DE`.
    pub originator_routing: Option<String>,
    /// The last four digits of the cable's number, as written.
    pub station_serial: Option<String>,
    /// Section in transmission, after the slash of the serial.
    pub section: Option<u16>,
    /// Day of the year of filing, 1 to 366.
    pub day_of_year: Option<u16>,
    /// Hour and minute of filing, `1540`.
    pub filed_at: Option<String>,
    /// The five security letters, `CCCCC`.
    pub security: Option<String>,
    /// Other signals, in order: `ZNY`, `ZZH`.
    pub operating_signals: Vec<String>,
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
    let line = behind_end_mark(line.trim());
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

/// Whether a line is format line 2: a doubled prosign and routing indicators.
pub(crate) fn is_routing_line(line: &str) -> bool {
    let mut words = line.split_ascii_whitespace();
    let prosign = words
        .next()
        .is_some_and(|word| matches!(word, "ZZ" | "OO" | "PP" | "RR" | "YY" | "MM" | "00"));
    prosign && words.all(is_routing_indicator)
}

/// Whether a line holds nothing but routing indicators, as a wrapped format line 2 does.
pub(crate) fn is_routing_continuation(line: &str) -> bool {
    let mut words = line.split_ascii_whitespace().peekable();
    words.peek().is_some() && words.all(is_routing_indicator)
}

/// Whether a line is format line 3: `DE RUEHBC #0092 2811540`.
pub(crate) fn is_station_line(line: &str) -> bool {
    line.trim_start().strip_prefix("DE ").is_some_and(|rest| {
        let rest = rest.trim_start();
        rest.starts_with('R') && rest.contains(|c: char| c.is_ascii_digit())
    })
}

/// Whether a line is format line 4: `ZNY CCCCC ZZH`.
pub(crate) fn is_security_line(line: &str) -> bool {
    let mut words = line.split_ascii_whitespace();
    matches!(
        words.next(),
        Some("ZNY" | "ZNR" | "ZNYCCCCC" | "ZNRUUUUU" | "ZNYSSSSS")
    )
}

impl Transmission {
    /// Reads format line 1.
    pub(crate) fn read_id(&mut self, line: &str) {
        let mut words = behind_end_mark(line.trim()).split_ascii_whitespace();
        self.id = words.next().map(str::to_owned);
        self.operating_signals
            .extend(words.filter(|word| is_signal(word)).map(str::to_owned));
    }

    /// Reads format line 2 or its continuation.
    pub(crate) fn read_routing(&mut self, line: &str) {
        for word in line.split_ascii_whitespace() {
            if is_routing_indicator(word) {
                self.relays.push(word.to_owned());
            } else if self.relays.is_empty() && self.routing_prosign.is_none() {
                self.routing_prosign = word.chars().next().map(|c| if c == '0' { 'O' } else { c });
            }
        }
    }

    /// Reads format line 3; `line_start` is its offset in the text.
    pub(crate) fn read_station(&mut self, line: &str, line_start: usize) {
        let indent = line.len() - line.trim_start().len();
        let mut numbers: Vec<&str> = Vec::new();
        for word in line[indent + 2..].split_ascii_whitespace() {
            if self.originator_routing.is_none() && is_routing_indicator(word) {
                self.originator_routing = Some(word.to_owned());
                continue;
            }
            let word = word.trim_start_matches('#');
            if word.is_empty() {
                continue;
            }
            let (number, section) = word
                .split_once('/')
                .map_or((word, None), |(number, section)| (number, Some(section)));
            if !number.bytes().all(|b| b.is_ascii_digit()) {
                break;
            }
            if self.station_serial.is_none() {
                let start = line_start + number.as_ptr() as usize - line.as_ptr() as usize;
                self.station_serial = Some(number.to_owned());
                self.serial_span = Span::new(start, start + number.len());
                self.section = section.and_then(|section| section.parse().ok());
            } else {
                let start = line_start + number.as_ptr() as usize - line.as_ptr() as usize;
                let here = Span::new(start, start + number.len());
                self.filed_span = if numbers.is_empty() {
                    here
                } else {
                    self.filed_span.cover(here)
                };
                numbers.push(number);
            }
        }
        // Day and time stand together, `2811540`, or apart, `281 1540`.
        let joined: String = numbers.concat();
        if joined.len() >= 7 {
            self.day_of_year = joined[..3]
                .parse()
                .ok()
                .filter(|day| (1..=366).contains(day));
            self.filed_at = Some(joined[3..7].to_owned());
        }
    }

    /// Reads format line 4; `line_start` is its offset in the text.
    pub(crate) fn read_security(&mut self, line: &str, line_start: usize) {
        for word in line.split_ascii_whitespace() {
            let start = line_start + word.as_ptr() as usize - line.as_ptr() as usize;
            let (signal, letters) = match word.get(..3) {
                Some(signal @ ("ZNY" | "ZNR")) if word.len() > 3 => (signal, &word[3..]),
                _ => (word, ""),
            };
            let letters = if letters.is_empty() && is_security_letters(word) {
                word
            } else {
                letters
            };
            if is_security_letters(letters) && self.security.is_none() {
                self.security = Some(letters.to_owned());
                self.security_span =
                    Span::new(start + word.len() - letters.len(), start + word.len());
            }
            if is_signal(signal) && !is_security_letters(signal) {
                self.operating_signals.push(signal.to_owned());
            }
        }
    }
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
            let mut words: Vec<&str> = relays.iter().map(String::as_str).collect();
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
            .map(String::as_str)
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
    fn security_lines() {
        let mut transmission = Transmission::default();
        transmission.read_security("ZNY CCCCC ZZH (CCY AD6CB6C9 WSC6493 634)", 0);
        assert_eq!(transmission.security.as_deref(), Some("CCCCC"));
        assert_eq!(transmission.operating_signals, ["ZNY", "ZZH"]);
    }

    #[test]
    fn shapes() {
        assert!(is_id_line("VZCZCXRO3736"));
        assert!(is_id_line("VZCZCXYZ0000 ZDK"));
        assert!(is_routing_line("RR RUEHDE RUEHDIR"));
        assert!(!is_routing_line("RR RAILWAYS WERE"));
        assert!(is_routing_continuation("RUEHDBU RUEHFL RUEHKW"));
        assert!(!is_routing_continuation(""));
        assert!(is_security_line("ZNR UUUUU ZZH"));
    }
}
