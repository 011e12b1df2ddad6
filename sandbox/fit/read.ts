/**
 * From a private file to typed arrays, chunk by chunk while the engine is at work on the next one.
 *
 * @see synth.md §2.4 (streaming the encoded table once), §2.8 (weights)
 */
import {
  DuckDBDoubleVector,
  DuckDBUIntegerVector,
  DuckDBUSmallIntVector,
  type DuckDBDataChunk,
} from '@duckdb/node-api';
import type { FitPlan } from '#policies/simulation/fit-plan.ts';
import { findCells, finderOf } from './find-cells.ts';
import { encodeSql, leadingColumns } from '#policies/simulation/encode-sql.ts';
import { weightScale, type Encoded } from './encoded.ts';

/** A {@link LockedEngine} with the private files attached under the ids of their entries, or what scans like one. */
export interface Scanner {
  scan(sql: string, take: (chunk: DuckDBDataChunk) => void): Promise<void>;
}

export interface ReadOrder {
  readonly plan: FitPlan;
  /** Name of the model, as `plan.tables` has it. */
  readonly table: string;
  /** Which units are held out, 64 hexadecimal digits; the same for all tables of a fit. */
  readonly holdoutKey: string;
}

export interface EncodedSets {
  readonly train: Encoded;
  /** Rows of the units that no model sees. */
  readonly holdout: Encoded;
}

/**
 * Guarantee: for every unit, its rows are all in one set, and their weights depend on its own rows only and add up to `scale` at most.
 *
 * @throws Error for a table that the plan does not model
 */
export async function readEncoded(engine: Scanner, { plan, table, holdoutKey }: ReadOrder): Promise<EncodedSets> {
  const model = plan.tables.find((planned) => planned.model.table === table)?.model;
  if (!model) throw new Error(`Cannot read ${table}: must be a table of the plan`);
  const finders = model.attributes.map(({ cells }) => finderOf(cells));
  const width = finders.length;
  const scale = model.rowsPerUnit === 1 ? 1 : weightScale;
  const sets = { train: new Rows(width, scale), holdout: new Rows(width, scale) };
  await engine.scan(encodeSql(plan, model, holdoutKey), (chunk) => {
    const [units, counts, held] = leadingColumns.map((_, at) => wordsOf(chunk, at));
    if (!units || !counts || !held) throw new Error('Cannot read the cells: the leading columns are missing');
    const cells = finders.map((finder, at) => {
      const column = at + leadingColumns.length;
      return finder ? findCells(finder, doublesOf(chunk, column)) : cellsOf(chunk, column);
    });
    const heldOut = held.reduce((sum, value) => sum + value, 0);
    const lead = { units, counts, held };
    if (heldOut < chunk.rowCount) sets.train.add(lead, cells, heldOut === 0 ? undefined : 0);
    if (heldOut > 0) sets.holdout.add(lead, cells, heldOut === chunk.rowCount ? undefined : 1);
  });
  return { train: sets.train.encoded(), holdout: sets.holdout.encoded() };
}

interface Lead {
  readonly units: Uint32Array;
  /** How many rows the unit has in this table. */
  readonly counts: Uint32Array;
  readonly held: Uint32Array;
}

/** Rows as they come; the arrays grow by doubling. */
class Rows {
  readonly #scale: number;
  #rows = 0;
  #units = new Uint32Array(4096);
  #weights = new Uint32Array(4096);
  #cells: Uint16Array[];

  constructor(width: number, scale: number) {
    this.#scale = scale;
    this.#cells = Array.from({ length: width }, () => new Uint16Array(4096));
  }

  /** @param only takes the rows with this mark; all where absent */
  add({ units, counts, held }: Lead, cells: readonly Uint16Array[], only: 0 | 1 | undefined): void {
    const places = only === undefined ? undefined : placesOf(held, only);
    const count = places?.length ?? units.length;
    this.#makeRoom(this.#rows + count);
    copy({ from: units, into: this.#units, at: this.#rows, places });
    const weights = counts.map((of) => Math.floor(this.#scale / of));
    copy({ from: weights, into: this.#weights, at: this.#rows, places });
    for (const [attribute, into] of this.#cells.entries())
      copy({ from: cells[attribute] ?? new Uint16Array(), into, at: this.#rows, places });
    this.#rows += count;
  }

  encoded(): Encoded {
    const rows = this.#rows;
    return {
      rows,
      cells: this.#cells.map((column) => column.slice(0, rows)),
      weights: this.#weights.slice(0, rows),
      scale: this.#scale,
      units: this.#units.slice(0, rows),
    };
  }

  #makeRoom(rows: number): void {
    if (rows <= this.#units.length) return;
    const room = Math.max(rows, 2 * this.#units.length);
    this.#units = grown(this.#units, new Uint32Array(room));
    this.#weights = grown(this.#weights, new Uint32Array(room));
    this.#cells = this.#cells.map((column) => grown(column, new Uint16Array(room)));
  }
}

function grown<T extends Uint16Array | Uint32Array>(from: T, into: T): T {
  into.set(from);
  return into;
}

function placesOf(held: Uint32Array, mark: number): Uint32Array {
  const places = new Uint32Array(held.length);
  let count = 0;
  for (let at = 0; at < held.length; at++) if (held[at] === mark) places[count++] = at;
  return places.subarray(0, count);
}

interface Copy<T> {
  readonly from: T;
  readonly into: T;
  readonly at: number;
  readonly places: Uint32Array | undefined;
}

function copy<T extends Uint16Array | Uint32Array>({ from, into, at, places }: Copy<T>): void {
  if (!places) into.set(from, at);
  else for (let i = 0; i < places.length; i++) into[at + i] = from[places[i] ?? 0] ?? 0;
}

/** The numbers as the library copied them out of the engine, without a value at a time in between; see number-sender.ts. */
function wordsOf(chunk: DuckDBDataChunk, column: number): Uint32Array {
  const vector = chunk.getColumnVector(column);
  if (!(vector instanceof DuckDBUIntegerVector)) throw new Error('Cannot read the cells: must be whole numbers');
  return vector['items'];
}

function cellsOf(chunk: DuckDBDataChunk, column: number): Uint16Array {
  const vector = chunk.getColumnVector(column);
  if (!(vector instanceof DuckDBUSmallIntVector)) throw new Error('Cannot read the cells: must be small numbers');
  return vector['items'];
}

function doublesOf(chunk: DuckDBDataChunk, column: number): Float64Array {
  const vector = chunk.getColumnVector(column);
  if (!(vector instanceof DuckDBDoubleVector)) throw new Error('Cannot read the cells: must be doubles');
  return vector['items'];
}
