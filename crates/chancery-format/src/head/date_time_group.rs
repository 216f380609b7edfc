//! The date-time line: precedence prosigns and the date-time group, `R 081540Z OCT 07`.

use smol_str::SmolStr;

use super::precedence::{Precedence, PrecedencePair};
use crate::calendar::{self, Date, Moment};
use crate::diagnostic::{Code, Diagnostic, excerpt};
use crate::garble;
use crate::{Located, Span};

/// A date-time group as written, with the moment it was read as.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DateTimeGroup {
    /// As written, blanks folded: `081540Z OCT 07`.
    pub text: SmolStr,
    /// The moment in universal time; `None` where the group is no date.
    pub moment: Option<Moment>,
    /// The zone letter; `None` where it is missing and universal time was assumed.
    pub zone: Option<char>,
}

impl DateTimeGroup {
    /// The year, of a group that is no moment, too: `22130Z MAY 10` lacks a digit of its hour, not its year.
    pub(crate) fn year(&self) -> Option<u16> {
        if let Some(moment) = self.moment {
            return Some(moment.date.year);
        }
        let (before, year) = self.text.rsplit_once(' ')?;
        let month = before.rsplit(' ').next()?;
        calendar::month_by_name(month.trim_start_matches(|c: char| !c.is_ascii_alphabetic()))?;
        let whole = matches!(year.len(), 2 | 4) && year.bytes().all(|b| b.is_ascii_digit());
        let year: u16 = year.parse().ok().filter(|_| whole)?;
        match year {
            0..100 => Some(calendar::century(year)),
            _ => (1900..=2100).contains(&year).then_some(year),
        }
    }
}

/// What one date-time line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DateTimeLine {
    pub(crate) precedence: PrecedencePair,
    pub(crate) group: Located<DateTimeGroup>,
    /// Whether month and year are both written.
    pub(crate) complete: bool,
    /// Operating signals and remarks after the year.
    pub(crate) rest: Span,
}

/// What is known of the date besides the group itself.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Nearby {
    /// The year, for a group without one.
    pub(crate) year: Option<u16>,
    /// Day of the year of filing, from the station line; tells a garbled month.
    pub(crate) filed: Option<u16>,
}

