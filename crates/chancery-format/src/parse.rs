//! From text to a cable: the order of work, and what the parts need to know of each other.

use std::borrow::Cow;
use std::cell::OnceCell;

use crate::bits;
use crate::body::paragraph::{Paragraph, ParagraphRole};
use crate::body::parts::{self, Part};
use crate::body::{self, reading};
use crate::cable::{Cable, Kind};
use crate::diagnostic::{self, Code, Diagnostic};
use crate::garble;
use crate::head::{self, Head, Known};
use crate::layout::{self, Layout};
use crate::line::{self, Line};
use crate::post::{self, How};
use crate::rare::{Rare, Word};
use crate::{Located, Mrn, Originator, Reading, Span, check};

/// A parsed text: the cable, its lines, and what was noticed on the way.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Parse<'t> {
    /// The text that was parsed; every span counts its bytes.
    pub text: &'t str,
    /// The lines, which tile the text byte for byte.
    pub lines: Vec<Line>,
    /// The cable.
    pub cable: Cable,
    /// What was noticed, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
    /// Where words stand that may close a part, so that no reader of the parts has to look for them again.
    pub(crate) ends: Vec<u32>,
}

/// What the caller knows that the text may lack.
#[derive(Clone, Debug, Default)]
pub struct ParseOptions {
    /// The identifier to use where the text names none; its year also dates a text without a date.
    pub id: Option<Mrn>,
    /// The year to use where neither text nor `id` give one.
    pub year: Option<u16>,
}

/// Parses the text of one cable or a part of one. Never fails; see [`parse_with`].
pub fn parse(text: &str) -> Parse<'_> {
    parse_with(text, &ParseOptions::default())
}

/// Parses the text of one cable or a part of one, with what the caller knows besides.
///
/// Never fails and never loses a byte: what is not understood stays as text. Text beyond
/// [`crate::MAX_TEXT_BYTES`] is one last line and not looked into. Cost grows with the length of the text.
pub fn parse_with<'t>(text: &'t str, options: &ParseOptions) -> Parse<'t> {
    parse_as(text, options, Wanted::Everything)
}

/// How much of a cable is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// All there is.
    #[default]
    Everything,
    /// Lines, paragraphs and attributes: what the elements of the head say is not read, nor is anything compared.
    Paragraphs,
}

