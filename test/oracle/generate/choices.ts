/**
 * A stream of small numbers that decides what a generator writes. fast-check shrinks the numbers towards 0 and the list towards
 * empty, and both mean "the first, simplest alternative": so a generator only puts its simplest form first and shrinks well.
 */
import * as fc from 'fast-check';

export class Choices {
  readonly #numbers: readonly number[];
  #next = 0;
  #names = 0;

  constructor(numbers: readonly number[]) {
    this.#numbers = numbers;
  }

  /** A number from 0 to `below` − 1. */
  number(below: number): number {
    return (this.#numbers[this.#next++] ?? 0) % below;
  }

  /** One of the alternatives. */
  pick<T>(alternatives: readonly [T, ...T[]]): T {
    return alternatives[this.number(alternatives.length)] ?? alternatives[0];
  }

  /** True once in `times`; never when the stream is at its end. */
  chance(times: number): boolean {
    return this.number(times) === times - 1;
  }

  /** Some of the items, in their order. */
  some<T>(items: readonly T[]): readonly T[] {
    return items.filter(() => this.number(2) === 1);
  }

  /** A list of `min` to `max` made items. */
  list<T>({ min, max }: { min: number; max: number }, make: () => T): readonly T[] {
    return Array.from({ length: min + this.number(max - min + 1) }, make);
  }

  /** A name that is new in this text. */
  name(prefix: string): string {
    return `${prefix}${++this.#names}`;
  }
}

/** What `write` makes of any choices. Without bias: small numbers and short lists are the simple forms, of which there are enough. */
export function written<T>(write: (choices: Choices) => T, length = 250): fc.Arbitrary<T> {
  const numbers = fc.array(fc.nat({ max: 9999 }), { maxLength: length, size: 'max' });
  return fc.noBias(numbers).map((chosen) => write(new Choices(chosen)));
}
