//! Lists what files and folders hold, one line for each thing; `--text` prints what would be read of it.
//!
//! ```text
//! cargo run -p chancery-sources --example list -- cables.zip letters.mbox
//! ```

#![expect(clippy::print_stdout, reason = "an example talks to a person")]

use std::ops::ControlFlow;
use std::path::PathBuf;

use chancery_sources::{Content, Limits, Options, measure, walk};

fn main() {
    // 1. What to walk through.
    let mut paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let with_text = paths.iter().any(|path| path.as_os_str() == "--text");
    paths.retain(|path| path.as_os_str() != "--text");

    // 2. How. The limits are generous; here a thing may be 8 MiB long at most.
    let options = Options {
        limits: Limits {
            one_bytes: 8 << 20,
            ..Limits::default()
        },
        ..Options::default()
    };

    // 3. How much there is, for a bar that shows how far we are.
    let extent = measure(&paths, &options);

    // 4. One call for each thing, in a fixed order.
    let _ = walk(&paths, &options, &mut |item| {
        let done = 100 * item.n_read / extent.n_bytes.max(1);
        match &item.content {
            // 5. What may be a cable is read by `chancery-format`.
            Content::Found(found) => {
                let document = found.read(&item.place);
                let name = match (document.not_a_cable(), &document.cable.mrn) {
                    (Some(reason), _) => reason.to_string(),
                    (None, Some(mrn)) => mrn.to_string(),
                    (None, None) => "a cable without a name".to_owned(),
                };
                println!(
                    "{done:3} % {} [{}]: {name}",
                    item.place,
                    found.reader.as_str()
                );
                if let Some(remark) = &found.remark {
                    println!("      {remark}");
                }
                if with_text {
                    println!("{}", String::from_utf8_lossy(found.to_read()));
                }
            }
            // 6. And nothing vanishes.
            Content::Problem(problem) => println!("{done:3} % {}: {problem}", item.place),
        }
        ControlFlow::Continue(())
    });
}
