//! Writes a cable as a telegram of the wire form of about 1980 to 2010, so that reading it gives the same values.
//!
//! Every element's words are made in the file that reads them (`head/tags.rs`, `head/reftel.rs`, …); here they are put
//! in order. Where what was written in the source reads the same by itself it is written again; elsewhere the value is
//! written in its usual form. Characters that telegraph equipment lacked stay as they are.
//!
//! What the form has no place for is left out: the attributes and review stamps of a record, distribution and drafting
//! lines, page lines and further heads, metadata of a wrapper, and a text that is no part of any element.
//! Source: docs/write.md.

use std::fmt::Write as _;

use crate::body::{self, reading};
use crate::head::{
    addressee, classification, classification_authority, date_time_group, executive_order, reftel,
    subject, tags, transmission,
};
use crate::{Document, Paragraph, Parse};

pub(crate) mod wrap;

use wrap::{Part, fill};

/// The telegram of a parsed cable, with LF at the end of every line.
///
/// Reading it gives the identifier, date, precedence, addressees, classification, captions, section, order, TAGS,
/// subject, references, classifying officer, reasons, paragraphs and signature of `parse`. An identifier that stands
/// nowhere in the text, but came from the file's name or a wrapper, is written where the classification line has a
/// place for it. Never fails: of a fragment it writes what there is.
pub fn telegram(parse: &Parse<'_>) -> String {
    let cable = &parse.cable;
    let mut out = String::with_capacity(parse.text.len() + 256);
    transmission::write(&cable.transmission, &mut out);
    date_time_group::write(cable.precedence, cable.date_time_group.as_ref(), &mut out);
    addressee::write_originator(cable.from.as_ref(), cable.from_post.as_deref(), &mut out);
    addressee::write(&cable.addressees, &mut out);
    classification::write(cable, &mut out);
    let captions = classification::captions_below(cable);
    let n_before = out.len();
    for caption in &captions {
        out.push_str(caption);
        out.push('\n');
    }
    if out.len() > n_before {
        out.push('\n');
    }
    let n_before = out.len();
    for passing in &cable.passing {
        out.push_str(&crate::flow::fold(passing.of(parse.text)));
        out.push('\n');
    }
    if out.len() > n_before {
        out.push('\n');
    }
    let sent = cable
        .date_time_group
        .as_ref()
        .and_then(|group| Some(group.value.moment?.date));
    if let Some(order) = &cable.executive_order {
        executive_order::write(order, sent, &mut out);
    }
    tags::write(&cable.tags, &mut out);
    if let Some(written) = &cable.subject {
        subject::write(written, &mut out);
    }
    reftel::write(cable, &mut out);
    classification_authority::write(cable.classified_by.as_ref(), &cable.reasons, &mut out);
    if !out.is_empty() && !out.ends_with("\n\n") {
        out.push('\n');
    }
    for (at, paragraph) in cable.paragraphs.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| &cable.paragraphs[before]);
        if before.is_some_and(|before| needs_stars(parse, before, paragraph)) {
            out.push_str(&"*".repeat(wrap::WIDTH));
            out.push_str("\n\n");
        }
        let is_last = at + 1 == cable.paragraphs.len();
        write_paragraph(parse, paragraph, is_last, &mut out);
    }
    if let Some(signature) = &cable.signature {
        out.push_str(&signature.value);
        out.push('\n');
    }
    if cable.transmission.id.is_some() {
        out.push_str("\n\nNNNN\n");
    }
    out
}

impl Document {
    /// The cable as a telegram, see [`telegram`].
    pub fn to_telegram(&self) -> String {
        telegram(&Parse {
            text: &self.text,
            lines: self.lines.clone(),
            cable: self.cable.clone(),
            diagnostics: Vec::new(),
            ends: self.ends.clone(),
        })
    }
}

/// Whether a paragraph would go on with the one before: a row of stars parts a notice from the text.
fn needs_stars(parse: &Parse<'_>, before: &Paragraph, paragraph: &Paragraph) -> bool {
    let bare =
        paragraph.number.is_none() && paragraph.portion.is_none() && paragraph.heading.is_none();
    bare && (before.number.is_some()
        || parse.text[paragraph.text_start as usize..].starts_with(char::is_lowercase))
}

/// Heading, number, mark and text of one paragraph, and a blank line behind it.
fn write_paragraph(parse: &Parse<'_>, paragraph: &Paragraph, is_last: bool, out: &mut String) {
    if let Some(heading) = paragraph.heading {
        write_heading(&crate::document::heading_text(heading.of(parse.text)), out);
    }
    if let Some(number) = paragraph.number {
        let _ = write!(out, "{number}");
        if let Some(letter) = paragraph.letter {
            out.push(letter);
        }
        out.push_str(". ");
    }
    let text = parse.paragraph_text(paragraph);
    if let Some(portion) = &paragraph.portion
        // A paragraph may mark itself by its words, `CONFIDENTIAL - ENTIRE TEXT.`
        && !crate::body::paragraph::marks_itself(&text)
        && !marked_inside(&text, portion.span.start >= paragraph.text_start)
    {
        let _ = write!(out, "({}) ", portion.value.text);
    }
    let n_blocks = text.split("\n\n").count();
    for (at, block) in text.split("\n\n").enumerate() {
        if at > 0 {
            out.push_str("\n\n");
        }
        // A last block that would pass for the heading of the next paragraph keeps to one long line; one that is
        // short stands in more lines than a heading has.
        let closing = at > 0 && at + 1 == n_blocks && body::is_title(block);
        if closing && block.len() > wrap::LONGEST_HEADING {
            out.push_str(block);
            continue;
        }
        if closing && !is_last && !block.contains('\n') {
            out.push_str(&block.replacen(' ', "\n", 2));
            continue;
        }
        // `THE PORT:` above a heading or a marked number: the sign of a paragraph keeps it from being one more title.
        if at > 0 && at + 1 == n_blocks && !is_last && body::is_title(body::without_colon(block)) {
            out.push('¶');
        }
        for (at, piece) in block.split('\n').enumerate() {
            if at > 0 {
                out.push('\n');
            }
            if reading::is_row(piece) {
                out.push_str(piece);
            } else {
                fill(out, piece, 0, Part::Body);
            }
        }
    }
    while out.ends_with(' ') {
        out.pop();
    }
    out.push_str("\n\n");
}

/// `SUMMARY: (C) …`: the mark stands behind the word that opens the part and is in the text.
fn marked_inside(text: &str, inside: bool) -> bool {
    inside
        && crate::body::parts::opening(text, false)
            .is_some_and(|(_, n)| crate::PortionMark::at_start(&text[n..], false).is_some())
}

/// A heading with a rule below it; a long one in several lines between two.
fn write_heading(heading: &str, out: &mut String) {
    let start = out.len();
    if heading.len() <= wrap::LONGEST_HEADING {
        out.push_str(heading);
    } else {
        fill(out, heading, 0, Part::Body);
    }
    let n_chars = out[start..]
        .lines()
        .map(|line| line.chars().count())
        .max()
        .unwrap_or(0)
        .clamp(3, wrap::WIDTH);
    let rule = "-".repeat(n_chars);
    if out[start..].contains('\n') {
        out.insert_str(start, &format!("{rule}\n"));
    }
    out.push('\n');
    out.push_str(&rule);
    out.push_str("\n\n");
}
