/** Where decisions are kept, and what of them may change. */
import { mkdtempSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { decisionOf, openDecision } from '#policies/disclosure/decision.ts';
import { unwrap } from '#policies/refusal.ts';
import { sha256 } from '#policies/units.ts';
import { Decisions } from '#sandbox/release/decisions.ts';
import { someCells, someFacts } from './builders.ts';

const made = decisionOf(someCells(), someFacts());
const history = {
  ledger_head: sha256('ef'.repeat(32)),
  verdict: 'fail',
  levels: { G1: 'fail' },
  recipes: ['a - b'],
} as const;
const approval = { act: 'export.filed', person: 'p', org: 'o', role: 'data_agency', at: '2026-03-02T01:30:00.000Z' };

function folder(): string {
  return mkdtempSync(join(inject('workspace'), 'decisions-'));
}

test('Decisions: completing changes what is known, never what was committed to', async () => {
  const at = folder();
  const decisions = new Decisions(at);
  const commitment = await decisions.put(made);
  await decisions.complete('run-1', { history });
  await decisions.complete('run-1', { approvals: [approval] });
  const now = await decisions.get('run-1');
  expect(now?.commitment).toBe(commitment);
  expect(now?.decision).toMatchObject({ status: 'fail', history, approvals: [approval] });
  const kept = JSON.parse(readFileSync(join(at, 'run-1.json'), 'utf8')) as { salt: string; decision: unknown };
  expect(unwrap(openDecision(commitment, kept))).toEqual(made);
  expect(statSync(join(at, 'run-1.json')).mode & 0o777).toBe(0o600);
});

test('Decisions: equal decisions have different commitments, so that nobody finds one by guessing', async () => {
  const [one, two] = [new Decisions(folder()), new Decisions(folder())];
  expect(await one.put(made)).not.toBe(await two.put(made));
});

test('Decisions: a changed file shows as another commitment; what is no decision is not read', async () => {
  const at = folder();
  const decisions = new Decisions(at);
  const commitment = await decisions.put(made);
  const kept = JSON.parse(readFileSync(join(at, 'run-1.json'), 'utf8')) as { decision: object };
  writeFileSync(join(at, 'run-1.json'), JSON.stringify({ ...kept, decision: { ...kept.decision, status: 'pass' } }));
  expect((await decisions.get('run-1'))?.commitment).not.toBe(commitment);
  writeFileSync(join(at, 'run-1.json'), JSON.stringify({ ...kept, decision: {} }));
  await expect(decisions.get('run-1')).rejects.toThrow();
});

test('Decisions: a run without one has none, and is not completed', async () => {
  const at = folder();
  const decisions = new Decisions(at);
  await decisions.complete('run-1', { history });
  expect(await decisions.get('run-1')).toBeUndefined();
  expect(readdirSync(at)).toEqual([]);
  await decisions.put(made);
  await decisions.purge('run-1');
  expect(readdirSync(at)).toEqual([]);
});
