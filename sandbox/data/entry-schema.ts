/**
 * The shape of a catalog entry as it comes from outside: read back from a manifest or handed in for ingest.
 * Strict: an unknown key, grade or rule is refused, so that a newer or wrong entry is never half understood.
 */
import { z } from 'zod';
import type { CatalogEntry, SqlType } from '#policies/catalog/entry.ts';
import { entryId, idSpace, orgId } from '#policies/units.ts';

/** The alphabet of the makers in `policies/units.ts`, checked first so that the makers below cannot throw. */
const name = z.string().regex(/^[a-zA-Z][a-zA-Z0-9_.@-]{0,127}$/);
/** Names that become SQL identifiers keep to a smaller one. */
const identifier = z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]{0,62}$/);
const title = z.strictObject({ zh: z.string(), en: z.string() }).readonly();
const grade = z.enum(['L1', 'L2', 'L3', 'L4']);
const rule = z.enum(['P', 'G', 'A', 'J', 'F', 'X']);
const isoDate = z.iso.date();

const sqlType = z.custom<SqlType>((value) => typeof value === 'string' && isSqlType(value), 'must be a SQL type');

const coarsening = z.union([
  z.strictObject({ by: z.enum(['year', 'quarter', 'month']) }).readonly(),
  z.strictObject({ by: z.literal('prefix'), length: z.int().positive() }).readonly(),
  z.strictObject({ by: z.literal('bands'), max: z.int().positive() }).readonly(),
]);

const domain = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('codes'),
      values: z
        .array(z.union([z.string(), z.number()]))
        .nonempty()
        .readonly(),
      weights: z.array(z.number().nonnegative()).readonly().exactOptional(),
    })
    .readonly(),
  z
    .strictObject({
      kind: z.literal('range'),
      lo: z.number(),
      hi: z.number(),
      step: z.number().positive().exactOptional(),
    })
    .readonly(),
  z.strictObject({ kind: z.literal('dates'), lo: isoDate, hi: isoDate }).readonly(),
]);

const semantics = [
  'uscc',
  'resident_id',
  'person_name',
  'company_name',
  'phone',
  'plate',
  'address',
  'bank_card',
  'icd10',
  'industry',
  'district',
  'serial',
  'code',
  'flag',
  'date',
  'timestamp',
  'period',
  'year',
  'amount',
  'count',
  'ratio',
  'measure',
  'text',
] as const;

const column = z
  .strictObject({
    name: identifier,
    title,
    type: sqlType,
    semantic: z.enum(semantics),
    tag: z.enum(['direct', 'quasi', 'sensitive', 'measure', 'plain', 'free_text']),
    grade,
    rule: z.tuple([rule], rule).readonly(),
    coarsen: z.array(coarsening).readonly().exactOptional(),
    domain: domain.exactOptional(),
    nullable: z.boolean(),
  })
  .readonly();

const table = z
  .strictObject({
    name: identifier,
    title,
    columns: z.array(column).nonempty().readonly(),
    units: z.array(z.strictObject({ space: name.transform(idSpace), column: identifier }).readonly()).readonly(),
    primaryKey: z.array(identifier).readonly(),
    foreignKeys: z
      .array(
        z
          .strictObject({
            columns: z.array(identifier).nonempty().readonly(),
            table: identifier,
            references: z.array(identifier).nonempty().readonly(),
          })
          .readonly(),
      )
      .readonly(),
    volume: z.number().nonnegative(),
  })
  .readonly();

/** Accepts exactly a `CatalogEntry`; the brands of its ids are given here. */
export const entrySchema: z.ZodType<CatalogEntry> = z
  .strictObject({
    id: name.transform(entryId),
    version: z.int().nonnegative(),
    title,
    department: name.transform(orgId),
    attribute: z.enum(['closed', 'conditional', 'unconditional']),
    origin: z.enum(['collected', 'shared']),
    secrets: z.array(z.enum(['state_secret', 'work_secret', 'personal_info', 'trade_secret'])).readonly(),
    basis: z.string().exactOptional(),
    updateCycle: z.enum(['once', 'daily', 'monthly', 'yearly', 'realtime']),
    tables: z.array(table).nonempty().readonly(),
  })
  .readonly();

const plainTypes = new Set(['VARCHAR', 'BOOLEAN', 'SMALLINT', 'INTEGER', 'BIGINT', 'DOUBLE', 'DATE', 'TIMESTAMP']);

function isSqlType(text: string): boolean {
  if (plainTypes.has(text)) return true;
  const decimal = /^DECIMAL\((\d{1,2}),(\d{1,2})\)$/.exec(text);
  if (decimal === null) return false;
  const [precision, scale] = [Number(decimal[1]), Number(decimal[2])];
  return precision >= 1 && precision <= 38 && scale <= precision;
}
