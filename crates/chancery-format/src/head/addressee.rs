//! Originator and addressees: format lines 6 to 9.

use super::precedence::Precedence;
use super::transmission::is_routing_indicator;
use crate::diagnostic::{Code, Diagnostic, excerpt};
use crate::flow::fold;
use crate::{Located, Span};

/// Whether an addressee must act or is informed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// TO: must act or answer.
    Action,
    /// INFO: gets a copy.
    Info,
}

/// One addressee.
///
/// Source: docs/format.md, "Originator and addressees".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addressee {
    /// Action or information.
    pub role: Role,
    /// The plain address as written, `SECSTATE WASHDC`; office codes between slashes stay with it.
    pub name: String,
    /// Routing indicator, `RUEHC`.
    pub routing: Option<String>,
    /// Precedence written behind this addressee.
    pub precedence: Option<Precedence>,
    /// The continuity number from this originator to this addressee, as written.
    pub serial: Option<String>,
    /// Names exempted from this collective, after XMT.
    pub exempt: Vec<String>,
    /// Where it is written.
    pub span: Span,
}

/// Words that begin a plain address without a routing indicator.
const ADDRESS_WORDS: &[&str] = &[
    "ACTION",
    "AFRICAN",
    "AID",
    "AIT",
    "ALL",
    "AMCONGEN",
    "AMCONSUL",
    "AMCONSULATE",
    "AMEMB",
    "AMEMBASSY",
    "AMERICAN",
    "AMINTSECT",
    "ARAB",
    "ASEAN",
    "CDR",
    "CDRUSCENTCOM",
    "CG",
    "CIA",
    "CINC",
    "CJCS",
    "CJTF",
    "CNO",
    "COMSOCEUR",
    "COMUSAFE",
    "DA",
    "DEA",
    "DEPT",
    "DEPTOFDEFENSE",
    "DIA",
    "DIRNSA",
    "DOD",
    "DOE",
    "DOJ",
    "DTRA",
    "EC",
    "EU",
    "EUROPEAN",
    "FAA",
    "FBI",
    "FCC",
    "HQ",
    "IAEA",
    "IRAN",
    "IRAQ",
    "JCS",
    "JICCENT",
    "JOINT",
    "MEDICAL",
    "MNF",
    "NASA",
    "NATO",
    "NGA",
    "NRC",
    "NSA",
    "NSC",
    "NSF",
    "ODC",
    "OPEC",
    "OSD",
    "REO",
    "SECDEF",
    "SECSTATE",
    "SOUTHERN",
    "SPECIAL",
    "SUDAN",
    "THE",
    "TREASURY",
    "UN",
    "UNSC",
    "USAID",
    "USARCENT",
    "USCENTCOM",
    "USCINC",
    "USCINCEUR",
    "USCINCSO",
    "USDA",
    "USDAO",
    "USDEL",
    "USDOC",
    "USEU",
    "USEUCOM",
    "USIA",
    "USINT",
    "USLO",
    "USMISSION",
    "USNATO",
    "USNMR",
    "USOFFICE",
    "USOSCE",
    "USPACOM",
    "USSOCOM",
    "USSOUTHCOM",
    "USSS",
    "USTR",
    "USUN",
    "UNVIE",
    "WHITE",
    "WHITEHOUSE",
    "WASHDC",
    "NCTC",
    "DHS",
    "CDC",
    "HHS",
    "DOT",
    "EPA",
    "USIS",
    "FEMA",
    "GENEVA",
    "ISLAMIC",
    "MAGHREB",
    "ORGANIZATION",
    "WESTERN",
    "CENTRAL",
    "NORDIC",
    "SCHENGEN",
    "OECD",
    "OSCE",
    "NONPROLIFERATION",
    "MISSILE",
    "IGAD",
    "AFGHANISTAN",
    "BALKAN",
    "CIS",
    "COMMONWEALTH",
    "ENVIRONMENT",
    "FUKUOKA",
    "MERCOSUR",
    "LATIN",
    "RIO",
    "HAVANA",
    "COLLECTIVE",
    "POLITICAL",
    "ECOWAS",
    "GULF",
    "EAST",
    "SOUTH",
    "NORTH",
    "SECRETARY",
    "SECTO",
    "RIYADH",
    "IRPO",
];

