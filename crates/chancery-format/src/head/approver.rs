//! The approving officer: who let a telegram go.

use super::officer::Officer;
use crate::Span;

/// Who approved a telegram for sending, `EUR:LBOSTWICK`. Source: docs/format.md, "The records of 1973 to 1979".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approver {
    /// The office, `EUR`; on messages from 2009 on the post or section.
    pub office: Option<String>,
    /// The name as written, `LBOSTWICK`.
    pub name: Option<String>,
    /// All of it on one line.
    pub text: String,
    /// Where it is written.
    pub span: Span,
}

impl From<Officer> for Approver {
    fn from(officer: Officer) -> Approver {
        Approver {
            office: officer.office,
            name: officer.name,
            text: officer.text,
            span: officer.span,
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn read_from_a_message_of_today() {
        let text = "MRN: 14 STRELSAU 204\nFrom: AMEMBASSY STRELSAU\nSubject: Tea\n\n1.  (U)  It is cold.\n\nSignature: Park\n\nApproved By:   EXEC:Park, Gwendolyn A.\n";
        let parse = crate::parse(text);
        let approver = parse.cable.approved_by.unwrap();
        assert_eq!(approver.office.as_deref(), Some("EXEC"));
        assert_eq!(approver.name.as_deref(), Some("Park, Gwendolyn A."));
        assert_eq!(approver.span.of(text), "EXEC:Park, Gwendolyn A.");
    }
}
