//! The head of invented cables, and the whole of them, as the eight-column table parts it: wire head and text.

use std::fmt::Write;

use super::World;
use super::plan::{Copy, Level, Number, Plan};
use super::prose::{Lines, Prose};
use super::random::Random;

/// A cable as it came over the wire; cleared and used again for the next one.
#[derive(Debug, Default)]
pub(crate) struct Telegram {
    /// Transmission lines to the last addressee.
    pub(crate) header: String,
    /// From the classification line to the signature.
    pub(crate) body: String,
    /// The subject, as the text has it but in one line.
    pub(crate) subject: String,
    lines: Lines,
}

/// Agencies at home that much is copied to.
const AGENCIES: [&str; 10] = [
    "RUEAIIA/CIA WASHDC",
    "RHEHNSC/NSC WASHDC",
    "RUEKJCS/SECDEF WASHDC",
    "RUEKJCS/JOINT STAFF WASHDC",
    "RHEFDIA/DIA WASHDC",
    "RUEATRS/DEPT OF TREASURY WASHDC",
    "RUCPDOC/DEPT OF COMMERCE WASHDC",
    "RUEABND/DEA HQS WASHDC",
    "RHMFISS/FBI WASHINGTON DC",
    "RUEAWJA/DEPT OF JUSTICE WASHDC",
];

impl Telegram {
    /// Writes what is planned.
    pub(crate) fn write(&mut self, plan: &Plan, world: &World, seed: u64) {
        let mut random = Random::new(seed, plan.text_of);
        let mut prose = Prose::new(world, plan, Random::new(!seed, plan.text_of));
        self.subject = prose.title();
        self.lines.begin(&separator(plan, world));
        prose.body(&mut self.lines);
        let n_sections = self.lines.finish();
        self.body.clear();
        text_head(
            &mut self.body,
            plan,
            world,
            n_sections,
            &self.subject,
            &mut prose,
            &mut random,
        );
        // Half of the cables of the later years have their head twice.
        if plan.sent.year > 2004 && random.chance(0.5) {
            let n = self.body.len();
            self.body.push('\n');
            self.body.extend_from_within(..n);
        }
        self.body.push_str(&self.lines.text);
        if plan.sent.year < 1995 {
            self.body.make_ascii_uppercase();
        }
        self.header.clear();
        let mut transmission = if plan.copy == Some(Copy::Retransmission) {
            Random::new(seed ^ 1, plan.row)
        } else {
            Random::new(seed ^ 1, plan.text_of)
        };
        wire_head(
            &mut self.header,
            plan,
            world,
            n_sections,
            &mut random,
            &mut transmission,
        );
        // The table has no line end behind its fields of the head.
        self.header.pop();
    }

    /// Wire head and text in one.
    pub(crate) fn whole(&self) -> String {
        format!("{}\n{}", self.header, self.body)
    }
}

/// `RIO DE JAN 00000731`: what page separators of 2005 to 2010 begin with.
fn separator(plan: &Plan, world: &World) -> String {
    if plan.sent.year < 2005 {
        return String::new();
    }
    let name = world.posts.get(plan.number.post).post.name;
    let name = &name[..name.len().min(10)];
    format!("{} {:08}", name.trim_end(), plan.number.serial)
}

fn wire_head(
    out: &mut String,
    plan: &Plan,
    world: &World,
    n_sections: usize,
    random: &mut Random,
    transmission: &mut Random,
) {
    let sender = world.posts.get(plan.number.post);
    // The oldest copies have no stations.
    let has_stations = plan.sent.year >= 1980;
    let is_priority = random.chance(0.3);
    let letter = if is_priority { 'P' } else { 'R' };
    let to_state = sender.post.canonical != "STATE";
    if has_stations {
        let sections = if n_sections > 1 { "/01" } else { "" };
        let (hour, minute) = plan.sent.clock();
        let _ = write!(
            out,
            "VZCZCX{}{:04}\n{letter}{letter}",
            if n_sections > 1 { "RO" } else { "YZ" },
            transmission.below(10_000),
        );
        if to_state {
            out.push_str(" RUEHC");
        }
        for _ in 0..random.poisson(3.0) + usize::from(!to_state) {
            let _ = write!(out, " {}", any_station(world, random));
        }
        let security = match plan.level {
            Level::OfficialUse if plan.sent.year < 1995 => "ZNY EEEEE",
            Level::Unclassified | Level::OfficialUse => "ZNR UUUUU",
            Level::Confidential | Level::ConfidentialNoforn => "ZNY CCCCC",
            Level::Secret | Level::SecretNoforn => "ZNY SSSSS",
        };
        let _ = write!(
            out,
            "\nDE {} #{:04}{sections} {:03}{hour:02}{minute:02}\n{security} ZZH\n",
            sender.station,
            plan.number.serial % 10_000,
            plan.sent.day_of_year,
        );
    }
    let _ = writeln!(
        out,
        "{letter} {}\nFM {}",
        plan.sent.group(),
        sender.post.plad
    );
    let precedence = if is_priority { " PRIORITY" } else { "" };
    if to_state {
        let station = if has_stations { "RUEHC/" } else { "" };
        let _ = writeln!(
            out,
            "TO {station}SECSTATE WASHDC{precedence} {:04}",
            random.below(10_000)
        );
    }
    let mut named = vec![plan.number.post];
    for at in 0..random.poisson(0.8) + usize::from(!to_state) {
        let label = if at == 0 && !to_state { "TO " } else { "" };
        let to = addressee(world, has_stations, &mut named, random);
        let _ = writeln!(out, "{label}{to}{precedence} {:04}", random.below(10_000));
    }
    let first_agency = random.below(AGENCIES.len());
    for at in 0..random.poisson(4.5) {
        let label = if at == 0 { "INFO " } else { "" };
        let _ = if random.below(3) == 0 {
            let agency = AGENCIES[(first_agency + at) % AGENCIES.len()];
            let name = agency.split_once('/').map_or(agency, |(_, name)| name);
            writeln!(out, "{label}{}", if has_stations { agency } else { name })
        } else {
            let to = addressee(world, has_stations, &mut named, random);
            writeln!(out, "{label}{to} {:04}", random.below(10_000))
        };
    }
}

