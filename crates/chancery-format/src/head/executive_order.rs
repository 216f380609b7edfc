//! The executive-order line: which order governs secrecy, and when secrecy ends.

use std::borrow::Cow;

use smol_str::SmolStr;

use crate::Span;
use crate::calendar::{self, Date};
use crate::diagnostic::{Code, Diagnostic, excerpt};
use crate::flow::{Flow, fold, folded};

/// What the E.O. line says.
///
/// Source: docs/format.md, "Executive order and declassification".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExecutiveOrder {
    /// The order's number, mended where one digit slipped.
    pub order: Option<SmolStr>,
    /// The date on which secrecy ends.
    pub declassify_on: Option<Date>,
    /// The event on which secrecy ends, as written.
    pub event: Option<String>,
    /// Codes instead of or beside a date: `X1`, `25X1-HUMAN`, `OADR`, `MR`, `GDS`, `N/A`.
    pub exemptions: Vec<String>,
    /// The instruction as written, without the number of the order: `DECL: 10/8/2017`.
    pub text: SmolStr,
    /// Where the line stands.
    pub span: Span,
}

/// Orders that governed classification. Source: docs/format.md, "Executive order and declassification".
const ORDERS: [&str; 8] = [
    "10501", "10964", "11652", "12065", "12356", "12958", "13292", "13526",
];

/// Reads the value of an E.O. line, `12958: DECL: 10/8/2017`. `sent` resolves two-digit years and finds slips.
pub(crate) fn parse(
    flow: &Flow<'_>,
    sent: Option<Date>,
    diagnostics: &mut Vec<Diagnostic>,
) -> ExecutiveOrder {
    let text = &*flow.text;
    let mut read = ExecutiveOrder {
        span: flow.source,
        ..ExecutiveOrder::default()
    };
    let like_digit = |b: &u8| b.is_ascii_digit() || matches!(b, b'O' | b'l' | b'I');
    let mut digits: usize = text.bytes().take_while(like_digit).count();
    // `12 958`: a blank inside the number.
    let rest = &text.as_bytes()[digits..];
    if (1..5).contains(&digits) && rest.first() == Some(&b' ') {
        let more = rest[1..].iter().take_while(|b| b.is_ascii_digit()).count();
        if digits + more == 5 {
            digits += 1 + more;
        }
    }
    // `1.1652`, `O.11652`: a full stop inside the number, or the last letter of the label twice.
    let rest = &text.as_bytes()[digits..];
    let stop = digits == 1 && rest.first() == Some(&b'.');
    if stop {
        let more = rest[1..].iter().take_while(|b| b.is_ascii_digit()).count();
        if more == 5 && text.starts_with('O') || more == 4 {
            digits += 1 + more;
            diagnostics.push(
                Diagnostic::new(
                    Code::ExecutiveOrderTypo,
                    flow.span(0..digits),
                    format!(
                        "expected the order on classification, found {}",
                        &text[..digits]
                    ),
                )
                .with_help("the full stop was left out"),
            );
        }
    }
    let number = mended_number(&text[..digits]);
    let signs = |c: char| matches!(c, ':' | ' ' | '\n' | ',' | ';' | '.' | '-' | '\t');
    let after = text[digits..].trim_start_matches(signs);
    if !number.is_empty() {
        // `l2958`, `12 958`; a full stop has its own words above.
        let written = &text[..digits];
        if !stop && number != written && ORDERS.contains(&&*number) {
            diagnostics.push(
                Diagnostic::new(
                    Code::ExecutiveOrderTypo,
                    flow.span(0..digits),
                    format!("expected the order on classification, found {written}"),
                )
                .with_help(format!("read as {number}")),
            );
        }
        read.order = Some(order(&number, flow.span(0..digits), diagnostics));
    }
    read.text = folded(after).into();
    instruction(
        &mut read,
        after,
        flow,
        text.len() - after.len(),
        sent,
        diagnostics,
    );
    read
}

/// Reads a `DECLASSIFY ON` line into what the E.O. line left open.
pub(crate) fn parse_declassify(
    read: &mut ExecutiveOrder,
    flow: &Flow<'_>,
    sent: Option<Date>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if read.declassify_on.is_none() && read.event.is_none() && read.exemptions.is_empty() {
        instruction(read, &flow.text, flow, 0, sent, diagnostics);
        if read.text.is_empty() {
            read.text = folded(&flow.text).into();
        }
    }
}

