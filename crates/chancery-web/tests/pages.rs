//! The reading room from outside: requests to the router, answers looked at.

mod reading;

use std::collections::BTreeSet;
use std::path::Path;

use axum::http::{Method, StatusCode};

use reading::Room;

#[test]
fn home_shows_the_archive_at_a_glance() {
    let room = Room::of_samples();
    let home = room.get("/").is(StatusCode::OK);
    home.shows("3 cables")
        .shows("Newest cables")
        .shows("THE KING HAS A CHILL");
    home.shows("/search?q=post:STRELSAU");
}

#[test]
fn an_empty_archive_says_how_to_fill_it() {
    let room = Room::of(&[]);
    room.get("/")
        .is(StatusCode::OK)
        .shows("The archive is empty");
    room.get("/search?q=king")
        .is(StatusCode::OK)
        .shows("0 cables");
    room.get("/about").is(StatusCode::OK);
}

#[test]
fn search_finds_and_marks() {
    let room = Room::of_samples();
    room.get("/search?q=orchids")
        .is(StatusCode::OK)
        .shows("1 cable")
        .shows("<mark>orchids</mark>")
        .shows("/cable/07STRELSAU92?q=orchids#p2")
        .shows("value=\"orchids\"");
}

#[test]
fn facets_go_in_and_out_of_the_query() {
    let room = Room::of_samples();
    room.get("/search?q=king")
        .shows("/search?q=king%20class:SECRET")
        .shows("/search?q=king%20year:2007")
        .shows("/api/v1/export?q=king&amp;format=csv");
    room.get("/search?q=king%20class:SECRET")
        .shows("aria-current=\"true\"")
        .shows("href=\"/search?q=king\"");
}

#[test]
fn a_query_that_is_an_identifier_offers_the_cable() {
    let room = Room::of_samples();
    // In the list it is marked, and does not stand above it once more.
    let page = room.get("/search?q=2007+Strelsau+00092").is(StatusCode::OK);
    page.shows("The cable of this identifier")
        .shows("href=\"/cable/07STRELSAU92?q=")
        .lacks("This names a cable");
    assert_eq!(page.text().matches(">THE KING HAS A CHILL<").count(), 1);
    room.get("/search?q=07STRELSAU92&page=2")
        .is(StatusCode::OK)
        .shows("This names a cable");
    // One that is not here leads to what is known of it.
    room.get("/search?q=07STATE80112")
        .is(StatusCode::OK)
        .shows("does not have the cable 07STATE80112")
        .shows("href=\"/cable/07STATE80112\"");
}

#[test]
fn what_an_address_cannot_mean_is_said() {
    let room = Room::of_samples();
    room.get("/search?q=king&order=foo")
        .is(StatusCode::BAD_REQUEST)
        .shows("<code>foo</code> is no order")
        .shows("/search?q=king&amp;order=newest");
    room.get("/search?q=king&order=relevance")
        .is(StatusCode::OK);
    for page in ["0", "-1", "x"] {
        for address in ["/search?q=king&page=", "/missing?page="] {
            room.get(&format!("{address}{page}"))
                .is(StatusCode::BAD_REQUEST)
                .shows("is no number of a page");
        }
    }
    for address in [
        "/search?q=king&foo=1",
        "/missing?foo=1",
        "/?foo",
        "/help?foo=1",
        "/help/query?foo=1",
        "/about?foo=1",
        "/cable/07STRELSAU92?foo=1&q=king",
        "/cable/07STRELSAU92/text?foo=1",
    ] {
        room.get(address)
            .is(StatusCode::OK)
            .shows("this page knows no <code>foo</code>");
    }
    // Another spelling leads on with what was not understood; where nothing can be told, it is refused.
    let moved = room.get("/cable/07%20strelsau%2092?foo=1&q=king");
    assert_eq!(moved.header("location"), "/cable/07STRELSAU92?q=king&foo=1");
    for address in ["/cable/07STRELSAU92.json", "/cable/07STRELSAU92/original"] {
        room.get(address).is(StatusCode::OK);
        room.get(&format!("{address}?foo=1"))
            .is(StatusCode::BAD_REQUEST)
            .shows("Nothing is known of <code>foo</code> here");
    }
    room.get("/search?q=king&q=duke")
        .is(StatusCode::BAD_REQUEST)
        .shows("stands in it twice");
    room.get("/missing?post=%FF").is(StatusCode::BAD_REQUEST);
}

