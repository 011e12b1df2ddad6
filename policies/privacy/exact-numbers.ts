/** What the statements of a release gave, by group. Exact: it goes into the noise and nowhere else. */
import type { Scalar } from '../disclosure/cell.ts';
import type { Release } from './plan-types.ts';
import type { Measurement } from './print-release.ts';

/** What a statement of the release gave: keys, for a tree the leaf, then numbers as text. */
export interface Measured {
  readonly measurement: Measurement;
  readonly rows: readonly (readonly Scalar[])[];
}

export function groupName(keys: readonly (string | null)[]): string {
  return JSON.stringify(keys);
}

function textOf(value: Scalar | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

/** The exact numbers by group; a group that is not there has zeros. */
export class ExactNumbers {
  readonly #numbers = new Map<string, bigint[]>();
  readonly #leaves = new Map<string, Map<number, bigint>>();
  readonly #groups = new Map<string, readonly (string | null)[]>();
  readonly #selected = new Map<string, { readonly keys: readonly (string | null)[]; readonly units: bigint }>();

  constructor({ keys, vectors }: Release, measured: readonly Measured[]) {
    for (const { measurement, rows } of measured) {
      if (measurement.isSelection) {
        for (const row of rows) {
          const own = row.slice(0, -1).map(textOf);
          this.#selected.set(groupName(own), { keys: own, units: BigInt(textOf(row.at(-1)) ?? 0) });
        }
        continue;
      }
      for (const row of rows) this.#read(row, measurement, { width: keys.length, vectors: vectors.length });
    }
  }

  #read(
    row: readonly Scalar[],
    { vectors, isTree }: Measurement,
    sizes: { readonly width: number; readonly vectors: number },
  ): void {
    const keys = row.slice(0, sizes.width).map(textOf);
    const group = groupName(keys);
    this.#groups.set(group, keys);
    const numbers = row.slice(sizes.width + (isTree ? 1 : 0)).map((value) => BigInt(textOf(value) ?? 0));
    if (isTree) {
      const name = `${vectors[0]} ${group}`;
      const leaves = this.#leaves.get(name) ?? new Map<number, bigint>();
      leaves.set(Number(row[sizes.width]), numbers[0] ?? 0n);
      this.#leaves.set(name, leaves);
      return;
    }
    const known = this.#numbers.get(group) ?? Array.from({ length: sizes.vectors }, () => 0n);
    vectors.forEach((vector, at) => {
      known[vector] = numbers[at] ?? 0n;
    });
    this.#numbers.set(group, known);
  }

  number(group: string, vector: number): bigint {
    return this.#numbers.get(group)?.[vector] ?? 0n;
  }

  leaves(group: string, vector: number): ReadonlyMap<number, bigint> {
    return this.#leaves.get(`${vector} ${group}`) ?? new Map();
  }

  get groups(): readonly (readonly (string | null)[])[] {
    return [...this.#groups.values()];
  }

  get selected(): readonly { readonly keys: readonly (string | null)[]; readonly units: bigint }[] {
    return [...this.#selected.values()];
  }
}