/// The digits of an order's number, letters among them read as the digits they look like.
fn mended_number(written: &str) -> Cow<'_, str> {
    if written.bytes().all(|b| b.is_ascii_digit()) {
        return written.into();
    }
    written
        .strip_prefix("O.")
        .unwrap_or(written)
        .chars()
        .filter(|c| !matches!(c, ' ' | '.'))
        .map(|c| match c {
            'O' => '0',
            'l' | 'I' => '1',
            c => c,
        })
        .collect()
}

fn order(number: &str, span: Span, diagnostics: &mut Vec<Diagnostic>) -> SmolStr {
    if ORDERS.contains(&number) {
        return number.into();
    }
    // One digit changed, lost, added, or two swapped.
    let near = |order: &&&str| {
        super::classification::close_to(number, order, 1) || {
            let mut a: Vec<u8> = number.bytes().collect();
            let mut b: Vec<u8> = order.bytes().collect();
            a.sort_unstable();
            b.sort_unstable();
            a == b
        }
    };
    let mut candidates = ORDERS.iter().filter(near);
    if let (Some(&order), None) = (candidates.next(), candidates.next()) {
        diagnostics.push(
            Diagnostic::new(
                Code::ExecutiveOrderTypo,
                span,
                format!("expected the order on classification, found {number}"),
            )
            .with_help(format!("read as {order}")),
        );
        order.into()
    } else {
        diagnostics.push(Diagnostic::new(
            Code::ExecutiveOrderUnknown,
            span,
            format!("expected an order on classification, found {number}"),
        ));
        number.into()
    }
}

fn instruction(
    read: &mut ExecutiveOrder,
    written: &str,
    flow: &Flow<'_>,
    at: usize,
    sent: Option<Date>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut value = written.trim();
    // A downgrade, `DNG: CONFIDENTIAL 10/13/08, DECL: 10/13/16`, comes first and is not the end of secrecy.
    if ["DNG", "DG:", "DOWNGRADE"]
        .iter()
        .any(|word| value.starts_with(word))
    {
        match value.find("DECL") {
            Some(at) => value = &value[at..],
            None => return,
        }
    }
    // DECL, DECLASSIFY ON, DECLAS, DEC, DECL ON, with or without colon.
    let letters = value.bytes().take_while(u8::is_ascii_alphabetic).count();
    let word = &value[..letters];
    if word
        .get(..3)
        .is_some_and(|start| start.eq_ignore_ascii_case("DEC"))
        && !word.eq_ignore_ascii_case("DECEMBER")
        && (letters > 3 || value[letters..].starts_with(':'))
    {
        let signs = |c: char| matches!(c, ':' | ' ' | ';' | '.' | '\n' | ',' | '-');
        value = value[letters..].trim_start_matches(signs);
        // The date follows at once, in most.
        if !value.starts_with(|c: char| c.is_ascii_digit()) {
            for on in ["ON:", "ON ", "on ", "On "] {
                value = value.strip_prefix(on).unwrap_or(value).trim_start();
            }
            value = value.trim_start_matches([':', ' ']);
        }
    }
    let bare = value.trim_end_matches(['.', ' ', ',', ';']);
    if bare.is_empty() {
        return;
    }
    let too_early = |date: Date| {
        let sent = sent.filter(|sent| date < *sent)?;
        Some(Diagnostic::new(
            Code::DeclassifyBeforeSent,
            flow.span(at..flow.text.len()),
            format!("to be declassified on {date}, before it was sent on {sent}"),
        ))
    };
    let repaired = |what: &str, value: String| {
        Diagnostic::new(
            Code::DeclassifyRepaired,
            flow.span(at..flow.text.trim_end().len().max(at)),
            format!("{what} in `{}`", excerpt(&fold(bare))),
        )
        .with_help(format!("read as {value}"))
    };
    // A date in digits and nothing else, as most are.
    if bare.bytes().all(|b| b.is_ascii_digit() || b == b'/')
        && let Some((date, within)) = find_date(bare, sent)
    {
        read.declassify_on = Some(date);
        if is_torn(&bare[within]) {
            diagnostics.push(repaired("a sign is lost", date.to_string()));
        }
        diagnostics.extend(too_early(date));
        return;
    }
    let upper = bare.to_ascii_uppercase();
    if matches!(
        &*upper,
        "N/A"
            | "NA"
            | "N.A"
            | "N/A/"
            | "N / A"
            | "N/ A"
            | "N /A"
            | "NONE"
            | "NOT APPLICABLE"
            | "N/A DECL: N/A"
    ) {
        read.exemptions.push("N/A".to_owned());
        return;
    }
    // `RDS-2 1/16/99`, `XGDS 1`: the digit behind the code is no part of a date.
    let dated = bare
        .find(|c: char| c.is_ascii_whitespace())
        .filter(|_| is_schedule(&upper))
        .map_or(bare, |at| &bare[at..]);
    let mended = mend_digits(dated);
    let dated = mended.as_deref().unwrap_or(dated);
    let found = find_date(dated, sent);
    if let Some((date, within)) = &found {
        if mended.is_some() {
            diagnostics.push(repaired("letters stand for digits", date.to_string()));
        } else if is_torn(&dated[within.clone()]) {
            diagnostics.push(repaired("a sign is lost or one too many", date.to_string()));
        }
    }
    let date = found.map(|(date, _)| date);
    if ["0ADR", "OARD"].iter().any(|word| upper.contains(word)) {
        diagnostics.push(repaired("a code is misspelt", "OADR".to_owned()));
    }
    // Codes may stand beside a date.
    let (codes, rest_is_codes) = exemptions(&upper);
    for code in codes {
        // Beside a date a letter of section 1.4 is the reason, not what exempts.
        let reason = date.is_some() && code.starts_with("1.");
        if !reason && !read.exemptions.contains(&code) {
            read.exemptions.push(code);
        }
    }
    read.declassify_on = date;
    if date.is_none() && !rest_is_codes {
        if read.exemptions.is_empty() && looks_like_event(&upper) {
            read.event = Some(fold(bare));
        } else if read.exemptions.is_empty() {
            diagnostics.push(
                Diagnostic::new(
                    Code::DeclassifyUnreadable,
                    flow.span(at..flow.text.trim_end().len().max(at)),
                    format!(
                        "expected a date, an event or an exemption, found `{}`",
                        excerpt(&fold(bare))
                    ),
                )
                .with_help("kept as text"),
            );
        }
    }
    diagnostics.extend(date.and_then(too_early));
}