#[test]
fn advice_looks_at_the_query() {
    let room = Room::of_samples();
    room.get("/search?q=post:EDELWEISS")
        .shows("Values of <code>post:</code> in this archive")
        .shows("href=\"/search?q=post:STRELSAU\"")
        .lacks("Every word must occur");
    room.get("/search?q=tags:king")
        .shows("Not in <code>tags:</code> but elsewhere")
        .shows("href=\"/search?q=%22KING%22\"");
    room.get("/search?q=king+zebra")
        .shows("No cable has <code>zebra</code>")
        .shows("Without that")
        .shows("href=\"/search?q=king\"");
    room.get("/search?q=orchids+castle+king")
        .shows("With one part less")
        .lacks("every part is in some cable")
        .shows("href=\"/search?q=orchids%20king\"");
    room.get("/search?q=orchits")
        .shows("Perhaps <a href=\"/search?q=orchids\">")
        .lacks("Asked less strictly");
    room.get("/search?q=paragraph:(orchids+zebra)")
        .shows("No cable has <code>zebra</code>");
    for query in [
        "-king+-the",
        "%22%22",
        "a:b",
        "/zz+zz/",
        "text:zz",
        "(zz+OR+yy)+zz",
        "post:%22a)%22",
    ] {
        let status = room.get(&format!("/search?q={query}")).status;
        assert!(
            status.is_success() || status == StatusCode::BAD_REQUEST,
            "{query}: {status}"
        );
    }
}

#[test]
fn results_come_in_pages() {
    let texts: Vec<(String, String)> = (1..=45)
        .map(|number| {
            let (name, text) =
                reading::cable(number, "THE REGENT WAITS", "The regent waits again.");
            (name, text)
        })
        .collect();
    let texts: Vec<(&str, &[u8])> = texts
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_bytes()))
        .collect();
    let room = Room::of(&texts);
    room.get("/search?q=regent")
        .shows("45 cables")
        .shows("Page 1 of 3")
        .shows("/search?q=regent&amp;page=2")
        .lacks("rel=\"prev\"");
    room.get("/search?q=regent&page=3&order=oldest")
        .shows("Page 3 of 3")
        .shows("/search?q=regent&amp;order=oldest&amp;page=2")
        .lacks("rel=\"next\"");
    room.get("/search?q=regent&page=99")
        .is(StatusCode::OK)
        .shows("Go to the last page")
        .shows("page=3");
    for page in ["99999999999999999999", "18446744073709551615"] {
        room.get(&format!("/search?q=regent&page={page}"))
            .is(StatusCode::OK)
            .shows("45 cables");
    }
}

#[test]
fn a_bad_query_says_where_it_is_bad() {
    let room = Room::of_samples();
    room.get("/search?q=king%20(duke")
        .is(StatusCode::BAD_REQUEST)
        .shows("This query cannot be read")
        .shows("value=\"king (duke\"")
        .shows("<mark>")
        .shows("href=\"/search?q=king%20%28duke%29\"")
        .shows("href=\"/search?q=king%20duke\"")
        .shows("href=\"/help#fields\"")
        .lacks("Status");
    room.get("/search?q=king+psot:STRELSAU")
        .is(StatusCode::BAD_REQUEST)
        .shows("Perhaps <a href=\"/search?q=king%20post:STRELSAU\">")
        .lacks("Hint");
    room.get("/search?q=date:07-10")
        .is(StatusCode::BAD_REQUEST)
        .shows("Hint: date:2007")
        .lacks("Perhaps");
}