/// Parses a date-time line. `line_start` is the offset of `line` in the text; `year` fills in a missing year.
///
/// `None` where the line is not one. A missing zone letter is read as Z; a blank before it, letters O, I and l for
/// digits, and a month in full or with a slip are accepted. A group that is not a date keeps its text and has no
/// moment. Source: docs/format.md, "Date-time group".
pub(crate) fn parse(
    line: &str,
    line_start: usize,
    year: Option<u16>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<DateTimeLine> {
    parse_near(line, line_start, Nearby { year, filed: None }, diagnostics)
}

/// `P 121530Z APR 75`, as most are: each sign in its place, nothing to mend and nothing behind the year. What it gives
/// is what the long way through [`parse_near`] would.
fn plain(line: &str, line_start: usize) -> Option<DateTimeLine> {
    const GROUP: usize = "121530Z APR 75".len();
    let [
        prosign @ (b'M' | b'R' | b'P' | b'O' | b'Z' | b'Y'),
        b' ',
        group @ ..,
    ] = line.as_bytes()
    else {
        return None;
    };
    let group: &[u8; GROUP] = group.try_into().ok()?;
    let [day, hour, minute, year] = [0, 2, 4, 12].map(|at| {
        let digits = [group[at], group[at + 1]];
        let number = || (digits[0] - b'0') * 10 + (digits[1] - b'0');
        digits.iter().all(u8::is_ascii_digit).then(number)
    });
    if [group[6], group[7], group[11]] != *b"Z  " {
        return None;
    }
    let month = calendar::month_by_name(line.get(10..13)?)?;
    let date = Date::new(calendar::century(year?.into()), month, day?)?;
    let moment = Moment::new(date, hour?, minute?)?;
    let start = line.len() - GROUP;
    let end = line_start + line.len();
    let group = DateTimeGroup {
        text: line[start..].into(),
        moment: Some(moment),
        zone: Some('Z'),
    };
    Some(DateTimeLine {
        precedence: PrecedencePair {
            action: Precedence::from_prosign(char::from(*prosign)),
            info: None,
        },
        group: Located::new(group, Span::new(line_start + start, end)),
        complete: true,
        rest: Span::empty(end),
    })
}

/// The same, with what the transmission lines say of the date.
pub(crate) fn parse_near(
    line: &str,
    line_start: usize,
    nearby: Nearby,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<DateTimeLine> {
    if let Some(read) = plain(line, line_start) {
        return Some(read);
    }
    // Nearly every other line is turned away here.
    let bytes = line.as_bytes();
    let window = &bytes[..bytes.len().min(40)];
    if window.iter().filter(|b| b.is_ascii_digit()).count() < 3 {
        return None;
    }
    let mut said = Vec::new();
    let (precedence, group_start) = prosigns(line, line_start, &mut said);
    let digits = Digits::at(bytes, group_start)?;
    let mut repairs = Repairs {
        letters: digits.letters,
        ..Repairs::default()
    };
    let mut at = skip_separator(bytes, digits.end);
    let mut n_digits = digits.n;
    let mut zone = None;
    // `1215302 APR 75`: the zone letter was read as the digit it looks like.
    if digits.n == 7 && digits.values[6] == 2 && month_at(line, at).is_some() {
        zone = Some('Z');
        n_digits = 6;
        repairs.zone = true;
    } else if let Some((letter, end)) = zone_at(line, at) {
        zone = Some(letter).filter(|&letter| letter != 'J');
        at = skip_separator(bytes, end);
    }
    // `121530Z 12 APR 75`: the day stands twice.
    if zone.is_some()
        && let Some(rest) = bytes.get(at..at + 3)
        && rest[..2].iter().all(u8::is_ascii_digit)
        && rest[..2] == bytes[group_start..group_start + 2]
        && rest[2] == b' '
        && month_at(line, at + 3).is_some()
    {
        at += 3;
    }
    let mut end = at;
    let month = month_at(line, at);
    if let Some((_, month_end)) = month {
        end = month_end;
    }
    let garbled = month.is_none() && zone == Some('Z') && n_digits == 6;
    let mut guesses = 0;
    if garbled {
        if let Some((candidates, month_end)) = garbled_month(line, at) {
            guesses = candidates;
            end = month_end;
        } else {
            end = digits.end.max(at.min(bytes.len()));
            while end > group_start && matches!(bytes[end - 1], b' ' | b'\t') {
                end -= 1;
            }
        }
    }
    if month.is_none() && !garbled {
        return None;
    }
    let year_at = skip_separator(bytes, end);
    let mut written_year = None;
    if let Some((year, year_end, letters)) = year_at_place(line, year_at) {
        written_year = Some(year);
        repairs.letters |= letters;
        end = year_end;
    }
    if n_digits != 6 && (month.is_none() || zone.is_none() && written_year.is_none()) {
        return None;
    }
    if digits.letters && digits.n_real < 3 {
        return None;
    }
    let span = Span::new(line_start + group_start, line_start + end);
    let text = SmolStr::from(crate::flow::folded(&line[group_start..end]));
    let number = |at: usize| digits.values[at] * 10 + digits.values[at + 1];
    let (day, hour, minute) = (number(0), number(2), number(4));
    let year = written_year.or(nearby.year);
    repairs.year = written_year.is_none();
    let mut month = month.map(|(month, _)| month);
    // A month that is not written at all is told by the day of filing, where nothing else follows that may be one.
    let told = guesses != 0
        || !line[end..]
            .trim_start()
            .starts_with(|c: char| c.is_ascii_digit());
    if month.is_none() && told {
        month = year.and_then(|year| near_filing(guesses, year, day, nearby.filed));
        repairs.month = month;
    }
    repairs.signs = garble::is_in(&line[..end]);
    let moment = (n_digits == 6 && !digits.lost)
        .then(|| Date::new(year?, month?, day))
        .flatten()
        .and_then(|date| {
            // Midnight at the end of the day.
            if (hour, minute) == (24, 0) {
                repairs.midnight = true;
                return Moment::new(date, 0, 0)?.plus_hours(24);
            }
            Moment::new(date, hour, minute)
        })
        .and_then(|moment| moment.plus_hours(-zone_hours(zone.unwrap_or('Z'))));
    diagnostics.append(&mut said);
    if let Some(moment) = moment {
        if zone.is_none() {
            diagnostics.push(
                Diagnostic::new(
                    Code::DtgMissingZone,
                    span,
                    "date-time group has no zone letter",
                )
                .with_help(format!("read as {hour:02}:{minute:02} universal time")),
            );
        }
        repairs.report(moment, span, &text, diagnostics);
    } else {
        diagnostics.push(
            Diagnostic::new(
                Code::DtgMalformed,
                span,
                format!(
                    "expected a date-time group such as `121530Z APR 75`, found `{}`",
                    excerpt(&text)
                ),
            )
            .with_help("kept as written, no time assumed; compare with the original page"),
        );
    }
    Some(DateTimeLine {
        precedence,
        complete: written_year.is_some() && !garbled,
        group: Located::new(DateTimeGroup { text, moment, zone }, span),
        rest: Span::new(line_start + end, line_start + line.len()),
    })
}

/// The line of reception of 1977 to 1997: `------270429Z 060566 /61`, `41BEB5 300131Z /38`. It has a time and no month,
/// and hyphens or a counter beside it tell it from a date-time group.
pub(crate) fn is_reception(line: &str) -> bool {
    let rest = line.trim_start_matches('-');
    let n_hyphens = line.len() - rest.len();
    if line.len() > 60
        || !line
            .as_bytes()
            .last()
            .is_some_and(|b| b.is_ascii_digit() || *b == b'Z')
    {
        return false;
    }
    let (mut n_times, mut n_counters, mut counted) = (0, 0, false);
    for (at, word) in rest
        .split(['/', ' '])
        .filter(|word| !word.is_empty())
        .enumerate()
    {
        let bytes = word.as_bytes();
        let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
        match bytes.len() {
            // Scans read the zone as the digit it looks like.
            7 if digits >= 6 && matches!(bytes[6], b'Z' | b'2' | b'7') => n_times += 1,
            5..=6 if bytes.iter().all(u8::is_ascii_hexdigit) => n_counters += 1,
            1..=2 if digits == bytes.len() && line.contains('/') => counted = true,
            // The hyphens, read as letters.
            1..=2 if at == 0 && bytes.iter().all(u8::is_ascii_lowercase) => {}
            _ => return false,
        }
    }
    n_times == 1 && n_counters <= 1 && (n_hyphens >= 3 || counted || n_counters == 1)
}

/// `300130Z`: a time alone, of filing or of reception.
pub(crate) fn is_bare_time(line: &str) -> bool {
    matches!(line.as_bytes(), [time @ .., b'Z' | b'2'] if time.len() == 6 && time.iter().all(u8::is_ascii_digit))
}

/// What was read other than written.
#[derive(Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a repair of its own; any of them may come together"
)]
struct Repairs {
    letters: bool,
    zone: bool,
    year: bool,
    midnight: bool,
    signs: bool,
    month: Option<u8>,
}

