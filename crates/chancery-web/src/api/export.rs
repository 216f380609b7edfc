//! Every cable that matches, one after the other, in constant memory.

use chancery_archive::Archive;

use super::Problem;
use super::answer::Answer;
use super::call::{Call, Format};
use super::search::asked;
use crate::json::{ExportedJson, RowJson, csv_row};

pub(super) fn export(archive: &Archive, call: &Call) -> Result<Answer, Problem> {
    let search = asked(call);
    let has_originals = call.is("originals");
    let has_records = call.is("records") || has_originals;
    if has_records && call.format != Format::JsonLines {
        return Err(Problem::parameter(
            if has_originals {
                "originals"
            } else {
                "records"
            },
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
    Ok(Answer::stream("cables", move |archive, out| {
        match format {
            Format::Ids => {
                archive.each_key(&search, |key| out.text(&format!("{key}\n")))?;
            }
            Format::Csv => {
                out.text(&csv_row(&RowJson::columns()));
                archive.each_line(&search, |line, of_source| {
                    out.text(&RowJson::new(&line, &of_source).csv())
                })?;
            }
            _ if has_records => {
                let mut failed = None;
                archive.each_key(&search, |key| match archive.exported(key, has_originals) {
                    // Of a cable that was forgotten meanwhile there is nothing.
                    Ok(exported) => exported
                        .iter()
                        .all(|exported| out.line(&ExportedJson::new(key, exported))),
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
                archive.each_line(&search, |line, of_source| {
                    out.line(&RowJson::new(&line, &of_source))
                })?;
            }
        }
        Ok(())
    }))
}
