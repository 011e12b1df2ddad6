/** The value number `index` of a set, where keys count through it. */
import { seedOf } from './hash.ts';
import { identityValue } from './identities.ts';
import type { Source, World } from './reader.ts';
import type { Expression, Scope } from './scope.ts';
import type { NumberedSet } from './value-set.ts';

export function nth(
  { world, scope }: { world: World; scope: Scope },
  { values, index, size, name, moved }: Source & { kind: 'nth' },
): Expression {
  if (values.kind === 'identity') {
    const seed = seedOf(world.seed, `${values.identity}|${name}`);
    return identityValue(scope, values.identity, { side: 'simulation', seed, index, facts: values.facts ?? {} });
  }
  const bound = scope.name(index);
  if (values.kind === 'token') return { sql: values.at(bound.sql, seedOf(world.seed, name)), level: bound.level };
  const level = Math.max(bound.level, values.level ?? 0);
  return { sql: values.at(orderly(values, { index: bound.sql, used: size, moved })), level };
}

/** The number of the key value with that digit, when `used` of the set are used. */
export function orderly(
  { size, keyOrder }: Pick<NumberedSet, 'size' | 'keyOrder'>,
  { index, used, moved }: { index: string; used: number; moved?: ReadonlyMap<number, number> | undefined },
): string {
  if (moved !== undefined && moved.size > 0) {
    const cases = [...moved].map(([digit, number]) => `WHEN ${digit} THEN ${number}`).join(' ');
    return `CASE ${index} ${cases} ELSE ${orderly({ size, keyOrder }, { index, used })} END`;
  }
  if (used >= size || keyOrder === 'first') return index;
  if (keyOrder === 'scatter') return `(${index} * ${scatterFactor(size)}) % ${size}`;
  // Both ends of a range are filled, so that programs that compare before with after meet rows at either.
  return `CASE WHEN ${index} < ${Math.ceil(used / 2)} THEN ${index} ELSE ${index} + ${size - used} END`;
}

/** A number without a common divisor with `size`, near the golden section of it: multiples of it spread evenly. */
function scatterFactor(size: number): number {
  let factor = Math.max(1, Math.min(2 ** 30, Math.round(size * 0.618)));
  while (divisor(factor, size) > 1) factor++;
  return factor;
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}
