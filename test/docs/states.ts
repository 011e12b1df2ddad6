/** docs/states.md: every life with its diagram, its moves, who is told of them, its periods, and what follows at once. */
import { causes } from '#policies/procedure/consequences.ts';
import { diagram, stateTable } from '#policies/procedure/diagram.ts';
import type { Clock, LifeTable } from '#policies/procedure/life.ts';
import { lives } from '#policies/procedure/lives.ts';
import { roleTitles, type Role } from '#policies/procedure/roles.ts';

type PrintTable = (head: readonly string[], rows: readonly (readonly string[])[]) => string;

const all: readonly LifeTable[] = Object.values(lives);

export function statesPage(note: string, table: PrintTable): string {
  return `# Lives: states and legal moves

${note}
${all.length} lives. *Told*: who gets notice, besides the owner. *Not by*: whoever made that earlier move may not make this one. Nobody acts on one thing in two roles, and being late decides nothing.

${all.map((life) => lifeOf(life, table)).join('\n')}
${atOnce(table)}`;
}

function lifeOf(life: LifeTable, table: PrintTable): string {
  const fence = '```';
  const rows = stateTable(life).map(({ kind, from, to, by, source }) => {
    const { tell = [], apartFrom = [] } = life.moves[kind] ?? {};
    return [kind, from, to, by, namesOf(tell), apartFrom.join(', '), source];
  });
  return `## ${life.title.en} ${life.title.zh}

${fence}mermaid
${diagram(life)}${fence}

${table(['move', 'from', 'to', 'by', 'told', 'not by', 'source'], rows)}
${clocksOf(life.clocks ?? [], table)}`;
}

function clocksOf(clocks: readonly Clock[], table: PrintTable): string {
  if (clocks.length === 0) return '';
  const rows = clocks.map(({ title, days, from, runs, stops = [], duty, escalates, source }) => [
    `${title.en} ${title.zh}`,
    `\`${days}\``,
    from,
    runs.join(', '),
    stops.join(', '),
    roleTitles[duty].en,
    roleTitles[escalates].en,
    source,
  ]);
  const head = [
    'period',
    'working days',
    'from the day of',
    'runs in',
    'stands still in',
    'owed by',
    'then tells',
    'source',
  ];
  return `\n${table(head, rows)}\n`;
}

function atOnce(table: PrintTable): string {
  const rows = causes.flatMap(({ file, events }) =>
    events.map((event) => [`\`${event}\``, `[${file}](../policies/procedure/effects/${file}.ts)`]),
  );
  return `## What follows at once\n\nIn the transaction of the move itself, each an event by the system.\n\n${table(['event', 'what it brings about'], rows)}\n`;
}

function namesOf(roles: readonly Role[]): string {
  return roles.map((role) => roleTitles[role].en).join(', ');
}
