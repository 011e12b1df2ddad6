/** A packed program for a person: what it is called by, and everything that could ever leave. */
import type { ProgramContent } from '#policies/procedure/program-commands.ts';
import type { Result, Script } from '#policies/program/script.ts';
import { styled } from './args.ts';
import type { Packed } from './pack.ts';

export function printHashes(hashes: Packed['hashes']): string {
  const lines = Object.entries(hashes).map(([name, hash]) => `  ${name.padEnd(8)} ${hash}`);
  return [`${styled('green', '✓')} packed`, ...lines].join('\n');
}

const sees = {
  tables: 'cells that the rules would let leave',
  map: 'the rows of one person or thing at a time',
  blocks: 'the rows of one block of people or things at a time',
  rows: 'all rows, and again without each of twenty blocks',
} as const satisfies Record<Script['mode'], string>;

const answers = {
  tables: 'nothing that the cells do not tell already',
  map: 'noise: vectors are shortened, added up, and only noisy sums are handed back',
  blocks: 'noise: results are clamped, averaged over blocks, and get noise',
  rows: 'stability: digits that one block can change are rounded away; then people look',
} as const satisfies Record<Script['mode'], string>;

/** What would leave, and what it rests on. */
export function printLeaving(
  { title, queries, lane = 'exact', privacy, outputs }: ProgramContent,
  script: Script,
): string {
  const price = privacy && lane === 'private' ? `, ε ${privacy.epsilon ?? 1}` : '';
  return [
    `${styled('bold', title)}: mode ${script.mode}, ${lane} lane${price}`,
    `  sees       ${sees[script.mode]} of ${queries.map(({ name }) => name).join(', ')}`,
    `  protects   ${answers[script.mode]}`,
    ...(script.mode === 'tables' ? tableLines(script.table) : script.results.map(resultLine)),
    ...(script.mode === 'map'
      ? [`  rounds     ${script.iterations} of ${script.vector.length} sums, clip ${script.vector.clip}`]
      : []),
    ...(script.mode === 'blocks' ? [`  blocks     ${script.count}`] : []),
    `  outputs    ${outputs.map(({ name, kind }) => `${name} (${kind})`).join(', ')}`,
    `  libraries  ${script.lock.libraries.map(({ name, version }) => `${name} ${version}`).join(', ') || 'none'}`,
    '  console    nothing, outside simulation data',
  ].join('\n');
}

function resultLine({ name, length, lo, hi, step }: Result): string {
  return `  leaves     ${name}: ${length} ${length === 1 ? 'number' : 'numbers'} in [${lo}, ${hi}], in steps of ${step} or coarser`;
}

function tableLines({ columns, maxRows }: Extract<Script, { mode: 'tables' }>['table']): readonly string[] {
  const said = columns.map((column) => {
    if (column.kind === 'text') return `${column.name} (a text of ${column.from})`;
    return column.digits === undefined ? column.name : `${column.name} (${column.digits} digits)`;
  });
  return [`  leaves     at most ${maxRows} rows of ${said.join(', ')}`];
}
