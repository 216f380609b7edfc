//! The `OpenAPI` document: the table of endpoints in the words of `OpenAPI` 3.1, with the schemas of `schemas.json`.

use std::sync::LazyLock;

use chancery_archive::Archive;
use serde_json::{Map, Value, json};

use super::Problem;
use super::answer::Answer;
use super::call::{Call, Format};
use super::endpoints::{ENDPOINTS, Endpoint, Kind, Parameter};

static SCHEMAS: &str = include_str!("schemas.json");

static DOCUMENT: LazyLock<Value> = LazyLock::new(document);

pub(super) fn answer(_archive: &Archive, _call: &Call) -> Result<Answer, Problem> {
    Answer::json(&*DOCUMENT)
}

fn document() -> Value {
    let schemas: Value = serde_json::from_str(SCHEMAS).expect("the schemas of this crate are JSON");
    let paths: Map<String, Value> = ENDPOINTS
        .iter()
        .map(|endpoint| (endpoint.full_path(), path(endpoint)))
        .collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Chancery",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "An archive of diplomatic cables, for reading.",
            "description": "Nothing here changes the archive. Every answer carries an ETag that holds for as long as \
                            the archive does not change; If-None-Match is answered with 304. Unknown parameters are \
                            refused. docs/api.md has examples.",
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": {
                "Problem": {
                    "description": "What went wrong (RFC 9457).",
                    "content": {"application/problem+json": {"schema": reference("Problem")}},
                },
                "NotModified": {
                    "description": "The answer with the ETag given in If-None-Match still holds.",
                },
            },
        },
    })
}

fn path(endpoint: &Endpoint) -> Value {
    let mut parameters: Vec<Value> = endpoint.parameters().map(parameter).collect();
    if endpoint.has_id() {
        parameters.insert(
            0,
            json!({
                "name": "id",
                "in": "path",
                "required": true,
                "description": "The cable, in any spelling of its identifier, or by its key.",
                "schema": {"type": "string"},
                "example": "07STRELSAU92",
            }),
        );
    }
    let mut item = Map::new();
    item.insert("parameters".to_owned(), Value::Array(parameters));
    for method in ["get", "head"] {
        let id = match method {
            "head" => format!(
                "head{}{}",
                endpoint.id[..1].to_uppercase(),
                &endpoint.id[1..]
            ),
            _ => endpoint.id.to_owned(),
        };
        item.insert(
            method.to_owned(),
            json!({
                "operationId": id,
                "summary": endpoint.summary,
                "responses": responses(endpoint, method == "get"),
            }),
        );
    }
    Value::Object(item)
}

fn responses(endpoint: &Endpoint, has_body: bool) -> Value {
    let content: Map<String, Value> = endpoint
        .formats
        .iter()
        .map(|&format| {
            let schema = match format {
                Format::Json => reference(endpoint.schema),
                // Of each line.
                Format::JsonLines => reference(endpoint.line),
                Format::Bytes => json!({}),
                Format::Csv | Format::Ids | Format::Text => json!({"type": "string"}),
            };
            (format.media_type().to_owned(), json!({"schema": schema}))
        })
        .collect();
    let mut done = json!({
        "description": if has_body { endpoint.summary } else { "As GET, without the body." },
        "headers": {"ETag": {"schema": {"type": "string"}}},
    });
    if endpoint.is_page() {
        done["headers"]["X-Total-Count"] = json!({
            "description": "How many there are in all.",
            "schema": {"type": "integer", "minimum": 0},
        });
        done["headers"]["Link"] = json!({
            "description": "The address of the next page, with rel=\"next\", where there is one.",
            "schema": {"type": "string"},
        });
    }
    if has_body {
        done["content"] = Value::Object(content);
    }
    let mut responses = json!({
        "200": done,
        "304": {"$ref": "#/components/responses/NotModified"},
        "default": {"$ref": "#/components/responses/Problem"},
    });
    let problem = json!({"$ref": "#/components/responses/Problem"});
    responses["400"] = problem.clone();
    if endpoint.has_id() {
        responses["404"] = problem.clone();
    }
    responses["406"] = problem;
    responses
}

fn parameter(parameter: &Parameter) -> Value {
    let mut value = json!({
        "name": parameter.name,
        "in": "query",
        "description": parameter.description,
    });
    value["schema"] = match &parameter.kind {
        Kind::Text { most_bytes } => json!({"type": "string", "maxLength": most_bytes}),
        Kind::Number {
            least,
            most,
            default,
        } => {
            let mut schema = json!({"type": "integer", "minimum": least, "maximum": most});
            if let Some(default) = default {
                schema["default"] = json!(default);
            }
            schema
        }
        Kind::Switch => json!({"type": "boolean", "default": false}),
        Kind::Choice(values) => {
            json!({"type": "string", "enum": values, "default": values[0]})
        }
        Kind::List(values) => {
            value["style"] = json!("form");
            value["explode"] = json!(false);
            let values: Vec<&str> = values().collect();
            json!({"type": "array", "items": {"type": "string", "enum": values}})
        }
    };
    value
}

fn reference(schema: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{schema}")})
}