pub(crate) fn parse_as<'t>(text: &'t str, options: &ParseOptions, wanted: Wanted) -> Parse<'t> {
    let mut diagnostics = Vec::with_capacity(16);
    let (parsed, rest) = text.split_at(floor_boundary(text, crate::MAX_TEXT_BYTES));
    let line::Cut { mut lines, control } = line::cut(parsed);
    let rare = Rare::find(parsed);
    let Layout {
        attributes,
        release,
        level,
        edited,
        typed,
        smart,
    } = layout::mark(parsed, &mut lines, &rare, &mut diagnostics);
    let mut options = options.clone();
    if options.id.is_none() {
        options.id = attributes
            .mrn(parsed)
            .or_else(|| layout::foia::document_number(&release));
    }
    options.year = options
        .year
        .or_else(|| attributes.year(parsed))
        .or_else(|| smart.as_ref()?.year(parsed))
        .or_else(|| typed.as_ref()?.year(parsed));
    let known = Known {
        year: options.id.as_ref().map(|id| id.year).or(options.year),
        post: options.id.as_ref().map(|id| &*id.post),
        number: options
            .id
            .as_ref()
            .filter(|id| !id.airgram)
            .map(|id| id.number),
        wanted,
    };
    let mut head = head::parse(parsed, &mut lines, known, &mut diagnostics);
    let context = body::Context {
        number: head.number.as_ref().map(|number| number.value),
        from: head.body_from,
        head_lines: OnceCell::new(),
        head_words: OnceCell::new(),
        rare: &rare,
    };
    let mut body = body::parse(parsed, &mut lines, &context, &mut diagnostics);
    if wanted == Wanted::Paragraphs {
        let mut attributes = attributes.list(parsed);
        attributes.extend(release);
        attributes.extend(edited.into_iter().flat_map(|edited| edited.notes));
        let cable = Cable {
            paragraphs: body.paragraphs,
            attributes,
            ..Cable::default()
        };
        return Parse {
            text,
            lines,
            cable,
            diagnostics: Vec::new(),
            ends: Vec::new(),
        };
    }
    classifier_of_body(parsed, &mut head, &body, known.year, &mut diagnostics);
    let n_elements = head.n_elements;
    if let Some(smart) = &smart {
        smart.complete(parsed, &mut head, &mut diagnostics);
        body.signature = smart.signature(parsed).or(body.signature);
    }
    if let Some(edited) = &edited {
        edited.complete(parsed, &mut head, &mut diagnostics);
    }
    if let Some(typed) = &typed {
        typed.complete(parsed, &mut head, &mut diagnostics);
        body.signature = typed.signature(parsed).or(body.signature);
    }
    if let Some(level) = level.filter(|_| head.classification.is_none()) {
        head.classification = crate::Classification::of_page(parsed, level);
    }
    attributes.complete(parsed, &mut head, known.year, &mut diagnostics);
    if head.number.is_none() && options.id.is_none() {
        head.page_number = page_number(parsed, &lines);
    }
    let mut cable = assemble(head, body, &options, &mut diagnostics);
    cable.attributes = attributes.list(parsed);
    cable.attributes.extend(release);
    let told = edited.as_ref().map(|edited| edited.kind).or_else(|| {
        let kind = typed.as_ref()?.kind;
        Some(kind).filter(|kind| *kind != Kind::Telegram)
    });
    if let Some(number) = typed.as_ref().and_then(|typed| typed.airgram.as_ref()) {
        name_airgram(&mut cable, number.value, &mut diagnostics);
    }
    if let Some(edited) = edited {
        cable.attributes.extend(edited.notes);
    }
    cable.kind = attributes
        .kind(parsed)
        .filter(|kind| *kind != Kind::Telegram)
        .or(told)
        .unwrap_or_else(|| kind(parsed, &cable, n_elements));
    if cable.kind == Kind::WithdrawalCard {
        cable.signature = None;
    }
    check::consistency(parsed, &lines, &rare, &mut cable, &mut diagnostics);
    check::controls(parsed, control, &mut diagnostics);
    if !rest.is_empty() {
        diagnostics.push(Diagnostic::new(
            Code::TooLong,
            Span::empty(parsed.len()),
            format!("{} bytes behind this place were not read", rest.len()),
        ));
        lines.push(Line {
            span: Span::new(parsed.len(), text.len()),
            len: rest.len() as u32,
            kind: crate::LineKind::Body,
        });
    }
    diagnostic::bound(&mut diagnostics);
    diagnostics.sort_by_key(|diagnostic| (diagnostic.span, diagnostic.code));
    Parse {
        text,
        lines,
        cable,
        diagnostics,
        ends: rare.of(Word::End).map(|at| at as u32).collect(),
    }
}

/// Post, cut to six letters, and number of the first page line, `PAGE 01 STRELS 04127 …`.
fn page_number<'t>(text: &'t str, lines: &[Line]) -> Option<(&'t str, u32, Span)> {
    const FARTHEST: usize = 80;
    lines
        .iter()
        .take(FARTHEST)
        .filter(|line| line.kind == line::LineKind::Furniture)
        .find_map(|line| {
            let content = line.content();
            let written = content.of(text).trim_ascii();
            let rest = written.strip_prefix("PAGE 0")?;
            let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
            let at = rest.find(|c: char| c.is_ascii_digit())?;
            let n = rest[at..].bytes().take_while(u8::is_ascii_digit).count();
            let post = rest[..at].trim_ascii_end();
            ((2..=7).contains(&post.len()) && (5..=6).contains(&n))
                .then(|| Some((post, rest[at..at + n].parse().ok()?, content)))?
        })
}

/// An airgram without another name is named by its number, its post and the year of its date. Where its source gives
/// the same name, that is no longer the source's alone.
fn name_airgram(cable: &mut Cable, number: u32, diagnostics: &mut Vec<Diagnostic>) {
    let sent = cable
        .date_time_group
        .as_ref()
        .and_then(|group| group.value.moment);
    let (Some(post), Some(sent)) = (&cable.from_post, sent) else {
        return;
    };
    if number == 0 {
        return;
    }
    let named = Mrn {
        year: sent.date.year,
        post: post.clone(),
        number,
        airgram: true,
    };
    match &cable.mrn {
        None => cable.mrn = Some(named),
        Some(mrn) if *mrn == named => {
            diagnostics.retain(|diagnostic| diagnostic.code != Code::IdFromSource);
        }
        Some(_) => {}
    }
}