/// The error of a field that is none names all of them; the help has a row for each.
#[test]
fn the_help_knows_every_field() {
    let room = Room::of_samples();
    let error = room.get("/search?q=zzzzzzzzzz:x").text();
    let (_, fields) = error.split_once("the fields are ").expect("the fields");
    let (fields, _) = fields.split_once(';').expect("an end of the fields");
    let help = room.get("/help").is(StatusCode::OK);
    let full = room.get("/help/query").is(StatusCode::OK);
    let mut n_fields = 0;
    for field in fields.split(", ") {
        for page in [&help, &full] {
            page.shows(&format!("<code>{field}:</code>"));
        }
        n_fields += 1;
    }
    assert!(n_fields > 30, "{n_fields}");
    for form in ["elect*", "strelsau~1", "/elect(ion|ed)s?/", "=elections"] {
        help.shows(&format!("<code>{form}</code>"));
    }
    full.shows("query   = [");
    // Without cables there is nothing to try; the rest stands.
    Room::of(&[])
        .get("/help")
        .is(StatusCode::OK)
        .lacks("finds something in this archive")
        .shows("<code>post:</code>");
}

#[test]
fn what_went_wrong_stands_above_the_text() {
    let lost = include_bytes!("../../../samples/79STRELSAU134.txt");
    let table = include_bytes!("../../../samples/07STRELSAU161.txt");
    let (name, sound) = reading::cable(9, "A QUIET DAY", "Nothing happened.");
    let room = Room::of(&[
        ("79STRELSAU134.txt", lost),
        ("07STRELSAU161.txt", table),
        (&name, sound.as_bytes()),
    ]);
    let page = room.get("/cable/79STRELSAU134").is(StatusCode::OK);
    page.shows("<b>Error:</b> the text was lost in an archive&#39;s computer")
        .shows("href=\"#remarks\"")
        .shows("id=\"remarks\"");
    // The remarks stand open, the gravest first.
    let page = page.text();
    let (_, remarks) = page.split_once("id=\"remarks\"").expect("remarks");
    let (remarks, _) = remarks.split_once("</ul>").expect("an end of the remarks");
    let severities: Vec<&str> = remarks
        .split("<li class=\"")
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('"')?.0))
        .collect();
    let first = |severity| severities.iter().position(|other| *other == severity);
    assert_eq!(first("error"), Some(0), "{severities:?}");
    assert!(first("warning") < first("information"), "{severities:?}");
    assert!(
        severities.is_sorted_by_key(|severity| first(severity)),
        "{severities:?}"
    );
    assert!(page.contains("<details class=\"warned\" open>"));

    room.get("/cable/07STRELSAU161")
        .is(StatusCode::OK)
        .shows("<b>5 contradictions</b> between places that should agree")
        .shows("href=\"#contradictions\"")
        .shows("id=\"contradictions\"")
        .shows("id=\"consistency\" open")
        // A line of a path ends between names.
        .shows("<wbr>07STRELSAU161.txt<wbr>");
    room.get("/cable/07STRELSAU9")
        .is(StatusCode::OK)
        .lacks("class=\"faults\"")
        .lacks(" open>");
}

#[test]
fn cables_without_a_date_time_group_are_counted_as_that() {
    let (name, dated) = reading::cable(9, "A QUIET DAY", "Nothing happened.");
    let undated = dated
        .replace("STRELSAU 000009", "STRELSAU 000010")
        .split_once('\n')
        .map(|(_, rest)| rest.to_owned())
        .expect("a line for the time");
    let room = Room::of(&[
        (&name, dated.as_bytes()),
        ("07STRELSAU10.txt", undated.as_bytes()),
    ]);
    room.get("/about")
        .is(StatusCode::OK)
        .shows("<dt>Without a date-time group</dt><dd><a href=\"/search?q=-has:date\">1</a></dd>")
        .lacks("without a date<");
    room.get("/search?q=-has:date").shows("1 cable");
    Room::of_samples()
        .get("/about")
        .shows("<dt>Without a date-time group</dt><dd>0</dd>");
}

#[test]
fn a_cable_is_shown_with_its_head_decoded() {
    let room = Room::of_samples();
    let page = room.get("/cable/07STRELSAU92").is(StatusCode::OK);
    page.shows("<title>07STRELSAU92: THE KING HAS A CHILL – Chancery</title>")
        .shows("Monday, 8 October 2007, 15:40 UTC")
        .shows("081540Z OCT 07")
        .shows("AMEMBASSY STRELSAU")
        .shows("Embassy in Strelsau")
        .shows("RUEHC")
        .shows("SIPDIS")
        .shows("/search?q=tags:PGOV")
        .shows("id=\"p1\"")
        .shows("href=\"/cable/07STRELSAU92#p2\"")
        .shows("title=\"Confidential\"")
        .shows("OAKHURST")
        .shows("/cable/07STRELSAU92/original")
        .shows("rel=\"canonical\" href=\"/cable/07STRELSAU92\"")
        .shows("name=\"DC.identifier\" content=\"07STRELSAU92\"");
}