/// Whether a line can be one addressee: with a routing indicator, or beginning with a word addresses begin with.
pub(crate) fn is_address_line(line: &str) -> bool {
    let line = line.trim();
    if line.is_empty() || line.len() > 160 {
        return false;
    }
    if line.starts_with("ZEN") {
        return true;
    }
    if let Some((routing, rest)) = line.split_once('/')
        && is_routing_indicator(routing.trim())
    {
        return !rest.trim().is_empty();
    }
    let upper = !line.bytes().any(|b| b.is_ascii_lowercase());
    let first: &str = line
        .split(|c: char| !c.is_ascii_alphanumeric())
        .next()
        .unwrap_or("");
    upper
        && (ADDRESS_WORDS.contains(&first)
            || is_routing_indicator(first) && line.len() > first.len()
            || ends_like_address(line))
}

/// Whether a line without a telling first word ends as only addresses do.
fn ends_like_address(line: &str) -> bool {
    let (before, _) = split_tail(line);
    let before = before.trim_end();
    before.ends_with("COLLECTIVE")
        || before.ends_with("WASHDC")
        || before.ends_with("WASHINGTON DC")
        || before.ends_with("//")
        || before.len() < line.trim_end().len()
            && !before.is_empty()
            && !before.contains(['.', ':', ','])
}

/// Parts an address line from the precedence words and continuity number at its end, which stand in either order.
fn split_tail(line: &str) -> (&str, (Option<Precedence>, Option<&str>)) {
    let mut rest = line.trim_end();
    let mut precedence = None;
    let mut serial = None;
    for _ in 0..2 {
        if precedence.is_none()
            && let Some((before, word)) = Precedence::strip_word(rest)
        {
            precedence = Some(word);
            rest = before.trim_end();
        }
        if serial.is_none() {
            let digits_at = rest
                .rfind(|c: char| !c.is_ascii_digit() && c != '-')
                .map_or(0, |at| at + 1);
            let digits = rest.get(digits_at..).unwrap_or("");
            let apart = rest
                .get(..digits_at)
                .is_some_and(|before| before.ends_with([' ', '\t', '/']));
            let number = digits.trim_start_matches('-');
            if apart && (1..=9).contains(&number.len()) && number.as_bytes()[0].is_ascii_digit() {
                serial = Some(number);
                rest = rest[..digits_at].trim_end();
            }
        }
    }
    (rest, (precedence, serial))
}

/// Reads the originator of an FM line: routing indicator, if any, and name.
pub(crate) fn parse_originator(value: &str, start: usize) -> Located<Originator> {
    let (routing, name) = split_routing(value.trim());
    let at = start + (value.len() - value.trim_start().len());
    Located::new(
        Originator {
            name: fold(name),
            routing: routing.map(str::to_owned),
        },
        Span::new(at, at + value.trim().len()),
    )
}

/// Who sent the cable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Originator {
    /// The plain address, `REO BASRAH`.
    pub name: String,
    /// Routing indicator, where the FM line has one.
    pub routing: Option<String>,
}

/// Takes `RUEHC/` off the front of an address.
fn split_routing(line: &str) -> (Option<&str>, &str) {
    let line = line.trim();
    if let Some((routing, rest)) = line.split_once('/') {
        let routing = routing.trim();
        if is_routing_indicator(routing) {
            return (Some(routing), rest.trim_start_matches('/').trim());
        }
    }
    // The slash was lost: `RUEHC SECSTATE WASHDC`.
    if let Some((routing, rest)) = line.split_once(' ')
        && (5..=7).contains(&routing.len())
        && is_routing_indicator(routing)
        && ["RU", "RH"].iter().any(|start| routing.starts_with(start))
    {
        return (Some(routing), rest.trim());
    }
    (None, line)
}

/// Reads the addressees of one TO or INFO block, one piece of text a line.
///
/// A line that continues the name on the line before (no routing indicator, no telling first word, nothing at the
/// end of the line before) is joined to it. Exempted posts are attached to the collective before them.
pub(crate) fn parse_list(
    role: Role,
    lines: &[(Span, &str)],
    into: &mut Vec<Addressee>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut exempting = false;
    for &(span, line) in lines {
        let mut rest = line.trim();
        if rest.is_empty() {
            continue;
        }
        // Exemptions: `XMT AMCONSUL ZENDA`, or behind the collective itself.
        let (before, exempted) = split_exemption(rest);
        if let Some(exempted) = exempted {
            rest = before;
            if !rest.is_empty() {
                push(role, span, rest, into, diagnostics);
            }
            exempting = true;
            exempt(exempted, into);
            diagnostics.push(Diagnostic::new(
                Code::XmtApplied,
                span,
                format!(
                    "exempted from the address before: `{}`",
                    excerpt(exempted.trim())
                ),
            ));
            continue;
        }
        let (routing, _) = split_routing(rest);
        if exempting && routing.is_none() && is_address_line(rest) && !rest.contains("COLLECTIVE") {
            exempt(rest, into);
            continue;
        }
        exempting = false;
        push(role, span, rest, into, diagnostics);
    }
}

