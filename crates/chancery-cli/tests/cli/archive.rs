//! `chancery archive`.

use serde_json::Value;

use crate::support::{Folder, Run, cable};

/// A folder with an archive of three cables.
fn folder() -> Folder {
    let folder = Folder::new();
    for number in 1..=3 {
        folder.write(&format!("in/{number}.txt"), cable(number));
    }
    folder
        .run(&["ingest", "in", "--archive", "x.cables"])
        .exits(0);
    folder
}

fn json(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).unwrap()
}

#[test]
fn info_says_what_there_is() {
    let folder = folder();
    folder
        .run(&["archive", "info"])
        .exits(0)
        .prints(&["cables              3\n", "complete: 3 inputs, 3 added"]);
    let info = json(&folder.run(&["archive", "info", "--json"]).exits(0));
    assert_eq!(info["n_cables"], 3);
    assert_eq!(info["index"]["n_documents"], 3);
    assert_eq!(info["runs"][0]["paths"][0], "in");
    assert_eq!(info["runs"][0]["is_complete"], true);
}

#[test]
fn verify_finds_and_repairs() {
    let folder = folder();
    folder
        .run(&["archive", "verify"])
        .exits(0)
        .prints(&["verdict             sound\n"]);
    std::fs::remove_dir_all(folder.join("x.cables/index")).unwrap();
    let found = json(&folder.run(&["archive", "verify", "--json"]).exits(0));
    assert_eq!(found["is_sound"], true);
    assert_eq!(found["problems"][0]["is_repaired"], true);
    // Bytes of an original changed on the disk.
    let truth = folder.join("x.cables/truth.sqlite");
    let mut bytes = std::fs::read(&truth).unwrap();
    let frames: Vec<usize> = bytes
        .windows(4)
        .enumerate()
        .filter(|(_, four)| *four == [0x28, 0xB5, 0x2F, 0xFD])
        .map(|(at, _)| at)
        .collect();
    bytes[frames[0] + 60] ^= 0xFF;
    std::fs::write(&truth, bytes).unwrap();
    folder
        .run(&["archive", "verify"])
        .exits(1)
        .prints(&["WRONG               original ", "not sound"]);
    folder
        .run(&["archive", "verify", "--archive", "absent"])
        .exits(2);
}

#[test]
fn rebuild_and_compact_keep_everything() {
    let folder = folder();
    let rebuilt = json(&folder.run(&["archive", "rebuild", "--json"]).exits(0));
    assert_eq!(
        (&rebuilt["n_cables"], &rebuilt["n_changed"]),
        (&3.into(), &0.into())
    );
    folder
        .run(&["archive", "compact"])
        .exits(0)
        .prints(&["after"]);
    let verified = json(&folder.run(&["archive", "verify", "--json"]).exits(0));
    assert_eq!(verified["problems"], serde_json::json!([]));
    folder
        .run(&["search", "--archive", "x.cables", "post:strelsau"])
        .exits(0);
}

#[test]
fn a_backup_is_made_and_restored() {
    let folder = folder();
    folder
        .run(&["archive", "backup", "copy"])
        .exits(0)
        .prints(&["copied to           copy\n"]);
    folder
        .run(&["archive", "backup", "copy"])
        .exits(2)
        .says(&["copy is not empty"]);
    folder
        .run(&["archive", "restore", "copy", "back.cables"])
        .exits(0);
    let verified = json(
        &folder
            .run(&["archive", "verify", "--archive", "back.cables", "--json"])
            .exits(0),
    );
    assert_eq!(verified["problems"], serde_json::json!([]));
    assert_eq!(verified["n_cables"], 3);
    folder
        .run(&["archive", "restore", "absent", "other"])
        .exits(2);
}

#[test]
fn forget_removes_and_says_so() {
    let folder = folder();
    let listed = folder
        .run(&["search", "--archive", "x.cables", "post:strelsau"])
        .exits(0);
    assert!(
        listed.stdout.contains("STRELSAU2") || listed.stdout.contains("STRELSAU 2"),
        "{listed:#?}"
    );
    folder
        .run(&["archive", "forget", "07 STRELSAU 2"])
        .exits(0)
        .prints(&["forgotten           07STRELSAU2\n"])
        .says(&["backups made before"]);
    folder
        .run(&["archive", "forget", "07STRELSAU2"])
        .exits(1)
        .says(&["has no cable "]);
    folder
        .run(&["ingest", "in", "--archive", "x.cables"])
        .exits(0)
        .says(&["2.txt: was forgotten"])
        .prints(&["holds 2 cables"]);
    folder
        .run(&["ingest", "in", "--archive", "x.cables", "--take-forgotten"])
        .exits(0)
        .prints(&["holds 3 cables"]);
}

#[test]
fn a_damaged_archive_is_told_and_leaves_no_copy() {
    let folder = Folder::new();
    folder.write("post/1.txt", cable(1));
    folder.run(&["ingest", "post"]).exits(0);
    let truth = folder.join("post.cables/truth.sqlite");
    let mut bytes = std::fs::read(&truth).unwrap();
    let middle = bytes.len() / 4;
    bytes[middle..].fill(0xA5);
    std::fs::write(&truth, &bytes).unwrap();
    folder
        .run(&["archive", "verify"])
        .exits(1)
        .prints(&["WRONG"]);
    for to in ["backup", "restore"] {
        let args = match to {
            "backup" => vec!["archive", "backup", "copy"],
            _ => vec!["archive", "restore", "post.cables", "copy"],
        };
        let run = folder.run(&args).exits(2);
        assert!(!run.stderr.contains("malformed"), "{run:#?}");
        run.says(&["archive post.cables is damaged: "]);
        assert!(!folder.join("copy").exists());
    }
}

#[test]
fn an_unknown_cable_is_told_alike_everywhere() {
    let folder = Folder::new();
    folder.write("x/1.txt", cable(1));
    folder.run(&["ingest", "x"]).exits(0);
    for args in [
        &["read", "07STRELSAU9"][..],
        &["check", "07STRELSAU9"],
        &["write", "07STRELSAU9"],
        &["refs", "07STRELSAU9"],
        &["missing", "--cited-by", "07STRELSAU9"],
        &["archive", "forget", "07STRELSAU9"],
        &["search", "similar:07STRELSAU9"],
        &["search", "refby:07STRELSAU9", "--all"],
        &["search", "id:07STRELSAU9", "--format", "ids"],
    ] {
        folder.run(args).exits(1).prints_nothing().says(&[
            "error: the archive x.cables has no cable 07STRELSAU9\nhint: near it: 07STRELSAU1\n",
        ]);
    }
    // What reads as no identifier may be a file with a slip in its name.
    folder
        .run(&["read", "letter.txt", "--archive", "x.cables"])
        .exits(2)
        .says(&["letter.txt: no such file or folder"]);
}

#[test]
fn the_folder_may_stand_without_an_option() {
    let folder = Folder::new();
    folder.write("x/1.txt", cable(1));
    folder.run(&["ingest", "x", "--archive", "kept"]).exits(0);
    for task in ["info", "verify", "rebuild", "compact"] {
        folder
            .run(&["archive", task, "kept", "--json"])
            .exits(0)
            .prints(&["{"]);
        folder
            .run(&["archive", task, "kept", "--archive", "kept"])
            .exits(2);
    }
}
