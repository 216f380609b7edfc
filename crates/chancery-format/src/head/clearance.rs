//! Clearances: the offices that agreed to a telegram before it was sent.

use super::officer::Officer;
use crate::Span;

/// An office that agreed to a telegram, `L/EUR:MKARLSEN (DRAFT)`.
///
/// Source: docs/format.md, "The records of 1973 to 1979".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clearance {
    /// The office, `L/EUR`.
    pub office: Option<String>,
    /// The name as written, `MKARLSEN`.
    pub name: Option<String>,
    /// How it agreed: `DRAFT` (it saw the draft), `SUBS` (in substance), `INFO`, `PHONE`.
    pub qualifier: Option<String>,
    /// All of it on one line.
    pub text: String,
    /// Where it is written.
    pub span: Span,
}

impl From<Officer> for Clearance {
    fn from(officer: Officer) -> Clearance {
        Clearance {
            office: officer.office,
            name: officer.name,
            qualifier: officer.qualifier,
            text: officer.text,
            span: officer.span,
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn read_from_a_telegram() {
        let text = "ORIGIN EUR-08\nINFO OCT-01 /009 R\nDRAFTED BY EUR/CE:RMHALVORSEN:JT\nAPPROVED BY EUR:LBOSTWICK\nL/EUR:MKARLSEN (DRAFT)\nS/S - MR. TREMBLE\nDESIRED DISTRIBUTION\nEUR, L, S/S ONLY\n---------------------     116004\nR 172213Z JUN 76\nFM SECSTATE WASHDC\nTO AMEMBASSY STRELSAU\nUNCLAS STATE 150591\n";
        let parse = crate::parse(text);
        let cable = &parse.cable;
        let found: Vec<[&str; 3]> = cable
            .clearances
            .iter()
            .map(|clearance| {
                [&clearance.office, &clearance.name, &clearance.qualifier]
                    .map(|part| part.as_deref().unwrap_or(""))
            })
            .collect();
        assert_eq!(
            found,
            [["L/EUR", "MKARLSEN", "DRAFT"], ["S/S", "MR. TREMBLE", ""]]
        );
        let distribution = cable.distribution.as_ref().unwrap();
        assert_eq!(
            distribution.desired.as_ref().unwrap().value,
            "EUR, L, S/S ONLY"
        );
        assert_eq!(distribution.total.as_ref().unwrap().value, 9);
    }
}
