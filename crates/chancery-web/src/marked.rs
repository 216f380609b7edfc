//! Text with some of it marked.

use std::ops::Range;

/// A run of text, marked or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) text: String,
    pub(crate) marked: bool,
}

/// Cuts `text` at the borders of `marks`, which are byte ranges in order.
///
/// Ranges that overlap an earlier one, leave the text or cut a character are ignored; the runs always join to `text`.
pub(crate) fn runs(text: &str, marks: &[Range<usize>]) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut done = 0;
    let mut push = |text: &str, marked| {
        if !text.is_empty() {
            runs.push(Run {
                text: text.to_owned(),
                marked,
            });
        }
    };
    for mark in marks {
        let Some(marked) = text.get(mark.clone()).filter(|_| mark.start >= done) else {
            continue;
        };
        push(&text[done..mark.start], false);
        push(marked, true);
        done = mark.end;
    }
    push(&text[done..], false);
    runs
}

/// The words of a diagnostic, with what stands between backticks marked and the backticks left out.
pub(crate) fn quoted(message: &str) -> Vec<Run> {
    let parts: Vec<&str> = message.split('`').collect();
    // A backtick without its partner is one.
    if parts.len().is_multiple_of(2) {
        return runs(message, &[]);
    }
    parts
        .into_iter()
        .enumerate()
        .filter(|(_, text)| !text.is_empty())
        .map(|(index, text)| Run {
            text: text.to_owned(),
            marked: index % 2 == 1,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backticks_quote() {
        let check = |message: &str, expected: &[(&str, bool)]| {
            let quoted = quoted(message);
            let quoted: Vec<(&str, bool)> = quoted
                .iter()
                .map(|run| (run.text.as_str(), run.marked))
                .collect();
            assert_eq!(quoted, expected);
        };
        check("", &[]);
        check("no zone", &[("no zone", false)]);
        check(
            "expected `C`, found `S`",
            &[
                ("expected ", false),
                ("C", true),
                (", found ", false),
                ("S", true),
            ],
        );
        check("a ` alone", &[("a ` alone", false)]);
    }

    #[expect(clippy::single_range_in_vec_init, reason = "one mark is a list of one")]
    #[test]
    fn runs_join_to_the_text() {
        let check = |text: &str, marks: &[Range<usize>], expected: &str| {
            let runs = runs(text, marks);
            let shown: String = runs
                .iter()
                .map(|run| {
                    if run.marked {
                        format!("[{}]", run.text)
                    } else {
                        run.text.clone()
                    }
                })
                .collect();
            assert_eq!(shown, expected);
            let joined: String = runs.iter().map(|run| run.text.as_str()).collect();
            assert_eq!(joined, text);
        };
        check(
            "the king fell ill",
            &[4..8, 14..17],
            "the [king] fell [ill]",
        );
        check("king", &[0..4], "[king]");
        check("king", &[], "king");
        check("", &[], "");
        check("king", &[2..9], "king");
        check("könig", &[2..3], "könig");
        check("the king", &[0..3, 1..5, 4..8], "[the] [king]");
    }
}
