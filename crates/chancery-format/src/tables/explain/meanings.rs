//! Putting rows of the tables into words, one function a table.

use super::{Detail, Fit, Meaning, MeaningKind};
use crate::consistency::Check;
use crate::tables::{
    Certainty, Folded, abbreviations, addressees, attributes, captions, classifications,
    executive_orders, foia_exemptions, operating_signals, parts, portion_marks, posts, precedences,
    tags,
};
use crate::{Code, Date, Mrn};

impl Meaning {
    fn new(
        kind: MeaningKind,
        term: impl Into<String>,
        summary: impl Into<String>,
        source: &'static str,
        certainty: Certainty,
    ) -> Meaning {
        Meaning {
            kind,
            term: term.into(),
            summary: summary.into(),
            details: Vec::new(),
            see_also: Vec::new(),
            page: None,
            source,
            certainty,
            fit: Fit::Exact,
        }
    }

    /// Adds a fact; an empty one is none.
    fn with(mut self, label: &'static str, text: impl Into<String>) -> Meaning {
        let text = text.into();
        if !text.is_empty() {
            self.details.push(Detail { label, text });
        }
        self
    }

    fn with_list<'t>(self, label: &'static str, items: impl Iterator<Item = &'t str>) -> Meaning {
        let items: Vec<&str> = items.collect();
        self.with(label, items.join(", "))
    }

    fn see(mut self, words: impl IntoIterator<Item = String>) -> Meaning {
        for word in words {
            if !self.see_also.contains(&word) && word != self.term {
                self.see_also.push(word);
            }
        }
        self
    }

    /// Says whether what was asked is the term itself.
    pub(super) fn fitting(mut self, asked: &str) -> Meaning {
        if !self.term.eq_ignore_ascii_case(asked) {
            self.fit = Fit::Form;
        }
        self
    }

    fn by_name(mut self) -> Meaning {
        self.fit = Fit::Name;
        self
    }
}

pub(super) fn of_diagnostic(code: Code) -> Meaning {
    let explanation = code.explanation();
    let sentence = explanation.split("\n\n").next().unwrap_or(explanation);
    let sentence = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
    Meaning {
        page: code.manual(),
        ..Meaning::new(
            MeaningKind::Diagnostic,
            code.as_str(),
            sentence,
            "docs/format.md, Diagnostics",
            Certainty::Sure,
        )
    }
    .with("Severity", code.severity().as_str())
}

/// The doc comment of a check's file is its manual: a title, what is compared, then paragraphs with a word in front.
pub(super) fn of_check(check: &'static Check) -> Meaning {
    let manual = check.manual();
    let joined = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut paragraphs = manual.split("\n\n").map(joined);
    let summary = paragraphs.next().unwrap_or_else(|| check.title.to_owned());
    let mut meaning = Meaning::new(
        MeaningKind::Check,
        check.name,
        summary,
        "docs/check.md",
        Certainty::Sure,
    );
    for paragraph in paragraphs {
        let headed = ["Why it matters", "Borne", "Limits", "Source"]
            .into_iter()
            .find_map(|label| Some((label, paragraph.strip_prefix(label)?.strip_prefix(": ")?)));
        let (label, text) = headed.unwrap_or(("What it does", &paragraph));
        meaning = meaning.with(label, text);
    }
    meaning
}

/// A year for examples.
const A_YEAR: u16 = 2007;

