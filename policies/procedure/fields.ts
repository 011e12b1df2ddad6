/** Fields that the commands of several lives share: names, branded ids, texts, scopes, the seven product forms. */
import { z } from 'zod';
import { parseMoment } from '../rfc3339.ts';
import { entryId, orgId, sha256, snapshotId, type Instant } from '../units.ts';

type Plain = string | number | boolean | null | undefined;

/** The same shape, read-only all the way down; tuples stay tuples. */
export type Frozen<T> = T extends Plain ? T : { readonly [Key in keyof T]: Frozen<T[Key]> };

/** What a schema accepts, read-only all the way down. */
export type Parsed<Schema extends z.ZodType> = Frozen<z.infer<Schema>>;

const isWellFormed = (value: string) => value.isWellFormed();

/** Any text without lone surrogates, which have no UTF-8 and so no hash of their own. */
export const wellFormed = z.string().refine(isWellFormed, 'must be well-formed Unicode');
/** Prose by a person: 1 to 4,000 characters. */
export const prose = z.string().trim().min(1).max(4_000).refine(isWellFormed, 'must be well-formed Unicode');
/** A short text: a title, a name of a person, a number of a paper. */
export const shortText = z.string().trim().min(1).max(200).refine(isWellFormed, 'must be well-formed Unicode');
/** A document id, made by the gateway. */
export const docId = z.string().regex(/^[a-zA-Z][a-zA-Z0-9_.@-]{0,127}$/);
/** A table or column name of the catalog, or a name that a program declares. */
export const identifier = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/);
/** A verdict, finding or error code; never a sentence, so that no value hides in it. */
export const verdictCode = z.string().regex(/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/);

/** A catalog entry. */
export const anEntryId = docId.transform(entryId);
/** An organization. */
export const anOrgId = docId.transform(orgId);
/** A published snapshot. */
export const aSnapshotId = docId.transform(snapshotId);
/** A lower-case hexadecimal SHA-256. */
export const aSha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .transform(sha256);
/** A whole number of any size, as the ledger writes amounts. */
export const aLedgerAmount = z.string().regex(/^(?:0|[1-9][0-9]{0,37})$/);
/** A moment with any offset, kept in UTC with milliseconds. @see parseMoment */
export const anInstant = z.iso.datetime({ offset: true }).transform((text, context): Instant => {
  const moment = parseMoment(text);
  if (moment.ok) return moment.value;
  context.addIssue(moment.refusals[0].detail);
  return z.NEVER;
});

/** From the first moment (included) to the last (excluded). */
export const aTerm = z.strictObject({ from: anInstant, to: anInstant });
/** @see aTerm */
export type Term = Parsed<typeof aTerm>;

/** Columns of one table of one catalog entry. */
export const aTableUse = z.strictObject({
  entry: anEntryId,
  table: identifier,
  columns: z.array(identifier).min(1).max(200),
});
/** @see aTableUse */
export type TableUse = Parsed<typeof aTableUse>;

/** Tables and columns that somebody may use, or uses. */
export const aScope = z.array(aTableUse).min(1).max(50);
/** What a program reads: a table also without naming a column of it, to count its rows. */
export const aReading = z.array(aTableUse.extend({ columns: z.array(identifier).max(200) })).max(50);
/** @see aScope */
export type Scope = readonly TableUse[];

/** The seven forms in which results leave. @see AO-04-4; procedure.md §5 */
export const aProductForm = z.enum([
  'desensitized_dataset',
  'data_api',
  'data_metric',
  'data_report',
  'data_model',
  'data_application',
  'data_service',
]);
/** @see aProductForm */
export type ProductForm = z.infer<typeof aProductForm>;

/** How a query is read on real data: with the rules of exact tables, or with noise. */
export const aLane = z.enum(['exact', 'private']);
/** @see aLane */
export type Lane = z.infer<typeof aLane>;

/** A command without any field of its own. */
export function bare<Type extends string>(type: Type): z.ZodObject<{ type: z.ZodLiteral<Type> }, z.core.$strict> {
  return z.strictObject({ type: z.literal(type) });
}

/** A command that gives its reason, as every decision against somebody must. */
export function reasoned<Type extends string>(
  type: Type,
): z.ZodObject<{ type: z.ZodLiteral<Type>; reason: typeof prose }, z.core.$strict> {
  return z.strictObject({ type: z.literal(type), reason: prose });
}