#[test]
fn the_words_that_led_to_a_cable_are_marked_in_it() {
    let room = Room::of_samples();
    room.get("/cable/07STRELSAU92?q=chill+orchid+post:STRELSAU")
        .is(StatusCode::OK)
        .shows("← Results for <q>chill orchid post:STRELSAU</q>")
        .shows("THE KING HAS A <mark>CHILL</mark>")
        .shows("among the <mark>orchids</mark>")
        .shows("Found in paragraphs")
        .shows("href=\"#p2\"");
    // A query that does not read has had its say on its own page.
    room.get("/cable/07STRELSAU92?q=(")
        .is(StatusCode::OK)
        .lacks("<mark>");
}

#[test]
fn references_lead_on_and_back() {
    let room = Room::of_samples();
    room.get("/cable/07STRELSAU93")
        .shows("href=\"/cable/07STRELSAU92\"")
        .shows("not in this archive");
    room.get("/cable/07STRELSAU92")
        .shows("Referred to by 1 cable")
        .shows("href=\"/cable/07STRELSAU93\"");
}

#[test]
fn every_spelling_leads_to_one_address() {
    let room = Room::of_samples();
    for spelling in [
        "2007STRELSAU00092",
        "07strelsau92",
        "07%20STRELSAU%2092",
        "07STRELSAU000092",
    ] {
        room.get(&format!("/cable/{spelling}"))
            .leads_to("/cable/07STRELSAU92");
        room.get(&format!("/cable/{spelling}.json"))
            .leads_to("/cable/07STRELSAU92.json");
    }
    room.get("/cable/07strelsau92/original?source=0123456789")
        .leads_to("/cable/07STRELSAU92/original?source=0123456789");
    room.get("/cable/07strelsau92/text?edition=2")
        .leads_to("/cable/07STRELSAU92/text?edition=2");
    room.get("/cable/07strelsau92?q=king+%26+duke")
        .leads_to("/cable/07STRELSAU92?q=king%20%26%20duke");
}

#[test]
fn an_address_that_is_no_cable_helps_on() {
    let room = Room::of_samples();
    room.get("/cable/07STRELSAU94")
        .is(StatusCode::NOT_FOUND)
        .shows("This cable is not in the archive")
        .lacks("Referred to by")
        .lacks("Status")
        .shows("href=\"/cable/07STRELSAU93\"")
        .shows("/search?q=%2207STRELSAU94%22");
    // Of one that another refers to, it is told what is known.
    room.get("/cable/07state080112")
        .is(StatusCode::NOT_FOUND)
        .shows("does not hold 07STATE80112, but 1 cable refers to it")
        .shows("between <time datetime=\"2007-01-01T00:00:00Z\"")
        .shows("Referred to by 1 cable")
        .shows("href=\"/cable/07STRELSAU93\"")
        .shows("href=\"/missing\"");
    for address in [
        "/cable/nonsense",
        "/cable/x-0123456789ab",
        "/nothing",
        "/cable",
        "/cable/",
    ] {
        room.get(address).is(StatusCode::NOT_FOUND).shows("Ways on");
    }
    room.get("/cable/%FF").is(StatusCode::BAD_REQUEST);
    room.get("/search?q=%FF").is(StatusCode::BAD_REQUEST);
    room.get("/cable/07STRELSAU92?edition=7")
        .is(StatusCode::NOT_FOUND);
    room.get("/cable/07STRELSAU92?edition=x")
        .is(StatusCode::NOT_FOUND);
    room.get("/cable/07STRELSAU92/original?source=ffffffffffff")
        .is(StatusCode::NOT_FOUND);
    room.get("/cable/07STRELSAU92/original?source=")
        .is(StatusCode::NOT_FOUND);
}

