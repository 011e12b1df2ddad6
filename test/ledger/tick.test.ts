/** Early, late, refusing, throwing: all are seen at the tick, and only then. */
import { expect, test } from 'vitest';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { millis } from '#policies/units.ts';
import { atTick, type Clock, type Ticked } from '#sandbox/ledger/tick.ts';

/** A clock that goes only when somebody waits, as timers do: due things first. Its sleep may be too short. */
class Bench {
  readonly events: string[] = [];
  readonly failures: unknown[] = [];
  #now = 0;
  #due: { readonly at: number; readonly wake: () => void }[] = [];

  readonly clock = (short = 0): Clock => ({
    now: () => millis(this.#now),
    wait: (time) => this.sleep(time > 2 * short ? time - short : time),
  });

  sleep(time: number): Promise<void> {
    return new Promise((wake) => this.#due.push({ at: this.#now + time, wake }));
  }

  async work<T>(time: number, end: () => Outcome<T>): Promise<Outcome<T>> {
    await this.sleep(time);
    this.events.push(`work ends at ${this.#now}`);
    return end();
  }

  async run<T>(ticked: Pick<Ticked<T>, 'work'> & Partial<Ticked<T>>): Promise<Outcome<T> | undefined> {
    let seen: Outcome<T> | undefined;
    void atTick({
      window: millis(100),
      onLate: () => void this.events.push(`killed at ${this.#now}`),
      onFailure: (reason) => void this.failures.push(reason),
      clock: this.clock(),
      ...ticked,
    }).then((outcome) => {
      seen = outcome;
      this.events.push(`seen at ${this.#now}`);
    });
    for (await settle(); this.#due.length > 0; await settle()) this.#goOn();
    return seen;
  }

  #goOn(): void {
    const [next, ...rest] = this.#due.sort((a, b) => a.at - b.at);
    this.#due = rest;
    this.#now = next?.at ?? this.#now;
    next?.wake();
  }
}

/** Lets everything run that waits for nothing. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

const failure = { ok: false, refusals: [{ code: 'E_EXEC', detail: 'Cannot complete the run' }] };

test.each([0, 1, 99])('query-and-privacy §2.6: an answer after %i of 100 is seen at 100', async (time) => {
  const bench = new Bench();
  expect(await bench.run({ work: () => bench.work(time, () => accept('answer')) })).toEqual(accept('answer'));
  expect(bench.events).toEqual([`work ends at ${time}`, 'seen at 100']);
});

test('query-and-privacy §2.7: late, refusing and throwing work are seen alike, at the tick', async () => {
  const refusal = refuse('E_TOO_COMPLEX', 'Cannot return 4711 rows');
  const thrown = new Error('Could not convert string "private" to INT32');
  const fail = () => {
    throw thrown;
  };
  const works: readonly ((bench: Bench) => () => Promise<Outcome<string>>)[] = [
    (bench) => () => bench.work(3, () => refusal),
    (bench) => () => bench.work(3, fail),
    () => fail,
    () => () => Promise.reject(thrown),
    (bench) => () => bench.work(250, () => accept('too late')),
  ];
  const benches = works.map(() => new Bench());
  const seen = await Promise.all(benches.map((bench, at) => bench.run({ work: works[at]?.(bench) ?? fail })));
  expect(seen).toEqual(works.map(() => failure));
  expect(benches.map(({ events }) => events)).toEqual([
    ['work ends at 3', 'seen at 100'],
    ['work ends at 3', 'seen at 100'],
    ['seen at 100'],
    ['seen at 100'],
    ['killed at 100', 'seen at 100', 'work ends at 250'],
  ]);
  expect(benches.map(({ failures }) => failures)).toEqual([
    [refusal.ok ? [] : refusal.refusals],
    [thrown],
    [thrown],
    [thrown],
    [],
  ]);
});

test('a timer that wakes up early does not make the answer early', async () => {
  const bench = new Bench();
  await bench.run({ work: () => bench.work(5, () => accept('answer')), clock: bench.clock(7) });
  expect(bench.events).toEqual(['work ends at 5', 'seen at 100']);
});

test('killing and logging that fail change no answer', async () => {
  const bench = new Bench();
  const late = { work: () => bench.work(200, () => accept('late')), onLate: failing, onFailure: failing };
  expect(await bench.run(late)).toEqual(failure);
  expect(await bench.run({ work: () => Promise.reject(new Error('no')), onFailure: failing })).toEqual(failure);
});

test('on the true clock an answer comes not before its time', async () => {
  const start = performance.now();
  const windows = [1, 2, 3, 5, 8, 13, 21].map(async (window) => {
    await atTick({
      window: millis(window),
      work: () => Promise.resolve(accept(1)),
      onLate: failing,
      onFailure: failing,
    });
    return performance.now() - start - window;
  });
  expect((await Promise.all(windows)).filter((over) => over < 0)).toEqual([]);
});

function failing(): void {
  throw new Error('the disk is full');
}