/// `1. (U) CLASSIFIED BY …`: the classifying officer stands in the first paragraph or the second.
fn classifier_of_body(
    text: &str,
    head: &mut Head<'_>,
    body: &body::Body,
    year: Option<u16>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if head.classified_by.is_some() {
        return;
    }
    for paragraph in body.paragraphs.iter().take(2) {
        let (start, end) = (paragraph.text_start as usize, paragraph.span.end as usize);
        let Some(found) = head::label::at_start(&text[start..end])
            .filter(|found| found.label == head::label::Label::ClassifiedBy)
        else {
            continue;
        };
        let end = floor_boundary(
            &text[..end],
            start + found.value_at + LONGEST_CLASSIFIER_BYTES,
        );
        let flow = crate::flow::Flow::new(text, [Span::new(start + found.value_at, end)]);
        let (authority, reasons) = head::classification_authority::parse(&flow, year, diagnostics);
        head.classified_by = authority;
        if head.reasons.is_empty() {
            head.reasons = reasons;
        }
        return;
    }
}

/// As far as the words of a classifying officer are read in a paragraph.
const LONGEST_CLASSIFIER_BYTES: usize = 600;

pub(crate) fn floor_boundary(text: &str, limit: usize) -> usize {
    let mut at = limit.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn assemble(
    head: Head<'_>,
    body: body::Body,
    options: &ParseOptions,
    diagnostics: &mut Vec<Diagnostic>,
) -> Cable {
    let from_post = match head.from_place {
        Some(place) => originator_post(place),
        None => head.from.as_ref().and_then(|from| {
            let name = &from.value.name;
            let Some(place) = head::addressee::behind_misspelt_word(name) else {
                return originator_post(name);
            };
            diagnostics.push(
                Diagnostic::new(
                    Code::AddresseeRepaired,
                    from.span,
                    format!(
                        "expected an address word before `{}`, found `{}`",
                        crate::diagnostic::excerpt(place),
                        crate::diagnostic::excerpt(name)
                    ),
                )
                .with_help("the words before the place were left out of the post"),
            );
            originator_post(place)
        }),
    };
    let from_post = match &head.from {
        Some(from) if garble::is_in(&from.value.name) => {
            garbled_originator(from, from_post, &head, options, diagnostics)
        }
        _ => from_post,
    };
    let mrn = identifier(&head, from_post.as_deref(), options, diagnostics);
    Cable {
        mrn,
        kind: Kind::Telegram,
        transmission: head.transmission,
        precedence: head.precedence,
        date_time_group: head.date_time_group,
        from: head.from,
        from_post,
        addressees: head.addressees,
        classification: head.classification,
        captions: head.captions,
        passing: head.passing,
        section: head.section,
        executive_order: head.executive_order,
        tags: head.tags,
        subject: head.subject,
        references: head.references,
        classified_by: head.classified_by,
        reasons: head.reasons,
        distribution: head.distribution,
        drafted_by: head.drafted_by,
        approved_by: head.approved_by,
        clearances: head.clearances,
        paragraphs: body.paragraphs,
        attributes: Vec::new(),
        signature: body.signature,
    }
}

/// The post of an originator's name that holds unreadable signs: the one it is a slip away from, or that of the number
/// where the two are close; no post is named by what is left of a word.
fn garbled_originator(
    from: &Located<Originator>,
    read: Option<String>,
    head: &Head<'_>,
    options: &ParseOptions,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<String> {
    let read = read?;
    let known = crate::tables::posts::by_name(&read).is_some();
    let post = if known {
        Some(read)
    } else {
        let written = head
            .post
            .as_ref()
            .filter(|post| !garble::is_in(post.value))
            .and_then(|post| Some(post::resolve(post.value, true)?.key.into_owned()));
        written
            .or_else(|| Some(options.id.as_ref()?.post.clone()))
            .filter(|post| head::classification::close_to(&read, post, 2))
    };
    let help = match &post {
        Some(post) => format!("read as {post}"),
        None => "no post was taken from it".to_owned(),
    };
    diagnostics.push(
        Diagnostic::new(
            Code::AddresseeRepaired,
            from.span,
            format!(
                "unreadable signs stand in the name of the originator, `{}`",
                crate::diagnostic::excerpt(&from.value.name)
            ),
        )
        .with_help(help),
    );
    post
}

/// The key of the post that an originator's name means: `SECSTATE WASHDC` is STATE.
fn originator_post(name: &str) -> Option<String> {
    let upper = if name
        .bytes()
        .any(|byte| !byte.is_ascii() || byte.is_ascii_lowercase())
    {
        Cow::Owned(name.to_uppercase())
    } else {
        Cow::Borrowed(name)
    };
    if let Some(post) = crate::tables::posts::by_plad(&upper) {
        return Some(post.canonical.to_owned());
    }
    // As typists write it in the place of an address.
    if upper.strip_suffix(" OF STATE").is_some_and(|department| {
        matches!(department, "DEPARTMENT" | "DEPT" | "DEPT." | "SECRETARY")
    }) {
        return Some("STATE".to_owned());
    }
    let place = crate::tables::posts::without_address_word(&upper).unwrap_or(&upper);
    let place = place
        .trim_end_matches(" WASHDC")
        .trim_end_matches(" WASHINGTON DC");
    Some(post::resolve(place, true)?.key.into_owned())
}

/// The shortest name of a post that the table does not know.
const SHORTEST_POST: usize = 3;

/// Puts the identifier together: the classification line first, then what the caller knows.
fn identifier(
    head: &Head<'_>,
    from_post: Option<&str>,
    options: &ParseOptions,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Mrn> {
    let sent = head
        .date_time_group
        .as_ref()
        .and_then(|group| Some(group.value.moment?.date.year));
    let year = sent
        .or(options.id.as_ref().map(|id| id.year))
        .or_else(|| head.date_time_group.as_ref()?.value.year())
        .or(options.year);
    let written = head.post.as_ref().zip(head.number.as_ref());
    let from_text = written.and_then(|(written, number)| {
        let resolved = post::resolve(written.value, true)?;
        let mut key = resolved.key;
        // A name that is no post of ours, or misspelt: the FM line knows better where it names a close one.
        if resolved.how != How::Known
            && let Some(from) = from_post
            && from != key
            && (crate::tables::posts::by_name(from).is_some()
                && head::classification::close_to(&key, from, 2)
                || resolved.how == How::Unknown
                    && crate::tables::posts::by_name(from).is_some()
                    && key.contains(from))
        {
            key = from.to_owned().into();
        }
        // A name with signs for lost letters means the sender, or the post that the source names.
        if resolved.how == How::Unknown && garble::is_in(written.value) {
            let near = |post: &&str| head::classification::close_to(&key, post, 2);
            let source = options
                .id
                .as_ref()
                .filter(|id| id.number == number.value)
                .map(|id| &*id.post);
            let told = from_post.filter(near).or(source.filter(near));
            let Some(post) = told else {
                diagnostics.push(
                    Diagnostic::new(
                        Code::IdMalformed,
                        written.span,
                        format!(
                            "unreadable signs stand in the name of the post, `{}`",
                            crate::diagnostic::excerpt(written.value)
                        ),
                    )
                    .with_help("the cable is not named by it"),
                );
                return None;
            };
            key = post.to_owned().into();
        }
        // A mission that shares a city, `BRUSSELS` for the one to the European Union: the FM line tells them apart,
        // unless the cable is publicly known by the name of the city.
        let public = options
            .id
            .as_ref()
            .is_some_and(|id| id.post == key && id.number == number.value);
        if let Some(from) = from_post
            && from != key
            && !public
            && from.ends_with(&*key)
            && crate::tables::posts::by_name(from).is_some()
            && crate::tables::posts::by_name(&key).is_some()
        {
            key = from.to_owned().into();
        }
        if *key != *post::compact(written.value) || garble::is_in(written.value) {
            diagnostics.push(
                Diagnostic::new(
                    Code::IdAliasApplied,
                    written.span,
                    format!(
                        "`{}` is written for {key}",
                        crate::diagnostic::excerpt(written.value)
                    ),
                )
                .with_help(format!("the cable is named by {key}")),
            );
        }
        if !(1..=999_999).contains(&number.value) {
            diagnostics.push(
                Diagnostic::new(
                    Code::IdMalformed,
                    number.span,
                    format!("expected a number from 1 to 999999, found {}", number.value),
                )
                .with_help("the cable is not named by it"),
            );
        }
        // `SE&&CTION 1 OF 2`: letters that make such a word name no post.
        // Nor does a letter that is left of a garbled word, or `ECTION`.
        let is_post = !crate::head::reftel::NOT_POSTS.contains(&key)
            && (resolved.how == How::Known
                || key.len() >= SHORTEST_POST
                    && !head::classification::close_to(&key, "SECTION", 1));
        (is_post && (1..=999_999).contains(&number.value)).then_some((
            key,
            number.value,
            written.span.cover(number.span),
        ))
    });
    // Where the classification line belongs to another cable, the transmission lines tell.
    let serial = head
        .transmission
        .station_serial
        .as_deref()
        .and_then(|serial| serial.parse::<u32>().ok());
    if let (Some((post, number, span)), Some(id), Some(serial)) = (&from_text, &options.id, serial)
        && *post != id.post
        && from_post == Some(&*id.post)
        && id.number % 10_000 == serial
        && number % 10_000 != serial
    {
        diagnostics.push(
            Diagnostic::new(Code::IdTextMismatch, *span, format!("the classification line names {post} {number}, the transmission lines {id}"))
                .with_help("the transmission lines and the source agree and were believed; the body may belong to another cable"),
        );
        return Some(id.clone());
    }
    match (from_text, &options.id) {
        (Some((post, number, span)), id) => {
            let year = year?;
            let mrn = Mrn::telegram(year, post, number);
            if let Some(id) = id
                && *id != mrn
            {
                diagnostics.push(
                    Diagnostic::new(
                        Code::IdTextMismatch,
                        span,
                        format!("the text names {mrn}, its source names {id}"),
                    )
                    .with_help("the text was believed"),
                );
            }
            Some(mrn)
        }
        (None, Some(id)) => {
            diagnostics.push(Diagnostic::new(
                Code::IdFromSource,
                Span::default(),
                format!("the text names no number; {id} comes from its source"),
            ));
            Some(id.clone())
        }
        (None, None) => {
            // No classification line: the page lines have post and number, the post cut to six letters.
            if let (Some((page_post, number, span)), Some(post), Some(year)) =
                (head.page_number, from_post, sent)
                && number > 0
                && post.starts_with(&*post::compact(page_post))
            {
                let mrn = Mrn::telegram(year, post, number);
                diagnostics.push(
                    Diagnostic::new(
                        Code::IdMalformed,
                        span,
                        format!("no line names the cable; {mrn} was put together from originator and page line"),
                    )
                    .with_help("compare with the original page"),
                );
                return Some(mrn);
            }
            // Else post and station serial name the cable where the serial was not cut.
            let (post, number, year) = (from_post?, serial?, sent?);
            if post == "STATE" || number == 0 || crate::tables::posts::by_name(post).is_none() {
                return None;
            }
            let mrn = Mrn::telegram(year, post, number);
            diagnostics.push(
                Diagnostic::new(Code::IdMalformed, head.transmission.serial_span, format!("no line names the cable; {mrn} was put together from originator and station serial"))
                    .with_help("the station serial holds the last four digits only"),
            );
            Some(mrn)
        }
    }
}

fn kind(text: &str, cable: &Cable, n_elements: usize) -> Kind {
    let start = &text[..floor_boundary(text, 3000)];
    if cable.paragraphs.len() <= 6 {
        const CARDS: [&str; 4] = [
            "WITHDRAWAL CARD",
            "WITHDRAWAL NOTICE",
            "WITHDRAWAL SHEET",
            "WITHDRAWN UNDER",
        ];
        if contains_ignoring_case(start, "WITHDRAW", 3) {
            let upper = start.to_ascii_uppercase();
            if CARDS.iter().any(|words| upper.contains(words)) {
                return Kind::WithdrawalCard;
            }
        }
    }
    if cable.mrn.as_ref().is_some_and(|mrn| mrn.airgram) {
        return Kind::Airgram;
    }
    if cable.date_time_group.is_none() {
        let mut lines = start.lines().take(15).map(str::trim);
        if contains_ignoring_case(start, "AIRGRAM", 2) && lines.clone().any(names_airgram) {
            return Kind::Airgram;
        }
        if cable.from.is_none() && lines.any(|line| line.eq_ignore_ascii_case("MEMORANDUM")) {
            return Kind::Memorandum;
        }
    }
    let whole =
        cable.mrn.is_some() && (cable.classification.is_some() || cable.date_time_group.is_some());
    if whole || n_elements >= 5 && !cable.paragraphs.is_empty() {
        Kind::Telegram
    } else {
        Kind::Fragment
    }
}

/// Whether a text holds a word in any case; the word is given in capitals. It is sought by two letters that seldom stand
/// together, from the place `pair` of the word on.
pub(crate) fn contains_ignoring_case(text: &str, word: &str, pair: usize) -> bool {
    let (bytes, word) = (text.as_bytes(), word.as_bytes());
    let pair_places = bits::pair_places(bytes, [word[pair], word[pair + 1]]);
    pair_places.into_iter().any(|at| {
        at.checked_sub(pair)
            .and_then(|at| bytes.get(at..at + word.len()))
            .is_some_and(|written| written.eq_ignore_ascii_case(word))
    })
}

/// `AIRGRAM` alone, or a number such as `A-14`.
fn names_airgram(line: &str) -> bool {
    line.eq_ignore_ascii_case("AIRGRAM")
        || line.len() < 60
            && line.split_whitespace().any(|word| {
                word.strip_prefix("A-").is_some_and(|n| {
                    (1..=4).contains(&n.len()) && n.bytes().all(|b| b.is_ascii_digit())
                })
            })
}

impl Parse<'_> {
    /// The reading text of a paragraph: without number and mark, wraps joined, furniture left out.
    pub fn paragraph_text(&self, paragraph: &Paragraph) -> String {
        self.texts().paragraph_text(paragraph)
    }

    /// The reading text of a paragraph, as [`Parse::paragraph_text`], with the way back to the source.
    pub fn reading(&self, paragraph: &Paragraph) -> Reading {
        let lines = &self.lines[paragraph.lines.0 as usize..paragraph.lines.1 as usize];
        Reading::new(
            self.text,
            lines,
            paragraph.text_start as usize,
            paragraph.span.end as usize,
        )
    }

    /// The whole body as it reads, headings, numbers, marks and signature included, with the way back to the source.
    pub fn body_reading(&self) -> Reading {
        let first = self
            .cable
            .paragraphs
            .first()
            .map_or(self.lines.len(), |paragraph| {
                let line = paragraph.lines.0 as usize;
                paragraph.heading.map_or(line, |heading| {
                    self.lines
                        .partition_point(|line| line.span.end <= heading.start)
                        .min(line)
                })
            });
        let start = self
            .lines
            .get(first)
            .map_or(self.text.len(), |line| line.span.start as usize);
        Reading::new(self.text, &self.lines[first..], start, self.text.len())
    }

    /// The summary without its heading, paragraph numbers and marks; several paragraphs are parted by a blank line.
    pub fn summary(&self) -> Option<String> {
        self.texts().summary()
    }

    /// The comment likewise; several comments are parted by a blank line, in the order of the text.
    pub fn comment(&self) -> Option<String> {
        self.texts().comment()
    }

    fn texts(&self) -> Texts<'_> {
        Texts {
            text: self.text,
            lines: &self.lines,
            paragraphs: &self.cable.paragraphs,
            ends: &self.ends,
        }
    }
}

/// What the texts of a cable are read from.
#[derive(Clone, Copy)]
pub(crate) struct Texts<'p> {
    pub(crate) text: &'p str,
    pub(crate) lines: &'p [Line],
    pub(crate) paragraphs: &'p [Paragraph],
    /// Where words stand that may close a part, in order.
    pub(crate) ends: &'p [u32],
}

