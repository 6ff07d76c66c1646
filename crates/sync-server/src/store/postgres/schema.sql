-- Version 1. Names are blobs, instants Unix milliseconds, purposes and kinds as `store.rs` numbers and names them.
CREATE TABLE meta (key TEXT PRIMARY KEY, value BYTEA NOT NULL);
CREATE TABLE vault (
  vault BYTEA PRIMARY KEY,
  account BYTEA NOT NULL,
  gsn BIGINT NOT NULL DEFAULT 0,
  head_n BIGINT NOT NULL,
  head_hash BYTEA NOT NULL,
  bytes BIGINT NOT NULL DEFAULT 0,
  quota BIGINT,
  day BIGINT NOT NULL DEFAULT 0,
  day_bytes BIGINT NOT NULL DEFAULT 0,
  created_ms BIGINT NOT NULL,
  written_ms BIGINT NOT NULL
);
CREATE INDEX vault_account ON vault (account);
CREATE TABLE member (
  vault BYTEA NOT NULL, n BIGINT NOT NULL, bytes BYTEA NOT NULL,
  PRIMARY KEY (vault, n)
);
-- `place`: 0 the bytes are here, 1 in the store of files, 2 gone.
CREATE TABLE segment (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  vault BYTEA NOT NULL, gsn BIGINT NOT NULL,
  lane BYTEA NOT NULL, incarnation BYTEA NOT NULL, seq BIGINT NOT NULL,
  epoch BIGINT NOT NULL, hash BYTEA NOT NULL, len BIGINT NOT NULL,
  place BIGINT NOT NULL, bytes BYTEA
);
CREATE UNIQUE INDEX segment_gsn ON segment (vault, gsn);
CREATE UNIQUE INDEX segment_log ON segment (vault, lane, incarnation, seq);
CREATE TABLE head (
  vault BYTEA NOT NULL, lane BYTEA NOT NULL, incarnation BYTEA NOT NULL,
  device BYTEA NOT NULL, seq BIGINT NOT NULL, epoch BIGINT NOT NULL, hash BYTEA NOT NULL,
  gsn BIGINT NOT NULL,
  PRIMARY KEY (vault, lane, incarnation)
);
CREATE TABLE object (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  vault BYTEA NOT NULL, kind TEXT NOT NULL, name BYTEA NOT NULL,
  len BIGINT NOT NULL, hash BYTEA NOT NULL, epoch BIGINT NOT NULL, at_ms BIGINT NOT NULL, bytes BYTEA
);
CREATE UNIQUE INDEX object_name ON object (vault, kind, name);
CREATE TABLE countersign (
  vault BYTEA NOT NULL, snapshot BYTEA NOT NULL, device BYTEA NOT NULL, bytes BYTEA NOT NULL,
  PRIMARY KEY (vault, snapshot, device)
);
CREATE TABLE note (
  purpose BIGINT NOT NULL, key BYTEA NOT NULL,
  owner BYTEA NOT NULL, value BYTEA NOT NULL, expires_ms BIGINT NOT NULL,
  PRIMARY KEY (purpose, key)
);
CREATE INDEX note_owner ON note (owner);
CREATE INDEX note_expires ON note (expires_ms);
CREATE TABLE share (
  id BYTEA PRIMARY KEY, number BIGINT GENERATED ALWAYS AS IDENTITY, vault BYTEA NOT NULL, len BIGINT NOT NULL,
  expires_ms BIGINT NOT NULL, views BIGINT NOT NULL DEFAULT 0, views_max BIGINT
);
CREATE INDEX share_vault ON share (vault);
CREATE TABLE cursor (
  vault BYTEA NOT NULL, device BYTEA NOT NULL, gsn BIGINT NOT NULL, seen_ms BIGINT NOT NULL,
  PRIMARY KEY (vault, device)
);
CREATE TABLE audit (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at_ms BIGINT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, vault BYTEA, detail TEXT NOT NULL
);

-- Where a log was when the vault had a number.
CREATE INDEX segment_at ON segment (vault, lane, incarnation, gsn);
-- What was done stays done: the audit is only ever added to.
CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit is only added to'; END $$;
CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION audit_stays();
