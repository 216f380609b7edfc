//! The tables of the truth, version 5. `docs/storage.md` says what each column means.

/// Creates everything. Run in one transaction.
pub(super) const CREATE: &str = "
CREATE TABLE archive (
    id              INTEGER PRIMARY KEY CHECK (id = 1),
    uuid            TEXT    NOT NULL,
    created_at      TEXT    NOT NULL,
    generation      INTEGER NOT NULL
) STRICT;

CREATE TABLE dictionaries (
    id              INTEGER PRIMARY KEY,
    kind            INTEGER NOT NULL,
    bytes           BLOB    NOT NULL
) STRICT;

CREATE TABLE originals (
    id              INTEGER PRIMARY KEY,
    sha256          BLOB    NOT NULL CHECK (length(sha256) = 32),
    n_bytes         INTEGER NOT NULL,
    dictionary_id   INTEGER REFERENCES dictionaries (id),
    packed          BLOB    NOT NULL,
    n_read_bytes    INTEGER,
    read_packed     BLOB
) STRICT;
CREATE INDEX originals_by_hash ON originals (substr(sha256, 1, 8));

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
    kind            TEXT    NOT NULL DEFAULT '',
    part            INTEGER,
    n_parts         INTEGER,
    UNIQUE (cable_id, number)
) STRICT;