/// The exemption codes of an instruction in capitals, and whether there is nothing but codes.
fn exemptions(upper: &str) -> (Vec<String>, bool) {
    let mut upper = Cow::Borrowed(upper);
    // Most instructions are a date, and have no letter that one of these begins with.
    if memchr::memchr3(b'X', b'O', b'M', upper.as_bytes()).is_some() || upper == "0ADR" {
        for (written, code) in [
            ("X GDS", "XGDS"),
            ("X-GDS", "XGDS"),
            ("0ADR", "OADR"),
            ("OARD", "OADR"),
            ("O A D R", "OADR"),
            ("25X1 HUM", "25X1-HUM"),
            ("50X1 HUM", "50X1-HUM"),
            ("25 X", "25X"),
            ("25-X", "25X"),
            ("25X ", "25X"),
            ("O.A.D.R", "OADR"),
            ("ORIGINATING AGENCY'S DETERMINATION REQUIRED", "OADR"),
            ("ORIGINATING AGENCY DETERMINATION REQUIRED", "OADR"),
            ("MANUAL REVIEW", "MR"),
        ] {
            if upper.contains(written) {
                upper = Cow::Owned(upper.replace(written, code));
            }
        }
    }
    let mut codes: Vec<String> = Vec::new();
    let mut only_codes = true;
    // `1.5 (B) AND (D)`, `XGDS-1, 3`: what letters and digits further on belong to.
    let mut section: Option<&str> = None;
    let mut schedule: Option<&str> = None;
    for token in upper.split([' ', ',', ';', '\n', '&']) {
        let token = token.trim_matches(['(', ')', '.', ':']);
        if token.is_empty() || matches!(token, "AND" | "THROUGH" | "EXEMPTION" | "EXEMPT") {
            continue;
        }
        if let (Some(section), [letter @ b'A'..=b'H']) = (section, token.as_bytes()) {
            codes.push(format!(
                "{section}({})",
                char::from(letter.to_ascii_lowercase())
            ));
            continue;
        }
        if let (Some(schedule), [digit @ b'1'..=b'4']) = (schedule, token.as_bytes()) {
            // The bare code was only the first half.
            if codes.last().is_some_and(|last| last == schedule) {
                codes.pop();
            }
            codes.push(format!("{schedule}-{}", char::from(*digit)));
            continue;
        }
        section = matches!(token, "1.4" | "1.5" | "1.6").then_some(token);
        schedule = ["XGDS", "RDS"]
            .into_iter()
            .find(|word| token.starts_with(word));
        if section.is_some() {
            continue;
        }
        if let Some(code) = exemption(token) {
            codes.push(code);
            continue;
        }
        // `X1/X5`
        let parts: Vec<String> = token.split('/').filter_map(exemption).collect();
        if token.contains('/') && parts.len() == token.split('/').count() {
            codes.extend(parts);
        } else if token == "N/A" && codes.is_empty() && only_codes {
            codes.push("N/A".to_owned());
        } else {
            only_codes = false;
        }
    }
    (codes, only_codes)
}