#[test]
fn the_original_comes_byte_for_byte_and_inert() {
    let latin = b"FM AMEMBASSY STRELSAU\r\nTO SECSTATE WASHDC\r\nC O N F I D E N T I A L STRELSAU 000007\r\n\
                  SUBJECT: A CAF\xc9\r\n\r\n1. (C) Ottokar\x92s caf\xe9.\r\nOAKHURST\r\n";
    let page = b"<html><script>alert(1)</script><pre>FM AMEMBASSY STRELSAU\nTO SECSTATE WASHDC\n\
                 C O N F I D E N T I A L STRELSAU 000008\nSUBJECT: A TRAP\n\n1. (C) A trap.\nOAKHURST</pre></html>";
    let room = Room::of(&[("07STRELSAU7.txt", latin), ("07STRELSAU8.html", page)]);

    let answer = room.get("/cable/07STRELSAU7/original").is(StatusCode::OK);
    assert_eq!(answer.body, latin);
    assert_eq!(
        answer.header("content-type"),
        "text/plain; charset=windows-1252"
    );

    let answer = room.get("/cable/07STRELSAU8/original").is(StatusCode::OK);
    assert_eq!(answer.body, page);
    assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert!(answer.header("content-security-policy").contains("sandbox"));
    assert_eq!(
        answer.header("content-disposition"),
        "inline; filename=\"07STRELSAU8.original.txt\""
    );
}

#[test]
fn each_edition_has_its_address() {
    let (_, full) = reading::cable(50, "A NAME", "Baron Bernenstein told us everything.");
    let released = full.replace("Baron Bernenstein", "XXXXXXXXXXXX");
    let room = Room::of(&[
        ("07STRELSAU50.txt", full.as_bytes()),
        ("07STRELSAU50.released.txt", released.as_bytes()),
    ]);
    room.get("/cable/07STRELSAU50")
        .shows("2 texts of this cable")
        .shows("Bernenstein")
        .shows("/cable/07STRELSAU50?edition=2");
    room.get("/cable/07STRELSAU50?edition=2")
        .shows("XXXXXXXXXXXX")
        .lacks("Bernenstein")
        .shows("href=\"/cable/07STRELSAU50\"");
    let original = room.get("/cable/07STRELSAU50/original?edition=2");
    assert_eq!(original.body, released.as_bytes());
}

#[test]
fn the_record_is_served_as_data() {
    let room = Room::of_samples();
    let answer = room.get("/cable/07STRELSAU92.json").is(StatusCode::OK);
    assert_eq!(answer.header("content-type"), "application/json");
    let record: chancery_format::record::Record =
        serde_json::from_slice(&answer.body).expect("a record");
    assert_eq!(record.schema, "chancery/cable/1");
    assert_eq!(record.id.as_deref(), Some("07STRELSAU92"));
}

#[test]
fn the_text_has_numbered_lines() {
    let room = Room::of_samples();
    room.get("/cable/07STRELSAU92/text")
        .is(StatusCode::OK)
        .shows("id=\"L1\"")
        .shows("FM AMEMBASSY STRELSAU");
}

#[test]
fn files_that_gave_no_cable_are_listed() {
    let room = Room::of(&[("nothing.txt", b"   \n")]);
    room.get("/about").is(StatusCode::OK).shows("nothing.txt");
}

#[test]
fn every_answer_carries_the_headers() {
    let room = Room::of_samples();
    for address in [
        "/",
        "/search?q=king",
        "/search?q=(",
        "/cable/07STRELSAU92",
        "/cable/07STRELSAU92.json",
        "/cable/07STRELSAU92/text",
        "/cable/07STRELSAU92/original",
        "/cable/nonsense",
        "/about",
        "/missing?year=x",
        "/help",
        "/help/query",
        "/robots.txt",
        "/static/mark.svg",
        "/nothing",
    ] {
        let answer = room.get(address);
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'"), "{address}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{address}");
        assert!(!policy.contains("script"), "{address}");
        assert_eq!(
            answer.header("x-content-type-options"),
            "nosniff",
            "{address}"
        );
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{address}");
        assert_eq!(
            answer.header("cross-origin-resource-policy"),
            "same-origin",
            "{address}"
        );
        assert!(!answer.header("cache-control").is_empty(), "{address}");
        if address.starts_with("/cable/") || address.starts_with("/search") {
            assert_eq!(answer.header("cache-control"), "no-store", "{address}");
        }
        answer
            .lacks("<script")
            .lacks(" style=")
            .lacks("javascript:");
    }
}