/// A cable's name taken apart.
pub(super) fn of_identifier(upper: &str, year: Option<u16>) -> Option<Meaning> {
    let n_letters = upper.bytes().filter(u8::is_ascii_alphabetic).count();
    if n_letters < 3
        || !upper.ends_with(|c: char| c.is_ascii_digit() || c == ')')
        || upper.contains('.')
    {
        return None;
    }
    let dated = Mrn::parse(upper, year);
    let said = dated.as_ref().map(|mrn| mrn.year);
    // `BASRAH 92`, as references name cables: post and number are the same in any year.
    let mrn = dated.or_else(|| Mrn::parse(upper, Some(A_YEAR)))?;
    let post = posts::by_name(&mrn.post);
    // A word and a number are a cable's name only where the word is a post or the year stands in front.
    if post.is_none() && (said.is_none() || !upper.starts_with(|c: char| c.is_ascii_digit())) {
        return None;
    }
    let name = posts::title_of(&mrn.post);
    let (term, of_year, year) = match said {
        Some(year) => (mrn.to_string(), format!("in {year}"), year.to_string()),
        None => (
            format!("{} {}", mrn.post, mrn.number),
            "in a year that is not said".to_owned(),
            "that of the cable which refers to it, or the one before where the number is not yet reached".to_owned(),
        ),
    };
    let written = match said {
        Some(year) => format!(
            "{} {} · {year}{}{:06}",
            mrn.post, mrn.number, mrn.post, mrn.number
        ),
        None => format!("with its year in front, as {mrn} for {A_YEAR}"),
    };
    let meaning = Meaning::new(
        MeaningKind::Identifier,
        &term,
        format!("Telegram {} of {name} {of_year}", mrn.number),
        "docs/format.md, Identifiers",
        if post.is_some() {
            Certainty::Sure
        } else {
            Certainty::Likely
        },
    )
    .with("Year", year)
    .with(
        "Post",
        match post {
            Some(post) => format!("{} ({})", mrn.post, post.description()),
            None => format!("{}, which is in no table", mrn.post),
        },
    )
    .with(
        "Number",
        format!(
            "{}: the post's telegrams of the year are counted from 1",
            mrn.number
        ),
    )
    .with("Written", written)
    .with(
        "On the wire",
        format!(
            "station serial #{:04}, the last four digits of the number",
            mrn.number % 10_000
        ),
    )
    .see(post.map(|post| post.name.to_owned()));
    Some(meaning.fitting(upper))
}

pub(super) fn of_part(row: &'static parts::Part) -> Meaning {
    Meaning::new(
        MeaningKind::Part,
        row.label,
        row.name,
        row.source,
        row.certainty,
    )
    .with("Says", row.meaning)
    .with("Stands in", row.place.as_str())
    .with("Example", row.example)
    .with_list("Also written", row.written_forms())
    .with(
        "Described in",
        format!("docs/format.md, \"{}\"", row.section),
    )
}

pub(super) fn tag_entries() -> impl Iterator<Item = &'static tags::TagEntry> {
    use tags::TagKind;
    [
        TagKind::Subject,
        TagKind::Program,
        TagKind::Geographic,
        TagKind::Organization,
    ]
    .into_iter()
    .flat_map(tags::all)
}

pub(super) fn tag_meanings(upper: &str, year: Option<u16>) -> Vec<Meaning> {
    let in_year = tags::lookup(upper, year);
    let mut found: Vec<Meaning> = in_year.map(of_tag).into_iter().collect();
    if let Some(first) = found.first_mut() {
        // What the letters meant in other years, where that is not the same.
        for other in tags::geographic_meanings(upper) {
            if Some(other) == in_year || other.name == in_year.and_then(|entry| entry.name) {
                continue;
            }
            if year.is_some() {
                let (Some(name), Some(regime)) = (other.name, other.regime) else {
                    continue;
                };
                first.details.push(Detail {
                    label: "In other years",
                    text: format!("{name}, {}", regime.as_str()),
                });
            } else {
                found.push(of_tag(other));
                break;
            }
        }
    }
    if found.len() > 1 {
        found.truncate(1);
        let others = tags::geographic_meanings(upper)
            .iter()
            .filter(|other| Some(*other) != in_year)
            .filter(|other| other.name != in_year.and_then(|entry| entry.name));
        found.extend(others.map(of_tag));
    }
    // The letters of an organization where a country has them too.
    if in_year.is_some_and(|entry| entry.kind == tags::TagKind::Geographic) {
        let organizations = tags::all(tags::TagKind::Organization).iter();
        found.extend(
            organizations
                .filter(|entry| entry.code == upper)
                .map(of_tag),
        );
    }
    // A country by its name.
    let by_name = tags::all(tags::TagKind::Geographic).iter().filter(|entry| {
        entry
            .name
            .is_some_and(|name| name.eq_ignore_ascii_case(upper))
    });
    let mut by_name: Vec<_> = by_name.collect();
    // Most cables are of the FIPS years.
    by_name.sort_by_key(|entry| entry.regime != Some(tags::Regime::Fips));
    for entry in by_name {
        // One row a code: the regimes that agree are one meaning.
        if tags::lookup(entry.code, year).is_some_and(|read| read == entry) {
            found.push(of_tag(entry).by_name());
        }
    }
    found
}