/// The same text with the letters O, o, l and I in its dates read as digits; `None` where there are none.
fn mend_digits(text: &str) -> Option<String> {
    let like_digit = |b: u8| b.is_ascii_digit() || matches!(b, b'O' | b'o' | b'l' | b'I');
    let mut mended: Option<String> = None;
    for word in text.split_ascii_whitespace() {
        let word = word.trim_matches([',', '.', ';', '(', ')']);
        let mut parts = word.split(['/', '-', '.']);
        let dated = word.len() <= 10
            && word.bytes().any(|b| b.is_ascii_alphabetic())
            && word.bytes().filter(u8::is_ascii_digit).count() >= 3
            && parts.clone().count() == 3
            && parts.all(|part| !part.is_empty() && part.bytes().all(like_digit));
        if dated {
            let read = word.replace(['O', 'o'], "0").replace(['l', 'I'], "1");
            mended = Some(
                mended
                    .unwrap_or_else(|| text.to_owned())
                    .replace(word, &read),
            );
        }
    }
    mended
}

/// Whether an instruction begins with a schedule of 1972 to 1982.
fn is_schedule(upper: &str) -> bool {
    ["XGDS", "RDS", "GDS", "XDS"]
        .iter()
        .any(|code| upper.starts_with(code))
}

/// `X1`, `1.6X1`, `1.5(D)`, `25X1-HUMAN`, `OADR`, `MR`, `GDS`, `XGDS-2`, `ADS`, `RDS-4`.
fn exemption(token: &str) -> Option<String> {
    let stripped = token
        .strip_prefix("1.6")
        .or(token.strip_prefix("1.5"))
        .map(|rest| rest.trim_start_matches('('))
        .filter(|t| t.starts_with('X'))
        .unwrap_or(token);
    // `X-1`
    let dashed = stripped
        .strip_prefix("X-")
        .filter(|rest| matches!(rest.as_bytes(), [b'1'..=b'9']))
        .map(|rest| format!("X{rest}"));
    let stripped = dashed.as_deref().unwrap_or(stripped);
    let bytes = stripped.as_bytes();
    let numbered_x = |prefix: &str| {
        stripped.strip_prefix(prefix).is_some_and(|rest| {
            rest.as_bytes()
                .first()
                .is_some_and(|b| (b'1'..=b'9').contains(b))
                && rest[1..]
                    .bytes()
                    .all(|b| b.is_ascii_alphabetic() || b == b'-')
        })
    };
    let lettered = token.strip_prefix("1.").is_some_and(|rest| {
        matches!(rest.as_bytes(), [b'4' | b'5' | b'6', b'(', letter, b')'] | [b'4' | b'5' | b'6', b'(', letter] if letter.is_ascii_alphabetic())
    });
    if lettered {
        let letter = char::from(token.as_bytes()[4]).to_ascii_lowercase();
        return Some(format!("{}({letter})", &token[..3]));
    }
    let known = matches!(
        stripped,
        "OADR" | "MR" | "GDS" | "ADS" | "XGDS" | "RDS" | "XDS" | "OADR)"
    ) || numbered_x("X") && bytes.len() <= 3
        || numbered_x("25X")
        || numbered_x("50X")
        || ["XGDS", "RDS", "GDS", "XDS"].iter().any(|code| {
            stripped.strip_prefix(code).is_some_and(|rest| {
                let rest = rest.trim_start_matches('-');
                rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit())
            })
        });
    known.then(|| {
        // `XGDS1` and `XGDS-1` are one code.
        match stripped
            .strip_prefix("XGDS")
            .or(stripped.strip_prefix("RDS"))
        {
            Some(rest) if !rest.is_empty() => {
                let code = if stripped.starts_with('X') {
                    "XGDS"
                } else {
                    "RDS"
                };
                format!("{code}-{}", rest.trim_start_matches('-'))
            }
            _ => stripped.to_owned(),
        }
    })
}

fn looks_like_event(upper: &str) -> bool {
    if matches!(
        upper,
        "UNCLASSIFIED" | "CONFIDENTIAL" | "UNKNOWN" | "CLASSIFIED"
    ) {
        return false;
    }
    // One long word, `REUNIFICATION`, or a term of years.
    if upper.len() >= 6 && upper.bytes().all(|b| b.is_ascii_alphabetic())
        || upper.ends_with(" YEARS")
    {
        return true;
    }
    upper
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| word.len() >= 3)
        .count()
        >= 2
}

