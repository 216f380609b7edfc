//! The API, held against its own description.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on ends where it stands"
)]

#[path = "api/examples.rs"]
mod examples;
#[expect(dead_code, reason = "other tests use the rest")]
mod reading;
#[path = "api/schema.rs"]
mod schema;

use std::path::Path;

use axum::http::{Method, StatusCode};
use reading::{Answer, Room};
use serde_json::Value;

/// Over the sample cables.
fn samples() -> Room {
    Room::of_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples"))
}

fn document(room: &Room) -> Value {
    let answer = room.get("/api/v1/openapi.json").is(StatusCode::OK);
    serde_json::from_slice(&answer.body).unwrap()
}

#[track_caller]
fn json(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.body).unwrap_or_else(|_| panic!("{}", answer.text()))
}

const HOST: (&str, &str) = ("host", "localhost:8080");

/// A cable of the samples with everything: references, citations, neighbours.
const ID: &str = "07STRELSAU161";

/// A value that each parameter takes, and which finds something.
fn value_of(path: &str, parameter: &Value) -> Option<String> {
    let name = parameter["name"].as_str().unwrap();
    let schema = &parameter["schema"];
    Some(match name {
        "id" | "cited_by" => ID.to_owned(),
        // One page after another is a test of its own.
        "cursor" | "source" | "format" => return None,
        "q" if path.ends_with("suggest") => "str".to_owned(),
        "q" => "king".to_owned(),
        "word" => "NODIS".to_owned(),
        "post" => "ZENDA".to_owned(),
        "year" => "2007".to_owned(),
        "edition" => "1".to_owned(),
        "offset" => "0".to_owned(),
        _ if schema["type"] == "integer" => "3".to_owned(),
        _ if schema["type"] == "boolean" => "true".to_owned(),
        _ if schema["type"] == "array" => {
            let all = schema["items"]["enum"].as_array().unwrap();
            let all: Vec<&str> = all.iter().map(|one| one.as_str().unwrap()).collect();
            all.join(",")
        }
        _ => schema["enum"][1].as_str().unwrap().to_owned(),
    })
}

/// The address of a path, with what its parameters need.
fn address(path: &str, with: &[(&str, String)]) -> String {
    let mut address = path.replace("{id}", ID);
    let is_needed = path.ends_with("/explain") && !path.contains("search");
    let word = ("word", "NODIS".to_owned());
    let needed = (is_needed && !with.iter().any(|(name, _)| *name == "word")).then_some(&word);
    for (at, (name, value)) in with.iter().chain(needed).enumerate() {
        address.push(if at == 0 { '?' } else { '&' });
        address.extend([name, "=", value.as_str()]);
    }
    address
}

fn media_type(answer: &Answer) -> String {
    let whole = answer.header("content-type");
    whole.split(';').next().unwrap().to_owned()
}

#[track_caller]
fn fits(document: &Value, content: &Value, answer: &Answer, address: &str) {
    let media_type = media_type(answer);
    let schema = &content[&media_type]["schema"];
    assert!(schema.is_object(), "{address}: {media_type} in {content}");
    let values: Vec<Value> = match media_type.as_str() {
        "application/json" => vec![json(answer)],
        "application/x-ndjson" => answer
            .text()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect(),
        _ => return,
    };
    for value in values {
        let faults = schema::faults(document, schema, &value);
        assert!(faults.is_empty(), "{address}: {faults:#?}");
    }
}