pub(super) fn of_tag(entry: &'static tags::TagEntry) -> Meaning {
    use tags::TagKind;
    let kind = match entry.kind {
        TagKind::Subject => "subject",
        TagKind::Program => "program",
        TagKind::Geographic => "place",
        TagKind::Organization => "organization",
        TagKind::Person => "person",
        TagKind::Unknown => "unknown",
    };
    let summary = match (entry.name, entry.stands_for) {
        (Some(name), _) => name.to_owned(),
        (None, Some(meant)) => format!("Misprint of {meant}"),
        (None, None) => "In use; no public source says what it stands for".to_owned(),
    };
    let group = match entry.kind {
        TagKind::Subject => entry.group,
        _ => None,
    };
    let meaning = Meaning::new(
        MeaningKind::Tags,
        entry.code,
        summary,
        entry.source,
        entry.certainty,
    )
    .with(
        "Kind",
        match (group, entry.kind, entry.group) {
            (Some(field), ..) => format!("{kind}, field {field}"),
            (None, TagKind::Organization, Some(sort)) => format!("{kind}: {sort}"),
            _ => kind.to_owned(),
        },
    )
    .with("In use", in_use(entry))
    .with("ISO code", entry.iso_country.unwrap_or(""))
    .with("Note", entry.note.unwrap_or(""));
    let meaning = match entry.kind {
        TagKind::Geographic if entry.name.is_some() => {
            let here = posts::all().iter().filter(|post| {
                Some(post.country) == entry.name && post.kind != posts::PostKind::Bureau
            });
            meaning.with_list("Posts", here.take(40).map(|post| post.name))
        }
        _ => meaning,
    };
    meaning
        .see(entry.stands_for.map(str::to_owned))
        .see(related_tags(entry))
}

/// When a tag means this: its own era, or every period in which its letters were read so.
fn in_use(entry: &'static tags::TagEntry) -> String {
    if let Some(era) = entry.era {
        return era.to_owned();
    }
    if entry.regime.is_none() {
        return String::new();
    }
    let periods = tags::geographic_meanings(entry.code)
        .iter()
        .filter(|other| other.name == entry.name)
        .filter_map(|other| Some(other.regime?.as_str()));
    periods.collect::<Vec<_>>().join("; ")
}

/// Codes named in a note, such as the one that took a code's place.
fn related_tags(entry: &'static tags::TagEntry) -> Vec<String> {
    let words = entry
        .note
        .unwrap_or("")
        .split(|c: char| !c.is_ascii_alphanumeric());
    words
        .filter(|word| {
            word.len() == 4
                && word.bytes().all(|byte| byte.is_ascii_uppercase())
                && tags::lookup(word, None).is_some()
        })
        .map(str::to_owned)
        .collect()
}

pub(super) fn of_caption(row: &'static captions::Caption) -> Meaning {
    let more = row.followed_by != captions::FollowedBy::Nothing;
    let other_forms = row
        .written_forms()
        .filter(|form| *form != row.caption)
        .take(12);
    Meaning::new(
        MeaningKind::Caption,
        row.caption,
        row.meaning,
        row.source,
        row.certainty,
    )
    .with("Kind", row.kind.as_str())
    .with("In use", row.era)
    .with(
        "Followed by",
        if more { row.followed_by.as_str() } else { "" },
    )
    .with_list("Also written", other_forms)
    .with("Note", row.note.unwrap_or(""))
}

pub(super) fn of_precedence(row: &'static precedences::PrecedenceRow) -> Meaning {
    Meaning::new(
        MeaningKind::Precedence,
        row.name,
        row.meaning,
        row.source,
        row.certainty,
    )
    .with(
        "Prosign",
        format!(
            "{0} on the date-time line, {0}{0} on the routing line",
            row.prosign
        ),
    )
    .with("Used by", row.used_by)
    .with("Note", row.note.unwrap_or(""))
}