/// The first date in a text: `10/8/2017`, `2017/10/08`, `8 OCT 2017`, `OCTOBER 8, 2017`, `12-31-74`, `20171008`.
///
/// A two-digit year is the first one not before `sent`. Month first; where the first number is over 12, day first.
pub(crate) fn find_date(text: &str, sent: Option<Date>) -> Option<(Date, std::ops::Range<usize>)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let apart = at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
        if apart && bytes[at].is_ascii_digit() {
            if let Some((date, end)) =
                numeric_date(text, at, sent).or_else(|| day_month_date(text, at, sent))
            {
                return Some((date, at..end));
            }
            at += bytes[at..]
                .iter()
                .take_while(|b| b.is_ascii_digit())
                .count();
        } else if apart && bytes[at].is_ascii_alphabetic() {
            if let Some((date, end)) = month_day_date(text, at, sent) {
                return Some((date, at..end));
            }
            at += bytes[at..]
                .iter()
                .take_while(|b| b.is_ascii_alphabetic())
                .count();
        } else {
            at += 1;
        }
    }
    None
}

/// Whether a date in digits that [`find_date`] read lacks a sign or has one too many, `0522/2019`, `05/22/20 19`.
fn is_torn(written: &str) -> bool {
    if written.bytes().any(|b| b.is_ascii_alphabetic()) {
        return false;
    }
    // The lengths of the first four groups of digits, and where the last of them begins.
    let mut lengths = [0_usize; 4];
    let (mut n_groups, mut last, mut inside) = (0, 0, false);
    for (at, byte) in written.bytes().enumerate() {
        let begins = byte.is_ascii_digit() && !inside;
        inside = byte.is_ascii_digit();
        if begins && n_groups < lengths.len() {
            n_groups += 1;
            last = at;
        }
        if inside {
            lengths[n_groups - 1] += 1;
        }
    }
    let whole = match lengths {
        [8, 0, 0, 0] | [1 | 2, 1 | 2, 2 | 4, 0] | [4, 1 | 2, 1 | 2, 0] => true,
        // `5/2016`, where `05/2219` is a day and a year.
        [1 | 2, 4, 0, 0] => ["19", "20", "21"]
            .iter()
            .any(|c| written[last..].starts_with(c)),
        _ => false,
    };
    !whole
}

/// A group of digits at `at`: value, number of digits, end.
fn digits(text: &str, at: usize) -> Option<(u16, usize, usize)> {
    let n = text
        .as_bytes()
        .get(at..)?
        .iter()
        .take_while(|b| b.is_ascii_digit())
        .count();
    (1..=4)
        .contains(&n)
        .then(|| {
            text[at..at + n]
                .parse()
                .ok()
                .map(|value| (value, n, at + n))
        })
        .flatten()
}

fn separator(text: &str, at: usize, allowed: &[u8]) -> Option<usize> {
    let n = text
        .as_bytes()
        .get(at..)?
        .iter()
        .take_while(|b| allowed.contains(b))
        .count();
    (1..=3).contains(&n).then_some(at + n)
}

fn full_year(value: u16, n_digits: usize, month: u8, day: u8, sent: Option<Date>) -> Option<Date> {
    match n_digits {
        4 => Date::new(value, month, day),
        2 => {
            let base = sent.map_or_else(
                || calendar::century(value),
                |sent| sent.year / 100 * 100 + value,
            );
            let date = Date::new(base, month, day)?;
            match sent {
                Some(sent) if date < sent && base + 100 <= sent.year + 50 => {
                    Date::new(base + 100, month, day)
                }
                _ => Some(date),
            }
        }
        _ => None,
    }
}

