/** Trainings with sane defaults, a locked engine with `train_rows`, and randomness that can be repeated. */
import { createCipheriv } from 'node:crypto';
import type { RandomSource } from '#policies/privacy/random.ts';
import type { Runner } from '#policies/privacy/train/runner.ts';
import type { BinaryField, Feature, NumberField, Training } from '#policies/privacy/train/training.ts';
import { nanoRho } from '#policies/units.ts';
import { LockedEngine, type Attachment } from '#sandbox/query/engine.ts';

/** One row of `train_rows`; text for a category. */
export interface TrainRow {
  readonly u: number;
  readonly rk: number;
  readonly x: readonly (number | string | null)[];
  readonly y: number | null;
}

export const aNumber = (name: string, lo = -1, hi = 1): NumberField => ({ kind: 'number', name, lo, hi });
export const aCategory = (name: string, ...values: string[]): Feature => ({ kind: 'category', name, values });
export const aBinary = (name = 'y'): BinaryField => ({ kind: 'binary', name });

export function aLinear(more: Partial<Training<NumberField>> = {}): Training<NumberField> {
  const features = [aNumber('a', 0, 10), aNumber('b', -5, 5)] as const;
  return { features, target: aNumber('y', -20, 20), intercept: true, rowsPerUnit: 1, ...more };
}

export function aLogistic(more: Partial<Training<BinaryField>> = {}): Training<BinaryField> {
  const features = [aNumber('a', 0, 10), aNumber('b', -5, 5)] as const;
  return { features, target: aBinary(), intercept: true, rowsPerUnit: 1, ...more };
}

/** A stream of bytes that looks random and is always the same for one seed. */
export function seeded(seed: number): RandomSource {
  const key = Buffer.alloc(16);
  key.writeDoubleLE(seed);
  const cipher = createCipheriv('aes-128-ctr', key, Buffer.alloc(16));
  let pool = Buffer.alloc(0);
  return {
    bytes(count) {
      if (pool.length < count) pool = Buffer.concat([pool, cipher.update(Buffer.alloc(4096 + count))]);
      const taken = pool.subarray(0, count);
      pool = pool.subarray(count);
      return new Uint8Array(taken);
    },
  };
}

function cellText(value: number | string | null): string | null {
  return value === null ? null : String(value);
}

/** The locked engine as the domain would hold it. */
export class TrainBench implements Disposable {
  readonly #engine: LockedEngine;

  private constructor(engine: LockedEngine) {
    this.#engine = engine;
  }

  static async open(attach: readonly Attachment[] = []): Promise<TrainBench> {
    return new TrainBench(await LockedEngine.open({ memoryLimitMb: 1024, threads: 2 }, attach));
  }

  /** Replaces `train_rows`; the columns are those of the training. */
  async load(features: readonly Feature[], rows: readonly TrainRow[]): Promise<void> {
    const columns = [
      { name: 'u', type: 'BIGINT' },
      { name: 'rk', type: 'BIGINT' },
      ...features.map(({ kind }, i) => ({ name: `x${i + 1}`, type: kind === 'category' ? 'VARCHAR' : 'DOUBLE' })),
      { name: 'y', type: 'DOUBLE' },
    ];
    await this.run('DROP TABLE IF EXISTS train_rows');
    const cells = rows.map(({ u, rk, x, y }) => [u, rk, ...x, y].map(cellText));
    await this.#engine.load({ name: 'train_rows', columns, rows: cells });
  }

  async run(sql: string): Promise<void> {
    await this.#engine.run({ setup: [sql], queries: [] });
  }

  async rows(sql: string): Promise<readonly (readonly unknown[])[]> {
    return (await this.#engine.query(sql)).rows;
  }

  /** An arrow, for it is handed over as it is. */
  readonly measure = async (sql: string): Promise<readonly bigint[]> => {
    const { types, rows } = await this.#engine.query(sql);
    if (rows.length !== 1 || types.some((type) => type !== 'VARCHAR'))
      throw new Error('one row of whole numbers expected');
    return (rows[0] ?? []).map((value) => BigInt(String(value)));
  };

  runner(rho: bigint, seed = 1): Runner {
    return { measure: this.measure, random: seeded(seed), rho: nanoRho(rho) };
  }

  [Symbol.dispose](): void {
    this.#engine[Symbol.dispose]();
  }
}

/** So much ρ that the noise is below anything that is looked at. */
export const plenty = 10n ** 21n;
