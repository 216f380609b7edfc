//! A reading room over an archive made for one test, and what can be said of its answers.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use chancery_archive::{Archive, IngestOptions, ingest};
use chancery_web::Options;
use tower::ServiceExt;

/// Three cables of Strelsau: the second refers to the first and to one that is not there.
pub(crate) const SAMPLES: &[(&str, &[u8])] = &[
    (
        "07STRELSAU92.txt",
        b"VZCZCXRO3736\nRR RUEHZE\nDE RUEHSU #0092 2811540\nZNY CCCCC ZZH\nR 081540Z OCT 07\n\
          FM AMEMBASSY STRELSAU\nTO RUEHC/SECSTATE WASHDC 0610\nINFO RUEHZE/AMCONSUL ZENDA 0193\n\
          C O N F I D E N T I A L STRELSAU 000092\n\nSIPDIS\n\nE.O. 12958: DECL: 10/8/2017\nTAGS: PGOV, PREL\n\
          SUBJECT: THE KING HAS A CHILL\n\nClassified By: Ambassador Margaret T. Oakhurst for reasons 1.4 (b) and (d).\n\n\
          1. (C) SUMMARY: The King has a chill. END SUMMARY.\n\n\
          2. (C) The Lord Marshal said so among the orchids.\n\n\
          3. (C) COMMENT: A chill does not take away speech. END COMMENT.\nOAKHURST\n",
    ),
    (
        "07STRELSAU93.txt",
        b"R 091540Z OCT 07\nFM AMEMBASSY STRELSAU\nTO RUEHC/SECSTATE WASHDC 0611\n\
          S E C R E T STRELSAU 000093\n\nE.O. 12958: DECL: 10/9/2017\nTAGS: PGOV, PREL\n\
          SUBJECT: THE KING IS NO BETTER\n\nREF: A. STRELSAU 92\n     B. STATE 80112\n\n\
          1. (S) The King is no better (ref A).\nOAKHURST\n",
    ),
    (
        "07ZENDA4.txt",
        b"R 101540Z OCT 07\nFM AMCONSUL ZENDA\nTO RUEHC/SECSTATE WASHDC 0021\n\
          UNCLAS ZENDA 000004\n\nE.O. 12958: N/A\nTAGS: CASC\nSUBJECT: THE CASTLE IS CLOSED\n\n\
          1. The castle is closed to visitors.\nHENSHAW\n",
    ),
];

/// A telegram of Strelsau with this serial, as a file's name and text.
pub(crate) fn cable(number: u32, subject: &str, paragraph: &str) -> (String, String) {
    let minute = number % 60;
    let text = format!(
        "R 0815{minute:02}Z OCT 07\nFM AMEMBASSY STRELSAU\nTO RUEHC/SECSTATE WASHDC 0610\n\
         C O N F I D E N T I A L STRELSAU {number:06}\n\nSIPDIS\n\nE.O. 12958: DECL: 10/8/2017\nTAGS: PGOV\n\
         SUBJECT: {subject}\n\n1. (C) {paragraph}\nOAKHURST\n"
    );
    (format!("07STRELSAU{number}.txt"), text)
}

/// The router of an archive in a folder of its own.
pub(crate) struct Room {
    router: Router,
    runtime: tokio::runtime::Runtime,
    _folder: tempfile::TempDir,
}

/// What was answered.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Room {
    /// Over [`SAMPLES`].
    pub(crate) fn of_samples() -> Room {
        Room::of(SAMPLES)
    }

    /// Over files with these names and bytes, in this order.
    pub(crate) fn of(files: &[(&str, &[u8])]) -> Room {
        Room::with(files, Options::default())
    }

    pub(crate) fn with(files: &[(&str, &[u8])], options: Options) -> Room {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let archive = Archive::open_or_create(&folder.path().join("ruritania.cables"))
            .expect("a new archive");
        let inputs = folder.path().join("inputs");
        fs::create_dir(&inputs).expect("a folder for the inputs");
        for (name, bytes) in files {
            let path = inputs.join(name);
            fs::write(&path, bytes).expect("a file written");
            take_in(&archive, &path);
        }
        Room::over(archive, options, folder)
    }

    /// Over everything in a folder.
    pub(crate) fn of_folder(inputs: &Path) -> Room {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let archive =
            Archive::open_or_create(&folder.path().join("archive")).expect("a new archive");
        take_in(&archive, inputs);
        Room::over(archive, Options::default(), folder)
    }

    fn over(archive: Archive, options: Options, folder: tempfile::TempDir) -> Room {
        Room {
            router: chancery_web::router_with(Arc::new(archive), options),
            runtime: tokio::runtime::Builder::new_current_thread()
                .build()
                .expect("a runtime"),
            _folder: folder,
        }
    }

    pub(crate) fn get(&self, address: &str) -> Answer {
        self.ask(Method::GET, address, &[("host", "localhost:8080")])
    }

    pub(crate) fn ask(&self, method: Method, address: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder().method(method).uri(address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::empty()).expect("a request");
        self.runtime.block_on(async {
            let response = self
                .router
                .clone()
                .oneshot(request)
                .await
                .expect("the router always answers");
            let (parts, body) = response.into_parts();
            let body = to_bytes(body, usize::MAX).await.expect("a body");
            Answer {
                status: parts.status,
                headers: parts.headers,
                body: body.to_vec(),
            }
        })
    }
}

fn take_in(archive: &Archive, path: &Path) {
    let stop = AtomicBool::new(false);
    ingest(
        archive,
        &[path.to_owned()],
        &IngestOptions::default(),
        &mut |_| {},
        &stop,
    )
    .expect("ingest");
}

impl Answer {
    #[track_caller]
    pub(crate) fn is(self, status: StatusCode) -> Answer {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }

    #[track_caller]
    pub(crate) fn shows(&self, text: &str) -> &Answer {
        assert!(
            self.text().contains(text),
            "no `{text}` in:\n{}",
            self.text()
        );
        self
    }

    #[track_caller]
    pub(crate) fn lacks(&self, text: &str) -> &Answer {
        assert!(!self.text().contains(text), "`{text}` in:\n{}", self.text());
        self
    }

    /// The addresses of all links, entities undone.
    pub(crate) fn links(&self) -> Vec<String> {
        self.text()
            .split("href=\"")
            .skip(1)
            .filter_map(|rest| Some(rest.split_once('"')?.0.replace("&amp;", "&")))
            .collect()
    }

    #[track_caller]
    pub(crate) fn leads_to(&self, address: &str) {
        assert_eq!(
            self.status,
            StatusCode::PERMANENT_REDIRECT,
            "{}",
            self.text()
        );
        assert_eq!(self.header("location"), address);
    }

    /// A header's value; empty where it is absent.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().expect("a text header"))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}