pub(super) fn of_level(row: &'static classifications::Classification) -> Meaning {
    let protection = row.protection().unwrap_or("says that no level was found");
    let mut summary = protection[..1].to_uppercase();
    summary.push_str(&protection[1..]);
    Meaning::new(
        MeaningKind::Level,
        row.name,
        summary,
        row.source,
        row.certainty,
    )
    .with("Kind", row.kind.as_str())
    .with("In use", row.era)
    .with(
        "Portion mark",
        row.portion_mark
            .map(|mark| format!("({mark})"))
            .unwrap_or_default(),
    )
    .with("Security line", row.zny_letters.unwrap_or(""))
    .with_list(
        "Also written",
        row.written_forms().filter(|form| *form != row.name),
    )
    .with("Note", row.note.unwrap_or(""))
}

/// A portion mark stands in parentheses, or is short.
pub(super) fn is_mark(upper: &str) -> bool {
    upper.starts_with('(') || upper.len() <= 6 || upper.contains('/') || upper.contains("ENTIRE")
}

pub(super) fn of_mark(row: &'static portion_marks::PortionMark) -> Meaning {
    Meaning::new(
        MeaningKind::PortionMark,
        row.mark,
        row.meaning,
        row.source,
        row.certainty,
    )
    .with("Control", row.control.unwrap_or(""))
    .with("In use", row.era)
    .with_list(
        "Also written",
        row.written_forms().filter(|form| *form != row.mark),
    )
}

pub(super) fn order_meanings(upper: &str, year: Option<u16>) -> Vec<Meaning> {
    // `E.O. 12958`, `EO12958`, or the number alone.
    let digits = upper
        .trim_start_matches("EXECUTIVE ORDER")
        .trim_start_matches(['E', 'O', '.', ' ']);
    let mut found: Vec<Meaning> = executive_orders::by_number(digits)
        .map(|row| of_order(row).fitting(upper))
        .into_iter()
        .collect();
    let orders: Vec<_> = executive_orders::orders_with_code(upper).collect();
    let in_year = |order: &&executive_orders::ExecutiveOrder| {
        year.is_none_or(|year| {
            order.in_force_from.year <= year && order.in_force_to.is_none_or(|to| year <= to.year)
        })
    };
    let mut chosen: Vec<_> = orders.iter().copied().filter(in_year).collect();
    if chosen.is_empty() {
        // The year has no order with such a code; the code means something all the same.
        chosen = orders;
    }
    // The youngest order first; orders that say the same of a code are one meaning.
    let mut codes: Vec<Meaning> = Vec::new();
    for order in chosen.into_iter().rev() {
        let Some(row) = executive_orders::code(order.number, upper) else {
            continue;
        };
        let meaning = of_order_code(row);
        match codes
            .iter_mut()
            .find(|known| known.summary == meaning.summary)
        {
            Some(known) => known.details.push(Detail {
                label: "Also in",
                text: in_force(order),
            }),
            None => codes.push(meaning.fitting(upper)),
        }
    }
    found.extend(codes);
    found
}

fn in_force(order: &executive_orders::ExecutiveOrder) -> String {
    format!(
        "E.O. {}, in force from {} to {}",
        order.number,
        day(order.in_force_from),
        order.in_force_to.map_or_else(|| "today".to_owned(), day)
    )
}

pub(super) fn of_order(row: &'static executive_orders::ExecutiveOrder) -> Meaning {
    let codes = executive_orders::codes(row.number);
    Meaning::new(
        MeaningKind::Order,
        row.number,
        row.meaning,
        row.source,
        row.certainty,
    )
    .with("Signed", day(row.signed))
    .with("In force", {
        let until = row.in_force_to.map_or_else(|| "today".to_owned(), day);
        format!("{} to {until}", day(row.in_force_from))
    })
    .with(
        "Cited as",
        if row.cited_as == row.number {
            ""
        } else {
            row.cited_as
        },
    )
    .with_list("Codes", codes.iter().map(|code| code.code))
    .see(codes.iter().take(3).map(|code| code.code.to_owned()))
}

