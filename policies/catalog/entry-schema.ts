/** The shape of a catalog entry as JSON, strict: an unknown field is a mistake of its author, not a wish to ignore. */
import { z } from 'zod';
import { entryId, idSpace, orgId } from '../units.ts';

const name = z.string().regex(/^[a-zA-Z][a-zA-Z0-9_.@-]{0,127}$/, 'must be a name of letters, digits and _ . @ -');
/** Tables and columns become SQL identifiers and file names, so they stay in a small alphabet. */
const identifier = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,62}$/, 'must be lower-case letters, digits and _, at most 63, beginning with a letter');
const titleText = z.string().trim().min(1).max(200);
const title = z.strictObject({ zh: titleText, en: titleText });
const rule = z.enum(['P', 'G', 'A', 'J', 'F', 'X']);

const plainType = z.enum(['VARCHAR', 'BOOLEAN', 'SMALLINT', 'INTEGER', 'BIGINT', 'DOUBLE', 'DATE', 'TIMESTAMP']);
const decimalType = z.templateLiteral(['DECIMAL(', z.int(), ',', z.int(), ')']);

const semantic = z.enum([
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
]);

const coarsening = z.discriminatedUnion('by', [
  z.strictObject({ by: z.enum(['year', 'quarter', 'month']) }),
  z.strictObject({ by: z.literal('prefix'), length: z.int() }),
  z.strictObject({ by: z.literal('bands'), max: z.int() }),
]);

const code = z.union([z.string().max(200), z.number()]);
const domain = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('codes'),
    values: z.array(code).max(10_000),
    weights: z.array(z.number()).max(10_000).exactOptional(),
  }),
  z.strictObject({ kind: z.literal('range'), lo: z.number(), hi: z.number(), step: z.number().exactOptional() }),
  z.strictObject({ kind: z.literal('dates'), lo: z.iso.date(), hi: z.iso.date() }),
]);

/** Digits are read exactly, so they come as text; `checkEntry` says which texts are numbers. */
const decimal = z.string().min(1).max(64);

const share = z.number().min(0).max(1);

const column = z.strictObject({
  name: identifier,
  title,
  type: z.union([plainType, decimalType]),
  semantic,
  tag: z.enum(['direct', 'quasi', 'sensitive', 'measure', 'plain', 'weight', 'free_text']),
  grade: z.enum(['L1', 'L2', 'L3', 'L4']),
  rule: z.tuple([rule], rule),
  coarsen: z.array(coarsening).max(8).exactOptional(),
  domain: domain.exactOptional(),
  bounds: z.strictObject({ lo: decimal, hi: decimal, step: decimal }).exactOptional(),
  determinedByUnit: z.literal(true).exactOptional(),
  consent: z.literal(true).exactOptional(),
  quality: z.strictObject({ missing: share.exactOptional(), outside: share.exactOptional() }).exactOptional(),
  nullable: z.boolean(),
});

const foreignKey = z.strictObject({
  columns: z.array(identifier).max(16),
  table: identifier,
  references: z.array(identifier).max(16),
});

const keyStep = z.strictObject({ column: identifier, table: identifier, references: identifier });

const unit = z.strictObject({
  space: name.transform(idSpace),
  column: identifier,
  via: z.tuple([keyStep], keyStep).exactOptional(),
});

const condition = z.strictObject({ column: identifier, values: z.tuple([code], code) });

const dependency = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('order'), columns: z.tuple([identifier, identifier]) }),
  z.strictObject({ kind: z.literal('sum'), total: identifier, parts: z.tuple([identifier, identifier], identifier) }),
  z.strictObject({
    kind: z.literal('determines'),
    from: z.tuple([identifier], identifier),
    to: z.tuple([identifier], identifier),
  }),
  z.strictObject({ kind: z.literal('implies'), when: condition, then: condition }),
]);

const tableQuality = z.strictObject({
  duplicated: share.exactOptional(),
  late: z.strictObject({ column: identifier, share, days: z.int().min(1).max(366) }).exactOptional(),
  unmatched: share.exactOptional(),
});

const table = z.strictObject({
  name: identifier,
  title,
  columns: z.array(column).min(1).max(500),
  units: z.array(unit).max(8),
  rowsPerUnit: z.strictObject({ max: z.int(), onExcess: z.enum(['truncate', 'reject']) }).exactOptional(),
  primaryKey: z.array(identifier).max(16),
  foreignKeys: z.array(foreignKey).max(32),
  dependencies: z.array(dependency).max(64).exactOptional(),
  quality: tableQuality.exactOptional(),
  volume: z.int().min(0),
});

const said = z.string().trim().min(1).max(2_000);
const list = z.array(said).max(50);
const phrase = z.string().trim().min(1).max(200);

const opening = z.strictObject({
  theme: phrase,
  summary: said,
  format: phrase,
  contact: z.strictObject({ unit: phrase, person: phrase, phone: phrase }),
  grounds: z.array(identifier).max(8),
  conditions: list,
  supervision: list,
  publicity: z
    .strictObject({ basis: z.enum(['public_channel', 'statute', 'none']), evidence: said.exactOptional() })
    .exactOptional(),
  regime: z.enum(['statistics', 'geographic', 'real_estate', 'credit']).exactOptional(),
  demands: z.array(name).max(50).exactOptional(),
});

const demanding = z.enum(['low', 'middle', 'high']);
const derivedFrom = name.transform(entryId);
const derivation = z.strictObject({
  from: z.tuple([derivedFrom], derivedFrom),
  by: z.enum(['declassified', 'desensitised', 'consented']),
  record: said,
});

/** One catalog entry. Structure across fields is judged by `checkEntry`. */
export const entrySchema = z.strictObject({
  id: name.transform(entryId),
  version: z.int().min(1),
  title,
  department: name.transform(orgId),
  attribute: z.enum(['closed', 'conditional', 'unconditional']),
  origin: z.enum(['collected', 'shared']),
  secrets: z.array(z.enum(['state_secret', 'work_secret', 'personal_info', 'trade_secret'])).max(4),
  basis: z.string().trim().min(1).max(2_000).exactOptional(),
  updateCycle: z.enum(['once', 'daily', 'monthly', 'yearly', 'realtime']),
  opening: opening.exactOptional(),
  grading: z.strictObject({ security: demanding, privacy: demanding, use: demanding }).exactOptional(),
  derivation: derivation.exactOptional(),
  district: name.transform(orgId).exactOptional(),
  tables: z.array(table).min(1).max(50),
});
