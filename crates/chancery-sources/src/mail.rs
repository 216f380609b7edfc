//! Mails as they were sent, and mailboxes of them.
//!
//! A message is one item: its bytes, and as text the parts that a mail program shows. Attachments are members in turn,
//! taken apart like any other file, so that a mail with a PDF or a zip archive of cables gives them all.

use std::ops::ControlFlow;

use mail_parser::{Address, Message, MessageParser, MimeHeaders, PartType};
use memchr::memmem;

use crate::records::{self, Boundary, Cut};
use crate::stream::Stream;
use crate::walk::{Flow, Walker};
use crate::{Found, Place, Problem, Reader};

const WHAT: &str = "mail";

pub(crate) fn take_mail(
    walker: &mut Walker<'_>,
    place: &Place,
    stream: Stream<'_>,
    depth: usize,
) -> Flow {
    match stream.read_whole(walker.options.limits.whole_bytes, WHAT) {
        Ok(bytes) => take_message(walker, place, &bytes, None, depth),
        Err((bytes, problem)) if !problem.is_cut() && !bytes.is_empty() => {
            take_message(walker, place, &bytes, Some(problem), depth)
        }
        Err((_, problem)) => walker.problem(place.clone(), problem),
    }
}

pub(crate) fn take_mbox(
    walker: &mut Walker<'_>,
    place: &Place,
    mut stream: Stream<'_>,
    depth: usize,
) -> Flow {
    let mut emit = |walker: &mut Walker<'_>, place: Place, bytes: &[u8], remark| {
        // The line `From …` and the blank line at the end are the mailbox's.
        let start = memchr::memchr(b'\n', bytes).map_or(bytes.len(), |n| n + 1);
        let message = &bytes[start..];
        let message = message
            .strip_suffix(b"\n\n")
            .map_or(message, |_| &message[..message.len() - 1]);
        take_message(walker, &place, message, remark, depth)
    };
    records::cut(
        walker,
        place,
        &mut stream,
        (1, 0),
        &mut Messages::default(),
        &mut emit,
    )
}

fn take_message(
    walker: &mut Walker<'_>,
    place: &Place,
    bytes: &[u8],
    remark: Option<Problem>,
    depth: usize,
) -> Flow {
    let Some(message) = MessageParser::default().parse(bytes) else {
        return walker.problem(place.clone(), Problem::broken(WHAT, "it has no head"));
    };
    let mut found = Found::new(Reader::Mail, bytes.to_vec());
    found.text = Some(text_of(&message));
    let metadata = &mut found.metadata;
    metadata.push("From", &message.from().map(in_words).unwrap_or_default());
    metadata.push("Sent", message.header_raw("Date").unwrap_or_default());
    metadata.push("To", &message.to().map(in_words).unwrap_or_default());
    metadata.push("Cc", &message.cc().map(in_words).unwrap_or_default());
    metadata.push("Subject", message.subject().unwrap_or_default());
    metadata.push("Message id", message.message_id().unwrap_or_default());
    found.remark = remark;
    walker.document(place, found)?;
    for (n, part) in message.attachments().enumerate() {
        if !walker.member(place)? {
            break;
        }
        let name = part
            .attachment_name()
            .map_or_else(|| format!("attachment-{}", n + 1), str::to_owned);
        let inner = place.member(name.as_bytes());
        let mut contents = match &part.body {
            PartType::Message(inner) => inner.raw_message(),
            _ => part.contents(),
        };
        let stream = Stream::new(&mut contents);
        walker.take(&inner, stream, None, depth + 1)?;
    }
    ControlFlow::Continue(())
}

/// The parts that a mail program shows, HTML as text.
fn text_of(message: &Message<'_>) -> String {
    let mut text = String::new();
    for n in 0..message.text_body_count() {
        if let Some(part) = message.body_text(n) {
            if !text.is_empty() && !text.ends_with('\n') {
                text.push('\n');
            }
            text.push_str(&part);
        }
    }
    text
}

/// `Fenn, Dora <fenn@strelsau.example>; …`
fn in_words(address: &Address<'_>) -> String {
    let mut words = String::new();
    for one in address.iter() {
        if !words.is_empty() {
            words.push_str("; ");
        }
        match (one.name(), one.address()) {
            (Some(name), Some(address)) => {
                words.push_str(name);
                words.push_str(" <");
                words.push_str(address);
                words.push('>');
            }
            (Some(one), None) | (None, Some(one)) => words.push_str(one),
            (None, None) => {}
        }
    }
    words
}

/// Messages of a mailbox, each from its line `From …`, which stands below a blank line.
#[derive(Debug, Default)]
struct Messages {
    looked: usize,
}

impl Boundary for Messages {
    fn find(&mut self, bytes: &[u8], at_end: bool) -> Cut {
        let mut from = self.looked;
        while let Some(n) = memmem::find(&bytes[from..], b"\nFrom ") {
            let at = from + n + 1;
            let before = &bytes[..at];
            if before.ends_with(b"\n\n") || before.ends_with(b"\n\r\n") {
                self.looked = 0;
                return Cut::Record {
                    n: at,
                    gap: 0,
                    remark: None,
                };
            }
            from = at;
        }
        if at_end {
            self.looked = 0;
            return Cut::Record {
                n: bytes.len(),
                gap: 0,
                remark: None,
            };
        }
        self.looked = bytes.len().saturating_sub(8).max(from);
        Cut::More
    }

    fn forget(&mut self, n: usize) {
        self.looked = self.looked.saturating_sub(n);
    }

    fn looked(&self) -> usize {
        self.looked
    }
}
