//! A folder to run in, a way to run, and invented cables.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A temporary folder that commands run in.
pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    pub(crate) fn new() -> Folder {
        Folder(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn join(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file, with the folders it needs.
    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    /// The names in the folder, sorted.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(self.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    /// The command, not yet run, in an environment that says nothing about colours or desktops.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
        command.current_dir(self.path()).args(args);
        for name in [
            "NO_COLOR",
            "CLICOLOR",
            "CLICOLOR_FORCE",
            "DISPLAY",
            "WAYLAND_DISPLAY",
        ] {
            command.env_remove(name);
        }
        command
    }

    /// Runs to the end with nothing on standard input.
    pub(crate) fn run(&self, args: &[&str]) -> Run {
        self.command(args)
            .stdin(Stdio::null())
            .output()
            .unwrap()
            .into()
    }

    /// Runs to the end with bytes on standard input.
    pub(crate) fn run_with(&self, args: &[&str], stdin: impl AsRef<[u8]>) -> Run {
        let mut child = self
            .command(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut pipe = child.stdin.take().unwrap();
        let bytes = stdin.as_ref().to_owned();
        // In a thread of its own: the command may write before it has read everything.
        let writer = std::thread::spawn(move || pipe.write_all(&bytes));
        let output = child.wait_with_output().unwrap();
        // A command that needs no more input may close the pipe.
        let _ = writer.join().unwrap();
        output.into()
    }
}

/// What a command left behind.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Run {
        Run {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Run {
    /// Checks the exit code, showing both streams where it is another.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Run {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }

    /// Checks that standard error has each of the texts.
    #[track_caller]
    pub(crate) fn says(self, texts: &[&str]) -> Run {
        for text in texts {
            assert!(self.stderr.contains(text), "no {text:?} in {self:#?}");
        }
        self
    }

    /// Checks that standard output has each of the texts.
    #[track_caller]
    pub(crate) fn prints(self, texts: &[&str]) -> Run {
        for text in texts {
            assert!(self.stdout.contains(text), "no {text:?} in {self:#?}");
        }
        self
    }

    /// Checks that nothing went to standard output.
    #[track_caller]
    pub(crate) fn prints_nothing(self) -> Run {
        assert_eq!(self.stdout, "", "{self:#?}");
        self
    }

    /// Standard output, one JSON value a line.
    #[track_caller]
    pub(crate) fn json(&self) -> Vec<serde_json::Value> {
        self.stdout
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

/// A cable from Strelsau with this number; the body names the number in words of its own.
pub(crate) fn cable(number: u32) -> String {
    cable_about(
        number,
        "PRIVY COUNCIL MEETS AGAIN",
        "The Duke left at noon.",
    )
}

/// A cable from Strelsau with this number, subject and second paragraph.
pub(crate) fn cable_about(number: u32, subject: &str, body: &str) -> String {
    let day = number % 28 + 1;
    format!(
        "\
RR RUEHZN
DE RUEHSL #{number:04} {day:03}1030
ZNY CCCCC ZZH
R {day:02}1030Z JAN 07
FM AMEMBASSY STRELSAU
TO RUEHC/SECSTATE WASHDC 0610
INFO RUEHZN/AMCONSUL ZENDA 0193
C O N F I D E N T I A L STRELSAU {number:06}

SIPDIS

E.O. 12958: DECL: 01/{day:02}/2017
TAGS: PGOV PREL
SUBJECT: {subject}

CLASSIFIED BY: DCM Fritz von Tarlenheim for reasons 1.4 (b) and (d).

1. (C) SUMMARY: Cable number {number} reports on the succession in
Ruritania. END SUMMARY.

2. (C) {body}

3. (C) COMMENT: We shall hear more. END COMMENT.
SAPT
"
    )
}