fn numeric_date(text: &str, at: usize, sent: Option<Date>) -> Option<(Date, usize)> {
    if text
        .get(at..at + 8)
        .is_some_and(|t| t.bytes().all(|b| b.is_ascii_digit()))
        && text
            .as_bytes()
            .get(at + 8)
            .is_none_or(|b| !b.is_ascii_digit())
    {
        let part = |from: usize, to: usize| text[at + from..at + to].parse::<u16>().ok();
        let date = Date::new(part(0, 4)?, part(4, 6)? as u8, part(6, 8)? as u8)
            .filter(|date| (1900..2200).contains(&date.year))
            .or_else(|| Date::new(part(4, 8)?, part(0, 2)? as u8, part(2, 4)? as u8))?;
        return Some((date, at + 8));
    }
    let (first, n_first, end) = digits(text, at)?;
    let second_at = separator(text, end, b"/-. \n\\")?;
    // `0522/2019`: the first sign was lost.
    if n_first == 4
        && first < 1300
        && let Some((year, 4, end)) = digits(text, second_at)
        && text.as_bytes()[second_at - 1] == b'/'
    {
        return Some((
            Date::new(year, (first / 100) as u8, (first % 100) as u8)?,
            end,
        ));
    }
    // `05/222016`: the second sign was lost.
    let run = text.as_bytes()[second_at..]
        .iter()
        .take_while(|b| b.is_ascii_digit())
        .count();
    // `05/2219`: the same with a year of two digits, where the four are no year.
    if run == 4 && n_first <= 2 && text.as_bytes()[second_at - 1] == b'/' {
        let number = |from: usize, to: usize| text[second_at + from..second_at + to].parse().ok();
        let as_year: u16 = number(0, 4)?;
        let behind = text.as_bytes().get(second_at + 4);
        if !(1900..2150).contains(&as_year) && behind != Some(&b'/') {
            let (day, year): (u16, u16) = (number(0, 2)?, number(2, 4)?);
            let date = full_year(year, 2, first as u8, day as u8, sent)?;
            return Some((date, second_at + 4));
        }
    }
    if run == 6 && n_first <= 2 {
        let day = text[second_at..second_at + 2].parse().ok()?;
        let year = text[second_at + 2..second_at + 6].parse().ok()?;
        return Some((Date::new(year, first as u8, day)?, second_at + 6));
    }
    let (second, n_second, end) = digits(text, second_at)?;
    let Some(third_at) = separator(text, end, b"/-. ,\n\\") else {
        // `5/2016`: the first of the month.
        let month = n_first <= 2 && n_second == 4 && text.as_bytes()[second_at - 1] == b'/';
        return month.then(|| Some((Date::new(second, first as u8, 1)?, end)))?;
    };
    let (third, n_third, end) = digits(text, third_at)?;
    // `05/22/20 19`: a blank inside the year.
    if n_third == 2
        && matches!(third, 19 | 20)
        && let [b' ', tens @ b'0'..=b'9', ones @ b'0'..=b'9', rest @ ..] = &text.as_bytes()[end..]
        && !rest.first().is_some_and(u8::is_ascii_alphanumeric)
    {
        let year = third * 100 + u16::from(tens - b'0') * 10 + u16::from(ones - b'0');
        let (month, day) = (u8::try_from(first).ok()?, u8::try_from(second).ok()?);
        if let Some(date) = Date::new(year, month, day) {
            return Some((date, end + 3));
        }
    }
    if n_first == 4 {
        return Some((Date::new(first, second as u8, third as u8)?, end));
    }
    let (month, day) = if first > 12 {
        (second, first)
    } else {
        (first, second)
    };
    let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    let date = full_year(third, n_third, month, day, sent)?;
    Some((date, end))
}

/// Past the letters of `22ND`.
fn behind_ordinal(text: &str, at: usize) -> usize {
    let ordinal = text.get(at..at + 2).is_some_and(|letters| {
        ["ST", "ND", "RD", "TH"]
            .iter()
            .any(|word| letters.eq_ignore_ascii_case(word))
    });
    at + if ordinal { 2 } else { 0 }
}

fn day_month_date(text: &str, at: usize, sent: Option<Date>) -> Option<(Date, usize)> {
    let (day, n_day, end) = digits(text, at)?;
    let end = behind_ordinal(text, end);
    let mut month_at = separator(text, end, b" -/,.\n").unwrap_or(end);
    if text[month_at..]
        .get(..3)
        .is_some_and(|of| of.eq_ignore_ascii_case("OF "))
    {
        month_at += 3;
    }
    let n = text
        .as_bytes()
        .get(month_at..)?
        .iter()
        .take_while(|b| b.is_ascii_alphabetic())
        .count();
    let month = calendar::month_by_name(text.get(month_at..month_at + n)?)?;
    let year_at = separator(text, month_at + n, b" -/,.'").unwrap_or(month_at + n);
    let (year, n_year, end) = digits(text, year_at)?;
    if n_day > 2 {
        return None;
    }
    Some((full_year(year, n_year, month, day as u8, sent)?, end))
}

fn month_day_date(text: &str, at: usize, sent: Option<Date>) -> Option<(Date, usize)> {
    let n = text.as_bytes()[at..]
        .iter()
        .take_while(|b| b.is_ascii_alphabetic())
        .count();
    let month = calendar::month_by_name(&text[at..at + n])?;
    let day_at = separator(text, at + n, b" .-/\n")?;
    let (day, n_day, end) = digits(text, day_at)?;
    let end = behind_ordinal(text, end);
    if n_day == 4 {
        // A month and a year: the first of the month.
        return Some((Date::new(day, month, 1)?, end));
    }
    let year_at = separator(text, end, b" ,.-/\n")?;
    let (year, n_year, end) = digits(text, year_at)?;
    Some((
        full_year(year, n_year, month, u8::try_from(day).ok()?, sent)?,
        end,
    ))
}

