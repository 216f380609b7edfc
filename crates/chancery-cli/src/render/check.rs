//! The consistency report for a person: what contradicts first, with its evidence, then what agrees.

use chancery_format::consistency::{CheckRecord, EvidenceRecord, FindingRecord};

use super::diagnostic::{self, Source};
use crate::terminal::{Page, Piece, Role};

/// Columns of a sign, a name and the blanks behind it.
const INDENT: usize = 21;

/// One line for each warning and contradiction; with `all`, for everything.
pub(crate) fn concise(record: &CheckRecord, source: Source<'_>, all: bool, page: &mut Page) {
    for diagnostic in &record.diagnostics {
        if all || diagnostic.severity != "information" {
            diagnostic::concise(diagnostic, source, page);
        }
    }
    for finding in &record.findings {
        if !all && finding.outcome != "contradicts" {
            continue;
        }
        let (line, column) = finding
            .evidence
            .iter()
            .find_map(|evidence| evidence.line.zip(evidence.column))
            .unwrap_or((1, 1));
        page.line(&[
            Piece::plain(format!("{}: ", source.place(line, column))),
            Piece::new(
                outcome_role(&finding.outcome),
                format!("{}[{}]", finding.outcome.replace('_', "-"), finding.check),
            ),
            Piece::plain(format!(" {}", finding.message)),
        ]);
    }
}

/// Heading, diagnostics with their places underlined, and the report.
pub(crate) fn full(
    record: &CheckRecord,
    helps: &[Option<&str>],
    source: Source<'_>,
    all: bool,
    page: &mut Page,
) {
    page.block(
        &[],
        0,
        &[
            Piece::new(Role::Title, record.id.as_deref().unwrap_or("no identifier")),
            Piece::plain("  "),
            Piece::new(
                Role::Title,
                record.subject.as_deref().unwrap_or("no subject"),
            ),
        ],
    );
    page.gap();
    let (information, trouble): (Vec<_>, Vec<_>) = record
        .diagnostics
        .iter()
        .zip(helps)
        .partition(|(diagnostic, _)| diagnostic.severity == "information");
    for (diagnostic, help) in trouble {
        diagnostic::full(diagnostic, *help, source, page);
        page.gap();
    }
    for (diagnostic, _) in &information {
        diagnostic::concise(diagnostic, source, page);
    }
    if !information.is_empty() {
        page.gap();
    }
    report(&record.findings, source, all, page);
}

fn report(findings: &[FindingRecord], source: Source<'_>, all: bool, page: &mut Page) {
    let of = |outcome: &'static str| {
        findings
            .iter()
            .filter(move |finding| finding.outcome == outcome)
    };
    for finding in of("contradicts") {
        head(finding, "✗", page);
        for evidence in &finding.evidence {
            place(evidence, source, page);
        }
        if let (Some(weight), Some(reason)) = (&finding.weight, &finding.weight_reason) {
            page.block(
                &[],
                INDENT,
                &[Piece::new(Role::Faint, format!("{weight}: {reason}"))],
            );
        }
    }
    for finding in of("agrees") {
        head(finding, "✓", page);
        let places: Vec<String> = finding
            .evidence
            .iter()
            .map(|evidence| short(evidence, source))
            .collect();
        if !places.is_empty() {
            page.block(&[], INDENT, &[Piece::new(Role::Faint, places.join(" · "))]);
        }
    }
    if all {
        for finding in of("not_comparable") {
            head(finding, "·", page);
        }
    } else {
        let names: Vec<&str> = of("not_comparable")
            .map(|finding| &*finding.check)
            .collect();
        if !names.is_empty() {
            page.block(
                &[Piece::new(Role::Faint, "· cannot compare")],
                INDENT,
                &[Piece::new(
                    Role::Faint,
                    format!("{} (--all says why)", names.join(", ")),
                )],
            );
        }
    }
}

fn head(finding: &FindingRecord, sign: &str, page: &mut Page) {
    let role = outcome_role(&finding.outcome);
    page.block(
        &[
            Piece::new(role, format!("{sign} ")),
            Piece::new(
                if role == Role::Faint {
                    Role::Faint
                } else {
                    Role::Label
                },
                &*finding.check,
            ),
        ],
        INDENT,
        &[Piece::new(
            if role == Role::Faint {
                Role::Faint
            } else {
                Role::Plain
            },
            &*finding.message,
        )],
    );
}

/// `line 4   station serial  0116  (0161)`.
fn place(evidence: &EvidenceRecord, source: Source<'_>, page: &mut Page) {
    let line = match evidence.line {
        Some(line) => format!("line {}", source.line(line)),
        None => "outside".to_owned(),
    };
    let mut pieces = vec![
        Piece::new(Role::Faint, format!("{line:<9} ")),
        Piece::new(Role::Label, &*evidence.place),
        Piece::plain(format!(" `{}`", evidence.written)),
    ];
    if let Some(read_as) = evidence
        .read_as
        .as_ref()
        .filter(|read_as| **read_as != evidence.written)
    {
        pieces.push(Piece::new(Role::Faint, format!(" = {read_as}")));
    }
    page.block(&[], INDENT, &pieces);
}

/// `4: 0116`.
fn short(evidence: &EvidenceRecord, source: Source<'_>) -> String {
    let written = &evidence.written;
    match evidence.line {
        Some(line) => format!("line {} `{written}`", source.line(line)),
        None => format!("{} `{written}`", evidence.place),
    }
}

fn outcome_role(outcome: &str) -> Role {
    match outcome {
        "contradicts" => Role::Warning,
        "agrees" => Role::Help,
        _ => Role::Faint,
    }
}
