/** The tables of the record. Everything but the projection `doc` can only grow: the triggers forbid the rest, also to us. */

const grows = ['event', 'payload', 'subject', 'node', 'checkpoint', 'cosignature'];

export const schema = `
CREATE TABLE IF NOT EXISTS event (
  seq INTEGER PRIMARY KEY CHECK (seq >= 0),
  leaf TEXT NOT NULL,
  life TEXT NOT NULL,
  id TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version > 0), -- the how-manieth event of this life and id
  UNIQUE (life, id, version)
) STRICT;
CREATE TABLE IF NOT EXISTS payload (
  seq INTEGER PRIMARY KEY REFERENCES event (seq),
  salt TEXT NOT NULL,
  json TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS subject (
  subject TEXT NOT NULL,
  seq INTEGER NOT NULL REFERENCES event (seq),
  PRIMARY KEY (subject, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS node (
  level INTEGER NOT NULL,
  idx INTEGER NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (level, idx)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS checkpoint (
  size INTEGER PRIMARY KEY CHECK (size >= 0),
  note TEXT NOT NULL -- signed by the log; cosignatures stand beside it
) STRICT;
CREATE TABLE IF NOT EXISTS cosignature (
  size INTEGER NOT NULL REFERENCES checkpoint (size),
  witness TEXT NOT NULL,
  line TEXT NOT NULL,
  PRIMARY KEY (size, witness)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS doc (
  life TEXT NOT NULL,
  id TEXT NOT NULL,
  state TEXT NOT NULL,
  version INTEGER NOT NULL,
  json TEXT NOT NULL,
  PRIMARY KEY (life, id)
) STRICT, WITHOUT ROWID;
${grows.map(appendOnly).join('')}`;

function appendOnly(table: string): string {
  const forbid = (action: string) => `
CREATE TRIGGER IF NOT EXISTS ${table}_no_${action.toLowerCase()} BEFORE ${action} ON ${table}
BEGIN SELECT RAISE(ABORT, 'the record only grows: ${action} ${table}'); END;`;
  return forbid('UPDATE') + forbid('DELETE');
}