/// Writes the E.O. line: the order, and the instruction as written.
pub(crate) fn write(order: &ExecutiveOrder, sent: Option<Date>, out: &mut String) {
    use crate::write::wrap::{Part, fill};

    let same = |value: &str, order: &ExecutiveOrder| {
        let flow = Flow::new(value, [Span::new(0, value.len())]);
        let read = parse(&flow, sent, &mut Vec::new());
        read.order == order.order
            && read.declassify_on == order.declassify_on
            && read.event == order.event
            && read.exemptions == order.exemptions
            && read.text == order.text
    };
    let number = order.order.as_deref().unwrap_or("");
    // Letters that were read as digits are not written again.
    let mended = order
        .declassify_on
        .and_then(|_| mend_digits(&order.text))
        .map(|text| ExecutiveOrder {
            text: text.into(),
            ..order.clone()
        });
    let order = mended.as_ref().unwrap_or(order);
    let same = |value: &str| same(value, order);
    let written = if number.is_empty() {
        order.text.to_string()
    } else {
        format!("{number}: {}", order.text)
    };
    out.push_str("E.O.");
    out.push_str(if number.is_empty() { ": " } else { " " });
    if same(&written) {
        fill(out, &written, 0, Part::Head);
    } else {
        // The instruction came from another line, or what was meant was taken from around it.
        let date = order
            .declassify_on
            .map(|date| format!("DECL: {:02}/{:02}/{}", date.month, date.day, date.year));
        let instruction = date
            .or_else(|| Some(format!("DECL: {}", order.event.as_ref()?)))
            .or_else(|| {
                (!order.exemptions.is_empty())
                    .then(|| format!("DECL: {}", order.exemptions.join(", ")))
            })
            .unwrap_or_else(|| order.text.to_string());
        let separator = if number.is_empty() { "" } else { ": " };
        let usual = format!("{number}{separator}{instruction}");
        fill(
            out,
            if order.declassify_on.is_some() && !same(&written) {
                &usual
            } else {
                &written
            },
            0,
            Part::Head,
        );
    }
    while out.ends_with([' ', ':']) {
        out.pop();
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(
        value: &str,
        order: Option<&str>,
        date: Option<&str>,
        exemptions: &[&str],
        event: Option<&str>,
    ) {
        let flow = Flow::new(value, [Span::new(0, value.len())]);
        let read = parse(&flow, Date::new(2007, 10, 8), &mut Vec::new());
        let date_read = read.declassify_on.map(|date| date.to_string());
        assert_eq!(
            (
                read.order.as_deref(),
                date_read.as_deref(),
                &read.exemptions[..],
                read.event.as_deref()
            ),
            (
                order,
                date,
                &exemptions
                    .iter()
                    .map(|e| (*e).to_owned())
                    .collect::<Vec<_>>()[..],
                event
            ),
            "{value}"
        );
    }

    #[test]
    fn schedules_and_slips() {
        for value in ["1.1652: GDS", "O.11652: GDS"] {
            check(value, Some("11652"), None, &["GDS"], None);
        }
        check("11652: N/ A", Some("11652"), None, &["N/A"], None);
        check(
            "12065: XDS-1 3/27/09",
            Some("12065"),
            Some("2009-03-27"),
            &["XDS-1"],
            None,
        );
    }

    #[test]
    fn dates() {
        check(
            "12958: DECL: 10/8/2017",
            Some("12958"),
            Some("2017-10-08"),
            &[],
            None,
        );
        check(
            "12958 DECL: 02/22/11",
            Some("12958"),
            Some("2011-02-22"),
            &[],
            None,
        );
        check(
            "12958: DECL: 2017/10/08",
            Some("12958"),
            Some("2017-10-08"),
            &[],
            None,
        );
        check(
            "12958: DECL: 8 OCT 2017",
            Some("12958"),
            Some("2017-10-08"),
            &[],
            None,
        );
        check(
            "12958: DECL: OCTOBER 8, 2017",
            Some("12958"),
            Some("2017-10-08"),
            &[],
            None,
        );
        check(
            "12958: DECL: 25/12/2017",
            Some("12958"),
            Some("2017-12-25"),
            &[],
            None,
        );
        check(
            "12958: DECL: 12-31-17",
            Some("12958"),
            Some("2017-12-31"),
            &[],
            None,
        );
        check(
            "12958: DECLASSIFY ON: 20171008",
            Some("12958"),
            Some("2017-10-08"),
            &[],
            None,
        );
    }

    #[test]
    fn damaged_dates() {
        for instruction in [
            "DECL: OCTOBER 8TH, 2017",
            "DECL: 8TH OF OCTOBER 2017",
            "DECL: 10082017",
            "DECL: 10/082017",
            "DECL: 10/O8/2O17",
            "DECL: l0/08/20l7",
            "DECL: 10/\n08/2017",
            "DECL:DECL: 10/08/2017",
        ] {
            let value = format!("12958: {instruction}");
            check(&value, Some("12958"), Some("2017-10-08"), &[], None);
        }
        check(
            "12 958: DECL: 10/2017",
            Some("12958"),
            Some("2017-10-01"),
            &[],
            None,
        );
        check("l2958: DECL: 02/30/2017", Some("12958"), None, &[], None);
    }

    #[test]
    fn torn_dates_are_told() {
        for (instruction, torn) in [
            ("DECL: 10/08/2017", false),
            ("DECL: 10/8/17", false),
            ("DECL: 2017-10-08", false),
            ("DECL: 10082017", false),
            ("DECL: 10/2017", false),
            ("DECL: OCTOBER 8, 2017", false),
            ("DECL: OADR", false),
            ("DECL: 10/0817", true),
            ("DECL: 1008/2017", true),
            ("DECL: 10/082017", true),
            ("DECL: 10/08/20 17", true),
            ("DECL: 10/O8/2017", true),
            ("DECL: 0ADR", true),
            ("DECL: OARD", true),
        ] {
            let value = format!("12958: {instruction}");
            let flow = Flow::new(&value, [Span::new(0, value.len())]);
            let mut diagnostics = Vec::new();
            let read = parse(&flow, None, &mut diagnostics);
            let dated = !instruction.contains("17")
                || read.declassify_on.is_some_and(|date| date.year == 2017);
            let told = diagnostics
                .iter()
                .any(|told| told.code == Code::DeclassifyRepaired);
            assert!(dated && told == torn, "{instruction}: {diagnostics:?}");
        }
    }

    #[test]
    fn damaged_codes() {
        for (instruction, codes) in [
            ("DECL: X-1", &["X1"][..]),
            ("DECL: X1/X5", &["X1", "X5"]),
            ("DECL: 1.6 (X6)", &["X6"]),
            ("DECL: 1.4 (D)", &["1.4(d)"]),
            ("DECL: 1.5 (B) AND (D)", &["1.5(b)", "1.5(d)"]),
            ("DECL: MANUAL REVIEW", &["MR"]),
            ("DECL: O.A.D.R.", &["OADR"]),
            ("XGDS (1)", &["XGDS-1"]),
            ("XGDS-1, 3", &["XGDS-1", "XGDS-3"]),
            ("X GDS-2", &["XGDS-2"]),
            ("NOT APPLICABLE", &["N/A"]),
        ] {
            let value = format!("12958: {instruction}");
            check(&value, Some("12958"), None, codes, None);
        }
        check(
            "12958: DECL: REUNIFICATION",
            Some("12958"),
            None,
            &[],
            Some("REUNIFICATION"),
        );
    }

    #[test]
    fn codes_and_events() {
        check("12958: N/A", Some("12958"), None, &["N/A"], None);
        check("12356:  DECL:  OADR", Some("12356"), None, &["OADR"], None);
        check(
            "12958: DECL: X1, X5",
            Some("12958"),
            None,
            &["X1", "X5"],
            None,
        );
        check("12958: DECL: 1.6X6", Some("12958"), None, &["X6"], None);
        check(
            "13526: DECL: 25X1-HUMAN",
            Some("13526"),
            None,
            &["25X1-HUMAN"],
            None,
        );
        check("11652: XGDS1", Some("11652"), None, &["XGDS-1"], None);
        check(
            "12065: RDS-2 1/16/19 (FENN, DORA) OR-M",
            Some("12065"),
            Some("2019-01-16"),
            &["RDS-2"],
            None,
        );
        check("11652: XGDS 1", Some("11652"), None, &["XGDS-1"], None);
        check(
            "12958: DNG: CONFIDENTIAL 10/13/08, DECL: 10/13/16",
            Some("12958"),
            Some("2016-10-13"),
            &[],
            None,
        );
        check(
            "12958: DECL: 1.5(D)",
            Some("12958"),
            None,
            &["1.5(d)"],
            None,
        );
        check("11652: GDS", Some("11652"), None, &["GDS"], None);
        check(
            "12958: DECL: AFTER RURITANIAN ELECTIONS",
            Some("12958"),
            None,
            &[],
            Some("AFTER RURITANIAN ELECTIONS"),
        );
        check(
            "12598: DECL: 10/8/2017",
            Some("12958"),
            Some("2017-10-08"),
            &[],
            None,
        );
    }
}
