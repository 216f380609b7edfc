//! A cable: what the parts of the parser read, put together.

use crate::body::paragraph::Paragraph;
use crate::head::addressee::{Addressee, Originator};
use crate::head::approver::Approver;
use crate::head::classification::{Classification, Section};
use crate::head::classification_authority::{ClassificationAuthority, Reason};
use crate::head::clearance::Clearance;
use crate::head::date_time_group::DateTimeGroup;
use crate::head::distribution::Distribution;
use crate::head::drafter::Drafter;
use crate::head::executive_order::ExecutiveOrder;
use crate::head::precedence::PrecedencePair;
use crate::head::reftel::Reftel;
use crate::head::subject::Subject;
use crate::head::tags::Tag;
use crate::head::transmission::Transmission;
use crate::{Attribute, Located, Mrn, Span};

/// What kind of message a text is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// A telegram.
    #[default]
    Telegram,
    /// A report sent by pouch under an `A-` number.
    Airgram,
    /// A memorandum.
    Memorandum,
    /// A letter.
    Letter,
    /// A card in the place of a telegram that is withheld.
    WithdrawalCard,
    /// A part of a cable: a head without a body, a body without a head, a single field.
    Fragment,
}

impl Kind {
    /// The word in the JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Telegram => "telegram",
            Kind::Airgram => "airgram",
            Kind::Memorandum => "memorandum",
            Kind::Letter => "letter",
            Kind::WithdrawalCard => "withdrawal_card",
            Kind::Fragment => "fragment",
        }
    }
}

/// One parsed cable. Every field keeps where it is written; what the cable lacks is `None` or empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Cable {
    /// The name of the cable.
    pub mrn: Option<Mrn>,
    /// What kind of message it is.
    pub kind: Kind,
    /// Format lines 1 to 4.
    pub transmission: Transmission,
    /// How urgent.
    pub precedence: PrecedencePair,
    /// When.
    pub date_time_group: Option<Located<DateTimeGroup>>,
    /// Who sent it.
    pub from: Option<Located<Originator>>,
    /// The key of the sending post.
    pub from_post: Option<String>,
    /// To whom, for action and for information, in order.
    pub addressees: Vec<Addressee>,
    /// How it is protected as a whole.
    pub classification: Option<Classification>,
    /// Handling captions, once each, in order.
    pub captions: Vec<Located<&'static str>>,
    /// Lines that say who is to see it.
    pub passing: Vec<Span>,
    /// The part of the transmission, where it was sent in parts.
    pub section: Option<Section>,
    /// The order that governs its secrecy.
    pub executive_order: Option<ExecutiveOrder>,
    /// TAGS, once each, in order.
    pub tags: Vec<Tag>,
    /// The subject.
    pub subject: Option<Subject>,
    /// References, in order.
    pub references: Vec<Reftel>,
    /// Who classified it.
    pub classified_by: Option<ClassificationAuthority>,
    /// For which reasons.
    pub reasons: Vec<Reason>,
    /// The Department's own distribution: who wrote it or must act on it, and who got copies.
    pub distribution: Option<Distribution>,
    /// Who wrote it.
    pub drafted_by: Option<Drafter>,
    /// Who approved it for sending.
    pub approved_by: Option<Approver>,
    /// The offices that agreed to it, in order.
    pub clearances: Vec<Clearance>,
    /// The body.
    pub paragraphs: Vec<Paragraph>,
    /// What the file of a record of 1973 to 1979 says of it, behind the text or in its place, and what the stamps of
    /// a released copy say.
    pub attributes: Vec<Attribute>,
    /// The signature.
    pub signature: Option<Located<String>>,
}