#[test]
fn answers_are_as_documented() {
    let room = samples();
    let document = document(&room);
    let mut ids = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        let content = &item["get"]["responses"]["200"]["content"];
        let parameters: Vec<&Value> = item["parameters"].as_array().unwrap().iter().collect();
        let queries: Vec<&Value> = parameters
            .iter()
            .copied()
            .filter(|parameter| parameter["in"] == "query")
            .collect();

        // As it is, and with each parameter alone.
        let mut asked = vec![address(path, &[])];
        for parameter in &queries {
            if let Some(value) = value_of(path, parameter) {
                asked.push(address(
                    path,
                    &[(parameter["name"].as_str().unwrap(), value)],
                ));
            }
        }
        // With all of them at once.
        let all: Vec<(&str, String)> = queries
            .iter()
            .filter_map(|parameter| {
                let value = value_of(path, parameter)?;
                Some((parameter["name"].as_str().unwrap(), value))
            })
            .collect();
        asked.push(address(path, &all));
        for address in &asked {
            let got = room.get(address).is(StatusCode::OK);
            fits(&document, content, &got, address);
            let head = room.ask(Method::HEAD, address, &[HOST]).is(StatusCode::OK);
            assert!(head.body.is_empty());
            assert_eq!(head.header("etag"), got.header("etag"));
        }

        // In every form, by name and by Accept.
        let plain = address(path, &[]);
        for media_type in content.as_object().unwrap().keys() {
            let got = room.ask(Method::GET, &plain, &[HOST, ("accept", media_type)]);
            let got = got.is(StatusCode::OK);
            assert_eq!(self::media_type(&got), *media_type, "{plain}");
            fits(&document, content, &got, &plain);
        }
        if let Some(format) = queries.iter().find(|one| one["name"] == "format") {
            for name in format["schema"]["enum"].as_array().unwrap() {
                let name = name.as_str().unwrap().to_owned();
                let address = address(path, &[("format", name)]);
                let got = room.get(&address).is(StatusCode::OK);
                fits(&document, content, &got, &address);
            }
        }
        room.ask(Method::GET, &plain, &[HOST, ("accept", "image/png")])
            .is(StatusCode::NOT_ACCEPTABLE);

        // What is not documented is refused, as is what is out of bounds or given twice.
        let problem = |address: &str, status| {
            let got = room.get(address).is(status);
            assert_eq!(got.header("content-type"), "application/problem+json");
            let schema = serde_json::json!({"$ref": "#/components/schemas/Problem"});
            let faults = schema::faults(&document, &schema, &json(&got));
            assert!(faults.is_empty(), "{address}: {faults:#?}");
        };
        problem(
            &address(path, &[("nonsense", "1".to_owned())]),
            StatusCode::BAD_REQUEST,
        );
        for parameter in &queries {
            let name = parameter["name"].as_str().unwrap();
            let schema = &parameter["schema"];
            let mut bad = match schema["type"].as_str().unwrap() {
                "integer" => vec![
                    (schema["maximum"].as_u64().unwrap() + 1).to_string(),
                    "-1".to_owned(),
                    "x".to_owned(),
                ],
                "string" if schema["maxLength"].is_u64() => {
                    vec!["x".repeat(schema["maxLength"].as_u64().unwrap() as usize + 1)]
                }
                _ => vec!["nonsense".to_owned()],
            };
            bad.push("%FF".to_owned());
            for value in bad {
                problem(&address(path, &[(name, value)]), StatusCode::BAD_REQUEST);
            }
            if let Some(value) = value_of(path, parameter) {
                problem(
                    &address(path, &[(name, value.clone()), (name, value)]),
                    StatusCode::BAD_REQUEST,
                );
            }
        }
        if path.contains("{id}") {
            problem(
                &path.replace("{id}", "07STRELSAU9999"),
                StatusCode::NOT_FOUND,
            );
            problem(&path.replace("{id}", "%FF"), StatusCode::BAD_REQUEST);
        }

        // Only GET and HEAD.
        for method in [Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS] {
            let refused = room.ask(method, &plain, &[HOST]);
            let refused = refused.is(StatusCode::METHOD_NOT_ALLOWED);
            assert_eq!(refused.header("allow"), "GET, HEAD");
            assert_eq!(refused.header("content-type"), "application/problem+json");
            assert_eq!(refused.header("access-control-allow-origin"), "");
        }
        for method in ["get", "head"] {
            ids.push(item[method]["operationId"].as_str().unwrap().to_owned());
        }
    }
    let n_ids = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), n_ids, "operations share a name");
}

