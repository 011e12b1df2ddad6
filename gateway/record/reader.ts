/** What may be read from the record, also while deciding: the documents of the lives and the events about a thing. */
import { parseEntry, type Entry } from '#policies/record/entry.ts';
import { unwrap } from '#policies/refusal.ts';
import type { DocRow, EventRow, ListFilter, Tables } from './tables.ts';

/** A document of a life, as the caller folds it. */
export interface Doc {
  readonly life: string;
  readonly id: string;
  readonly state: string;
  readonly json: unknown;
}

export interface StoredDoc extends Doc {
  /** How many events this document has. */
  readonly version: number;
}

/** An event of the log with its payload. */
export interface RecordedEvent {
  readonly life: string;
  readonly id: string;
  readonly type: string;
  /** The payload, as it was committed. */
  readonly data: unknown;
  /** The how-manieth event of this life and id, from 1. */
  readonly version: number;
  readonly entry: Entry;
  /** The log leaf as it was hashed. */
  readonly leaf: string;
}

export interface Reader {
  /** Number of events in the log. */
  size(): number;
  load(life: string, id: string): StoredDoc | undefined;
  /** In order of id. */
  list(life: string, filter?: ListFilter): readonly StoredDoc[];
  /** How many documents of a life are in each state, without reading one. */
  countByState(life: string): ReadonlyMap<string, number>;
  entry(seq: number): RecordedEvent | undefined;
  /** `from` ≤ seq < `to`. */
  entries(from: number, to: number): readonly RecordedEvent[];
  /** Every event about this id, of whatever life, in order. @see AO-27-1, AO-27-4 */
  bySubject(id: string): readonly RecordedEvent[];
}

export function openReader(tables: Tables): Reader {
  return {
    size: () => tables.size(),
    load(life, id) {
      const row = tables.doc(life, id);
      return row && readDoc(row);
    },
    countByState: (life) => new Map(tables.stateCounts(life).map(({ state, count }) => [state, count])),
    list: (life, filter = {}) => tables.docs(life, filter).map(readDoc),
    entry(seq) {
      const row = tables.event(seq);
      return row && readEvent(row);
    },
    entries: (from, to) => tables.events(from, to).map(readEvent),
    bySubject: (id) => tables.eventsOf(id).map(readEvent),
  };
}

/** @throws Error when the leaf is not an entry: the table was written by somebody else */
export function readEvent(row: EventRow): RecordedEvent {
  const { life, id, version, leaf } = row;
  const entry = unwrap(parseEntry(leaf));
  const data: unknown = JSON.parse(row.json);
  return { life, id, type: entry.type, data, version, entry, leaf };
}

/** The first subject of an entry: it says whose event it is, so that the log alone can be folded. */
export function subjectOf(life: string, id: string): string {
  return `${life}/${id}`;
}

function readDoc(row: DocRow): StoredDoc {
  const json: unknown = JSON.parse(row.json);
  return { life: row.life, id: row.id, state: row.state, version: row.version, json };
}