#[test]
fn the_style_sheet_may_be_kept_for_ever() {
    let room = Room::of_samples();
    let home = room.get("/");
    let address = home
        .text()
        .split('"')
        .find(|part| part.starts_with("/static/style-"))
        .expect("the page names its style sheet")
        .to_owned();
    let style = room.get(&address).is(StatusCode::OK);
    assert_eq!(style.header("content-type"), "text/css; charset=utf-8");
    assert!(style.header("cache-control").contains("immutable"));
    room.get("/static/style-0000000000000000.css")
        .is(StatusCode::NOT_FOUND);
    room.get("/static/..%2fCargo.toml")
        .is(StatusCode::NOT_FOUND);
}

#[test]
fn robots_are_sent_away() {
    let room = Room::of_samples();
    room.get("/robots.txt")
        .is(StatusCode::OK)
        .shows("Disallow: /");
}

#[test]
fn only_requests_that_name_this_machine_are_answered() {
    let room = Room::of_samples();
    for host in ["localhost", "LOCALHOST:8080", "127.0.0.1:80", "[::1]:9999"] {
        room.ask(Method::GET, "/", &[("host", host)])
            .is(StatusCode::OK);
    }
    for host in [
        "evil.example",
        "evil.example:8080",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "192.168.0.7:8080",
        "",
    ] {
        room.ask(Method::GET, "/", &[("host", host)])
            .is(StatusCode::MISDIRECTED_REQUEST)
            .lacks("THE KING");
    }
    room.ask(Method::GET, "/", &[])
        .is(StatusCode::MISDIRECTED_REQUEST);
    room.ask(
        Method::GET,
        "/",
        &[("host", "localhost"), ("host", "evil.example")],
    )
    .is(StatusCode::MISDIRECTED_REQUEST);
    room.ask(
        Method::GET,
        "http://evil.example/",
        &[("host", "localhost")],
    )
    .is(StatusCode::MISDIRECTED_REQUEST);
}

#[test]
fn other_names_can_be_allowed() {
    let options = chancery_web::Options {
        hosts: vec!["reading.room.test".to_owned()],
    };
    let room = Room::with(reading::SAMPLES, options);
    room.ask(Method::GET, "/", &[("host", "reading.room.test:80")])
        .is(StatusCode::OK);
    room.ask(Method::GET, "/", &[("host", "localhost")])
        .is(StatusCode::MISDIRECTED_REQUEST);
}

#[test]
fn foreign_pages_may_link_but_not_load() {
    let room = Room::of_samples();
    let from = |site, dest| {
        room.ask(
            Method::GET,
            "/search?q=king",
            &[
                ("host", "localhost"),
                ("sec-fetch-site", site),
                ("sec-fetch-dest", dest),
            ],
        )
        .status
    };
    assert_eq!(from("cross-site", "document"), StatusCode::OK);
    assert_eq!(from("cross-site", "image"), StatusCode::FORBIDDEN);
    assert_eq!(from("same-site", "iframe"), StatusCode::FORBIDDEN);
    assert_eq!(from("same-origin", "style"), StatusCode::OK);
    assert_eq!(from("none", "document"), StatusCode::OK);
}

