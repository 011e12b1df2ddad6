/** Every life as a diagram and as a table, printed from the same data that decides. */
import type { LifeTable, Move } from './life.ts';
import { roleTitles } from './roles.ts';

/** One row of a life's state table. */
export interface StateRow {
  readonly kind: string;
  /** `none` is before the first move. */
  readonly from: string;
  readonly to: string;
  readonly by: string;
  readonly source: string;
}

/** Every move of a life, one row per state it starts from, in the order of the table. */
export function stateTable(life: LifeTable): readonly StateRow[] {
  const moves: readonly (readonly [string, Move<string>])[] = Object.entries(life.moves);
  return moves.flatMap(([kind, move]) => {
    const by = move.by.map((role) => roleTitles[role].en).join(', ');
    return move.from.map((from) => ({ kind, from, to: move.to, by, source: move.source }));
  });
}

/** A Mermaid state diagram: states with both titles, moves with who makes them. Final states lead to the end mark. */
export function diagram(life: LifeTable): string {
  const rows = stateTable(life);
  const states = Object.entries(life.states).map(([name, title]) => `  ${name}: ${name}<br/>${title.zh}`);
  const arrows = rows.map(({ kind, from, to, by }) => {
    const label = `${kind.replaceAll('_', ' ')} (${by})`;
    return `  ${from === 'none' ? '[*]' : from} --> ${to}: ${label}`;
  });
  const isFinal = (name: string) => !rows.some(({ from, to }) => from === name && to !== name);
  const ends = Object.keys(life.states)
    .filter(isFinal)
    .map((name) => `  ${name} --> [*]`);
  return ['stateDiagram-v2', ...states, ...arrows, ...ends, ''].join('\n');
}