pub(super) fn of_order_code(row: &'static executive_orders::DeclassificationCode) -> Meaning {
    let order = executive_orders::by_number(row.order);
    Meaning::new(
        MeaningKind::OrderCode,
        row.code,
        row.meaning,
        row.source,
        row.certainty,
    )
    .with("Order", order.map(in_force).unwrap_or_default())
    .with("Section", row.section.unwrap_or(""))
    .with("Release", row.rule.unwrap_or(""))
    .with("Example", row.written.unwrap_or(""))
    .with("Note", row.note.unwrap_or(""))
    .see([row.order.to_owned()])
}

pub(super) fn of_release(row: &'static foia_exemptions::ReleaseCode) -> Meaning {
    Meaning::new(
        MeaningKind::Release,
        row.code,
        row.meaning,
        row.source,
        row.certainty,
    )
    .with("Kind", row.kind.as_str())
    .with("Authority", row.authority.unwrap_or(""))
    .with_list(
        "Also written",
        row.written_forms().filter(|form| *form != row.code),
    )
}

pub(super) fn of_signal(row: &'static operating_signals::OperatingSignal) -> Meaning {
    let (first, last) = row.format_lines;
    let level = classifications::of_zny_letters(row.signal);
    Meaning::new(
        MeaningKind::Signal,
        row.signal,
        row.meaning,
        row.source,
        row.certainty,
    )
    .with("Kind", row.category.as_str())
    .with(
        "Stands on",
        if first == last {
            format!("line {first} of the allied message format")
        } else {
            format!("lines {first} to {last} of the allied message format")
        },
    )
    .with("Level", level.map_or("", |level| level.name))
    .with("Note", row.note.unwrap_or(""))
}

/// A routing indicator: the posts and addressees behind that station.
pub(super) fn of_station(upper: &str) -> Option<Meaning> {
    let is_shaped = upper.starts_with('R')
        && (5..=7).contains(&upper.len())
        && upper.bytes().all(|byte| byte.is_ascii_uppercase());
    if !is_shaped {
        return None;
    }
    let served = posts::by_routing_indicator(upper);
    let others: Vec<_> = addressees::all()
        .iter()
        .filter(|row| row.routing_indicators().any(|station| station == upper))
        .collect();
    let (summary, source, certainty) = if let Some(first) = served.first() {
        let names: Vec<String> = served.iter().map(|post| post.title()).collect();
        (
            format!("Station of {}", names.join(" and of ")),
            first.source,
            first.certainty,
        )
    } else if let Some(first) = others.first() {
        let names: Vec<&str> = others.iter().take(3).map(|row| row.plad).collect();
        let more = if others.len() > 3 { " and others" } else { "" };
        (
            format!("Station beside {}{more}", names.join(", ")),
            first.source,
            first.certainty,
        )
    } else if upper.starts_with("RUEH") {
        (
            "A station of the State Department that is in no table".to_owned(),
            "observed",
            Certainty::Likely,
        )
    } else {
        return None;
    };
    let meaning = Meaning::new(MeaningKind::Station, upper, summary, source, certainty)
        .with_list("Posts", served.iter().map(|post| post.plad))
        .with_list("Addressees", others.iter().take(12).map(|row| row.plad));
    Some(meaning.see(served.iter().map(|post| post.name.to_owned())))
}

