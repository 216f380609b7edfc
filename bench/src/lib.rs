//! What the yardsticks share: the table of cables, the questions, and what a run costs.

pub mod measure;
pub mod questions;
pub mod rows;