/// Splits `IRAN COLLECTIVE, XMT AMEMBASSY STRELSAU` at XMT.
fn split_exemption(line: &str) -> (&str, Option<&str>) {
    let Some(at) = line.find("XMT") else {
        return (line, None);
    };
    let apart_before = at == 0 || line[..at].ends_with([' ', ',', '/', '(', '-']);
    let after = &line[at + 3..];
    if !apart_before || !(after.is_empty() || after.starts_with([' ', ':', '/', ','])) {
        return (line, None);
    }
    let before = line[..at].trim_end_matches([' ', ',', '/', '(', '-']);
    (
        before,
        Some(
            after
                .trim_start_matches([' ', ':', '/', ','])
                .trim_end_matches([')', ' ']),
        ),
    )
}

fn exempt(names: &str, into: &mut [Addressee]) {
    if let Some(last) = into.last_mut() {
        for name in names.split([',', ';']) {
            let (name, _) = split_tail(split_routing(name).1);
            let name = fold(name);
            if !name.is_empty() {
                last.exempt.push(name);
            }
        }
    }
}

/// Whether a name looks cut at the end of its line.
fn is_cut(name: &str) -> bool {
    name.len() >= 50
        || name.ends_with(['-', '/', ','])
        || name.ends_with(" OF")
        || name.ends_with(" AND")
        || name.ends_with(" THE")
}

fn push(
    role: Role,
    span: Span,
    line: &str,
    into: &mut Vec<Addressee>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let known = is_address_line(line);
    let (routing, address) = split_routing(line.strip_prefix("ZEN/").unwrap_or(line));
    let (name, (precedence, serial)) = split_tail(address);
    let half = name.trim() == "COLLECTIVE"
        || into.last().is_some_and(|last| {
            matches!(
                &*last.name,
                "AMEMBASSY" | "AMCONSUL" | "AMCONGEN" | "USMISSION"
            )
        });
    if routing.is_none()
        && (half || !known && into.last().is_some_and(|last| is_cut(&last.name)))
        && let Some(last) = into.last_mut()
        && last.role == role
        && last.serial.is_none()
        && last.precedence.is_none()
        && last.exempt.is_empty()
        && last.name.len() < 200
    {
        // The rest of a name that was broken over two lines.
        last.name = fold(&format!("{} {}", last.name, name));
        last.precedence = precedence;
        last.serial = serial.map(str::to_owned);
        last.span = last.span.cover(span);
        return;
    }
    let mut name = fold(name.trim_end_matches([',', ';']));
    // `AMEMBASSY LA PAZ APR 9372`: a slip of the sending system.
    if let Some((before, month)) = name.rsplit_once(' ')
        && month.len() == 3
        && month.bytes().all(|b| b.is_ascii_uppercase())
        && crate::calendar::month_by_name(month).is_some()
        && serial.is_some()
    {
        diagnostics.push(
            Diagnostic::new(
                Code::AddresseeUnknown,
                span,
                format!(
                    "expected a precedence behind `{}`, found the month {month}",
                    excerpt(before)
                ),
            )
            .with_help("the month was left out of the name"),
        );
        name.truncate(before.len());
    }
    if routing.is_none() && !known {
        diagnostics.push(
            Diagnostic::new(
                Code::AddresseeUnknown,
                span,
                format!("expected an address, found `{}`", excerpt(line)),
            )
            .with_help("kept as the name of an addressee"),
        );
    }
    if name.is_empty() && routing.is_none() {
        return;
    }
    into.push(Addressee {
        role,
        name,
        routing: routing.map(str::to_owned),
        precedence,
        serial: serial.map(str::to_owned),
        exempt: Vec::new(),
        span,
    });
}

/// Writes the FM line.
pub(crate) fn write_originator(from: Option<&Located<Originator>>, out: &mut String) {
    let Some(from) = from else { return };
    out.push_str("FM ");
    if let Some(routing) = &from.value.routing {
        out.push_str(routing);
        out.push('/');
    }
    out.push_str(&from.value.name);
    out.push('\n');
}

