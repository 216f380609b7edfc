//! Holds a value against a schema: the part of JSON Schema that the document uses, and one thing more. A name that no
//! schema lists is a fault here, though the document lets new names come.

use serde_json::Value;

/// What is wrong with a value, each with its place; empty where nothing is.
pub(crate) fn faults(document: &Value, schema: &Value, value: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    check(document, schema, value, "$", &mut faults);
    faults
}

fn check(document: &Value, schema: &Value, value: &Value, place: &str, faults: &mut Vec<String>) {
    let members = schema.as_object().expect("a schema is an object");
    for (name, rule) in members {
        match name.as_str() {
            "$ref" => {
                let pointer = rule.as_str().and_then(|rule| rule.strip_prefix('#'));
                let target = document.pointer(pointer.expect("a local reference"));
                let target = target.unwrap_or_else(|| panic!("{rule} leads nowhere"));
                check(document, target, value, place, faults);
            }
            "type" => {
                let types: Vec<&str> = match rule {
                    Value::Array(types) => types.iter().filter_map(Value::as_str).collect(),
                    one => one.as_str().into_iter().collect(),
                };
                if !types.iter().any(|name| is_of_type(value, name)) {
                    faults.push(format!("{place}: {value} is not of type {rule}"));
                }
            }
            "const" if rule != value => faults.push(format!("{place}: {value} is not {rule}")),
            "enum" if !rule.as_array().is_some_and(|all| all.contains(value)) => {
                faults.push(format!("{place}: {value} is none of {rule}"));
            }
            "minimum" if value.as_f64() < rule.as_f64() && value.is_number() => {
                faults.push(format!("{place}: {value} is below {rule}"));
            }
            "minItems" | "maxItems" => {
                if let Some(items) = value.as_array() {
                    let n = items.len() as u64;
                    let bound = rule.as_u64().expect("a number of items");
                    if (name == "minItems" && n < bound) || (name == "maxItems" && n > bound) {
                        faults.push(format!("{place}: {n} items"));
                    }
                }
            }
            "items" => {
                for (at, item) in value.as_array().into_iter().flatten().enumerate() {
                    check(document, rule, item, &format!("{place}[{at}]"), faults);
                }
            }
            "required" => {
                for name in rule
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str)
                {
                    if value.is_object() && value.get(name).is_none() {
                        faults.push(format!("{place}: no {name}"));
                    }
                }
            }
            "properties" => {
                for (name, item) in value.as_object().into_iter().flatten() {
                    let place = format!("{place}.{name}");
                    match (rule.get(name), schema.get("additionalProperties")) {
                        (Some(rule), _) => check(document, rule, item, &place, faults),
                        (None, Some(Value::Bool(true))) => {}
                        (None, _) => faults.push(format!("{place}: in no schema")),
                    }
                }
            }
            "additionalProperties" if rule.is_object() => {
                for (name, item) in value.as_object().into_iter().flatten() {
                    check(document, rule, item, &format!("{place}.{name}"), faults);
                }
            }
            "anyOf" => {
                let mut all = Vec::new();
                let fits = rule.as_array().into_iter().flatten().any(|rule| {
                    let found = self::faults(document, rule, value);
                    let fits = found.is_empty();
                    all.extend(found);
                    fits
                });
                if !fits {
                    faults.push(format!("{place}: fits none of several: {}", all.join("; ")));
                }
            }
            "const" | "enum" | "minimum" | "description" | "additionalProperties" => {}
            other => panic!("the validator does not know `{other}`"),
        }
    }
}

fn is_of_type(value: &Value, name: &str) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("no type `{other}`"),
    }
}

#[test]
fn it_finds_faults() {
    let document = serde_json::json!({"Name": {"type": ["string", "null"]}});
    let schema = serde_json::json!({
        "type": "object",
        "required": ["name", "n"],
        "properties": {"name": {"$ref": "#/Name"}, "n": {"type": "integer", "minimum": 0},
            "list": {"type": "array", "items": {"enum": ["a", "b"]}, "maxItems": 2},
            "any": {"anyOf": [{"type": "null"}, {"const": 1}]}}
    });
    let good = serde_json::json!({"name": null, "n": 1, "list": ["a", "b"], "any": 1});
    assert!(faults(&document, &schema, &good).is_empty());
    for bad in [
        serde_json::json!([]),
        serde_json::json!({"name": "x"}),
        serde_json::json!({"name": 1, "n": 1}),
        serde_json::json!({"name": "x", "n": -1}),
        serde_json::json!({"name": "x", "n": 1, "other": 1}),
        serde_json::json!({"name": "x", "n": 1, "list": ["c"]}),
        serde_json::json!({"name": "x", "n": 1, "list": ["a", "a", "a"]}),
        serde_json::json!({"name": "x", "n": 1, "any": 2}),
    ] {
        assert!(!faults(&document, &schema, &bad).is_empty(), "{bad}");
    }
}
