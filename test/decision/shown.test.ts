/** A reviewer is outside the domain: no value of one unit is among what he sees. */
import { expect, test } from 'vitest';
import { decisionOf } from '#policies/disclosure/decision.ts';
import { shownDecision } from '#sandbox/release/decide.ts';
import { someCells, someFacts } from './builders.ts';

const made = decisionOf(someCells(), someFacts());
const shown = shownDecision(made);

test('shownDecision shows no contribution, and of hidden cells neither total nor interval', () => {
  expect(made.cells.some(({ interval, X }) => interval.length > 0 && X !== null)).toBe(true);
  for (const { status, X, interval, evidence } of shown.cells) {
    expect(evidence.flatMap((unit) => unit.statistics.flatMap(({ top }) => top))).toEqual([]);
    if (status === 'safe') continue;
    expect([X, interval]).toEqual([null, []]);
    expect(evidence.flatMap((unit) => unit.statistics.flatMap((statistic) => statistic.X ?? []))).toEqual([]);
  }
});

test('shownDecision shows shares in whole per cents, so that no total times a share is a value', () => {
  const { table } = someCells();
  const odd = table.judged.map((one) => ({
    ...one,
    cell: {
      ...one.cell,
      evidence: one.cell.evidence.map((unit) => ({
        ...unit,
        contributions: new Map([...unit.contributions].map(([id, c]) => [id, { ...c, total: 1000, top: [314.15926] }])),
      })),
    },
  }));
  const seen = shownDecision(decisionOf(someCells({ table: { ...table, judged: odd } }), someFacts()));
  expect(JSON.stringify(seen)).not.toContain('31415');
  expect(seen.cells[0]).toMatchObject({ x1share: 0.31, X: null });
  expect(seen.cells.find(({ status }) => status === 'safe')).toMatchObject({ x1share: 0.31, X: 1000 });
});

test('shownDecision puts the unsafe cells first and keeps why each is hidden', () => {
  expect(shown.cells.map(({ status }) => status)).toEqual(['primary', 'secondary', 'zero', 'safe', 'safe']);
  expect(shown.cells.map(({ rules }) => rules)).toEqual([['freq', 'dominance'], ['secondary'], ['freq'], [], []]);
});
