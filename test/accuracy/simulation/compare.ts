/** How far pairs and triples are off: of fits by ε and method, of columns alone, of real rows drawn again. */
import { openRandomness } from '#sandbox/ledger/randomness.ts';
import { timeOf } from '../../bench/measure.ts';
import { drawAgain, drawApart, drawFitted, errorOf, type Drawing, type Drawn, type Sample } from './adult-draws.ts';
import type { Comparison } from './measured-file.ts';
import { spreadOf } from './spread.ts';

export const streams = 3;
export const epsilons = [0.3, 1, 3, 10];
export type Say = (text: string) => void;

/** What is done with the rows of each draw besides. */
export type Look = (name: string, drawn: Drawn['cells'], fitted?: Drawn['fitted']) => Promise<void>;

const methods = [
  { method: 'tree', name: 'tree of pairs (MST)' },
  { method: 'rounds', name: 'rounds (AIM)' },
] as const;

export const apartName = 'columns drawn apart';
export const againName = 'real rows drawn again';

export function nameOf(method: Drawing['method'], epsilon: number): string {
  return `${methods.find((one) => one.method === method)?.name ?? method}, ε = ${epsilon}`;
}

export async function compareAll(sample: Sample, say: Say, look: Look = async () => {}): Promise<Comparison[]> {
  const found = [await baseline(apartName, (seed) => drawApart(sample, seed))];
  for (const { method } of methods) for (const epsilon of epsilons) found.push(await fits({ epsilon, method }));
  return [...found, await baseline(againName, (seed) => drawAgain(sample, seed))];

  async function baseline(what: string, draw: (seed: number) => Drawn['cells']): Promise<Comparison> {
    const errors: Errors[] = [];
    for (let seed = 1; seed <= streams; seed++) {
      const cells = draw(seed);
      errors.push(errorsOf(sample, cells));
      if (seed === 1) await look(what, cells);
    }
    return told({ what, epsilon: null, ...spreads(errors), seconds: null });
  }

  async function fits({ epsilon, method }: Pick<Drawing, 'epsilon' | 'method'>): Promise<Comparison> {
    const errors: Errors[] = [];
    const seconds: number[] = [];
    const what = nameOf(method, epsilon);
    for (let seed = 1; seed <= streams; seed++) {
      let drawn: Drawn | undefined;
      const time = await timeOf(async () => {
        drawn = await drawFitted(sample, { epsilon, method, random: openRandomness(), seed });
      });
      if (!drawn) throw new Error('Cannot compare: nothing was drawn');
      seconds.push(time.cpu / 1000);
      errors.push(errorsOf(sample, drawn.cells));
      await look(what, drawn.cells, drawn.fitted);
    }
    return told({ what, epsilon, ...spreads(errors), seconds: spreadOf(seconds) });
  }

  function told(comparison: Comparison): Comparison {
    const { what, pairs, triples, seconds } = comparison;
    say(`${what}: pairs ${pairs.median}, triples ${triples.median}, ${seconds?.median ?? 0} s`);
    return comparison;
  }
}

interface Errors {
  readonly pairs: number;
  readonly triples: number;
}

function errorsOf(sample: Sample, cells: Drawn['cells']): Errors {
  return { pairs: errorOf(sample, cells, 2), triples: errorOf(sample, cells, 3) };
}

function spreads(errors: readonly Errors[]): Pick<Comparison, 'pairs' | 'triples'> {
  return { pairs: spreadOf(errors.map(({ pairs }) => pairs)), triples: spreadOf(errors.map(({ triples }) => triples)) };
}