#[test]
fn nothing_can_be_sent() {
    let room = Room::of_samples();
    for method in [Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS] {
        let answer = room.ask(method, "/cable/07STRELSAU92", &[("host", "localhost")]);
        let answer = answer.is(StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(answer.header("allow"), "GET, HEAD");
    }
}

#[test]
fn head_is_get_without_the_body() {
    let room = Room::of_samples();
    for address in [
        "/",
        "/cable/07STRELSAU92",
        "/cable/nonsense",
        "/cable/07STRELSAU92/original",
    ] {
        let get = room.get(address);
        let head = room.ask(Method::HEAD, address, &[("host", "localhost")]);
        assert_eq!(head.status, get.status, "{address}");
        assert!(head.body.is_empty(), "{address}");
        assert_eq!(head.header("content-type"), get.header("content-type"));
        assert_eq!(head.header("content-length"), get.body.len().to_string());
    }
}

#[test]
fn hostile_text_stays_text() {
    let hostile = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'";
    let (name, text) = reading::cable(66, hostile, hostile);
    let text = text
        .replace("SIPDIS", &format!("SIPDIS\n{hostile}"))
        .replace("PGOV", &format!("PGOV {hostile}"))
        .replace("OAKHURST", &hostile.to_uppercase());
    let room = Room::of(&[(&name, text.as_bytes())]);
    let encoded = "%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E";
    for address in [
        "/".to_owned(),
        "/about".to_owned(),
        "/search?q=alert".to_owned(),
        format!("/search?q={encoded}"),
        format!("/search?q=post:{encoded}"),
        format!("/search?q=alert&page={encoded}&order={encoded}"),
        format!("/search?q=alert&page={encoded}"),
        format!("/search?q=alert&{encoded}=1"),
        format!("/search?q=tags:{encoded}+zebra"),
        format!("/missing?post={encoded}&{encoded}=1"),
        format!("/missing?year={encoded}"),
        "/help".to_owned(),
        "/cable/07STRELSAU66".to_owned(),
        format!("/cable/07STRELSAU66?q={encoded}"),
        format!("/cable/07STRELSAU66?edition={encoded}"),
        format!("/cable/07STRELSAU66/original?source={encoded}"),
        "/cable/07STRELSAU66/text".to_owned(),
        format!("/cable/{encoded}"),
        format!("/{encoded}"),
    ] {
        let answer = room.get(&address);
        answer
            .lacks("<script")
            .lacks("<img src=x")
            .lacks("<SCRIPT")
            .lacks("<IMG");
        assert_eq!(
            answer.header("content-type"),
            "text/html; charset=utf-8",
            "{address}"
        );
    }
}

/// Every address that a page of the samples leads to is answered, and every example of the help finds something.
#[test]
fn the_sample_cables_can_be_read_through() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    let room = Room::of_folder(&samples);
    let mut waiting = vec!["/".to_owned(), "/help".to_owned(), "/about".to_owned()];
    let mut seen = BTreeSet::new();
    let mut n_cables = 0;
    while let Some(address) = waiting.pop() {
        let (path, fragment) = address.split_once('#').unwrap_or((&address, ""));
        // Facets of facets have no end; one step into them is enough.
        let is_narrowed =
            path.matches(':').count() > 1 || path.contains("q=") && path.contains("/cable/");
        if is_narrowed || !path.starts_with('/') || !seen.insert(path.to_owned()) {
            continue;
        }
        let answer = room.get(path);
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        if !fragment.is_empty() {
            answer.shows(&format!("id=\"{fragment}\""));
        }
        n_cables += usize::from(answer.text().contains("<article class=\"cable\">"));
        if answer.header("content-type").starts_with("text/html") {
            waiting.extend(answer.links());
        }
    }
    assert!(n_cables >= 55, "{n_cables} cables were reached");

    for link in room.get("/help").links() {
        if link.starts_with("/search?") {
            let answer = room.get(&link).is(StatusCode::OK);
            answer.lacks("<h1 id=\"found\">0 cables</h1>");
        }
    }
}

/// Every cable of the real corpus opens; skipped where the corpus is not beside the workspace.
#[test]
fn the_real_corpus_can_be_read() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    if !corpus.is_dir() {
        println!("skipped: no {}", corpus.display());
        return;
    }
    let room = Room::of_folder(&corpus);
    let mut n_cables = 0;
    let mut page = Some("/search?q=&order=oldest".to_owned());
    while let Some(address) = page {
        let results = room.get(&address).is(StatusCode::OK);
        let links = results.links();
        let cables: BTreeSet<&str> = links
            .iter()
            .map(|link| link.split('#').next().unwrap_or(link))
            .filter(|link| link.starts_with("/cable/"))
            .collect();
        for cable in cables {
            room.get(cable)
                .is(StatusCode::OK)
                .shows("<article class=\"cable\">");
            if n_cables % 10 == 0 {
                room.get(&format!("{cable}/text")).is(StatusCode::OK);
                assert!(!room.get(&format!("{cable}/original")).body.is_empty());
            }
            n_cables += 1;
        }
        page = results
            .text()
            .contains("rel=\"next\"")
            .then(|| {
                let text = results.text();
                let next = text.split("rel=\"next\" href=\"").nth(1)?;
                Some(next.split_once('"')?.0.replace("&amp;", "&"))
            })
            .flatten();
    }
    let n_files = ["archive-page", "cablegate-html"]
        .map(|folder| std::fs::read_dir(corpus.join(folder)).map_or(0, Iterator::count))
        .iter()
        .sum::<usize>();
    assert_eq!(n_cables, n_files);
}

