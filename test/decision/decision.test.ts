/** What a decision says, and that its commitment binds every number of it. */
import { expect, test } from 'vitest';
import { assert, integer, property } from 'fast-check';
import {
  commitDecision,
  completeDecision,
  decisionOf,
  openDecision,
  type ProtectedCells,
} from '#policies/disclosure/decision.ts';
import { decision, type DecidedHistory } from '#policies/disclosure/decision/form.ts';
import { parseCanonical, canonicalText } from '#policies/record/canonical.ts';
import { sha256 } from '#policies/units.ts';
import { someCells, someFacts } from './builders.ts';

const made = decisionOf(someCells(), someFacts());
const salt = new Uint8Array(32).fill(7);
const opening = { salt: '07'.repeat(32), decision: made };

const history = (
  verdict: DecidedHistory['verdict'],
  levels: Readonly<Record<string, string>> = {},
): DecidedHistory => ({
  ledger_head: sha256('ef'.repeat(32)),
  verdict,
  levels,
  recipes: [],
});

test('decisionOf names each asked cell, why it is hidden, and who is behind it', () => {
  expect(made.cells.map(({ dims, status, rules }) => [dims, status, rules])).toEqual([
    [{ district: '东城' }, 'safe', []],
    [{ district: '西城' }, 'primary', ['freq', 'dominance']],
    [{ district: '南城' }, 'secondary', ['secondary']],
    [{ district: '北城' }, 'zero', ['freq']],
    [{}, 'safe', []],
  ]);
  expect(made.cells[0]).toMatchObject({ id: 0, N: 40, X: 100, x1share: 0.6, hidden: [false], interval: [] });
  expect(made.cells[1]).toMatchObject({ N: 3, interval: [{ statistic: 'persons', lower: 0, upper: 15 }] });
  expect(made.cells[1]?.evidence).toEqual([
    {
      unit: 'person',
      N: 3,
      margins: [],
      statistics: [
        { statistic: 'persons', contributors: 3, X: 5, top: [5], x1share: 1, negative: false, equal: false },
      ],
    },
  ]);
  expect(made.equations).toEqual({ groupings: [['district'], []], sums: [{ of: 1, over: 0 }] });
  expect(made.irreversibility).toMatchObject({
    linear_rank_test: { verdict: 'not_run' },
    lp_audit: { verdict: 'pass' },
    attack_tests: [
      { name: 'differencing', verdict: 'not_run' },
      { name: 'insider', verdict: 'pass' },
    ],
  });
});

test('decisionOf says how the pattern was found, and with how much work', () => {
  expect(made.secondary.alg).toBe('Gauss, LP audit, repair (disclosure.md §2.4)');
  const polished = decisionOf({ ...someCells(), polishSeconds: 10 }, someFacts());
  expect(polished.secondary.alg).toContain('cutting planes with 10 s of work');
});

test('decisionOf has the fields of an output of ACRO, with its names of checks', () => {
  const acro = [
    'uid',
    'status',
    'type',
    'properties',
    'files',
    'outcome',
    'command',
    'summary',
    'timestamp',
    'comments',
    'exception',
  ];
  expect(Object.keys(made)).toEqual(expect.arrayContaining(acro));
  expect(made.summary).toBe('review; threshold: 2 cells; nk-rule: 1 cells; secondary: 1 cells');
  expect(made.files[0]?.sdc).toEqual({
    summary: { suppressed: true, threshold: 2, 'nk-rule': 1, secondary: 1 },
    cells: {
      suppressed: [
        [1, 1],
        [2, 1],
      ],
    },
  });
});

function statusOf(change: Partial<ProtectedCells>) {
  return decisionOf(someCells(change), someFacts()).status;
}

function lpAudit(change: Partial<ProtectedCells>) {
  return decisionOf(someCells(change), someFacts()).irreversibility.lp_audit;
}

function rank(levels: Readonly<Record<string, string>>) {
  return completeDecision(made, { history: history('pass', levels) }).irreversibility.linear_rank_test.verdict;
}

