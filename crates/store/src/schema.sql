-- The schema of the truth, and of what is derived for every domain alike. The domains' own read
-- tables come from their projections.
CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE kind (k INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE writer (w INTEGER PRIMARY KEY, device BLOB NOT NULL, incarnation BLOB NOT NULL UNIQUE) STRICT;

-- Append-only. One row is what sync seals into a segment: who (device, incarnation), which (seq,
-- prev_hash), when (hybrid logical clock), in which schema, and what.
CREATE TABLE log (
    n INTEGER PRIMARY KEY,
    w INTEGER NOT NULL REFERENCES writer(w),
    seq INTEGER NOT NULL,
    prev_hash BLOB NOT NULL,
    hash BLOB NOT NULL,
    hlc_ms INTEGER NOT NULL,
    hlc_count INTEGER NOT NULL,
    schema INTEGER NOT NULL,
    op INTEGER NOT NULL,             -- 1 document change, 2 facts, 3 facts turned, 4 annotate, 5 blob, 6 purge,
                                     -- 7 natural key, 8 facts forgotten
    k INTEGER REFERENCES kind(k),
    target BLOB,
    payload BLOB,                    -- NULL once purged; its hash stays. Forgotten facts in it are blank
    payload_hash BLOB NOT NULL,
    UNIQUE (w, seq)
) STRICT;
CREATE INDEX log_target ON log (target, n) WHERE target IS NOT NULL;

CREATE TABLE doc (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    k INTEGER NOT NULL REFERENCES kind(k),
    version INTEGER NOT NULL,
    base BLOB,                       -- a full save, up to and with log row base_log
    base_log INTEGER NOT NULL DEFAULT 0,
    changes INTEGER NOT NULL DEFAULT 0, -- log rows since base
    heads BLOB NOT NULL,
    state INTEGER NOT NULL,          -- 0 live, 1 trashed, 2 withdrawn (creation undone), 3 quarantined
    trashed_ms INTEGER
) STRICT;
CREATE INDEX doc_k ON doc (k, state);
CREATE INDEX doc_trashed ON doc (trashed_ms) WHERE trashed_ms IS NOT NULL;

CREATE TABLE fact (
    id BLOB PRIMARY KEY,
    n INTEGER NOT NULL,              -- the log row that holds its body, times 1024, plus its place there
    k INTEGER NOT NULL REFERENCES kind(k),
    state INTEGER NOT NULL,          -- 0 asserted, 1 retracted by a person, 2 withdrawn by undo, 3 forgotten
    by INTEGER,                      -- the log row that made it so; none: the one that holds it
    noted INTEGER NOT NULL DEFAULT 0 -- whether fact_note may say something
) STRICT, WITHOUT ROWID;
CREATE TABLE fact_note (
    fact BLOB NOT NULL, field TEXT NOT NULL, value BLOB NOT NULL,
    hlc_ms INTEGER NOT NULL, hlc_count INTEGER NOT NULL, w INTEGER NOT NULL,
    PRIMARY KEY (fact, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE blob (
    hash BLOB PRIMARY KEY, size INTEGER NOT NULL, added_ms INTEGER NOT NULL,
    unused_ms INTEGER                -- since when nothing refers to it
) STRICT, WITHOUT ROWID;

CREATE TABLE step (
    n INTEGER PRIMARY KEY, label TEXT NOT NULL, at_ms INTEGER NOT NULL,
    state INTEGER NOT NULL,          -- 0 done, 1 undone, 2 can no longer be redone
    coalesce_key TEXT
) STRICT;
CREATE TABLE step_doc (
    step INTEGER NOT NULL, doc INTEGER NOT NULL, before BLOB, after BLOB NOT NULL,
    PRIMARY KEY (step, doc)
) STRICT, WITHOUT ROWID;
CREATE TABLE step_log (
    step INTEGER NOT NULL, log INTEGER NOT NULL, items INTEGER NOT NULL, PRIMARY KEY (step, log)
) STRICT, WITHOUT ROWID;
CREATE TABLE step_note (
    step INTEGER NOT NULL, fact BLOB NOT NULL, field TEXT NOT NULL, before BLOB, after BLOB,
    PRIMARY KEY (step, fact, field)
) STRICT, WITHOUT ROWID;

-- Derived from here on.
CREATE TABLE projection (name TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE blob_ref (hash BLOB NOT NULL, doc INTEGER NOT NULL, PRIMARY KEY (hash, doc)) STRICT, WITHOUT ROWID;
CREATE INDEX blob_ref_doc ON blob_ref (doc);
CREATE TABLE trash (
    n INTEGER PRIMARY KEY, id BLOB NOT NULL, k INTEGER NOT NULL, title TEXT NOT NULL,
    day TEXT NOT NULL, trashed_ms INTEGER NOT NULL
) STRICT;
-- Documents have even numbers (2n), facts odd ones (2n + 1), so that both keep theirs over a rebuild.
CREATE TABLE search_doc (
    n INTEGER PRIMARY KEY, id BLOB NOT NULL, k INTEGER NOT NULL, day TEXT NOT NULL,
    title TEXT NOT NULL, body TEXT NOT NULL, extra TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE search_fts USING fts5 (
    title, body, extra, content = 'search_doc', content_rowid = 'n',
    tokenize = 'unicode61 remove_diacritics 2'
);
