/**
 * Attacks by asking often, by failing after the data is open, and by sharing what was bought: through the ledger, the kept answers and real
 * query workers over a published snapshot.
 *
 * @see query-and-privacy.md §2.7, §2.11, §2.12, §2.13, §3.8, §3.9
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accept, refuse, unwrap } from '#policies/refusal.ts';
import { Answers } from '#sandbox/ledger/answers.ts';
import { askCells, paidAnswer } from '#sandbox/private/answer.ts';
import type { PrivateResult } from '#sandbox/private/run.ts';
import { codesOf } from '../query/pipeline.ts';
import { aFolder, aLedger, aReservation, balanceOf, cost } from '../ledger/builders.ts';
import { Paying } from './paying.ts';

const people = Array.from({ length: 60 }, (_, at) => `${at + 1},N,${at},2020-01-02,${at % 2 === 0 ? 'a' : 'b'},true`);
const byKind = 'SELECT kind, count(*) AS n FROM people GROUP BY kind';
const space = 'space/person';

let paying: Paying;

beforeAll(async () => {
  paying = await Paying.open(people);
});

afterAll(async () => {
  await paying[Symbol.asyncDispose]();
});

/** Kind and number, in the order of the kinds. */
function pairsOf({ table }: PrivateResult): readonly string[] {
  return table.rows.map((row) => JSON.stringify(row.slice(0, 2))).toSorted();
}

function cells(text: string) {
  return [[{ keys: [], values: [{ text, sigma: 1, low: 0, high: Infinity }] }]];
}

// Removed by measuring again: a thousand noises average to nothing.
test('averaging: one question asked a thousand times has one answer and one price', async () => {
  using ledger = aLedger();
  const account = { ledger, answers: new Answers(aFolder(), ledger) };
  const heard = new Set<string>();
  for (let time = 0; time < 1000; time++) {
    const reservation = { ...aReservation(`run-${time}`), canon: aReservation('the question').canon };
    const question = askCells(() => Promise.resolve(accept(cells(String(Math.random())))));
    heard.add(JSON.stringify(unwrap(await paidAnswer(account, reservation, question)).answer));
  }
  expect(heard.size).toBe(1);
  expect(balanceOf(ledger)).toMatchObject({ spent: 10n, reserved: 0n });
});

// Removed by refunding what failed: a failure would be a free bit.
test('error channel: what fails after the data was opened is paid in full, and asked again is paid again', async () => {
  using ledger = aLedger();
  const account = { ledger, answers: new Answers(aFolder(), ledger) };
  const failing = askCells(() => Promise.resolve(refuse('E_EXEC', 'Cannot complete the run')));
  for (const run of ['one', 'two']) {
    const reservation = { ...aReservation(run), canon: aReservation('the question').canon, cost: cost(10) };
    expect(codesOf(await paidAnswer(account, reservation, failing))).toEqual(['E_EXEC']);
  }
  expect(balanceOf(ledger)).toMatchObject({ spent: 20n, reserved: 0n });
});

test('averaging: the same statistics in other words are answered with the same noise, and cost nothing more', async () => {
  const first = unwrap(await paying.run({ sql: byKind }));
  const spent = paying.spent(space);
  expect(spent).toBeGreaterThan(0n);
  for (const sql of [
    `${byKind} ORDER BY n`,
    'SELECT kind AS k, count(*) AS m FROM people GROUP BY 1 HAVING count(*) > -1000000',
  ]) {
    const again = unwrap(await paying.run({ sql, vendor: 'rival' }));
    expect(again.answered.cached).toBe(true);
    expect(pairsOf(again)).toEqual(pairsOf(first));
  }
  expect(paying.spent(space)).toBe(spent);
}, 60_000);

// Removed by charging only what is new, or by answering the second question from the first.
test('differencing: with and without one person are two noisy answers, and both are charged', async () => {
  const before = paying.spent(space);
  const all = 'SELECT count(*) AS n FROM people';
  const others = "SELECT count(*) AS n FROM people WHERE day <> DATE '2020-01-03'";
  const results = (await Promise.all([all, others].map((sql) => paying.run({ sql })))).map(unwrap);
  const price =
    unwrap(await paying.analyse({ sql: all })).plan.cost.rho +
    unwrap(await paying.analyse({ sql: others })).plan.cost.rho;
  expect(paying.spent(space) - before).toBe(price);
  for (const { answered } of results) expect(answered.cached).toBe(false);
}, 60_000);

// Removed by a generator that is seeded, by the question or by the data.
test('seeded noise: the same question over the same data in two domains has different noise', async () => {
  const answers = await Promise.all(
    [1, 2].map(async () => {
      await using fresh = await Paying.open(people);
      return JSON.stringify(unwrap(await fresh.run({ sql: byKind, settings: { epsilon: 0.1 } })).table.rows);
    }),
  );
  expect(new Set(answers).size).toBe(2);
}, 60_000);

// Removed by caps of each vendor alone.
test('cross-vendor: vendors who ask together spend one budget, and together no more than it', async () => {
  const cap = { epsilon: 1, deltaMillionths: 100 };
  await using small = await Paying.open(people, {
    budgets: { space: cap, agreement: cap, recipient: cap, program: cap },
  });
  const codes: string[] = [];
  for (const [at, vendor] of ['one', 'two', 'one', 'two'].entries()) {
    const sql = `SELECT count(*) AS n FROM people WHERE day > DATE '20${10 + at}-01-01'`;
    codes.push([...new Set(codesOf(await small.run({ sql, vendor, settings: { epsilon: 0.7 } })))].join() || 'paid');
  }
  expect(codes).toEqual(['paid', 'E_BUDGET', 'E_BUDGET', 'E_BUDGET']);
  const [balance] = unwrap(small.ledger.balances(space));
  expect(balance && balance.spent.rho <= balance.cap.rho).toBe(true);
}, 60_000);

// Removed by telling E_EXEC at once, or by giving the price back.
test('a run that is killed over open data fails with the one text, at its price', async () => {
  const before = paying.spent(space);
  const sql = "SELECT count(*) AS n FROM people WHERE day < DATE '2019-01-01'";
  const ran = await paying.run({ sql, onStart: (kill) => kill() });
  expect(ran).toEqual(refuse('E_EXEC', 'Cannot complete the run'));
  expect(paying.spent(space) - before).toBe(unwrap(await paying.analyse({ sql })).plan.cost.rho);
}, 60_000);

test('timing and refusals: class, price and words are the same over nobody, one person and many', async () => {
  const said = new Set<string>();
  const lookAt = async (lines: readonly string[]): Promise<void> => {
    await using domain = await Paying.open(lines);
    for (const sql of [
      byKind,
      'SELECT max(amount) AS m FROM people',
      'SELECT sum(amount) AS s FROM people',
      'SELECT id FROM people',
    ]) {
      const analysis = await domain.analyse({ sql });
      const { tick, explanation } = analysis.ok ? analysis.value : { tick: analysis.refusals, explanation: undefined };
      said.add(JSON.stringify([sql, tick, explanation]));
    }
    const ran = await domain.run({ sql: byKind });
    said.add(JSON.stringify(unwrap(ran).table.rows.map(([kind]) => kind)));
  };
  await Promise.all([[], people.slice(0, 1), people].map(lookAt));
  expect(said.size).toBe(5);
}, 60_000);
