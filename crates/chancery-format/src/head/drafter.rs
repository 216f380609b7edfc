//! The drafter: who wrote a telegram.

use super::officer::Officer;
use crate::Span;

/// Who wrote a telegram, `EUR/CE:RMHALVORSEN:JT`.
///
/// Initials and surname are one word there, and which letters are the initials cannot be told; the name is as written.
/// Source: docs/format.md, "The records of 1973 to 1979".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drafter {
    /// The office, `EUR/CE`; on messages from 2009 on the post or section.
    pub office: Option<String>,
    /// The name as written, `RMHALVORSEN`.
    pub name: Option<String>,
    /// The typist's initials.
    pub typist: Option<String>,
    /// The telephone extension.
    pub extension: Option<String>,
    /// All of it on one line.
    pub text: String,
    /// Where it is written.
    pub span: Span,
}

impl From<Officer> for Drafter {
    fn from(officer: Officer) -> Drafter {
        Drafter {
            office: officer.office,
            name: officer.name,
            typist: officer.typist,
            extension: officer.extension,
            text: officer.text,
            span: officer.span,
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn read_from_a_telegram() {
        let text = "DRAFTED BY EUR/CE:RMHALVORSEN:JT EXT 20211\nAPPROVED BY EUR:LBOSTWICK\nR 172213Z JUN 76\nFM SECSTATE WASHDC\nTO AMEMBASSY STRELSAU\nUNCLAS STATE 150591\n";
        let parse = crate::parse(text);
        let drafter = parse.cable.drafted_by.unwrap();
        assert_eq!(drafter.office.as_deref(), Some("EUR/CE"));
        assert_eq!(drafter.name.as_deref(), Some("RMHALVORSEN"));
        assert_eq!(drafter.typist.as_deref(), Some("JT"));
        assert_eq!(drafter.extension.as_deref(), Some("20211"));
        assert_eq!(drafter.span.of(text), "EUR/CE:RMHALVORSEN:JT EXT 20211");
    }
}
