//! Reads diplomatic cables.