impl Texts<'_> {
    /// See [`Parse::paragraph_text`].
    pub(crate) fn paragraph_text(self, paragraph: &Paragraph) -> String {
        let lines = &self.lines[paragraph.lines.0 as usize..paragraph.lines.1 as usize];
        reading::reading(
            self.text,
            lines,
            paragraph.text_start as usize,
            paragraph.span.end as usize,
        )
    }

    /// See [`Parse::summary`].
    pub(crate) fn summary(self) -> Option<String> {
        joined(self.part(Part::Summary, ParagraphRole::Summary))
    }

    /// See [`Parse::comment`].
    pub(crate) fn comment(self) -> Option<String> {
        let mut comments = self.part(Part::Comment, ParagraphRole::Comment);
        comments.extend(self.inline_comments());
        comments.sort_by_key(|(start, _)| *start);
        joined(comments)
    }

    /// The end marks of a stretch of the text; most have none.
    fn ends(self, range: Span) -> Vec<parts::End> {
        let first = self.ends.partition_point(|at| *at < range.start);
        if self.ends.get(first).is_some_and(|at| *at < range.end) {
            parts::ends(self.text, range)
        } else {
            Vec::new()
        }
    }

    /// The texts of a part, each with the place where it starts.
    fn part(self, part: Part, role: ParagraphRole) -> Vec<(usize, String)> {
        let mut texts = Vec::new();
        for paragraph in self
            .paragraphs
            .iter()
            .filter(|paragraph| paragraph.role == role)
        {
            let mut start = paragraph.text_start as usize;
            let end = paragraph.span.end as usize;
            let mut bracketed = false;
            // The text of a number that stands alone begins on another line.
            start += end.saturating_sub(start) - self.text[start..end].trim_ascii_start().len();
            if let Some((opened, n)) = parts::opening(&self.text[start..end], false)
                && opened == part
            {
                let name = &self.text[start..start + n];
                bracketed = name.starts_with('(') && !name.contains(')');
                start += n;
                // A mark may stand behind the word: `SUMMARY: (C) …`.
                if let Some((_, n)) = crate::PortionMark::at_start(&self.text[start..end], false) {
                    start += n;
                }
            }
            let end = self
                .ends(Span::new(start, end))
                .iter()
                .find(|end| end.part == part)
                .map(|end| end.start)
                .or_else(|| {
                    let from = parts::garbled_end(&self.text[start..end.max(start)], part)?;
                    Some(start + from)
                })
                .unwrap_or(end);
            let lines = reading::lines_of(self.lines, paragraph.span);
            let mut text = reading::reading(self.text, lines, start, end.max(start));
            let kept = text
                .trim_end_matches([' ', '\n', '(', '[', '-', '\u{A0}'])
                .len();
            text.truncate(kept);
            // `(Comment: …)`: the bracket that closes it.
            if bracketed && text.ends_with(')') && !is_balanced(&text) {
                text.pop();
            }
            if !text.is_empty() {
                texts.push((start, text));
            }
        }
        texts
    }

    /// Comments inside a paragraph of another role: `(COMMENT: … END COMMENT.)`, or to the closing bracket.
    fn inline_comments(self) -> Vec<(usize, String)> {
        let mut comments = Vec::new();
        for paragraph in self
            .paragraphs
            .iter()
            .filter(|paragraph| paragraph.role != ParagraphRole::Comment)
        {
            let range = Span {
                start: paragraph.text_start,
                end: paragraph.span.end,
            };
            let lines = reading::lines_of(self.lines, range);
            let mut add = |start: usize, end: usize| {
                let text = reading::reading(self.text, lines, start, end.max(start));
                let text = text.trim_end_matches([' ', '\n', '(', '[', '-']).to_owned();
                if !text.is_empty() {
                    comments.push((start, text));
                }
            };
            let mut n_ends = 0;
            for end in self
                .ends(range)
                .into_iter()
                .filter(|end| end.part == Part::Comment)
                .take(MOST_INLINE_COMMENTS)
            {
                n_ends += 1;
                let before = &self.text[range.start as usize..end.start];
                let Some(at) = parts::last_comment(before) else {
                    continue;
                };
                let Some((_, n)) = parts::opening(&before[at..], false) else {
                    continue;
                };
                add(range.start as usize + at + n, end.start);
            }
            if n_ends == 0
                && let Some((start, end)) = bracketed_comment(range.of(self.text))
            {
                add(range.start as usize + start, range.start as usize + end);
            }
        }
        comments
    }
}

fn joined(texts: Vec<(usize, String)>) -> Option<String> {
    let texts: Vec<String> = texts.into_iter().map(|(_, text)| text).collect();
    (!texts.is_empty()).then(|| texts.join("\n\n"))
}

/// Whether as many brackets close as open.
fn is_balanced(text: &str) -> bool {
    let count = |bracket: u8| text.bytes().filter(|byte| *byte == bracket).count();
    count(b'(') == count(b')')
}

/// A comment in brackets without its end words: to the bracket that closes it, or to the end of the paragraph.
fn bracketed_comment(text: &str) -> Option<(usize, usize)> {
    let start = memchr::memchr2_iter(b'(', b'[', text.as_bytes()).find_map(|at| {
        let (part, len) = parts::opening(&text[at..], false)?;
        let signed = text[at..at + len].trim_ascii_end().ends_with(':');
        (part == Part::Comment && signed).then_some(at + len)
    })?;
    let mut depth = 1;
    for (at, c) in text[start..].char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((start, start + at));
        }
    }
    Some((start, text.len()))
}

/// Comments looked for inside one paragraph, to keep the cost linear.
const MOST_INLINE_COMMENTS: usize = 16;