pub(super) fn post_meanings(upper: &str, year: Option<u16>) -> Vec<Meaning> {
    let mut found: Vec<Meaning> = Vec::new();
    let Some(folded) = Folded::of(upper) else {
        return found;
    };
    let key = folded.as_str();
    if let Some(post) = posts::by_name(key).or_else(|| posts::by_plad(upper)) {
        let meaning = of_post(post);
        let is_name = upper == post.name || upper == post.plad || key == post.canonical;
        found.push(if is_name { meaning } else { meaning.by_name() });
    }
    for alias in posts::aliases_named(key) {
        let post = alias.post();
        if year.is_some_and(|year| !alias.in_use(year))
            || found.iter().any(|known| known.term == post.name)
        {
            continue;
        }
        let years = match (alias.from_year, alias.to_year) {
            (Some(from), Some(to)) => format!(", {from} to {to}"),
            (Some(from), None) => format!(", from {from}"),
            (None, Some(to)) => format!(", to {to}"),
            (None, None) => String::new(),
        };
        let mut meaning = of_post(post).by_name();
        let text = format!("{upper}: {}{years}", alias.kind.as_str());
        meaning.details.insert(
            0,
            Detail {
                label: "Spelling",
                text,
            },
        );
        if let Some(note) = alias.note {
            meaning = meaning.with("Note", note);
        }
        found.push(meaning);
    }
    if found.is_empty()
        && key.len() >= 5
        && let Some(resolved) = crate::post::resolve(upper, true)
        && resolved.how == crate::post::How::Misspelt
        && let Some(post) = posts::by_name(&resolved.key)
    {
        let text = format!("{upper}: one letter from {}", post.name);
        let mut meaning = of_post(post).by_name();
        meaning.certainty = Certainty::Likely;
        meaning.details.insert(
            0,
            Detail {
                label: "Spelling",
                text,
            },
        );
        found.push(meaning);
    }
    found
}

pub(super) fn of_post(post: &'static posts::Post) -> Meaning {
    let mut spellings: Vec<&str> = Vec::new();
    let mut others: Vec<String> = Vec::new();
    for alias in posts::all_aliases()
        .iter()
        .filter(|alias| alias.canonical == post.canonical)
    {
        match alias.kind {
            posts::AliasKind::SixLetter | posts::AliasKind::TenLetter => {}
            posts::AliasKind::FormerName | posts::AliasKind::Renamed => {
                others.push(alias.alias.to_owned());
            }
            _ => spellings.push(alias.alias),
        }
    }
    let position = post.position.map(|(latitude, longitude)| {
        format!(
            "{:.2}° {}, {:.2}° {}",
            latitude.abs(),
            if latitude < 0.0 { "south" } else { "north" },
            longitude.abs(),
            if longitude < 0.0 { "west" } else { "east" }
        )
    });
    Meaning::new(
        MeaningKind::Post,
        post.name,
        post.description(),
        post.source,
        post.certainty,
    )
    .with("Address line", post.plad)
    .with("Kind", post.kind.as_str())
    .with("In identifiers", post.canonical)
    .with("Six letters", post.six_letters)
    .with_list("Stations", post.routing_indicators())
    .with(
        "Country",
        format!(
            "{} (TAGS {}, ISO {})",
            post.country, post.geographic_tag, post.iso_country
        ),
    )
    .with("Place", position.unwrap_or_default())
    .with_list("Other names", others.iter().map(String::as_str))
    .with_list("Also written", spellings.into_iter())
    .with("Note", post.note.unwrap_or(""))
    .see(post.routing_indicators().map(str::to_owned))
    .see([post.geographic_tag.to_owned()])
    .see(others)
}

pub(super) fn of_addressee(row: &'static addressees::KnownAddressee) -> Meaning {
    Meaning::new(
        MeaningKind::Addressee,
        row.plad,
        row.meaning,
        row.source,
        row.certainty,
    )
    .with("Kind", row.kind.as_str())
    .with_list("Stations", row.routing_indicators())
    .with("Sends as", row.post().map_or("", |post| post.canonical))
    .with(
        "Seen",
        format!("in {} of 641 published cables", row.n_cables),
    )
    .see(row.routing_indicators().map(str::to_owned))
}

pub(super) fn of_attribute(row: &'static attributes::AttributeLabel) -> Meaning {
    Meaning::new(
        MeaningKind::Attribute,
        row.key,
        row.meaning,
        row.source,
        row.certainty,
    )
}

pub(super) fn of_abbreviation(row: &'static abbreviations::Abbreviation) -> Meaning {
    let expansion = row.expansion;
    let mut letters = expansion.chars();
    let summary = match letters.next() {
        Some(first) => first.to_uppercase().collect::<String>() + letters.as_str(),
        None => String::new(),
    };
    Meaning::new(
        MeaningKind::Abbreviation,
        row.abbreviation,
        summary,
        row.source,
        row.certainty,
    )
    .with("Of", row.category)
    .with("Note", row.note.unwrap_or(""))
}

/// A date as the tables write it.
fn day(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}