CREATE TABLE runs (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    started_at      TEXT    NOT NULL,
    ended_at        TEXT,
    arguments       TEXT    NOT NULL,
    n_files         INTEGER NOT NULL DEFAULT 0,
    n_bytes         INTEGER NOT NULL DEFAULT 0,
    n_added         INTEGER NOT NULL DEFAULT 0,
    n_new_editions  INTEGER NOT NULL DEFAULT 0,
    n_same_text     INTEGER NOT NULL DEFAULT 0,
    n_already_here  INTEGER NOT NULL DEFAULT 0,
    n_not_cables    INTEGER NOT NULL DEFAULT 0,
    n_unreadable    INTEGER NOT NULL DEFAULT 0,
    is_complete     INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE sources (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    edition_id      INTEGER NOT NULL REFERENCES editions (id),
    original_id     INTEGER NOT NULL REFERENCES originals (id),
    run_id          INTEGER REFERENCES runs (id),
    path            TEXT    NOT NULL,
    member          TEXT    NOT NULL DEFAULT '',
    reader          TEXT    NOT NULL DEFAULT 'whole',
    identifier      TEXT,
    metadata        TEXT    NOT NULL DEFAULT '{}',
    wrapper         TEXT    NOT NULL,
    ingested_at     TEXT    NOT NULL,
    UNIQUE (original_id, path, member)
) STRICT;
CREATE INDEX sources_by_edition ON sources (edition_id);

CREATE TABLE refs (
    edition_id      INTEGER NOT NULL REFERENCES editions (id),
    position        INTEGER NOT NULL,
    target_key      TEXT    NOT NULL,
    PRIMARY KEY (edition_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX refs_by_target ON refs (target_key);

CREATE TABLE sketches (
    id              INTEGER PRIMARY KEY,
    bytes           BLOB    NOT NULL
) STRICT;

CREATE TABLE unreadable (
    path            TEXT    NOT NULL,
    member          TEXT    NOT NULL DEFAULT '',
    sha256          BLOB,
    n_bytes         INTEGER NOT NULL,
    is_read         INTEGER NOT NULL,
    reason          TEXT    NOT NULL,
    ingested_at     TEXT    NOT NULL,
    PRIMARY KEY (path, member)
) STRICT, WITHOUT ROWID;

CREATE TABLE forgotten (
    salt            BLOB    NOT NULL,
    hash            BLOB    PRIMARY KEY,
    forgotten_at    TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE columns (
    headings        TEXT    NOT NULL,
    field           TEXT    NOT NULL,
    name            TEXT    NOT NULL,
    PRIMARY KEY (headings, field)
) STRICT, WITHOUT ROWID;
";

/// From each version to the next, the first from 1 to 2. Run without foreign keys, which are checked at the end.
pub(super) const STEPS: [&str; 4] = [
    // What was read of each text stood beside the original; it is read again instead.
    "
ALTER TABLE editions DROP COLUMN record;
ALTER TABLE editions DROP COLUMN n_record_bytes;
",
    // Places within files, dictionaries, runs, kinds of editions. Tables whose constraints change are written anew.
    "
CREATE TABLE dictionaries (
    id              INTEGER PRIMARY KEY,
    bytes           BLOB    NOT NULL
) STRICT;

CREATE TABLE originals_3 (
    id              INTEGER PRIMARY KEY,
    sha256          BLOB    NOT NULL CHECK (length(sha256) = 32),
    n_bytes         INTEGER NOT NULL,
    dictionary_id   INTEGER REFERENCES dictionaries (id),
    zstd            BLOB    NOT NULL,
    n_read_bytes    INTEGER,
    read_zstd       BLOB
) STRICT;
INSERT INTO originals_3 (id, sha256, n_bytes, zstd) SELECT id, sha256, n_bytes, zstd FROM originals ORDER BY id;
DROP TABLE originals;
ALTER TABLE originals_3 RENAME TO originals;
CREATE INDEX originals_by_hash ON originals (substr(sha256, 1, 8));

CREATE TABLE editions_3 (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    cable_id        INTEGER NOT NULL REFERENCES cables (id),
    number          INTEGER NOT NULL,
    text_sha256     BLOB    NOT NULL CHECK (length(text_sha256) = 32),
    n_text_bytes    INTEGER NOT NULL,
    kind            TEXT    NOT NULL DEFAULT '',
    part            INTEGER,
    n_parts         INTEGER,
    UNIQUE (cable_id, number)
) STRICT;
INSERT INTO editions_3 (id, cable_id, number, text_sha256, n_text_bytes, kind)
    SELECT id, cable_id, number, text_sha256, n_text_bytes, iif(number = 1, '', 'other text')
    FROM editions ORDER BY id;
DELETE FROM sqlite_sequence WHERE name = 'editions_3';
INSERT INTO sqlite_sequence (name, seq) SELECT 'editions_3', seq FROM sqlite_sequence WHERE name = 'editions';
DROP TABLE editions;
ALTER TABLE editions_3 RENAME TO editions;

CREATE TABLE runs (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    started_at      TEXT    NOT NULL,
    ended_at        TEXT,
    arguments       TEXT    NOT NULL,
    n_files         INTEGER NOT NULL DEFAULT 0,
    n_bytes         INTEGER NOT NULL DEFAULT 0,
    n_added         INTEGER NOT NULL DEFAULT 0,
    n_new_editions  INTEGER NOT NULL DEFAULT 0,
    n_same_text     INTEGER NOT NULL DEFAULT 0,
    n_already_here  INTEGER NOT NULL DEFAULT 0,
    n_not_cables    INTEGER NOT NULL DEFAULT 0,
    n_unreadable    INTEGER NOT NULL DEFAULT 0,
    is_complete     INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE sources_3 (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    edition_id      INTEGER NOT NULL REFERENCES editions (id),
    original_id     INTEGER NOT NULL REFERENCES originals (id),
    run_id          INTEGER REFERENCES runs (id),
    path            TEXT    NOT NULL,
    member          TEXT    NOT NULL DEFAULT '',
    reader          TEXT    NOT NULL DEFAULT 'whole',
    identifier      TEXT,
    metadata        TEXT    NOT NULL DEFAULT '{}',
    wrapper         TEXT    NOT NULL,
    ingested_at     TEXT    NOT NULL,
    UNIQUE (original_id, path, member)
) STRICT;
INSERT INTO sources_3 (id, edition_id, original_id, path, wrapper, ingested_at)
    SELECT id, edition_id, original_id, path, wrapper, ingested_at FROM sources ORDER BY id;
DELETE FROM sqlite_sequence WHERE name = 'sources_3';
INSERT INTO sqlite_sequence (name, seq) SELECT 'sources_3', seq FROM sqlite_sequence WHERE name = 'sources';
DROP TABLE sources;
ALTER TABLE sources_3 RENAME TO sources;
CREATE INDEX sources_by_edition ON sources (edition_id);

CREATE TABLE sketches (
    id              INTEGER PRIMARY KEY,
    bytes           BLOB    NOT NULL
) STRICT;

CREATE TABLE unreadable_3 (
    path            TEXT    NOT NULL,
    member          TEXT    NOT NULL DEFAULT '',
    sha256          BLOB,
    n_bytes         INTEGER NOT NULL,
    is_read         INTEGER NOT NULL,
    reason          TEXT    NOT NULL,
    ingested_at     TEXT    NOT NULL,
    PRIMARY KEY (path, member)
) STRICT, WITHOUT ROWID;
INSERT INTO unreadable_3 (path, sha256, n_bytes, is_read, reason, ingested_at)
    SELECT path, sha256, n_bytes, is_read, reason, ingested_at FROM unreadable;
DROP TABLE unreadable;
ALTER TABLE unreadable_3 RENAME TO unreadable;

CREATE TABLE forgotten (
    salt            BLOB    NOT NULL,
    hash            BLOB    PRIMARY KEY,
    forgotten_at    TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
",
    // Originals as words. What is there stays as it is; the numbers of its dictionaries say how it reads.
    "
CREATE TABLE dictionaries_4 (
    id              INTEGER PRIMARY KEY,
    kind            INTEGER NOT NULL,
    bytes           BLOB    NOT NULL
) STRICT;
INSERT INTO dictionaries_4 (id, kind, bytes) SELECT id, 0, bytes FROM dictionaries ORDER BY id;
DROP TABLE dictionaries;
ALTER TABLE dictionaries_4 RENAME TO dictionaries;
ALTER TABLE originals RENAME COLUMN zstd TO packed;
ALTER TABLE originals RENAME COLUMN read_zstd TO read_packed;
",
    // Which columns of tables are what, as it was told.
    "
CREATE TABLE columns (
    headings        TEXT    NOT NULL,
    field           TEXT    NOT NULL,
    name            TEXT    NOT NULL,
    PRIMARY KEY (headings, field)
) STRICT, WITHOUT ROWID;
",
];