/// Every route of the router is made from the table that the document is made from; that the API has no other is seen
/// by what it says of itself and by asking next to what it has.
#[test]
fn nothing_else_is_there() {
    let room = samples();
    let document = document(&room);
    let documented: Vec<&String> = document["paths"].as_object().unwrap().keys().collect();
    let mut listed: Vec<String> = json(&room.get("/api/v1"))["addresses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|address| address.as_str().unwrap().to_owned())
        .collect();
    listed.sort();
    let mut sorted = documented.clone();
    sorted.sort();
    assert_eq!(sorted.into_iter().cloned().collect::<Vec<_>>(), listed);
    for address in [
        "/api",
        "/api/",
        "/api/v2/search",
        "/api/v1/cables",
        "/api/v1/nothing",
    ] {
        let got = room.get(address).is(StatusCode::NOT_FOUND);
        assert_eq!(got.header("content-type"), "application/problem+json");
    }
    // Every schema is used.
    let text = document.to_string();
    for name in document["components"]["schemas"]
        .as_object()
        .unwrap()
        .keys()
    {
        assert!(
            text.contains(&format!("#/components/schemas/{name}\"")),
            "{name} is never used"
        );
    }
}

#[test]
fn pages_follow_each_other() {
    let room = samples();
    let mut keys = Vec::new();
    let mut address = "/api/v1/search?q=king&limit=4".to_owned();
    let total = loop {
        let page = json(&room.get(&address).is(StatusCode::OK));
        keys.extend(
            page["hits"]
                .as_array()
                .unwrap()
                .iter()
                .map(|hit| hit["key"].as_str().unwrap().to_owned()),
        );
        match page["next"].as_str() {
            Some(next) => address = format!("/api/v1/search?q=king&limit=4&cursor={next}"),
            None => break page["total"].as_u64().unwrap(),
        }
    };
    assert!(total > 8);
    assert_eq!(keys.len() as u64, total);
    let exported = room.get("/api/v1/export?q=king&format=ids").text();
    assert_eq!(exported.lines().collect::<Vec<_>>(), keys);
    let lines = room.get("/api/v1/export?q=king").text();
    assert_eq!(lines.lines().count() as u64, total);
    let records = room.get("/api/v1/export?q=king&records=true").text();
    let mut recorded = Vec::new();
    for line in records.lines() {
        let record: Value = serde_json::from_str(line).unwrap();
        assert_eq!(record["schema"], "chancery/cable/1");
        // One line for each edition.
        if record["edition"] == 1 {
            recorded.push(record["key"].as_str().unwrap().to_owned());
        }
    }
    assert_eq!(recorded, keys);
    assert!(records.lines().count() > keys.len());
    let table = room.get("/api/v1/export?q=king&format=csv").text();
    assert!(table.starts_with("key,sent,post,"));
    room.get("/api/v1/search?cursor=x&offset=3")
        .is(StatusCode::BAD_REQUEST);
    let refused = room
        .get("/api/v1/search?cursor=x")
        .is(StatusCode::BAD_REQUEST);
    assert_eq!(json(&refused)["parameter"], "cursor");
    room.get("/api/v1/").is(StatusCode::OK);
    room.get("/api/v1/export?records=true&format=csv")
        .is(StatusCode::BAD_REQUEST);
}

/// A page as a table says how many there are and where the next one is.
#[test]
fn tables_are_followed_by_their_links() {
    let room = samples();
    let cited = format!("/api/v1/cables/{ID}/cited-by");
    for (first, all) in [
        (
            "/api/v1/search?q=king+OR+%22red+packet%22&limit=4&format=csv".to_owned(),
            "/api/v1/search?q=king+OR+%22red+packet%22&limit=1000".to_owned(),
        ),
        (
            "/api/v1/search?q=king&limit=3&offset=2&format=jsonl".to_owned(),
            "/api/v1/search?q=king&limit=1000&offset=2".to_owned(),
        ),
        (format!("{cited}?limit=1&format=csv"), cited.clone()),
    ] {
        let all = json(&room.get(&all).is(StatusCode::OK));
        let list = all["hits"].as_array().or(all["cited_by"].as_array());
        let n_rows = list.unwrap().len();
        assert!(n_rows > 1, "{first}");
        let is_table = first.contains("csv");
        let (mut address, mut n) = (first, 0);
        loop {
            let got = room.get(&address).is(StatusCode::OK);
            assert_eq!(got.header("x-total-count"), all["total"].to_string());
            let rows = got.text().matches("\r\n").count().saturating_sub(1);
            n += if is_table {
                rows
            } else {
                got.text().lines().count()
            };
            let link = got.header("link").to_owned();
            let Some((next, _)) = link.strip_prefix('<').and_then(|link| link.split_once('>'))
            else {
                break;
            };
            assert!(link.ends_with("; rel=\"next\""));
            address = next.to_owned();
        }
        assert_eq!(n, n_rows);
    }
    // By `Accept` too: the link asks for the same form.
    let got = room.ask(
        Method::GET,
        "/api/v1/search?q=king&limit=2",
        &[HOST, ("accept", "text/csv")],
    );
    assert!(got.header("link").contains("format=csv"));
    let got = room.get(&format!("/api/v1/cables/{ID}/similar?limit=1&format=csv"));
    let link = got.header("link").to_owned();
    let next = link.split(['<', '>']).nth(1).unwrap();
    room.get(next).is(StatusCode::OK);
    for format in ["csv", "jsonl"] {
        for counts in ["facets=class", "histogram=year"] {
            let refused = room
                .get(&format!("/api/v1/search?{counts}&limit=0&format={format}"))
                .is(StatusCode::BAD_REQUEST);
            assert_eq!(json(&refused)["type"], "urn:chancery:problem:parameter");
        }
    }
    room.get("/api/v1/search?histogram=none&format=csv")
        .is(StatusCode::OK);
    let page = json(&room.get(&format!("{cited}?limit=1")));
    assert_eq!(page["next_offset"], 1);
    assert_eq!(json(&room.get(&cited))["next_offset"], Value::Null);
    for value in ["1", "0", "true", "false"] {
        room.get(&format!("/api/v1/search?q=king&meanings={value}"))
            .is(StatusCode::OK);
    }
}

#[test]
fn a_post_that_is_none_is_told() {
    let room = samples();
    let near = |query: &str| {
        let found = json(
            &room
                .get(&format!("/api/v1/missing?{query}"))
                .is(StatusCode::OK),
        );
        found["near"].clone()
    };
    assert_eq!(near("post=strelsua")[0]["written"], "post:strelsua");
    assert_eq!(near("post=strelsua")[0]["like"][0], "post:STRELSAU");
    assert!(near("post=nowhere")[0]["like"].is_array());
    for query in ["", "post=strelsau", "post=strelsau&year=1900", "year=1900"] {
        assert_eq!(near(query), serde_json::json!([]), "{query}");
    }
}

#[test]
fn what_does_not_read_is_told_with_its_place() {
    let room = samples();
    for address in ["/api/v1/search", "/api/v1/search/explain", "/api/v1/export"] {
        let got = room
            .get(&format!("{address}?q=king%20psot:ZENDA"))
            .is(StatusCode::BAD_REQUEST);
        let problem = json(&got);
        assert_eq!(problem["type"], "urn:chancery:problem:query");
        assert_eq!(problem["query"], "king psot:ZENDA");
        assert_eq!(problem["place"][0], 5);
        assert!(problem["reason"].is_string(), "{problem}");
        assert!(
            problem["suggestion"].as_str().unwrap().contains("post"),
            "{problem}"
        );
    }
}

#[test]
fn values_of_a_field_are_completed() {
    let room = samples();
    let suggest = |q: &str| {
        let q = q.replace('"', "%22").replace(' ', "+");
        json(
            &room
                .get(&format!("/api/v1/suggest?q={q}"))
                .is(StatusCode::OK),
        )
    };
    let texts = |answer: &Value, list: &str| -> Vec<String> {
        let list = answer[list].as_array().unwrap();
        list.iter()
            .map(|one| one["text"].as_str().unwrap().to_owned())
            .collect()
    };
    for q in [
        "post:str",
        "-post:str",
        "post:ZENDA,str",
        "(post:(str",
        "origin:%22str",
    ] {
        let answer = suggest(q);
        assert_eq!(answer["field"], "post", "{q}");
        assert_eq!(texts(&answer, "posts"), ["STRELSAU"], "{q}");
        assert!(texts(&answer, "words").is_empty(), "{q}");
    }
    // Each value finds as many as it says.
    for (q, list) in [
        ("tags:PG", "tags"),
        ("tags:", "tags"),
        ("post:", "posts"),
        ("class:", "values"),
        ("caption:", "values"),
        ("precedence:", "values"),
        ("country:", "values"),
        ("year:", "values"),
        ("month:2007", "values"),
        ("order:", "values"),
        ("has:", "values"),
        ("kind:", "values"),
        ("lang:", "values"),
        ("wrapper:", "values"),
        ("id:07str", "values"),
        ("ref:07str", "values"),
        ("from:amem", "values"),
        ("from:\"amembassy s", "values"),
        ("to:secs", "values"),
        ("info:", "values"),
        ("signed:", "values"),
        ("classifiedby:", "values"),
        ("summary:kin", "words"),
    ] {
        let answer = suggest(q);
        let all = answer[list].as_array().unwrap();
        if q != "country:" {
            assert!(!all.is_empty(), "{q}: {answer}");
        }
        let place = answer["place"][0].as_u64().unwrap() as usize;
        for one in all {
            let text = one["text"].as_str().unwrap();
            let whole = format!("{}{text}", &q[..place])
                .replace('"', "%22")
                .replace(' ', "+");
            let found = json(
                &room
                    .get(&format!("/api/v1/search?limit=0&q={whole}"))
                    .is(StatusCode::OK),
            );
            // Words are counted wherever they stand.
            if list != "words" {
                assert_eq!(found["total"], one["count"], "{whole}");
            }
        }
    }
    assert!(suggest("id:0")["values"].as_array().unwrap().is_empty());
    assert!(suggest("date:20")["values"].as_array().unwrap().is_empty());
    // What stands before the field does not matter, nor a word behind its value.
    let answer = suggest("post:ZENDA%20str");
    assert_eq!(answer["field"], Value::Null);
    assert_eq!(texts(&answer, "words")[0], "strelsau");
    assert_eq!(texts(&answer, "posts"), ["STRELSAU"]);
    // Within an open quotation mark the words are those that follow.
    let answer = suggest("%22the%20ki");
    for one in answer["words"].as_array().unwrap() {
        let text = one["text"].as_str().unwrap();
        let found = json(&room.get(&format!("/api/v1/search?limit=0&q=%22the+{text}%22")));
        assert!(found["total"].as_u64().unwrap() > 0, "{text}");
    }
    assert!(!answer["words"].as_array().unwrap().is_empty());
}

#[test]
fn nothing_found_is_no_trouble() {
    let room = samples();
    let answer = json(
        &room
            .get("/api/v1/search?q=post:STRELSUA")
            .is(StatusCode::OK),
    );
    assert_eq!(answer["total"], 0);
    assert_eq!(answer["near"][0]["like"][0], "post:STRELSAU");
}

#[test]
fn answers_are_kept_by_whoever_wants() {
    let room = samples();
    let got = room.get("/api/v1/search?q=king").is(StatusCode::OK);
    let tag = got.header("etag").to_owned();
    assert!(tag.starts_with("W/\""), "{tag}");
    assert_eq!(got.header("cache-control"), "no-store");
    let known =
        |tag: &str| [HOST, ("if-none-match", tag)].map(|(n, v)| (n.to_owned(), v.to_owned()));
    let ask = |method: Method, address: &str, headers: &[(String, String)]| {
        let headers: Vec<(&str, &str)> = headers.iter().map(|(n, v)| (&**n, &**v)).collect();
        room.ask(method, address, &headers)
    };
    for method in [Method::GET, Method::HEAD] {
        let kept = ask(method, "/api/v1/search?q=king", &known(&tag)).is(StatusCode::NOT_MODIFIED);
        assert!(kept.body.is_empty());
        assert_eq!(kept.header("etag"), tag);
    }
    ask(Method::GET, "/api/v1/search?q=king", &known("*")).is(StatusCode::NOT_MODIFIED);
    ask(Method::GET, "/api/v1/search?q=king", &known("\"a\", \"b\"")).is(StatusCode::OK);
    // Another question, another form, another tag.
    let other = room.get("/api/v1/search?q=duke");
    assert_ne!(other.header("etag"), tag);
    let csv = room.ask(
        Method::GET,
        "/api/v1/search?q=king",
        &[HOST, ("accept", "text/csv")],
    );
    assert_ne!(csv.header("etag"), tag);
    assert_eq!(csv.header("vary"), "accept");
}

#[test]
fn a_tag_ends_with_the_state_of_the_archive() {
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    use axum::body::Body;
    use axum::http::Request;
    use chancery_archive::{Archive, IngestOptions, ingest};
    use tower::ServiceExt as _;

    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_or_create(&folder.path().join("x.cables")).unwrap();
    let take_in = |number: u32| {
        let (name, text) = reading::cable(number, "THE KING", "He rides.");
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        let stop = AtomicBool::new(false);
        let writer = Archive::open(&folder.path().join("x.cables")).unwrap();
        ingest(
            &writer,
            &[path],
            &IngestOptions::default(),
            &mut |_| {},
            &stop,
        )
        .unwrap();
    };
    take_in(1);
    let router = chancery_web::router(Arc::new(archive));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let ask = |tag: &str| {
        let request = Request::builder()
            .uri("/api/v1/search?q=king")
            .header("host", "localhost")
            .header("if-none-match", tag)
            .body(Body::empty())
            .unwrap();
        let response = runtime.block_on(router.clone().oneshot(request)).unwrap();
        let tag = response.headers()["etag"].to_str().unwrap().to_owned();
        (response.status(), tag)
    };
    let (status, tag) = ask("\"none\"");
    assert_eq!(status, StatusCode::OK);
    assert_eq!(ask(&tag), (StatusCode::NOT_MODIFIED, tag.clone()));
    take_in(2);
    let (status, other) = ask(&tag);
    assert_eq!(status, StatusCode::OK);
    assert_ne!(other, tag);
}

#[test]
fn the_guard_stands_here_too() {
    let room = samples();
    let got = room.ask(Method::GET, "/api/v1/search", &[("host", "evil.example")]);
    let got = got.is(StatusCode::MISDIRECTED_REQUEST);
    got.lacks("STRELSAU");
    assert_eq!(got.header("content-type"), "application/problem+json");
    let foreign = [
        HOST,
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-dest", "empty"),
    ];
    let got = room
        .ask(Method::GET, "/api/v1/search", &foreign)
        .is(StatusCode::FORBIDDEN);
    assert_eq!(got.header("content-type"), "application/problem+json");
    let problem: Value = serde_json::from_slice(&got.body).expect("a problem");
    assert_eq!(problem["type"], "urn:chancery:problem:foreign");
    assert_eq!(problem["status"], 403);
    let got = room.ask(
        Method::GET,
        "/api/v1/search",
        &[HOST, ("origin", "http://evil.example")],
    );
    assert_eq!(got.header("access-control-allow-origin"), "");
    assert_eq!(got.header("x-content-type-options"), "nosniff");
    let original = room.get(&format!("/api/v1/cables/{ID}/original"));
    assert!(
        original
            .header("content-security-policy")
            .contains("sandbox")
    );
    assert!(
        original
            .header("content-disposition")
            .starts_with("attachment")
    );
}

#[test]
fn the_parts_of_a_cable() {
    let room = samples();
    let cable = json(&room.get(&format!("/api/v1/cables/{ID}")));
    assert_eq!(cable["key"], ID);
    let text = room.get(&format!("/api/v1/cables/{ID}/text")).text();
    assert_eq!(cable["record"]["text"], text.as_str());
    // Any spelling will do.
    let other = json(&room.get("/api/v1/cables/07%20Strelsau%2000161"));
    assert_eq!(other["key"], ID);
    let sha256 = cable["editions"][0]["sources"][0]["sha256"]
        .as_str()
        .unwrap();
    let by_hash = room.get(&format!(
        "/api/v1/cables/{ID}/original?source={}",
        &sha256[..16]
    ));
    let by_hash = by_hash.is(StatusCode::OK);
    assert_eq!(
        by_hash.body,
        room.get(&format!("/api/v1/cables/{ID}/original")).body
    );
    room.get(&format!("/api/v1/cables/{ID}/original?source=00000000"))
        .is(StatusCode::NOT_FOUND);
    room.get(&format!("/api/v1/cables/{ID}?edition=77"))
        .is(StatusCode::NOT_FOUND);
    // Both ends of a reference tell of each other.
    let references = json(&room.get(&format!("/api/v1/cables/{ID}/references")));
    for reference in references["references"].as_array().unwrap() {
        if let Some(key) = reference["cable"]["key"].as_str() {
            let cited = room
                .get(&format!("/api/v1/cables/{key}/cited-by?limit=1000"))
                .text();
            assert!(cited.contains(ID), "{cited}");
        }
    }
    let missing = json(&room.get("/api/v1/missing?limit=1000"));
    let lines = room.get("/api/v1/missing?format=jsonl").text();
    assert_eq!(
        missing["total"].as_u64().unwrap(),
        lines.lines().count() as u64
    );
    assert!(missing["total"].as_u64().unwrap() > 0);
    room.get("/api/v1/missing?limit=1001")
        .is(StatusCode::BAD_REQUEST);
}

#[test]
fn sections_come_as_their_whole() {
    let section = |number: u32| {
        format!(
            "R 081540Z OCT 07\nFM AMEMBASSY STRELSAU\nTO RUEHC/SECSTATE WASHDC 0610\n\
             C O N F I D E N T I A L SECTION 0{number} OF 02 STRELSAU 000092\n\nE.O. 12958: DECL: 10/8/2017\n\
             TAGS: PGOV\nSUBJECT: THE KING HAS A CHILL\n\n{number}. (C) Part {number} of what the King said.\nOAKHURST\n"
        )
    };
    let (one, two) = (section(1), section(2));
    let room = Room::of(&[("1.txt", one.as_bytes()), ("2.txt", two.as_bytes())]);
    let cable = json(&room.get("/api/v1/cables/07STRELSAU92").is(StatusCode::OK));
    assert_eq!(cable["edition"], 0, "{cable}");
    assert_eq!(cable["editions"][1]["section"]["number"], 2);
    let text = |edition: &str| {
        room.get(&format!("/api/v1/cables/07STRELSAU92/text{edition}"))
            .text()
    };
    assert!(text("").contains("Part 1") && text("").contains("Part 2"));
    assert!(!text("?edition=1").contains("Part 2"));
    room.get("/api/v1/cables/07STRELSAU92/original")
        .is(StatusCode::OK);
}

#[test]
fn a_browser_may_look() {
    let room = samples();
    let accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    let got = room.ask(
        Method::GET,
        "/api/v1/search?q=king",
        &[HOST, ("accept", accept)],
    );
    assert_eq!(
        got.is(StatusCode::OK).header("content-type"),
        "application/json"
    );
}

/// What the router never sees is refused in words too.
#[test]
fn no_refusal_is_empty() {
    use std::io::{Read as _, Write as _};
    use std::net::TcpStream;
    use std::sync::Arc;

    use chancery_archive::Archive;

    let room = samples();
    let document = document(&room);
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_or_create(&folder.path().join("x.cables")).unwrap();
    let router = chancery_web::router(Arc::new(archive));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let listener = runtime
        .block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))
        .unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let server = std::thread::spawn(move || {
        runtime.block_on(chancery_web::serve(listener, router, async {
            let _ = stopped.await;
        }))
    });
    let ask = |request: String| {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.to_owned(), body.to_owned())
    };
    let end = "HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let query = "x".repeat(70_000);
    let long = format!("/api/v1/search?q={query}");
    for (request, status) in [
        (format!("GET {long} {end}"), "414"),
        (format!("GET /api/v1/search?q=\u{1} {end}"), "400"),
        (
            format!("GET /api/v1/search?q={} {end}", &query[..40_000]),
            "400",
        ),
    ] {
        let (head, body) = ask(request);
        assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{head}");
        assert!(
            head.contains("content-type: application/problem+json"),
            "{head}"
        );
        let body: Value = serde_json::from_str(&body).unwrap();
        let schema = serde_json::json!({"$ref": "#/components/schemas/Problem"});
        let faults = schema::faults(&document, &schema, &body);
        assert!(faults.is_empty(), "{faults:#?}");
        assert_eq!(body["status"].to_string(), status);
    }
    let (head, body) = ask(format!("HEAD {long} {end}"));
    assert!(
        head.starts_with("HTTP/1.1 414 ") && body.is_empty(),
        "{head}"
    );
    let (head, body) = ask(format!("GET /search?q={query} {end}"));
    assert!(
        head.starts_with("HTTP/1.1 414 ") && body.contains("65,534"),
        "{head}"
    );
    let (head, _) = ask(format!("GET /api/v1/search?q=king {end}"));
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    stop.send(()).unwrap();
    server.join().unwrap().unwrap();
}
