//! The manual page of each diagnostic, from `manual.txt`.

use super::Code;

/// What `chancery explain` tells about a diagnostic beyond its first sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Manual {
    /// What is the case, in a sentence.
    pub meaning: &'static str,
    /// What goes wrong for a reader who does not know it.
    pub why_it_matters: &'static str,
    /// What the parser took for granted.
    pub assumed: &'static str,
    /// What a person can do.
    pub what_to_do: &'static str,
    example: &'static str,
}

impl Manual {
    /// Lines of an invented cable; a line of `^` underlines the place in the line above it.
    pub fn example(&self) -> impl Iterator<Item = &'static str> {
        self.example
            .lines()
            .map(|line| line.strip_prefix("> ").unwrap_or(line))
    }

    /// The page of a code; `None` where none is written yet.
    pub(super) fn of(code: Code) -> Option<Manual> {
        let page = TEXT
            .split("\n## ")
            .skip(1)
            .find_map(|page| page.strip_prefix(code.as_str())?.strip_prefix('\n'))?;
        let part = |heading: &str| {
            page.lines()
                .find_map(|line| line.strip_prefix(heading)?.strip_prefix(": "))
        };
        Some(Manual {
            meaning: first_paragraph(code.explanation()),
            why_it_matters: part("Why it matters")?,
            assumed: part("Assumed")?,
            what_to_do: part("What to do")?,
            example: page[page.find("\n> ")? + 1..].trim_end(),
        })
    }
}

fn first_paragraph(text: &str) -> &str {
    let end = text.find("\n\n").unwrap_or(text.len());
    text[..end].trim()
}

const TEXT: &str = include_str!("manual.txt");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_page_that_deserves_the_name() {
        for &code in Code::ALL {
            let name = code.as_str();
            let page = Manual::of(code).unwrap_or_else(|| panic!("{name} has no manual page"));
            for part in [
                page.meaning,
                page.why_it_matters,
                page.assumed,
                page.what_to_do,
            ] {
                assert!(
                    part.len() > 7 && part.ends_with(['.', '`']),
                    "{name}: {part}"
                );
            }
            let lines: Vec<&str> = page.example().collect();
            let marks: Vec<usize> = (0..lines.len())
                .filter(|&at| lines[at].trim_start().starts_with('^'))
                .collect();
            let [mark] = marks[..] else {
                panic!("{name} has one place underlined");
            };
            assert!(lines.len() >= 2, "{name}");
            // Something missing is marked where it belongs, which may be before all else.
            if mark > 0 {
                let room = lines[mark - 1].chars().count() + 1;
                assert!(lines[mark].chars().count() <= room, "{name}: {lines:?}");
            }
            assert!(lines.iter().all(|line| line.chars().count() < 74), "{name}");
        }
    }

    #[test]
    fn pages_are_in_order() {
        let names: Vec<&str> = TEXT
            .lines()
            .filter_map(|line| line.strip_prefix("## "))
            .collect();
        assert!(names.is_sorted_by(|left, right| left < right), "{names:?}");
    }
}
