/**
 * A vendor's program beside its query: source, bundle, mode, and everything that it may hand out, declared as numbers. It is part of the
 * content that is hashed and approved, so what reviewers read is what runs.
 *
 * @see programs.md decision 3, §D.7; docs/decisions/032-programs.md
 */
import { z } from 'zod';
import { identifier, wellFormed, type Parsed } from '../procedure/fields.ts';
import { modelDeclaration } from './model.ts';

/** Longest bundle, in UTF-16 units: with its source it fits into one request. @see programs.md §D.7 */
export const maxBundle = 524_288;
/** All source files together, in UTF-16 units. */
export const maxSource = 131_072;
/** Most numbers that one program hands out. */
export const maxNumbers = 4_096;

/** Of a source file: small letters, digits, `-` and `_`, no way out of its folder. */
export const sourcePath = z.string().regex(/^(?:[a-z0-9][a-z0-9_-]*\/){0,3}[a-z0-9][a-z0-9_-]*\.(?:ts|js)$/);

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What made the bundle, so that anybody can make it again. */
export const lock = z.strictObject({
  esbuild: z.string().max(20),
  /** Of the allow-list, by the hash of the text that went in. */
  libraries: z.array(z.strictObject({ name: z.string().max(60), version: z.string().max(20), sha256 })).max(16),
});

/** So many numbers under one name, each clamped into its range and rounded to `step` or coarser. */
export const result = z.strictObject({
  name: identifier,
  length: z.int().min(1).max(maxNumbers),
  lo: z.number().min(-1e12).max(1e12),
  hi: z.number().min(-1e12).max(1e12),
  /** Finest grid that leaves: 1, 2 or 5 times a power of ten. */
  step: z.number().min(1e-9).max(1e12),
});
const results = z.array(result).min(1).max(16);

/** A column of the one table of mode `tables`: a number, or a text that stands in a column of an input. */
export const tableColumn = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('number'), name: identifier, digits: z.int().min(1).max(15).exactOptional() }),
  z.strictObject({ kind: z.literal('text'), name: identifier, from: identifier }),
]);

const shared = {
  entry: sourcePath,
  files: z
    .array(z.strictObject({ path: sourcePath, text: wellFormed.max(maxSource) }))
    .min(1)
    .max(32),
  /** What runs: one script that defines `program`. The domain makes it again from `files` and refuses another. */
  bundle: wellFormed.min(1).max(maxBundle),
  lock,
  /** For the heap of one isolate. */
  memoryMb: z.int().min(16).max(512).default(64),
};

export const script = z.discriminatedUnion('mode', [
  /** Sees released cells; hands out a table. */
  z.strictObject({
    mode: z.literal('tables'),
    ...shared,
    table: z.strictObject({ columns: z.array(tableColumn).min(1).max(64), maxRows: z.int().min(1).max(10_000) }),
    callMillis: z.int().min(10).max(60_000).default(1_000),
  }),
  /** Sees one unit at a time, makes a vector of it; vectors are clipped, added up, and get noise. */
  z.strictObject({
    mode: z.literal('map'),
    ...shared,
    /** `clip`: longest vector of one unit, in the ℓ₂ norm; a longer one is shortened. */
    vector: z.strictObject({ length: z.int().min(1).max(256), clip: z.number().min(1e-6).max(1e9) }),
    /** Public numbers that are carried from one iteration to the next; zeros at first. */
    state: z.strictObject({ length: z.int().min(1).max(maxNumbers) }),
    iterations: z.int().min(1).max(200),
    /** For one unit, in all iterations together as far as it is slow; what takes longer counts as the zero vector. */
    unitMillis: z.int().min(5).max(1_000).default(50),
    results,
    model: modelDeclaration.exactOptional(),
  }),
  /** Sees one block of units at a time, each in a fresh isolate; results are clamped, averaged, and get noise. */
  z.strictObject({
    mode: z.literal('blocks'),
    ...shared,
    count: z.int().min(10).max(5_000),
    /** For one block; what takes longer counts as the middle of each range. */
    callMillis: z.int().min(10).max(10_000).default(1_000),
    results,
    model: modelDeclaration.exactOptional(),
  }),
  /** Sees all rows at once, and again without each of twenty blocks; what one block can change is rounded away, and people look. */
  z.strictObject({
    mode: z.literal('rows'),
    ...shared,
    callMillis: z.int().min(10).max(30_000).default(1_500),
    results,
    model: modelDeclaration.exactOptional(),
  }),
]);

/** @see script */
export type Script = Parsed<typeof script>;
export type ScriptMode = Script['mode'];
export type ScriptOf<Mode extends ScriptMode> = Extract<Script, { mode: Mode }>;
/** @see result */
export type Result = Parsed<typeof result>;
