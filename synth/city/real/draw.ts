/** Short words for drawing in SQL, so that the tables of the city read like their own description. */
import { seedOf } from '../../hash.ts';
import { type Sql, pick } from '../../sql.ts';
import { drawNumber, listed } from '../../value-set.ts';

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
      const set = listed(Object.keys(values), Object.values(values));
      return set.at(drawNumber(set, hash(counter, name)));
    },
  };
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