/// What contradicts is shown with its places, what agrees in a line each; nothing of it is markup.
#[test]
fn a_cable_says_what_in_it_contradicts() {
    let head = "DE RUEHSU #0161 0571648\nZNY CCCCC ZZH\nP 261648Z FEB 07\nFM AMEMBASSY STRELSAU\n\
        TO RUEHC/SECSTATE WASHDC\nC O N F I D E N T I A L STRELSAU ";
    let rest = "\n\nE.O. 12958: DECL: 02/26/2017 <b>x</b>\nSUBJECT: THE TABLE\n\n1. (C) He sat.\n\n2. (C) He ate.\nOAKHURST\n";
    let sound = format!("{head}000161{rest}");
    let moved = format!("{head}000162{rest}");
    let room = Room::of(&[
        ("sound.txt", sound.as_bytes()),
        ("moved.txt", moved.as_bytes()),
    ]);
    room.get("/cable/07STRELSAU161")
        .is(StatusCode::OK)
        .shows("nothing contradicts")
        .shows("the station serial is the end of number 161");
    let moved = room.get("/cable/07STRELSAU162").is(StatusCode::OK);
    moved
        .shows("Consistency: 1 contradiction")
        .shows("number 162 would have the station serial 0162; the station line has 0161")
        .shows("station serial <code>0161</code>")
        .shows("/cable/07STRELSAU162/text#L1")
        .shows("strong: four digits agree by chance once in 10,000");
    assert!(!moved.text().contains("<b>x</b>"));
}

#[test]
fn missing_cables_are_listed() {
    let room = Room::of_samples();
    let page = room.get("/missing").is(StatusCode::OK);
    page.shows("1 cable that other cables refer to")
        .shows("07STATE80112")
        .shows("between <time datetime=\"2007-01-01T00:00:00Z\"")
        .shows("9 October 2007")
        .lacks("<script");
    assert!(page.links().contains(&"/cable/07STRELSAU93".to_owned()));
    room.get("/missing?post=zenda&year=2007")
        .is(StatusCode::OK)
        .shows("No cable of the post “zenda” and of 2007 is missing here")
        .shows("href=\"/missing?year=2007\"")
        .shows("href=\"/search?q=post:zenda\"");
    // What was asked for is named, and nothing else is blamed.
    room.get("/missing?post=NOWHERE")
        .is(StatusCode::OK)
        .shows("No cable of the post “NOWHERE” is missing here, and the archive has none");
    room.get("/missing?year=1999")
        .is(StatusCode::OK)
        .shows("No cable of 1999 is missing here.");
    room.get("/missing?year=07&post=STATE")
        .is(StatusCode::BAD_REQUEST)
        .shows("“07” is no year")
        .shows("value=\"07\"")
        .shows("href=\"/missing?post=STATE&amp;year=2007\"");
    room.get("/missing?year=abc")
        .is(StatusCode::BAD_REQUEST)
        .shows("“abc” is no year")
        .lacks("07STATE80112");
    room.get("/missing?page=99999999999999").is(StatusCode::OK);
    // The page of the cable that refers to it says so too.
    room.get("/cable/07STRELSAU93")
        .is(StatusCode::OK)
        .shows("not in this archive")
        .shows("between <time datetime=\"2007-01-01T00:00:00Z\"");
    for page in ["/help", "/about"] {
        let links = room.get(page).links();
        assert!(links.contains(&"/missing".to_owned()), "{page}");
        assert!(links.contains(&"/api/v1".to_owned()), "{page}");
    }
}
