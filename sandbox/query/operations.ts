/** What a query worker and the parser can be asked. SQL in these messages is printed by us, except in `parse`. */
import { z } from 'zod';
import type { Scalar } from '#policies/disclosure/cell.ts';
import type { Operations } from '../rpc.ts';

/** A value as the engine writes it in JSON. Lists occur only in evidence (the largest contributions). */
const value = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.union([z.string(), z.number(), z.null()])),
]);

export const engineTable = z.strictObject({
  types: z.array(z.string()),
  rows: z.array(z.array(value)),
});
export type EngineTable = z.output<typeof engineTable>;

/** A row of results: a list, which the language has none of, would be shown as its text. */
export function scalars(row: EngineTable['rows'][number]): Scalar[] {
  return row.map((value) => (Array.isArray(value) ? JSON.stringify(value) : value));
}

/** Statements to run in order: `setup` for their effect, `queries` for their rows. */
export const script = z.strictObject({ setup: z.array(z.string()), queries: z.array(z.string()) });
export type Script = z.output<typeof script>;

const tables = z.array(engineTable);

/** Rows given back to the engine as text, to become the table of released cells. */
export const cellsInput = z.strictObject({
  name: z.string(),
  columns: z.array(z.strictObject({ name: z.string(), type: z.string() })),
  rows: z.array(z.array(z.union([z.string(), z.null()]))),
});
export type CellsInput = z.output<typeof cellsInput>;

/** A SELECT of `s` and `rk`, then `width` doubles, in the order of rows. @see printProgramRows */
export const numbersAsk = z.strictObject({
  sql: z.string(),
  width: z.int().min(1),
  /** Column by column, with the row at which each segment begins; or row by row, with that at which each unit begins. */
  layout: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('segments'), count: z.int().min(1) }),
    z.strictObject({ kind: z.literal('units') }),
  ]),
  /** Whether a unit may have one row only. */
  lone: z.boolean(),
  /** More numbers than that are not sent. */
  most: z.int().min(0),
});
export type NumbersAsk = z.output<typeof numbersAsk>;

export const queryOperations = {
  /** Attach snapshots READ_ONLY under their entry's id, then lock the engine. Once per worker. */
  open: {
    ask: z.strictObject({
      attach: z.array(z.strictObject({ name: z.string(), path: z.string() })),
      /** A new file to write to, the only one. */
      create: z.strictObject({ name: z.string(), path: z.string() }).optional(),
      memoryLimitMb: z.number().int().positive(),
      threads: z.number().int().positive(),
      temp: z.string(),
    }),
    answer: z.strictObject({}),
  },
  run: { ask: script, answer: z.strictObject({ tables }) },
  /** Runs a SELECT of numbers, which go through the second pipe. */
  read: { ask: numbersAsk, answer: z.strictObject({}) },
  /** Loads a table of text, then runs statements for their effect. */
  write: { ask: z.strictObject({ cells: cellsInput, sql: z.array(z.string()) }), answer: z.strictObject({}) },
  /** Post-processing in a second engine that has nothing attached. */
  post: { ask: z.strictObject({ cells: cellsInput, sql: z.string() }), answer: z.strictObject({ table: engineTable }) },
} as const satisfies Operations;

export const parserOperations = {
  /** DuckDB's syntax tree of the vendor's text, as JSON text. */
  parse: { ask: z.strictObject({ sql: z.string() }), answer: z.strictObject({ ast: z.string() }) },
  /** Runs a plan over empty tables, so that type errors show before any data is opened. Their text is safe: nothing is in the tables. */
  bind: {
    ask: z.strictObject({
      schema: z.array(z.strictObject({ name: z.string(), ddl: z.array(z.string()) })),
      script,
      post: z.strictObject({ cells: cellsInput, sql: z.string() }).optional(),
    }),
    answer: z.strictObject({ tables, post: engineTable.optional() }),
  },
} as const satisfies Operations;
