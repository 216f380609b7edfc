//! The forms a corpus is written in: the classic table, JSON lines, text files, pages of a mirror.

use std::fmt::Write;

use super::World;
use super::plan::{Level, Plan};
use super::telegram::Telegram;

/// A form of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// The eight-column table, without a header row.
    Csv,
    /// One object a line, with the columns of the table.
    Jsonl,
    /// One text a file.
    Files,
    /// One page of the mirror a file.
    Html,
}

impl Form {
    /// The form of a name.
    pub(crate) fn named(name: &str) -> Option<Form> {
        Some(match name {
            "csv" => Form::Csv,
            "jsonl" => Form::Jsonl,
            "files" => Form::Files,
            "html" => Form::Html,
            _ => return None,
        })
    }

    /// Whether each cable is a file of its own.
    pub(crate) fn is_many_files(self) -> bool {
        matches!(self, Form::Files | Form::Html)
    }

    /// Adds a cable in this form.
    pub(crate) fn write(self, out: &mut String, plan: &Plan, world: &World, telegram: &Telegram) {
        match self {
            Form::Csv => csv(out, plan, world, telegram),
            Form::Jsonl => jsonl(out, plan, world, telegram),
            Form::Files => out.push_str(&telegram.whole()),
            Form::Html => html(out, plan, world, telegram),
        }
    }

    /// The file of a cable, `2007/07STRELSAU92.txt`; a copy has its row in the name.
    pub(crate) fn file_name(self, plan: &Plan, world: &World) -> String {
        let identifier = plan.number.identifier(&world.posts);
        let ending = if self == Form::Html { "html" } else { "txt" };
        let year = plan.sent.year;
        match plan.copy {
            None => format!("{year}/{identifier}.{ending}"),
            Some(_) => format!("{year}/{identifier}_copy{}.{ending}", plan.row),
        }
    }
}

/// The level as archives name it.
fn level(plan: &Plan) -> &'static str {
    match plan.level {
        Level::Unclassified => "UNCLASSIFIED",
        Level::OfficialUse if plan.sent.year < 1995 => "LIMITED OFFICIAL USE",
        Level::OfficialUse => "UNCLASSIFIED//FOR OFFICIAL USE ONLY",
        Level::Confidential => "CONFIDENTIAL",
        Level::ConfidentialNoforn => "CONFIDENTIAL//NOFORN",
        Level::Secret => "SECRET",
        Level::SecretNoforn => "SECRET//NOFORN",
    }
}

fn csv(out: &mut String, plan: &Plan, world: &World, telegram: &Telegram) {
    let (month, day) = plan.sent.month_and_day();
    let (hour, minute) = plan.sent.clock();
    let _ = write!(
        out,
        "\"{}\",\"{month}/{day}/{} {hour}:{minute:02}\",\"{}\",\"{}\",\"{}\",\"",
        plan.row,
        plan.sent.year,
        plan.number.identifier(&world.posts),
        world.posts.get(plan.number.post).origin,
        level(plan),
    );
    for (at, reference) in plan.references.iter().enumerate() {
        if at > 0 {
            out.push('|');
        }
        out.push_str(&reference.identifier(&world.posts));
    }
    out.push_str("\",\"");
    escaped(out, &telegram.header);
    out.push_str("\",\"");
    escaped(out, &telegram.body);
    out.push_str("\"\n");
}

/// Quotes and backslashes with a backslash before them, line ends as they are.
fn escaped(out: &mut String, field: &str) {
    let mut rest = field;
    while let Some(at) = rest.find(['"', '\\']) {
        out.push_str(&rest[..at]);
        out.push('\\');
        out.push_str(&rest[at..=at]);
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

fn jsonl(out: &mut String, plan: &Plan, world: &World, telegram: &Telegram) {
    let references: Vec<String> = plan
        .references
        .iter()
        .map(|reference| reference.identifier(&world.posts))
        .collect();
    let row = serde_json::json!({
        "id": plan.row,
        "date": plan.sent.iso(),
        "identifier": plan.number.identifier(&world.posts),
        "origin": world.posts.get(plan.number.post).origin,
        "classification": level(plan),
        "references": references,
        "header": telegram.header,
        "body": telegram.body,
    });
    let _ = writeln!(out, "{row}");
}

fn html(out: &mut String, plan: &Plan, world: &World, telegram: &Telegram) {
    let marked = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let identifier = plan.number.identifier(&world.posts);
    let (month, day) = plan.sent.month_and_day();
    let (hour, minute) = plan.sent.clock();
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html>\n<head><title>{identifier}</title></head>\n<body>\n\
         <h3>Viewing cable {identifier}, {}</h3>\n<table class='cable'>\n\
         <tr><th>Reference ID</th><th>Created</th><th>Classification</th><th>Origin</th></tr>\n\
         <tr><td><a href='/cable/{}/{identifier}.html'>{identifier}</a></td><td>{}-{month:02}-{day:02} {hour:02}:{minute:02}</td>\
         <td>{}</td><td>{}</td></tr>\n</table>\n<code><pre>{}</pre></code>\n<code><pre>{}</pre></code>\n</body>\n</html>\n",
        marked(&telegram.subject),
        plan.sent.year,
        plan.sent.year,
        level(plan),
        marked(&world.posts.get(plan.number.post).origin),
        marked(&telegram.header),
        marked(&telegram.body),
    );
}