fn any_station(world: &World, random: &mut Random) -> &'static str {
    world.posts.get(world.posts.any(random)).station
}

/// A post that is not `named` yet, as an address.
fn addressee(
    world: &World,
    has_stations: bool,
    named: &mut Vec<usize>,
    random: &mut Random,
) -> String {
    let mut post = world.posts.any(random);
    while named.contains(&post) {
        post = (post + 1) % world.posts.len();
    }
    named.push(post);
    let sender = world.posts.get(post);
    if has_stations {
        format!("{}/{}", sender.station, sender.post.plad)
    } else {
        sender.post.plad.to_owned()
    }
}

/// From the classification line to the last line before the paragraphs.
fn text_head(
    out: &mut String,
    plan: &Plan,
    world: &World,
    n_sections: usize,
    subject: &str,
    prose: &mut Prose<'_>,
    random: &mut Random,
) {
    let year = plan.sent.year;
    let is_secret = !matches!(plan.level, Level::Unclassified | Level::OfficialUse);
    let level = match plan.level {
        Level::OfficialUse if year < 1995 => "LIMITED OFFICIAL USE",
        Level::Unclassified | Level::OfficialUse => "UNCLAS",
        Level::Confidential | Level::ConfidentialNoforn => "C O N F I D E N T I A L",
        Level::Secret | Level::SecretNoforn => "S E C R E T",
    };
    out.push_str(level);
    if n_sections > 1 {
        let _ = write!(out, " SECTION 01 OF {n_sections:02}");
    }
    let name = world.posts.get(plan.number.post).post.name;
    let _ = write!(out, " {name} {:06}\n\n", plan.number.serial);
    if matches!(plan.level, Level::ConfidentialNoforn | Level::SecretNoforn) {
        out.push_str("NOFORN\n");
    }
    if year >= 2000 {
        out.push_str("SIPDIS\n\n");
    }
    if plan.level == Level::OfficialUse && year >= 1995 {
        out.push_str("SENSITIVE\n\n");
    }
    let order = match (year, is_secret) {
        (..1979, true) => "E.O. 11652: GDS".to_owned(),
        (..1979, false) => "E.O. 11652: N/A".to_owned(),
        (1979..1983, true) => format!("E.O. 12065: GDS {}", plan.sent.years_on(6)),
        (1979..1983, false) => "E.O. 12065: N/A".to_owned(),
        (1983..1996, true) => "E.O. 12356: DECL: OADR".to_owned(),
        (1983..1996, false) => "E.O. 12356: N/A".to_owned(),
        (_, true) => format!("E.O. 12958: DECL: {}", plan.sent.years_on(10)),
        (_, false) => "E.O. 12958: N/A".to_owned(),
    };
    let between = if random.below(3) < 2 { " " } else { ", " };
    let _ = writeln!(out, "{order}\nTAGS: {}", plan.tags.join(between));
    wrapped(out, "SUBJECT: ", subject, 56);
    out.push('\n');
    if !plan.references.is_empty() {
        references(out, plan, world);
        out.push('\n');
    }
    if is_secret && year >= 1996 {
        let section = if year < 2004 { "1.5" } else { "1.4" };
        let office = random.of(&[
            "Ambassador",
            "DCM",
            "Political Counselor",
            "Economic Counselor",
            "Charge d'Affaires",
            "Deputy Political Counselor",
        ]);
        let reasons = random.of(&["(b) and (d)", "(b), (d)", "(d)", "(b)", "(a), (b), and (d)"]);
        let classified_by = format!(
            "{office} {} for reasons {section} {reasons}.",
            prose.officer()
        );
        wrapped(out, "Classified By: ", &classified_by, 65);
        out.push('\n');
    }
}

/// A label and its words, gone on in further lines where they do not fit.
fn wrapped(out: &mut String, label: &str, words: &str, width: usize) {
    out.push_str(label);
    let mut column = label.len();
    for (at, word) in words.split(' ').enumerate() {
        if at > 0 && column + 1 + word.len() > width {
            out.push('\n');
            column = 0;
        } else if at > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += word.len();
    }
    out.push('\n');
}

fn references(out: &mut String, plan: &Plan, world: &World) {
    let single = plan.references.len() == 1;
    for (letter, reference) in ('A'..).zip(&plan.references) {
        out.push_str(if letter == 'A' { "REF: " } else { "     " });
        if !single {
            let _ = write!(out, "{letter}. ");
        }
        let Number { year, post, serial } = *reference;
        if year != plan.number.year {
            let _ = write!(out, "{:02} ", year % 100);
        }
        let _ = writeln!(out, "{} {serial}", world.posts.get(post).post.name);
    }
}
