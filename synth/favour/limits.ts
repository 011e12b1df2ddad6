/** A start is not after its end: a wish for early ends is one for early starts too. */
import { rulesOf } from '#policies/catalog/check-dependencies.ts';
import type { Domain, Table } from '#policies/catalog/entry.ts';
import { acceptsOf, type Accepted, type Wish } from '#policies/simulation/wishes.ts';
import { narrow } from '#policies/simulation/wishes-domain.ts';

/** The conditions, and what follows from them for columns that wished ones have to be above or below. One step of a chain after the other. */
export function withLimits(table: Table, conditions: Wish['conditions']): Wish['conditions'] {
  const { rules } = rulesOf(table);
  let known = conditions;
  const done = new Set<string>();
  for (;;) {
    const name = known.map(({ column }) => column).find((one) => !done.has(one) && rules.get(one)?.kind === 'order');
    if (name === undefined) return known;
    done.add(name);
    const more = limitOf(table, name, known);
    if (more) known = [...known, more];
  }
}

function limitOf(table: Table, name: string, conditions: Wish['conditions']): Wish['conditions'][number] | undefined {
  const rule = rulesOf(table).rules.get(name);
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column === undefined || rule?.kind !== 'order') return undefined;
  const other = table.columns.find((candidate) => candidate.name === rule.other);
  const narrowed = narrow(column, acceptsOf({ conditions }, name));
  const ends = narrowed.ok ? endsOf(narrowed.value.domain) : undefined;
  if (other === undefined || ends === undefined) return undefined;
  const value = plainly(rule.side === 'above' ? ends.lo : ends.hi, other.type);
  const end = { value, open: false };
  const accept: Accepted = rule.side === 'above' ? { kind: 'range', hi: end } : { kind: 'range', lo: end };
  // Where nothing would be left, the rows that happen to fit are favoured.
  const rest = narrow(other, [...acceptsOf({ conditions }, other.name), accept]);
  return rest.ok && rest.value.domain !== undefined ? { column: other.name, accept } : undefined;
}

function endsOf(domain: Domain | undefined): { lo: string | number; hi: string | number } | undefined {
  if (domain === undefined) return undefined;
  if (domain.kind !== 'codes') return { lo: domain.lo, hi: domain.hi };
  const [first, ...rest] = domain.values;
  if (first === undefined) return undefined;
  return {
    lo: rest.reduce((least, value) => (value < least ? value : least), first),
    hi: rest.reduce((most, value) => (value > most ? value : most), first),
  };
}

/** An end of moments as a constant of the other column. */
function plainly(end: string | number, type: string): string | number {
  if (typeof end === 'number') return end;
  return type === 'DATE' ? end.slice(0, 10) : end.replace('Z', '');
}
