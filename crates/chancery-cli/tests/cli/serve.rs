//! `chancery serve` and `chancery open`.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Stdio};

use crate::support::{Folder, cable};

/// A server that ends with the test.
struct Server {
    child: Child,
    /// `127.0.0.1:40000`.
    host: String,
}

impl Server {
    /// Starts a command and waits for the address on its standard output.
    #[track_caller]
    fn start(folder: &Folder, args: &[&str]) -> Server {
        let mut child = folder
            .command(args)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap())
            .read_line(&mut line)
            .unwrap();
        let host = line
            .strip_prefix("http://")
            .and_then(|rest| rest.strip_suffix("/\n"))
            .map(ToOwned::to_owned);
        let Some(host) = host else {
            let _ = child.kill();
            panic!("no address: {line:?}, {:#?}", child.wait_with_output());
        };
        Server { child, host }
    }

    /// Asks for a page under a name; gives status line and body.
    fn get_as(&self, path: &str, host: &str) -> (String, String) {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.lines().next().unwrap().to_owned(), body.to_owned())
    }

    fn get(&self, path: &str) -> (String, String) {
        self.get_as(path, &self.host)
    }

    /// Sends a signal and gives the exit code and what was said.
    #[cfg(unix)]
    fn stop(mut self, signal: &str) -> (Option<i32>, String) {
        let status = std::process::Command::new("kill")
            .args([signal, &self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(status.success());
        let mut said = String::new();
        self.child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut said)
            .unwrap();
        (self.child.wait().unwrap().code(), said)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn open_takes_in_and_serves() {
    let folder = Folder::new();
    folder.write("post/a.txt", cable(1));
    let server = Server::start(&folder, &["open", "post", "--port", "0", "--no-browser"]);
    assert!(server.host.starts_with("127.0.0.1:"), "{}", server.host);
    let (status, _) = server.get("/");
    assert_eq!(status, "HTTP/1.1 200 OK");
    let (status, page) = server.get("/cable/07STRELSAU1");
    assert_eq!(status, "HTTP/1.1 200 OK");
    assert!(page.contains("PRIVY COUNCIL MEETS AGAIN"), "{page}");
    let (status, _) = server.get("/cable/07STRELSAU999");
    assert!(status.contains("404"), "{status}");
    // A name that is not this machine's is a page elsewhere asking through the reader's browser.
    let (status, _) = server.get_as("/", "evil.example");
    assert!(!status.contains("200"), "{status}");
    assert_eq!(folder.names(), ["post", "post.cables"]);
}

#[test]
fn open_and_serve_show_what_is_there() {
    let folder = Folder::new();
    folder.write("post/a.txt", cable(1));
    folder.run(&["ingest", "post"]).exits(0);
    for args in [
        &["serve", "--port", "0"][..],
        &["serve", "--archive", "post.cables", "--port", "0"],
        &["serve", "post.cables", "--port", "0"],
        &["open", "post.cables", "--port", "0"],
    ] {
        let server = Server::start(&folder, args);
        assert!(
            server.get("/cable/07STRELSAU1").0.contains("200"),
            "{args:?}"
        );
    }
    assert_eq!(folder.names(), ["post", "post.cables"]);
}

#[test]
fn further_names_are_allowed_on_request() {
    let folder = Folder::new();
    folder.write("post/a.txt", cable(1));
    folder.run(&["ingest", "post"]).exits(0);
    let server = Server::start(
        &folder,
        &["serve", "--port", "0", "--host", "reading.example"],
    );
    assert!(server.get_as("/", "reading.example").0.contains("200"));
    assert!(server.get("/").0.contains("200"));
    assert!(!server.get_as("/", "other.example").0.contains("200"));
}

#[test]
#[cfg(unix)]
fn signals_end_it_well() {
    let folder = Folder::new();
    folder.write("post/a.txt", cable(1));
    folder.run(&["ingest", "post"]).exits(0);
    for signal in ["-INT", "-TERM"] {
        let server = Server::start(&folder, &["serve", "--port", "0"]);
        // An idle connection does not keep the server.
        let _idle = TcpStream::connect(&server.host).unwrap();
        assert!(server.get("/").0.contains("200"));
        let (code, said) = server.stop(signal);
        assert_eq!(code, Some(0), "{signal}: {said}");
        assert!(said.contains("serving 1 cable of post.cables"), "{said}");
    }
}

#[test]
fn a_port_in_use() {
    let folder = Folder::new();
    folder.write("post/a.txt", cable(1));
    folder.run(&["ingest", "post"]).exits(0);
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    folder
        .run(&["serve", "--port", &port])
        .exits(2)
        .prints_nothing()
        .says(&[
            &format!("error: cannot listen on 127.0.0.1:{port}: port {port} is in use\n"),
            "hint: ",
            "--port",
        ]);
    // Found before any work is done.
    folder.write("other/b.txt", cable(2));
    folder
        .run(&["open", "other", "--port", &port, "--no-browser"])
        .exits(2)
        .prints_nothing()
        .says(&["in use"]);
    assert_eq!(folder.names(), ["other", "post", "post.cables"]);
}

#[test]
fn nothing_to_serve() {
    let folder = Folder::new();
    folder
        .run(&["serve", "--port", "0"])
        .exits(2)
        .prints_nothing()
        .says(&["no archive", "hint: "]);
    folder
        .run(&["open", "nope", "--port", "0"])
        .exits(2)
        .prints_nothing()
        .says(&["nope: no such file or folder"]);
    assert!(folder.names().is_empty());
}
