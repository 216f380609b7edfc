//! The tables of the truth, version 2. `docs/storage.md` says what each column means.

/// Creates everything. Run in one transaction.
pub(super) const CREATE: &str = "
CREATE TABLE archive (
    id              INTEGER PRIMARY KEY CHECK (id = 1),
    uuid            TEXT    NOT NULL,
    created_at      TEXT    NOT NULL,
    generation      INTEGER NOT NULL
) STRICT;

CREATE TABLE originals (
    id              INTEGER PRIMARY KEY,
    sha256          BLOB    NOT NULL UNIQUE CHECK (length(sha256) = 32),
    n_bytes         INTEGER NOT NULL,
    zstd            BLOB    NOT NULL
) STRICT;

CREATE TABLE cables (
    id              INTEGER PRIMARY KEY,
    key             TEXT    NOT NULL UNIQUE,
    n_editions      INTEGER NOT NULL,
    changed_in      INTEGER NOT NULL,
    sent            TEXT,
    post            TEXT,
    year            INTEGER,
    number          INTEGER,
    classification  TEXT,
    subject         TEXT,
    captions        TEXT    NOT NULL
) STRICT;
CREATE INDEX cables_by_change ON cables (changed_in);
CREATE INDEX cables_by_post ON cables (post, year, number);

CREATE TABLE editions (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    cable_id        INTEGER NOT NULL REFERENCES cables (id),
    number          INTEGER NOT NULL,
    text_sha256     BLOB    NOT NULL CHECK (length(text_sha256) = 32),
    n_text_bytes    INTEGER NOT NULL,
    UNIQUE (cable_id, number),
    UNIQUE (cable_id, text_sha256)
) STRICT;

CREATE TABLE sources (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    edition_id      INTEGER NOT NULL REFERENCES editions (id),
    original_id     INTEGER NOT NULL REFERENCES originals (id),
    path            TEXT    NOT NULL,
    wrapper         TEXT    NOT NULL,
    ingested_at     TEXT    NOT NULL,
    UNIQUE (original_id, path)
) STRICT;
CREATE INDEX sources_by_edition ON sources (edition_id);

CREATE TABLE refs (
    edition_id      INTEGER NOT NULL REFERENCES editions (id),
    position        INTEGER NOT NULL,
    target_key      TEXT    NOT NULL,
    PRIMARY KEY (edition_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX refs_by_target ON refs (target_key);

CREATE TABLE unreadable (
    path            TEXT    PRIMARY KEY,
    sha256          BLOB,
    n_bytes         INTEGER NOT NULL,
    is_read         INTEGER NOT NULL,
    reason          TEXT    NOT NULL,
    ingested_at     TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
";

/// From each version to the next, the first from 1 to 2.
pub(super) const STEPS: [&str; 1] = [
    // What was read of each text stood beside the original; it is read again instead.
    "
ALTER TABLE editions DROP COLUMN record;
ALTER TABLE editions DROP COLUMN n_record_bytes;
",
];
