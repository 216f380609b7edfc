//! Every cable that matches, one after the other, in constant memory.

use chancery_archive::Archive;

use super::Problem;
use super::answer::Answer;
use super::call::{Call, Format};
use super::search::asked;
use crate::json::{CableJson, csv_row};

pub(super) fn export(archive: &Archive, call: &Call) -> Result<Answer, Problem> {
    let search = asked(call);
    let has_records = call.is("records");
    if has_records && call.format != Format::JsonLines {
        return Err(Problem::parameter(
            "records",
            "whole records come as lines of JSON only",
            Some("leave it out, or ask for format=jsonl".to_owned()),
        ));
    }
    // A query that does not read is told before anything is sent.
    let ask_first = chancery_archive::Search {
        limit: 0,
        ..search.clone()
    };
    archive
        .search(&ask_first)
        .map_err(|error| Problem::of_search(&search.query, error))?;
    let format = call.format;
    Ok(Answer::stream(move |archive, out| {
        match format {
            Format::Ids => {
                archive.each_key(&search, |key| out.text(&format!("{key}\n")))?;
            }
            Format::Csv => {
                out.text(&csv_row(CableJson::COLUMNS));
                archive.each_line(&search, |line| out.text(&CableJson::from(&line).csv()))?;
            }
            _ if has_records => {
                let mut failed = None;
                archive.each_key(&search, |key| match archive.cable(key) {
                    // A cable that was forgotten meanwhile.
                    Ok(None) => true,
                    Ok(Some(cable)) => cable
                        .editions
                        .first()
                        .is_none_or(|edition| out.line(&edition.record)),
                    Err(error) => {
                        failed = Some(error);
                        false
                    }
                })?;
                if let Some(error) = failed {
                    return Err(error);
                }
            }
            _ => {
                archive.each_line(&search, |line| out.line(&CableJson::from(&line)))?;
            }
        }
        Ok(())
    }))
}