test('decisionOf: nothing hidden passes, something to look at is for review, an implicit cell that breaks a rule fails', () => {
  const { table } = someCells();
  const safe = { ...table, judged: table.judged.slice(0, 1) };
  expect(statusOf({ table: safe })).toBe('pass');
  expect(statusOf({ table: safe, review: ['insider'] })).toBe('review');
  expect(statusOf({})).toBe('review');
  const implicit = table.judged.map((one, at) => (at === 2 ? { ...one, whole: ['implicit' as const] } : one));
  expect(statusOf({ table: { ...table, judged: implicit } })).toBe('fail');
});

test('decisionOf: without margins no audit is claimed, and where no pattern protects, nothing was shown', () => {
  expect(lpAudit({ programs: 0 })).toMatchObject({ verdict: 'not_run' });
  const { table } = someCells();
  const all = table.judged.map((one) => ({ ...one, whole: ['infeasible' as const], hidden: [true] }));
  expect(lpAudit({ programs: 0, table: { ...table, judged: all } }).what).toMatch(/nothing is shown/);
});

test('decisionOf writes what JSON cannot say as null', () => {
  const { table } = someCells();
  const endless = table.judged.map((one) => ({
    ...one,
    cell: {
      ...one.cell,
      evidence: one.cell.evidence.map((unit) => ({
        ...unit,
        contributions: new Map([...unit.contributions].map(([id, c]) => [id, { ...c, total: Infinity, top: [NaN] }])),
      })),
    },
  }));
  const object = decisionOf(someCells({ table: { ...table, judged: endless } }), someFacts());
  expect(object.cells[0]).toMatchObject({ X: null, x1share: null });
  expect(decision.parse(parseCanonical(canonicalText(object))?.value)).toEqual(object);
});

test('completeDecision: what speaks against a release makes the decision worse, and nothing makes it better', () => {
  const { table } = someCells();
  const safe = decisionOf(someCells({ table: { ...table, judged: table.judged.slice(0, 1) } }), someFacts());
  const after = (verdict: DecidedHistory['verdict'], of = safe) =>
    completeDecision(of, { history: history(verdict) }).status;
  expect([after('pass'), after('identical'), after('review'), after('fail')]).toEqual([
    'pass',
    'pass',
    'review',
    'fail',
  ]);
  expect([after('pass', made), after('fail', made)]).toEqual(['review', 'fail']);
});

test('completeDecision claims a rank test only where the guard made one', () => {
  expect(rank({ G1: 'pass' })).toBe('not_run');
  expect(rank({ G1: 'pass', G3: 'pass' })).toBe('pass');
  expect(rank({ G3: 'review', G4: 'pass' })).toBe('review');
  expect(rank({ G3: 'review', G4: 'fail' })).toBe('fail');
});

test('openDecision accepts the decision that was committed to, and no other', () => {
  const commitment = commitDecision(salt, made);
  expect(openDecision(commitment, opening)).toEqual({ ok: true, value: made });
  expect(openDecision(commitment, { ...opening, salt: '08'.repeat(32) }).ok).toBe(false);
  expect(openDecision(commitment, { ...opening, salt: '07' }).ok).toBe(false);
  expect(openDecision(commitment, { ...opening, decision: { ...made, extra: 1 } }).ok).toBe(false);
  expect(openDecision(commitment, { ...opening, decision: null }).ok).toBe(false);
  const completed = completeDecision(made, { history: history('pass') });
  expect(openDecision(commitment, { ...opening, decision: completed }).ok).toBe(false);
});

test('commitDecision binds every count: another number is another commitment', () => {
  const commitment = commitDecision(salt, made);
  assert(
    property(integer({ min: 0, max: made.cells.length - 1 }), integer({ min: 0, max: 1000 }), (at, units) => {
      const cells = made.cells.map((cell, index) => (index === at ? { ...cell, N: units } : cell));
      const same = made.cells[at]?.N === units;
      expect(openDecision(commitment, { ...opening, decision: { ...made, cells } }).ok).toBe(same);
    }),
  );
});
