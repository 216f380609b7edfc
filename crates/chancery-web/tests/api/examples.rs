//! Runs the examples of `docs/api.md`: every `curl` line is asked of the sample cables, and what follows it in the page
//! is the beginning of what is answered.

use axum::http::{Method, StatusCode};

use crate::{HOST, samples};

#[test]
fn examples_of_the_manual_run() {
    let page = include_str!("../../../../docs/api.md");
    let room = samples();
    let mut n_examples = 0;
    let mut lines = page.lines().peekable();
    while let Some(line) = lines.next() {
        let Some(command) = line.strip_prefix("$ curl ") else {
            continue;
        };
        n_examples += 1;
        let mut headers = vec![HOST];
        let mut method = Method::GET;
        let mut address = "";
        let mut words = words(command).into_iter();
        while let Some(word) = words.next() {
            match word {
                "-s" => {}
                "-I" => method = Method::HEAD,
                "-H" => {
                    let (name, value) = words.next().unwrap().split_once(": ").unwrap();
                    headers.push((name, value));
                }
                other => address = other.strip_prefix("localhost:8649").unwrap(),
            }
        }
        let lowered: Vec<(String, &str)> = headers
            .iter()
            .map(|(name, value)| (name.to_lowercase(), *value))
            .collect();
        let lowered: Vec<(&str, &str)> = lowered.iter().map(|(n, v)| (&**n, *v)).collect();
        let got = room.ask(method, address, &lowered);
        let text = got.text();
        if let Some(expected) = lines
            .next_if(|line| !line.is_empty() && !line.starts_with("```") && !line.starts_with("$ "))
        {
            let expected = expected
                .split_once('…')
                .map_or(expected, |(start, _)| start);
            assert!(text.starts_with(expected), "{command}\n{text}");
        }
        if !command.contains("psot") {
            assert_eq!(got.status, StatusCode::OK, "{command}");
        }
    }
    assert!(n_examples >= 12, "{n_examples}");
}

/// The words of a command: blanks part them, quotes hold them together.
fn words(command: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = command.trim();
    while !rest.is_empty() {
        let (word, after) = match rest.strip_prefix('\'') {
            Some(quoted) => quoted.split_once('\'').unwrap(),
            None => rest.split_once(' ').unwrap_or((rest, "")),
        };
        words.push(word);
        rest = after.trim_start();
    }
    words
}