impl Repairs {
    fn report(&self, moment: Moment, span: Span, text: &str, diagnostics: &mut Vec<Diagnostic>) {
        if *self == Repairs::default() {
            return;
        }
        let text = excerpt(text);
        let mut push = |message: String, help: String| {
            diagnostics.push(Diagnostic::new(Code::DtgRepaired, span, message).with_help(help));
        };
        if self.letters {
            push(
                format!("letters stand for digits in `{text}`"),
                "the letter O was read as 0, I and l as 1".to_owned(),
            );
        }
        if self.signs {
            push(
                format!("unreadable signs stand before or in `{text}`"),
                "what can be read was taken; a precedence may be lost".to_owned(),
            );
        }
        if self.zone {
            push(
                format!("a digit stands for the zone letter in `{text}`"),
                "2 was read as Z".to_owned(),
            );
        }
        if self.year {
            push(
                format!("the year is missing in `{text}`"),
                format!("{} was taken from what names the cable", moment.date.year),
            );
        }
        if self.midnight {
            push(
                format!("there is no hour 24 in `{text}`"),
                "read as midnight at the end of the day".to_owned(),
            );
        }
        if let Some(month) = self.month {
            push(
                format!("expected a month, found `{text}`"),
                format!("read as month {month}, the nearest that fits"),
            );
        }
    }
}

