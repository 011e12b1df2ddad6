/** Short words for drawing in SQL, so that the tables of the city read like their own description. */
import { seedOf } from '../../hash.ts';
import { type Sql, list, pick } from '../../sql.ts';
import { listed } from '../../value-set.ts';

/** Draws by name: the same name at the same counter is always the same draw. */
export interface Draw {
  /** A whole number below 2^32. */
  hash(counter: Sql, name: string): Sql;
  /** A fraction from 0 to below 1. */
  share(counter: Sql, name: string): Sql;
  /** One of the values, by weight if given. */
  oneOf(counter: Sql, name: string, values: Readonly<Record<string, number>>): Sql;
}

export function drawsOf(seed: number): Draw {
  const hash = (counter: Sql, name: string): Sql => `fmix(${counter}, ${seedOf(seed, `real.${name}`)})`;
  return {
    hash,
    share: (counter, name) => `(${hash(counter, name)} / 4294967296.0::DOUBLE)`,
    oneOf(counter, name, values) {
      const slots = slotsOf(Object.values(values));
      const slot = pick(list(slots), `${hash(counter, name)} % ${slots.length}`);
      return pick(list(Object.keys(values)), slot);
    },
  };
}

/** Each number as often as its weight asks, out of as many slots as the planted cells were counted with. */
function slotsOf(weights: readonly number[]): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const slots = weights.length > 256 ? 65_536 : 4_096;
  return weights.flatMap((weight, index) => {
    const share = weight > 0 ? Math.max(1, Math.round((weight / total) * slots)) : 0;
    return Array.from({ length: share }, () => index);
  });
}

/** One of the words, evenly. */
export function word(hash: Sql, words: readonly string[]): Sql {
  const set = listed(words);
  return set.at(`${hash} % ${words.length}`);
}

/** The element of a constant list of numbers. */
export function entry(values: readonly number[], index: Sql): Sql {
  return pick(`[${values.join(',')}]`, index);
}
