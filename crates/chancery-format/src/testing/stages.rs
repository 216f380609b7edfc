//! The first steps of a parse, one by one, so that a bench can tell what each costs.
//!
//! Each function does all the work up to its step and gives a number that depends on it. [`crate::parse`] is the whole.

use crate::head::{self, Known};
use crate::rare::Rare;
use crate::{layout, line};

/// Cuts the text into lines and gives how many there are.
pub fn lines(text: &str) -> usize {
    line::split(text).len()
}

/// Cuts the text into lines, and finds the rare words and what they tell of the layout.
pub fn layout(text: &str) -> usize {
    let mut lines = line::split(text);
    layout::mark(text, &mut lines, &Rare::find(text), &mut Vec::new());
    lines.len()
}

/// All of [`layout`], and the head with its elements. Gives the first line of the body.
pub fn head(text: &str) -> usize {
    let mut lines = line::split(text);
    let mut diagnostics = Vec::new();
    layout::mark(text, &mut lines, &Rare::find(text), &mut diagnostics);
    head::parse(text, &mut lines, Known::default(), &mut diagnostics).body_from
}