/// The precedence in front of the group and where the group starts.
///
/// Up to three prosigns, each a letter alone, doubled, or run into the next or into the digits; or words.
fn prosigns(
    line: &str,
    line_start: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> (PrecedencePair, usize) {
    let bytes = line.as_bytes();
    let mut at = skip_noise(bytes, 0);
    if bytes[at..]
        .get(..3)
        .is_some_and(|label| label.eq_ignore_ascii_case(b"DTG"))
    {
        at = skip_noise(bytes, at + 3);
    }
    let mut found: [Option<Precedence>; 2] = [None, None];
    let mut n_found = 0;
    let mut add = |precedence| {
        if n_found < 2 {
            found[n_found] = Some(precedence);
        }
        n_found += 1;
        n_found < 4
    };
    loop {
        let rest = &bytes[at.min(bytes.len())..];
        let letters = rest.iter().take_while(|b| b.is_ascii_alphabetic()).count();
        // A zero alone is the letter O.
        if let [b'0', b' ' | b'\t', ..] = rest {
            if !add(Precedence::Immediate) {
                break;
            }
            let next = skip_noise(bytes, at + 1);
            if Digits::at(bytes, next).is_some_and(|digits| digits.n >= 5) {
                diagnostics.push(
                    Diagnostic::new(
                        Code::PrecedenceRepaired,
                        Span::new(line_start + at, line_start + at + 1),
                        "expected a precedence such as R, P or O, found a zero",
                    )
                    .with_help("read as the letter O, IMMEDIATE"),
                );
            }
            at = next;
            continue;
        }
        let prosign = |i: usize| Precedence::from_prosign(char::from(rest[i]));
        let digits_behind = rest
            .get(letters..letters + 6)
            .is_some_and(|digits| digits.iter().all(u8::is_ascii_digit));
        let ends = matches!(
            rest.get(letters),
            Some(b' ' | b'\t' | b'.' | b',' | b'/' | b'\r' | b'\n')
        ) || digits_behind;
        match letters {
            1 if ends => {
                let Some(precedence) = prosign(0) else {
                    // A letter that is no prosign, before what is a date-time group.
                    let next = skip_noise(bytes, at + 1);
                    if Digits::at(bytes, next).is_some_and(|digits| digits.n >= 5) {
                        diagnostics.push(
                            Diagnostic::new(
                                Code::PrecedenceUnknown,
                                Span::new(line_start + at, line_start + at + 1),
                                format!(
                                    "expected a precedence such as R, P or O, found `{}`",
                                    char::from(rest[0])
                                ),
                            )
                            .with_help("the precedence was left open"),
                        );
                        at = next;
                    }
                    break;
                };
                if !add(precedence) {
                    break;
                }
            }
            2 if ends => {
                let (Some(first), Some(second)) = (prosign(0), prosign(1)) else {
                    break;
                };
                if !add(first) || rest[0] != rest[1] && !add(second) {
                    break;
                }
            }
            5.. => {
                let Some((precedence, n)) = Precedence::at_start(&line[at..]) else {
                    break;
                };
                if !add(precedence) {
                    break;
                }
                at = skip_noise(bytes, at + n);
                continue;
            }
            _ => break,
        }
        at = skip_noise(bytes, at + letters);
    }
    let pair = PrecedencePair {
        action: found[0],
        info: found[1].filter(|info| Some(*info) != found[0]),
    };
    (pair, at)
}

/// Day, hour and minute as written.
struct Digits {
    values: [u8; 7],
    n: usize,
    /// How many of them are digits in the text.
    n_real: usize,
    letters: bool,
    /// A sign stands for one that was lost.
    lost: bool,
    end: usize,
}

impl Digits {
    /// The group at `at`: four to seven digits, a blank or sign after the day or the hour borne.
    fn at(bytes: &[u8], at: usize) -> Option<Digits> {
        let mut read = Digits {
            values: [0; 7],
            n: 0,
            n_real: 0,
            letters: false,
            lost: false,
            end: at,
        };
        let value = |at: usize| -> Option<(u8, bool)> {
            Some(match bytes.get(at)? {
                b @ b'0'..=b'9' => (b - b'0', true),
                b'O' | b'o' => (0, false),
                b'I' | b'l' => (1, false),
                b'S' => (5, false),
                b'B' => (8, false),
                _ => return None,
            })
        };
        let mut at = at;
        while read.n < 7 {
            if matches!(read.n, 2 | 4)
                && matches!(bytes.get(at), Some(b' ' | b'/' | b':' | b'.'))
                && value(at + 1).is_some()
                && value(at + 2).is_some()
            {
                at += 1;
            } else if bytes.get(at) == Some(&b' ') && read.n < 6 {
                // `2 21300Z`, `22130 0Z`: a blank anywhere, where six digits and the zone Z leave one reading.
                let n = 6 - read.n;
                let whole = (1..=n).all(|i| bytes.get(at + i).is_some_and(u8::is_ascii_digit));
                let zone = bytes
                    .get(at + n + 1)
                    .is_some_and(|b| b.eq_ignore_ascii_case(&b'Z'));
                if read.n > 0 && whole && zone {
                    at += 1;
                }
            }
            // `1215¿0Z`: one digit is lost, which one is known and not what it was.
            let sign = garble::len_at(bytes, at);
            if sign > 0
                && (1..6).contains(&read.n)
                && (read.n == 5 || bytes.get(at + sign).is_some_and(u8::is_ascii_digit))
            {
                read.n += 1;
                read.lost = true;
                at += sign;
                read.end = at;
                continue;
            }
            // Behind six digits a letter is the zone.
            let Some((digit, real)) = value(at).filter(|(_, real)| *real || read.n < 6) else {
                break;
            };
            read.values[read.n] = digit;
            read.n += 1;
            read.n_real += usize::from(real);
            read.letters |= !real;
            at += 1;
            read.end = at;
        }
        (read.n >= 4 && read.n_real >= 2).then_some(read)
    }
}

/// The zone letter at `at`, alone or glued to the month, and where it ends.
fn zone_at(line: &str, at: usize) -> Option<(char, usize)> {
    let bytes = line.as_bytes();
    let letter = *bytes.get(at).filter(|b| b.is_ascii_alphabetic())?;
    let n = letters_at(bytes, at);
    // `221300ZZ MAY`: the zone stands twice.
    if n == 2 && line[at..at + 2].eq_ignore_ascii_case("ZZ") {
        return Some(('Z', at + 2));
    }
    let alone = n == 1 || matches!(letter, b'Z' | b'z') && n >= 4;
    let glued = n >= 4
        && calendar::month_by_name(&line[at..at + n]).is_none()
        && calendar::month_by_name(&line[at + 1..at + n]).is_some();
    (alone || glued).then(|| (char::from(letter).to_ascii_uppercase(), at + 1))
}

fn letters_at(bytes: &[u8], at: usize) -> usize {
    bytes[at.min(bytes.len())..]
        .iter()
        .take_while(|b| b.is_ascii_alphabetic())
        .count()
}

/// A month at `at`, in full or in three letters, and where it ends.
fn month_at(line: &str, at: usize) -> Option<(u8, usize)> {
    let bytes = line.as_bytes();
    let n = letters_at(bytes, at);
    if n < 3 {
        return None;
    }
    Some((calendar::month_by_name(&line[at..at + n])?, at + n))
}

/// The months a damaged name at `at` can be, a bit each, and where it ends.
///
/// Zero for O, one for I, a blank inside, one letter lost, changed, added or swapped with its neighbour.
fn garbled_month(line: &str, at: usize) -> Option<(u16, usize)> {
    let bytes = line.as_bytes();
    let like_letter = |b: &u8| b.is_ascii_alphabetic() || matches!(b, b'0' | b'1');
    let n = bytes[at.min(bytes.len())..]
        .iter()
        .take_while(|b| like_letter(b))
        .count();
    if n == 0 || !bytes[at..at + n].iter().any(u8::is_ascii_alphabetic) {
        return None;
    }
    let letters = |from: usize, to: usize| -> String {
        bytes[from..to]
            .iter()
            .filter(|b| !matches!(b, b' ' | b'\r' | b'\n'))
            .map(|b| match b.to_ascii_uppercase() {
                b'0' => 'O',
                b'1' => 'I',
                b => char::from(b),
            })
            .collect()
    };
    let word = letters(at, at + n);
    if let Some(month) = calendar::month_by_name(&word) {
        return Some((1 << month, at + n));
    }
    // A letter lost inside: `J¿N`.
    let sign = garble::len_at(bytes, at + n);
    let behind = letters_at(bytes, at + n + sign);
    if sign > 0 && behind > 0 && n + behind < 9 {
        let word = letters(at, at + n) + &letters(at + n + sign, at + n + sign + behind);
        let candidates = months_near(&word);
        if candidates != 0 {
            return Some((candidates, at + n + sign + behind));
        }
    }
    // One blank inside: `OC T`.
    if n < 9 && bytes.get(at + n) == Some(&b' ') {
        let second = bytes[at + n + 1..]
            .iter()
            .take_while(|b| like_letter(b))
            .count();
        if second > 0
            && let Some(month) = calendar::month_by_name(&letters(at, at + n + 1 + second))
        {
            return Some((1 << month, at + n + 1 + second));
        }
    }
    let candidates = months_near(&word);
    (candidates != 0).then_some((candidates, at + n))
}

/// The months that a word is a slip or two away from, a bit each.
fn months_near(word: &str) -> u16 {
    let mut candidates = 0;
    for month in 1..=12 {
        let name = calendar::month_name(month);
        let near = match word.len() {
            2..=4 => {
                super::classification::close_to(word, &name[..3], 1)
                    || crate::post::is_swap(word, &name[..3])
            }
            5..=10 => super::classification::close_to(word, name, 2),
            _ => false,
        };
        candidates |= u16::from(near) << month;
    }
    candidates
}

/// The one month among the candidates that has the day; where there are several, or none is told, the one in which
/// the day lies at most three days before the day of filing.
fn near_filing(candidates: u16, year: u16, day: u8, filed: Option<u16>) -> Option<u8> {
    if candidates.is_power_of_two() {
        return Some(candidates.trailing_zeros() as u8);
    }
    let filed = filed?;
    let mut fitting = (1..=12u8).filter(|&month| {
        (candidates == 0 || candidates & (1 << month) != 0)
            && Date::new(year, month, day)
                .is_some_and(|date| (date.day_of_year()..=date.day_of_year() + 3).contains(&filed))
    });
    fitting.next().filter(|_| fitting.next().is_none())
}

/// The year at `at`, two digits or four, letters for digits and a blank between two digits borne; where it ends, and
/// whether letters stand in it.
fn year_at_place(line: &str, at: usize) -> Option<(u16, usize, bool)> {
    let bytes = line.as_bytes();
    let like_digit = |b: &u8| b.is_ascii_digit() || matches!(b, b'O' | b'o' | b'I' | b'l');
    let run = |at: usize| {
        bytes[at.min(bytes.len())..]
            .iter()
            .take_while(|b| like_digit(b))
            .count()
    };
    let (mut n, mut end) = (run(at), at + run(at));
    let mut written = line.get(at..at + n)?.to_owned();
    if n == 1 && bytes.get(at + 1) == Some(&b' ') && run(at + 2) == 1 {
        written.push_str(&line[at + 2..at + 3]);
        (n, end) = (2, at + 3);
    }
    if !written.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let letters = written.bytes().any(|b| b.is_ascii_alphabetic());
    let digits = if letters {
        written.replace(['O', 'o'], "0").replace(['I', 'l'], "1")
    } else {
        written
    };
    let year = match n {
        2 => calendar::century(digits.parse().ok()?),
        4 => digits
            .parse()
            .ok()
            .filter(|year| (1900..=2100).contains(year))?,
        _ => return None,
    };
    Some((year, end, letters))
}

/// Hours to universal time of a military zone letter: A to M without J are east, N to Y west.
fn zone_hours(letter: char) -> i32 {
    match letter {
        'A'..='I' => letter as i32 - 'A' as i32 + 1,
        'K'..='M' => letter as i32 - 'K' as i32 + 10,
        'N'..='Y' => -(letter as i32 - 'N' as i32 + 1),
        _ => 0,
    }
}

/// Past blanks and the signs that get in front of a line.
fn skip_noise(bytes: &[u8], mut at: usize) -> usize {
    loop {
        at += match bytes.get(at..) {
            Some(
                [
                    b' ' | b'\t' | b'.' | b',' | b'/' | b'-' | b'*' | b':' | b'"' | b'\r' | b'\n',
                    ..,
                ],
            ) => 1,
            // The no-break space, both bytes of it: other signs begin or end with the same.
            Some([0xC2, 0xA0, ..]) => 2,
            _ => match garble::len_at(bytes, at) {
                0 => return at,
                sign => sign,
            },
        };
    }
}

fn skip_separator(bytes: &[u8], mut at: usize) -> usize {
    loop {
        at += match bytes.get(at) {
            Some(b' ' | b'\t' | b'.' | b',' | b'-' | b'\'' | b'/' | b'\r' | b'\n') => 1,
            _ => match garble::len_at(bytes, at) {
                0 => return at,
                sign => sign,
            },
        };
    }
}

/// Whether a letter stands among the digits of a group, `12l53OZ APR 7O`.
fn has_misread_digits(group: &str) -> bool {
    group.split([' ', '\n']).any(|word| {
        let word = word.trim_end_matches(['Z', 'z']);
        word.bytes().any(|b| b.is_ascii_digit())
            && word
                .bytes()
                .any(|b| matches!(b, b'O' | b'o' | b'l' | b'I' | b'S' | b'B'))
            && word
                .bytes()
                .all(|b| b.is_ascii_digit() || matches!(b, b'O' | b'o' | b'l' | b'I' | b'S' | b'B'))
    })
}

/// Writes the date-time line: prosigns, and the group as written, or as it should be where it was a date in words.
pub(crate) fn write(
    precedence: PrecedencePair,
    group: Option<&Located<DateTimeGroup>>,
    out: &mut String,
) {
    use std::fmt::Write as _;

    const MONTHS: [&str; 12] = [
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
    ];
    let Some(group) = group else { return };
    // The prosign of NIACT is that of IMMEDIATE; only the words tell them apart.
    if precedence.action == Some(Precedence::NiactImmediate) && precedence.info.is_none() {
        out.push_str("NIACT IMMEDIATE ");
    } else {
        for precedence in [precedence.action, precedence.info].into_iter().flatten() {
            out.push(precedence.prosign());
            out.push(' ');
        }
    }
    let written = &group.value.text;
    // Letters that were read as digits are not written again.
    let misread = has_misread_digits(written);
    let same = !misread
        && parse(written, 0, None, &mut Vec::new())
            .is_some_and(|line| line.group.value.moment == group.value.moment);
    match group.value.moment {
        Some(moment) if !same => {
            let date = moment.date;
            let month = MONTHS[usize::from(date.month).clamp(1, 12) - 1];
            // Two digits say 1966 to 2065.
            let year = match date.year {
                1966..2066 => date.year % 100,
                year => year,
            };
            let _ = write!(
                out,
                "{:02}{:02}{:02}Z {month} {year:02}",
                date.day, moment.hour, moment.minute,
            );
        }
        _ => out.push_str(written),
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_for_lost_letters() {
        for (line, precedence, text, moment) in [
            (
                "¿¿161530Z JAN 79",
                "",
                "161530Z JAN 79",
                "1979-01-16T15:30:00Z",
            ),
            (
                "P \u{FFFD}161530Z JAN 79",
                "P",
                "161530Z JAN 79",
                "1979-01-16T15:30:00Z",
            ),
            (
                "P 161530Z¿JAN\u{10}79",
                "P",
                "161530Z¿JAN\u{10}79",
                "1979-01-16T15:30:00Z",
            ),
            (
                "P 161530Z ¿AN 79",
                "P",
                "161530Z ¿AN 79",
                "1979-01-16T15:30:00Z",
            ),
            (
                "P 161530¿ JAN 79",
                "P",
                "161530¿ JAN 79",
                "1979-01-16T15:30:00Z",
            ),
            ("P 161530Z J¿N 79", "P", "161530Z J¿N 79", "-"),
            ("P 16¿530Z JAN 79", "P", "16¿530Z JAN 79", "-"),
            ("P 16153¿Z JAN 79", "P", "16153¿Z JAN 79", "-"),
        ] {
            check(line, Some((precedence, text, moment)));
            let mut said = Vec::new();
            parse(line, 0, None, &mut said);
            assert!(!said.is_empty(), "{line}");
        }
        check("¿¿¿ JAN 79", None);
    }

    #[track_caller]
    fn check(line: &str, expected: Option<(&str, &str, &str)>) {
        let mut diagnostics = Vec::new();
        let read = parse(line, 0, Some(1999), &mut diagnostics).map(|line| {
            let precedence: String = [line.precedence.action, line.precedence.info]
                .into_iter()
                .flatten()
                .map(Precedence::prosign)
                .collect();
            let moment = line
                .group
                .value
                .moment
                .map_or("-".to_owned(), |moment| moment.to_string());
            (precedence, line.group.value.text, moment)
        });
        let read = read
            .as_ref()
            .map(|(precedence, text, moment)| (&**precedence, &**text, &**moment));
        assert_eq!(read, expected, "{line}");
    }

    #[test]
    fn reception_is_no_date() {
        for line in [
            "------------------270429Z 060566 /61",
            "------------------270429Z/060566 /61",
            "------------------107579 280824Z /20",
            "41BEB5 300131Z /38",
            "mm E62A6C 3006027 /38",
            "201745Z /38",
            "------------------ 251228Z",
        ] {
            assert!(is_reception(line), "{line}");
        }
        for line in [
            "P 071430Z JUL 75",
            "071430Z",
            "---------------------     062914",
            "R 172213Z",
            "071430Z JUL 75",
            "",
        ] {
            assert!(!is_reception(line), "{line}");
        }
        assert!(is_bare_time("300130Z"));
        assert!(!is_bare_time("30013Z"));
    }

    #[test]
    fn common_forms() {
        check(
            "R 081540Z OCT 07",
            Some(("R", "081540Z OCT 07", "2007-10-08T15:40:00Z")),
        );
        check(
            "O R 051020Z JUN 79",
            Some(("OR", "051020Z JUN 79", "1979-06-05T10:20:00Z")),
        );
        check(
            "P 270850 Z MARCH 73",
            Some(("P", "270850 Z MARCH 73", "1973-03-27T08:50:00Z")),
        );
        check(
            "141216Z Jul 05",
            Some(("", "141216Z Jul 05", "2005-07-14T12:16:00Z")),
        );
        check(
            "O 220500Z JUL 08 ZDK CTG #00732",
            Some(("O", "220500Z JUL 08", "2008-07-22T05:00:00Z")),
        );
        check(
            "PP 121530Z APR 2005",
            Some(("P", "121530Z APR 2005", "2005-04-12T15:30:00Z")),
        );
    }

    #[test]
    fn damaged_forms() {
        check(
            "0 150801Z MAR 85",
            Some(("O", "150801Z MAR 85", "1985-03-15T08:01:00Z")),
        );
        check(
            "P221300Z MAY 06",
            Some(("P", "221300Z MAY 06", "2006-05-22T13:00:00Z")),
        );
        check(
            "R 121530 APR 75",
            Some(("R", "121530 APR 75", "1975-04-12T15:30:00Z")),
        );
        check("R 320910Z APR 75", Some(("R", "320910Z APR 75", "-")));
        check(
            "R O81540Z OCT 07",
            Some(("R", "O81540Z OCT 07", "2007-10-08T15:40:00Z")),
        );
        check(
            "R 081540Z OCT",
            Some(("R", "081540Z OCT", "1999-10-08T15:40:00Z")),
        );
        check(
            "R 081540ZOCT07",
            Some(("R", "081540ZOCT07", "2007-10-08T15:40:00Z")),
        );
        for (line, precedence, text) in [
            ("OP 081540Z OCT 07", "OP", "081540Z OCT 07"),
            ("O/P 081540Z OCT 07", "OP", "081540Z OCT 07"),
            ("P. 081540Z OCT 07", "P", "081540Z OCT 07"),
            ("PRIORITY 081540Z OCT 07", "P", "081540Z OCT 07"),
            ("NIACT IMMEDIATE 081540Z OCT 07", "O", "081540Z OCT 07"),
            ("B 081540Z OCT 07", "", "081540Z OCT 07"),
            ("DTG: 081540Z OCT 07", "", "081540Z OCT 07"),
            ("R 08 1540Z OCT 07", "R", "08 1540Z OCT 07"),
            ("R 081540Z OCT O7", "R", "081540Z OCT O7"),
            ("R 081540Z OCT 0 7", "R", "081540Z OCT 0 7"),
            ("R 081540Z 0CT 07", "R", "081540Z 0CT 07"),
            ("R 081540Z OC T 07", "R", "081540Z OC T 07"),
            ("R 081540Z OCY 07", "R", "081540Z OCY 07"),
            ("R 081540Z OTCOBER 07", "R", "081540Z OTCOBER 07"),
            ("R 081540Z 08 OCT 07", "R", "081540Z 08 OCT 07"),
            ("R 0815402 OCT 07", "R", "0815402 OCT 07"),
            ("r 081540z oct 07", "R", "081540z oct 07"),
            ("R 081540Z\nOCT 07", "R", "081540Z OCT 07"),
        ] {
            check(line, Some((precedence, text, "2007-10-08T15:40:00Z")));
        }
        check(
            "R 072400Z OCT 07",
            Some(("R", "072400Z OCT 07", "2007-10-08T00:00:00Z")),
        );
        for text in [
            "310200Z FEB 07",
            "08154Z OCT 07",
            "0815400Z OCT 07",
            "081540Z JUX 07",
        ] {
            check(&format!("R {text}"), Some(("R", text, "-")));
        }
        check(
            "R 081540F OCT 07",
            Some(("R", "081540F OCT 07", "2007-10-08T09:40:00Z")),
        );
    }

    #[test]
    fn the_day_of_filing_tells_a_garbled_month() {
        let check = |line: &str, filed: Option<u16>, month: Option<u8>| {
            let nearby = Nearby {
                year: Some(2007),
                filed,
            };
            let read = parse_near(line, 0, nearby, &mut Vec::new()).unwrap();
            let moment = read.group.value.moment;
            assert_eq!(moment.map(|moment| moment.date.month), month, "{line}");
        };
        check("R 081540Z JUX 07", None, None);
        check("R 081540Z JUX 07", Some(190), Some(7));
        check("R 081540Z 07", Some(281), Some(10));
        check("R 081540Z 07", Some(200), None);
    }

    #[test]
    fn other_lines() {
        check("FM AMEMBASSY STRELSAU", None);
        check("R", None);
        check("", None);
        check("123456 people", None);
        check("P 22", None);
    }
}
