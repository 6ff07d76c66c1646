-- Version 1. Names are blobs, instants Unix milliseconds, purposes and kinds as `store.rs` numbers and names them.
CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE vault (
  vault BLOB PRIMARY KEY,
  account BLOB NOT NULL,
  gsn INTEGER NOT NULL DEFAULT 0,
  head_n INTEGER NOT NULL,
  head_hash BLOB NOT NULL,
  bytes INTEGER NOT NULL DEFAULT 0,
  quota INTEGER,
  day INTEGER NOT NULL DEFAULT 0,
  day_bytes INTEGER NOT NULL DEFAULT 0,
  created_ms INTEGER NOT NULL,
  written_ms INTEGER NOT NULL
);
CREATE INDEX vault_account ON vault (account);
CREATE TABLE member (
  vault BLOB NOT NULL, n INTEGER NOT NULL, bytes BLOB NOT NULL,
  PRIMARY KEY (vault, n)
) WITHOUT ROWID;
-- `place`: 0 the bytes are here, 1 in the store of files, 2 gone.
CREATE TABLE segment (
  id INTEGER PRIMARY KEY,
  vault BLOB NOT NULL, gsn INTEGER NOT NULL,
  lane BLOB NOT NULL, incarnation BLOB NOT NULL, seq INTEGER NOT NULL,
  epoch INTEGER NOT NULL, hash BLOB NOT NULL, len INTEGER NOT NULL,
  place INTEGER NOT NULL, bytes BLOB
);
CREATE UNIQUE INDEX segment_gsn ON segment (vault, gsn);
CREATE UNIQUE INDEX segment_log ON segment (vault, lane, incarnation, seq);
CREATE TABLE head (
  vault BLOB NOT NULL, lane BLOB NOT NULL, incarnation BLOB NOT NULL,
  device BLOB NOT NULL, seq INTEGER NOT NULL, epoch INTEGER NOT NULL, hash BLOB NOT NULL,
  gsn INTEGER NOT NULL,
  PRIMARY KEY (vault, lane, incarnation)
) WITHOUT ROWID;
CREATE TABLE object (
  id INTEGER PRIMARY KEY,
  vault BLOB NOT NULL, kind TEXT NOT NULL, name BLOB NOT NULL,
  len INTEGER NOT NULL, hash BLOB NOT NULL, epoch INTEGER NOT NULL, at_ms INTEGER NOT NULL, bytes BLOB
);
CREATE UNIQUE INDEX object_name ON object (vault, kind, name);
CREATE TABLE countersign (
  vault BLOB NOT NULL, snapshot BLOB NOT NULL, device BLOB NOT NULL, bytes BLOB NOT NULL,
  PRIMARY KEY (vault, snapshot, device)
) WITHOUT ROWID;
CREATE TABLE note (
  purpose INTEGER NOT NULL, key BLOB NOT NULL,
  owner BLOB NOT NULL, value BLOB NOT NULL, expires_ms INTEGER NOT NULL,
  PRIMARY KEY (purpose, key)
) WITHOUT ROWID;
CREATE INDEX note_owner ON note (owner);
CREATE INDEX note_expires ON note (expires_ms);
CREATE TABLE share (
  id BLOB PRIMARY KEY, vault BLOB NOT NULL, len INTEGER NOT NULL,
  expires_ms INTEGER NOT NULL, views INTEGER NOT NULL DEFAULT 0, views_max INTEGER
);
CREATE INDEX share_vault ON share (vault);
CREATE TABLE cursor (
  vault BLOB NOT NULL, device BLOB NOT NULL, gsn INTEGER NOT NULL, seen_ms INTEGER NOT NULL,
  PRIMARY KEY (vault, device)
) WITHOUT ROWID;
CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at_ms INTEGER NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, vault BLOB, detail TEXT NOT NULL
);
-- What was done stays done: the audit is only ever added to.
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'the audit is only added to'); END;
CREATE TRIGGER audit_kept BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'the audit is only added to'); END;
