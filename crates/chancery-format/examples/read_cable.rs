//! Reads one cable and says what is in it: a tour of the library in six steps.
//!
//! ```text
//! cargo run -p chancery-format --example read_cable             # an invented cable
//! cargo run -p chancery-format --example read_cable CABLE.txt   # one of yours
//! ```

#![expect(
    clippy::print_stdout,
    reason = "an example shows what it found; the library itself prints nothing"
)]

use chancery_format::tables;
use chancery_format::{Hints, ParagraphRole, Severity};

const INVENTED: &str = "\
VZCZCXRO1187
PP RUEHC RUEHZN
DE RUEHSR #1187/01 2811540
ZNY CCCCC ZZH
P 081540Z OCT 06
FM AMEMBASSY STRELSAU
TO RUEHC/SECSTATE WASHDC PRIORITY 0610
INFO RUEHZN/AMCONSUL ZENDA 0193
BT
C O N F I D E N T I A L STRELSAU 001178

SIPDIS

E.O. 12958: DECL: 10/08/2016
TAGS: PREL, PGOV, PINR
SUBJECT: THE KING IS ILL

REF: STRELSAU 1180

Classified By: DCM Fritz von Tarlenheim for reasons 1.4 (b) and (d).

1. (C) SUMMARY: The palace says that the King has a cold. END
SUMMARY.

2. (C) The Duke left for Zenda at noon.
SAPT
";

fn main() -> std::io::Result<()> {
    // 1. The library takes bytes. Files are the caller's business, and so is what a file is called: the name may be
    //    all that names a fragment.
    let path = std::env::args().nth(1);
    let bytes = match &path {
        Some(path) => std::fs::read(path)?,
        None => INVENTED.as_bytes().to_vec(),
    };
    let hints = Hints {
        path,
        ..Hints::default()
    };

    // 2. Reading never fails. Encoding and wrapper are settled on the way; what is no cable says so.
    let document = chancery_format::read(&bytes, &hints);
    if let Some(reason) = document.not_a_cable() {
        println!("not a cable: {reason}");
        return Ok(());
    }

    // 3. Fields hold what was read; what was written is in the text, at their span.
    let cable = &document.cable;
    if let Some(mrn) = &cable.mrn {
        println!(
            "{mrn}: number {} of {} in {}",
            mrn.number, mrn.post, mrn.year
        );
    }
    if let Some(subject) = &cable.subject {
        println!("about: {}", subject.text);
    }

    // 4. Codes are explained by the tables, in the sense of the year.
    let year = cable.mrn.as_ref().map(|mrn| mrn.year);
    for tag in &cable.tags {
        let meanings = tables::explain(&tag.code, year);
        let meaning = meanings
            .first()
            .map_or("unknown", |meaning| &meaning.summary);
        println!("{:<5} {meaning}", tag.code);
    }

    // 5. Paragraphs are spans of the text; the record has them as a person reads them, without page lines and wraps.
    let record = document.record();
    for (paragraph, words) in cable.paragraphs.iter().zip(&record.paragraphs) {
        let role = match paragraph.role {
            ParagraphRole::Summary => " (summary)",
            ParagraphRole::Comment => " (comment)",
            _ => "",
        };
        println!("paragraph{role}: {}", words.text);
    }

    // 6. Whatever was assumed, and whatever contradicts, is told with its place. Here the station counted the
    //    telegram as 1187 and the classification line says 1178: somebody swapped two digits.
    for diagnostic in &document.diagnostics {
        if diagnostic.severity() >= Severity::Warning {
            let place = diagnostic.span.of(&document.text);
            println!(
                "{}: {} at {place:?}",
                diagnostic.code.as_str(),
                diagnostic.message
            );
            if let Some(manual) = diagnostic.code.manual() {
                println!("  {}", manual.why_it_matters);
            }
        }
    }
    Ok(())
}
