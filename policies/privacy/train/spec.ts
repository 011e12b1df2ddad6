/** What a program says of the model that it wants: which columns of its query are the features and the target, and what is public of them. */
import { z } from 'zod';
import { wellFormed, type Parsed } from '../../procedure/fields.ts';
import { outputName } from '../../query/output-names.ts';
import { maxColumns } from './training.ts';

const columnName = z.string().regex(outputName);
const bounds = z.strictObject({ lo: z.number(), hi: z.number() });

const feature = z.discriminatedUnion('kind', [
  /** Without bounds, those that the catalog and the text give. */
  z.strictObject({ name: columnName, kind: z.literal('number'), bounds: bounds.exactOptional() }),
  /** Without values, those of the declared code list. The first one is the reference. */
  z.strictObject({
    name: columnName,
    kind: z.literal('category'),
    values: z.array(wellFormed.max(200)).min(2).max(maxColumns).readonly().exactOptional(),
  }),
  /** A truth value, or a number that is 0 or 1. */
  z.strictObject({ name: columnName, kind: z.literal('binary') }),
]);

const shared = {
  /** A column of the query; for a logistic model a truth value, or a number that is 0 or 1. */
  target: columnName,
  features: z.array(feature).min(1).max(maxColumns).readonly(),
  /** R: of each unit so many rows are used, chosen by a hash that nobody knows. */
  rowsPerUnit: z.int().min(1).max(1_000_000).exactOptional(),
};

/** Part of a program's content, so that it is hashed and approved with it. @see programs.md §0 (trusted trainers) */
export const trainSpec = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('linear'), ...shared, targetBounds: bounds.exactOptional() }),
  /** `iterations`: gradients, each of which is paid for. */
  z.strictObject({ kind: z.literal('logistic'), ...shared, iterations: z.int().min(1).max(50).exactOptional() }),
]);

/** @see trainSpec */
export type TrainSpec = Parsed<typeof trainSpec>;
/** @see trainSpec */
export type FeatureSpec = TrainSpec['features'][number];
