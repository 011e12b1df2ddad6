/**
 * The forms that a model may have. A file that is none of these is refused, however harmless it looks: there is no field in which a row,
 * an identifier or code could travel, and no family whose parameters are rows.
 *
 * @see disclosure.md §3 (format: allow-list per family)
 */
import { z } from 'zod';
import { cardSchema, fieldSchemas } from '../../privacy/train/card-schema.ts';
import type { ModelCard } from '../../privacy/train/model.ts';
import { programCardSchema, type ProgramModelCard } from '../../program/models/card.ts';
import { exactCardSchema, type ExactCard } from './card.ts';

const leaf = z.union([
  z.strictObject({ value: z.number() }),
  /** One per class of the target. */
  z.strictObject({ probabilities: z.array(z.number().min(0).max(1)).min(2).max(64) }),
]);
/** Left where the feature is at most `threshold`, or one of `values`. Nodes are named by their place; a child stands behind its parent. */
const split = z.union([
  z.strictObject({ feature: z.string(), threshold: z.number(), left: z.int(), right: z.int() }),
  z.strictObject({ feature: z.string(), values: z.array(z.string()).min(1), left: z.int(), right: z.int() }),
]);
const tree = z.array(z.union([leaf, split])).min(1);

export const treeCardSchema = z.strictObject({
  kind: z.enum(['tree', 'forest']),
  ...fieldSchemas,
  trees: z.array(tree).min(1),
});

export type TreeCard = z.output<typeof treeCardSchema>;
export type TreeNode = TreeCard['trees'][number][number];

export type KnownCard =
  | { readonly form: 'exact'; readonly card: z.output<typeof exactCardSchema> }
  | { readonly form: 'private'; readonly card: z.output<typeof cardSchema> }
  | { readonly form: 'tree'; readonly card: TreeCard }
  | { readonly form: 'program'; readonly card: ProgramModelCard };

/** What a training here makes, exactly or with noise, and what becomes of a program's numbers. */
export const trainedCard = z.union([exactCardSchema, cardSchema, programCardSchema]);
export type TrainedCard = ExactCard | ModelCard | ProgramModelCard;

/** @returns undefined for what has none of the forms */
export function readKnownCard(card: unknown): KnownCard | undefined {
  const exact = exactCardSchema.safeParse(card);
  if (exact.success) return { form: 'exact', card: exact.data };
  const noisy = cardSchema.safeParse(card);
  if (noisy.success) return { form: 'private', card: noisy.data };
  const made = programCardSchema.safeParse(card);
  if (made.success) return { form: 'program', card: made.data };
  const trees = treeCardSchema.safeParse(card);
  return trees.success ? { form: 'tree', card: trees.data } : undefined;
}
