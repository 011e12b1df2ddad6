/**
 * Whether the parts of a program fit together: its lane to its mode, its files to its entry, its numbers to each other. The schema of
 * `script.ts` has looked at each part alone.
 *
 * @see programs.md decision 3; docs/decisions/032-programs.md
 */
import { requireAll, requireThat } from '../procedure/decider.ts';
import type { Lane } from '../procedure/fields.ts';
import { accept, type Outcome } from '../refusal.ts';
import type { ModelDeclaration } from './model.ts';
import { lengthOf } from './models/layout.ts';
import { rowsName } from './product-table.ts';
import { maxNumbers, maxSource, type Result, type Script, type ScriptMode } from './script.ts';

/** What of a program its script must agree with. */
interface Declared {
  readonly queries: readonly unknown[];
  readonly script?: Script;
  readonly lane?: Lane;
  readonly privacy?: unknown;
  readonly release?: unknown;
  readonly train?: unknown;
}

/** The lane that a mode runs in; `tables` runs in either. */
export const laneOfMode: Readonly<Record<ScriptMode, Lane | undefined>> = {
  tables: undefined,
  map: 'private',
  blocks: 'private',
  rows: 'exact',
};

/**
 * For every program without a script, and every one whose script can run as it is declared, accepts. Refuses with E_SCRIPT, once for each
 * thing that does not fit.
 */
export function requireScript(doing: string, content: Declared): Outcome<void> {
  const { script } = content;
  if (!script) return accept(undefined);
  return requireAll([
    ...surroundings(doing, script, content),
    ...files(doing, script),
    ...(script.mode === 'tables' ? columns(doing, script.table) : results(doing, script)),
  ]);
}

function must(doing: string, what: string, { holds, got }: { readonly holds: boolean; readonly got: string | number }) {
  return requireThat(holds, 'E_SCRIPT', `Cannot ${doing}: ${what}; got ${got}`);
}

function surroundings(doing: string, { mode }: Script, content: Declared): readonly Outcome<void>[] {
  const { queries, lane = 'exact', privacy, release, train } = content;
  const wanted = laneOfMode[mode] ?? lane;
  return [
    must(doing, 'a script must have exactly one query', { holds: queries.length === 1, got: queries.length }),
    must(doing, `mode ${mode} must be in the ${wanted} lane`, { holds: lane === wanted, got: lane }),
    must(doing, 'a price must stand in the private lane', {
      holds: privacy === undefined || lane === 'private',
      got: 'privacy in the exact lane',
    }),
    must(doing, 'release settings must stand beside an exact table', {
      holds: release === undefined || (mode === 'tables' && lane === 'exact'),
      got: `release in mode ${mode}, ${lane} lane`,
    }),
    must(doing, 'a script must train its model itself', { holds: train === undefined, got: 'train beside it' }),
  ];
}

function files(doing: string, { entry, files: given }: Script): readonly Outcome<void>[] {
  const paths = given.map(({ path }) => path);
  const size = given.reduce((sum, { text }) => sum + text.length, 0);
  return [
    once(doing, 'files', paths),
    must(doing, 'entry must be one of the files', { holds: paths.includes(entry), got: entry }),
    must(doing, `all files together must have at most ${maxSource} characters`, {
      holds: size <= maxSource,
      got: size,
    }),
  ];
}

function once(doing: string, what: string, names: readonly string[]): Outcome<void> {
  const again = names.filter((name, at) => names.indexOf(name) !== at);
  return must(doing, `${what} must have different names`, {
    holds: again.length === 0,
    got: `${again.join(', ')} again`,
  });
}

function columns(doing: string, table: Extract<Script, { mode: 'tables' }>['table']): readonly Outcome<void>[] {
  const names = table.columns.map(({ name }) => name);
  return [
    once(doing, 'columns of the table', names),
    must(doing, 'a column must not have the name of the number of rows', {
      holds: !names.includes(rowsName),
      got: rowsName,
    }),
  ];
}

function results(doing: string, { results: declared, model }: Exclude<Script, { mode: 'tables' }>) {
  const total = declared.reduce((sum, { length }) => sum + length, 0);
  return [
    once(
      doing,
      'results',
      declared.map(({ name }) => name),
    ),
    must(doing, `all results together must be at most ${maxNumbers} numbers`, {
      holds: total <= maxNumbers,
      got: total,
    }),
    ...declared.flatMap((one) => range(doing, one)),
    ...(model ? modelParts(doing, model, declared) : []),
  ];
}

function range(doing: string, { name, lo, hi, step }: Result): readonly Outcome<void>[] {
  return [
    must(doing, `lo of result ${name} must be less than hi`, { holds: lo < hi, got: `${lo} and ${hi}` }),
    must(doing, `step of result ${name} must be 1, 2 or 5 times a power of ten`, { holds: isRound(step), got: step }),
    must(doing, `step of result ${name} must be at most hi − lo`, { holds: lo >= hi || step <= hi - lo, got: step }),
  ];
}

/** In the shortest decimal form that is this number. */
function isRound(step: number): boolean {
  return /^[125]e/.test(step.toExponential());
}

/** Its columns and categories are judged by the analysis, which knows the query. @see models/require.ts */
function modelParts(doing: string, model: ModelDeclaration, declared: readonly Result[]): readonly Outcome<void>[] {
  const source = declared.find(({ name }) => name === model.from);
  const wanted = lengthOf(model);
  return [
    must(doing, 'model.from must be the name of a result', { holds: source !== undefined, got: model.from }),
    must(doing, `result ${model.from} must have the ${wanted} numbers of the ${model.family} model`, {
      holds: source === undefined || source.length === wanted,
      got: source?.length ?? 0,
    }),
  ];
}
