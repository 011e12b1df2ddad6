/**
 * What a program may hand out, declared before it runs: tables and interfaces by their columns, models, reports. What is not declared is
 * destroyed, and what is declared but comes out otherwise is not released.
 *
 * @see disclosure.md decision 1; procedure.md §5, test (a): digits beyond a cap are an encoding channel
 */
import { z } from 'zod';
import { accept, refuse, type Outcome } from '../refusal.ts';
import { requireAll, requireThat } from './decider.ts';
import { identifier, shortText, type Parsed } from './fields.ts';

/** As `policies/query/output-names.ts` makes them: there is no room for a value. */
export const columnName = z.string().regex(/^[\p{L}_][\p{L}\p{N}_]{0,70}$/u);
/** A type as the engine prints it. */
export const columnType = z.string().regex(/^[A-Z]{3,16}(\(\d{1,2},\d{1,2}\))?$/);

/** Most rows that a contract may allow, and those that one without a number of its own allows. */
export const mostRows = 100_000;

const column = z.strictObject({
  name: columnName,
  type: columnType,
  role: z.enum(['key', 'statistic', 'accuracy']),
  /** Significant decimal digits that leave; all of them where not given. */
  digits: z.int().min(1).max(15).exactOptional(),
  /** All texts that can stand in the column. */
  values: z.array(shortText).min(1).max(100).exactOptional(),
});

const columns = z.array(column).min(1).max(500);
const maxRows = z.int().min(1).max(mostRows);

/** One declared output. A table without columns takes those of its query, when its text is checked. */
export const output = z.discriminatedUnion('kind', [
  z.strictObject({
    name: identifier,
    kind: z.literal('table'),
    columns: columns.exactOptional(),
    maxRows: maxRows.exactOptional(),
  }),
  /** What an interface answers is fixed, so nothing of it is derived. @see procedure.md §5, `data_api` */
  z.strictObject({ name: identifier, kind: z.literal('api'), columns, maxRows }),
  z.strictObject({ name: identifier, kind: z.literal('model') }),
  /** A report may quote the table, or the coefficients of the model, beside it. */
  z.strictObject({ name: identifier, kind: z.literal('report') }),
]);

/** @see output */
export type Output = Parsed<typeof output>;
/** One column of a table or interface. */
export type ContractColumn = Parsed<typeof column>;
/** A column as the analysis of a text finds it. */
export type FoundColumn = Pick<ContractColumn, 'role'> & { readonly name: string; readonly type: string };
/** What of a program its outputs must agree with. */
interface Declared {
  readonly queries: readonly unknown[];
  readonly script?: { readonly mode: string; readonly model?: unknown };
  readonly train?: unknown;
  readonly outputs: readonly Output[];
}

/**
 * Accepts outputs that this program can make: a training, and a script that declares a model, makes one model and no table, everything else
 * one table or interface for each query, and no model. A cap of digits stands on numbers only, and a text computed from statistics lists its
 * values, because either would otherwise carry the digits that the cap took away. Refuses with E_CONTRACT.
 */
export function requireOutputs(doing: string, { queries, script, train, outputs }: Declared): Outcome<void> {
  const made = outputs.filter(isMade);
  const models = made.filter(({ kind }) => kind === 'model').length;
  const tables = made.length - models;
  const makesModel = train !== undefined || script?.model !== undefined;
  const [wantModels, wantTables] = makesModel ? [1, 0] : [0, queries.length];
  const want = makesModel ? 'one model, and no table or api' : 'one table or api for each query, and no model';
  const got = made.map(({ kind }) => kind).join(', ') || 'none';
  return requireAll([
    requireThat(
      new Set(outputs.map(({ name }) => name)).size === outputs.length,
      'E_CONTRACT',
      `Cannot ${doing}: outputs must have different names; got ${outputs.map(({ name }) => name).join(', ')}`,
    ),
    requireThat(
      models === wantModels && tables === wantTables,
      'E_CONTRACT',
      `Cannot ${doing}: must declare ${want}; got ${got}`,
    ),
    ...outputs.flatMap((declared) => columnsOf(declared).map((column) => requireColumn(doing, declared.name, column))),
  ]);
}

/**
 * The outputs with every column known: those of the analysis where the program left them out. Refuses with E_CONTRACT where a declared
 * column is not the one at its place.
 */
export function requireContract(
  doing: string,
  outputs: readonly Output[],
  found: readonly FoundColumn[],
): Outcome<readonly Output[]> {
  const misfits = outputs.flatMap((declared) => firstMisfit(declared, found) ?? []);
  const [first] = misfits;
  if (first !== undefined) return refuse('E_CONTRACT', `Cannot ${doing}: ${first.detail}`, { remedy: first.remedy });
  return accept(outputs.map((declared) => (declared.kind === 'table' ? completed(declared, found) : declared)));
}

/** A table, an interface or a model: what a run itself makes. */
export function isMade({ kind }: Output): boolean {
  return kind !== 'report';
}

/** The declared columns; none for what has no columns, or leaves them to the analysis. */
export function columnsOf(declared: Output): readonly ContractColumn[] {
  return 'columns' in declared ? (declared.columns ?? []) : [];
}

/** Most rows that may leave. */
export function rowsOf(declared: Output): number {
  return 'maxRows' in declared ? (declared.maxRows ?? mostRows) : mostRows;
}

function completed(declared: Extract<Output, { kind: 'table' }>, found: readonly FoundColumn[]): Output {
  const derived = found.map(({ name, type, role }) => ({ name, type, role }));
  return { ...declared, columns: declared.columns ?? derived, maxRows: rowsOf(declared) };
}

function firstMisfit(declared: Output, found: readonly FoundColumn[]) {
  const wanted = columnsOf(declared);
  if (wanted.length === 0) return undefined;
  const at = Array.from({ length: Math.max(wanted.length, found.length) }, (_, index) => index).find(
    (index) => described(wanted[index]) !== described(found[index]),
  );
  if (at === undefined) return undefined;
  const [want, got] = [described(wanted[at]), described(found[at])];
  return {
    detail: `column ${at + 1} of output ${declared.name} must be ${want}; got ${got}`,
    remedy: `Declare ${got} as column ${at + 1}, or change the query.`,
  };
}

function described(column: FoundColumn | undefined): string {
  return column ? `${column.name} ${column.type} (${column.role})` : 'none';
}

const numeric =
  /^(?:TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|UTINYINT|USMALLINT|UINTEGER|UBIGINT|UHUGEINT|DECIMAL.*|FLOAT|DOUBLE)$/;

function requireColumn(doing: string, output: string, { name, type, role, digits, values }: ContractColumn) {
  const isNumber = numeric.test(type);
  const where = `column ${name} of output ${output}`;
  const needsValues = role === 'statistic' && !isNumber && type !== 'BOOLEAN';
  return requireAll([
    requireThat(
      digits === undefined || (isNumber && role === 'statistic'),
      'E_CONTRACT',
      `Cannot ${doing}: digits must stand on a number computed from statistics; got ${where}, ${type} (${role})`,
    ),
    requireThat(
      needsValues === (values !== undefined),
      'E_CONTRACT',
      `Cannot ${doing}: a text computed from statistics, and nothing else, must list its values; got ${where}, ${type} (${role})`,
    ),
  ]);
}