/// Writes TO and INFO, an addressee a line: routing indicator, name, precedence, continuity number, exemptions.
pub(crate) fn write(addressees: &[Addressee], out: &mut String) {
    for (role, label) in [(Role::Action, "TO "), (Role::Info, "INFO ")] {
        let list = addressees.iter().filter(|addressee| addressee.role == role);
        for (at, addressee) in list.enumerate() {
            if at == 0 {
                out.push_str(label);
            }
            if let Some(routing) = &addressee.routing {
                out.push_str(routing);
                out.push('/');
            }
            out.push_str(&addressee.name);
            if let Some(precedence) = addressee.precedence {
                out.push(' ');
                out.push_str(precedence.as_str());
            }
            if let Some(serial) = &addressee.serial {
                out.push(' ');
                out.push_str(serial);
            }
            for (at, name) in addressee.exempt.iter().enumerate() {
                out.push_str(if at == 0 { ", XMT " } else { "\nXMT " });
                out.push_str(name);
            }
            out.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&str]) -> Vec<Addressee> {
        let lines: Vec<(Span, &str)> = lines.iter().map(|&line| (Span::default(), line)).collect();
        let mut addressees = Vec::new();
        parse_list(Role::Info, &lines, &mut addressees, &mut Vec::new());
        addressees
    }

    #[track_caller]
    fn check(
        line: &str,
        name: &str,
        routing: Option<&str>,
        precedence: Option<Precedence>,
        serial: Option<&str>,
    ) {
        let read = read(&[line]);
        assert_eq!(read.len(), 1, "{line}");
        let addressee = &read[0];
        assert_eq!(
            (
                &*addressee.name,
                addressee.routing.as_deref(),
                addressee.precedence,
                addressee.serial.as_deref()
            ),
            (name, routing, precedence, serial),
            "{line}"
        );
    }

    #[test]
    fn single_lines() {
        check(
            "RUEHC/SECSTATE WASHDC 0610",
            "SECSTATE WASHDC",
            Some("RUEHC"),
            None,
            Some("0610"),
        );
        check(
            "RUEHC/SECSTATE WASHDC PRIORITY 3341",
            "SECSTATE WASHDC",
            Some("RUEHC"),
            Some(Precedence::Priority),
            Some("3341"),
        );
        check(
            "SECSTATE WASHDC NIACT IMMEDIATE 12",
            "SECSTATE WASHDC",
            None,
            Some(Precedence::NiactImmediate),
            Some("12"),
        );
        check(
            "RHEFDHP/DIA DHP-1 WASHINGTON DC",
            "DIA DHP-1 WASHINGTON DC",
            Some("RHEFDHP"),
            None,
            None,
        );
        check(
            "RHEFDIA/DIA WASHDC//DHO-3//",
            "DIA WASHDC//DHO-3//",
            Some("RHEFDIA"),
            None,
            None,
        );
        check(
            "RUEHC/SECSTATE WASHDC IMMEDIATE 7721-7722",
            "SECSTATE WASHDC",
            Some("RUEHC"),
            Some(Precedence::Immediate),
            Some("7721-7722"),
        );
        check(
            "RUEHC SECSTATE WASHDC 0610",
            "SECSTATE WASHDC",
            Some("RUEHC"),
            None,
            Some("0610"),
        );
        check(
            "AMEMBASSY STRELSAU 0017 PRIORITY",
            "AMEMBASSY STRELSAU",
            None,
            Some(Precedence::Priority),
            Some("0017"),
        );
        check(
            "RUEPGAB/MNF-I C2X BAGHDAD IZ",
            "MNF-I C2X BAGHDAD IZ",
            Some("RUEPGAB"),
            None,
            None,
        );
    }

    #[test]
    fn exemptions_and_broken_names() {
        let read = self::read(&[
            "RUCNRUR/RURITANIA COLLECTIVE, XMT AMCONSUL ZENDA",
            "AMEMBASSY EDELWEISS",
        ]);
        assert_eq!(read.len(), 1);
        assert_eq!(read[0].exempt, ["AMCONSUL ZENDA", "AMEMBASSY EDELWEISS"]);
        let read = self::read(&["RUEHSU/AMEMBASSY", "STRELSAU 0017"]);
        assert_eq!(
            (read.len(), &*read[0].name, read[0].serial.as_deref()),
            (1, "AMEMBASSY STRELSAU", Some("0017"))
        );
    }
}
