//! Reads diplomatic cables.

pub mod tables;
