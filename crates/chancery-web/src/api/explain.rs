//! What a word of a cable means.

use chancery_archive::Archive;
use chancery_format::tables::explain::{self as tables, Meaning};
use serde_json::{Value, json};

use super::Problem;
use super::answer::Answer;
use super::call::Call;

/// How many terms spelled like a word that is in no table are told.
const N_NEAR: usize = 8;

pub(super) fn explain(_archive: &Archive, call: &Call) -> Result<Answer, Problem> {
    let Some(word) = call.given("word") else {
        return Err(Problem::parameter(
            "word",
            "nothing is asked for",
            Some("a word, such as word=NODIS".to_owned()),
        ));
    };
    let year = call.given("year").and_then(|year| year.parse().ok());
    let meanings = tables::explain(word, year);
    let near = if meanings.is_empty() {
        tables::near(word, N_NEAR)
    } else {
        Vec::new()
    };
    let near: Vec<String> = near.into_iter().map(|(term, _)| term).collect();
    Answer::json(&json!({
        "schema": "chancery/explain/1",
        "word": word,
        "meanings": meanings.iter().map(meaning).collect::<Vec<_>>(),
        "near": near,
    }))
}

fn meaning(meaning: &Meaning) -> Value {
    let details: Vec<Value> = meaning
        .details
        .iter()
        .map(|detail| json!({"label": detail.label, "text": detail.text}))
        .collect();
    let mut value = json!({
        "kind": meaning.kind.as_str(),
        "term": meaning.term,
        "summary": meaning.summary,
        "details": details,
        "see_also": meaning.see_also,
        "source": meaning.source,
        "certainty": meaning.certainty.as_str(),
    });
    if let Some(page) = &meaning.page {
        value["page"] = json!({
            "why_it_matters": page.why_it_matters,
            "assumed": page.assumed,
            "what_to_do": page.what_to_do,
            "example": page.example().collect::<Vec<_>>(),
        });
    }
    value
}
