/**
 * The tables of the record, step by step as they came to be: one list for every engine. Everything but the projection `doc` and the
 * jobs can only grow: the triggers forbid the rest, also to us.
 */
import type { Dialect, Driver } from './driver.ts';

const grows = ['event', 'payload', 'subject', 'node', 'checkpoint', 'cosignature'];

/** Each step runs once, in order; a step that was released is never changed. */
export const migrations: readonly ((dialect: Dialect) => string)[] = [
  ({ bytes, integer, text, strict, inKey, onlyGrows }) => `
CREATE TABLE IF NOT EXISTS event (
  seq ${integer} PRIMARY KEY CHECK (seq >= 0),
  leaf ${text} NOT NULL,
  life ${text} NOT NULL,
  id ${text} NOT NULL,
  version ${integer} NOT NULL CHECK (version > 0), -- the how-manieth event of this life and id
  UNIQUE (life, id, version)
)${strict};
CREATE TABLE IF NOT EXISTS payload (
  seq ${integer} PRIMARY KEY REFERENCES event (seq),
  salt ${text} NOT NULL,
  json ${text} NOT NULL
)${strict};
CREATE TABLE IF NOT EXISTS subject (
  subject ${text} NOT NULL,
  seq ${integer} NOT NULL REFERENCES event (seq),
  PRIMARY KEY (subject, seq)
)${inKey};
CREATE TABLE IF NOT EXISTS node (
  level ${integer} NOT NULL,
  idx ${integer} NOT NULL,
  hash ${bytes} NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (level, idx)
)${inKey};
CREATE TABLE IF NOT EXISTS checkpoint (
  size ${integer} PRIMARY KEY CHECK (size >= 0),
  note ${text} NOT NULL -- signed by the log; cosignatures stand beside it
)${strict};
CREATE TABLE IF NOT EXISTS cosignature (
  size ${integer} NOT NULL REFERENCES checkpoint (size),
  witness ${text} NOT NULL,
  line ${text} NOT NULL,
  PRIMARY KEY (size, witness)
)${inKey};
CREATE TABLE IF NOT EXISTS doc (
  life ${text} NOT NULL,
  id ${text} NOT NULL,
  state ${text} NOT NULL,
  version ${integer} NOT NULL,
  json ${text} NOT NULL,
  PRIMARY KEY (life, id)
)${inKey};
${grows.map(onlyGrows).join('')}`,

  // What was promised and is not done: taken by lease, so that two gateways never do the same.
  ({ integer, text, strict }) => `
CREATE INDEX subject_by_seq ON subject (seq);
CREATE TABLE job (
  id ${text} PRIMARY KEY,
  kind ${text} NOT NULL,
  run_at ${integer} NOT NULL, -- milliseconds since 1970, as all times here
  lease_until ${integer} NOT NULL, -- 0: nobody has it
  holder ${text} NOT NULL, -- who has it, or had it last
  attempt ${integer} NOT NULL,
  fence ${integer} NOT NULL, -- grows with each claim: who has an older one comes too late
  done_at ${integer}
)${strict};
CREATE INDEX job_open ON job (kind, run_at) WHERE done_at IS NULL;`,

  // Requests that have a key, for a day. Not part of the log: it can be lost, and then a request that is sent again is done again.
  ({ integer, text, strict }) => `
CREATE TABLE request (
  owner ${text} NOT NULL,
  name ${text} NOT NULL, -- digest of the key
  fingerprint ${text} NOT NULL,
  begun_at ${integer} NOT NULL,
  holder ${text} NOT NULL,
  lease_until ${integer} NOT NULL,
  fence ${integer} NOT NULL,
  is_done ${integer} NOT NULL,
  seq ${integer}, -- the first event that it wrote
  answer ${text}, -- sealed with the key
  PRIMARY KEY (owner, name)
)${strict};
CREATE INDEX request_age ON request (begun_at);`,

  // Separation of duty where nothing else can be wrong: one person has one side of a thing, for good.
  ({ text, strict, onlyGrows }) => `
CREATE TABLE side (
  life ${text} NOT NULL,
  id ${text} NOT NULL,
  person ${text} NOT NULL,
  side ${text} NOT NULL CHECK (side IN ('makes', 'checks', 'accepts')),
  PRIMARY KEY (life, id, person)
)${strict};
${onlyGrows('side')}`,
];

/** Brings the tables to the newest step. @throws Error when they are of a newer version than this code */
export function migrate(driver: Driver): void {
  driver.transaction(() => {
    const { integer, strict } = driver.dialect;
    driver.exec(`CREATE TABLE IF NOT EXISTS schema_version (version ${integer} PRIMARY KEY)${strict}`);
    const found = Number(driver.get('SELECT coalesce(max(version), 0) AS version FROM schema_version')?.['version']);
    if (found > migrations.length) {
      throw new Error(`Cannot open the record: must be of version ${migrations.length} or older; got ${found}`);
    }
    migrations.slice(found).forEach((step, i) => {
      driver.exec(step(driver.dialect));
      driver.run('INSERT INTO schema_version (version) VALUES ($1)', found + i + 1);
    });
  });
}
