/** Thresholds of the exact lane. @see disclosure.md §2.1 */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { riskProfile } from '#policies/disclosure/profile.ts';
import { checksOf, statisticTypes, type JudgedStatistic } from '#policies/disclosure/statistics.ts';

const names = ['open', 'standard', 'sensitive'] as const;
const profiles = names.map((name) => riskProfile(name));

test('each preset is at least as strict as the one before', () => {
  const rising = [
    profiles.map(({ minUnits }) => minUnits),
    profiles.map(({ pPercent }) => pPercent),
    profiles.map(({ coalition }) => coalition),
    profiles.map(({ protectionWidth }) => protectionWidth),
    profiles.map(({ minResidualDf }) => minResidualDf),
    profiles.map(({ dominance }) => -Math.min(...dominance.map(({ share }) => share))),
    profiles.map(({ priorPercent }) => 100 - priorPercent),
    profiles.map(({ groupShare }) => 100 - groupShare),
    profiles.map(({ maxParameters }) => -maxParameters.auto),
    profiles.map(({ maxParameters }) => -maxParameters.hard),
    profiles.map(({ deniedPerMonth }) => -deniedPerMonth),
  ];
  for (const list of rising) expect(list).toEqual(list.toSorted((a, b) => a - b));
});

test('the page of checks names no parameter of a concentration rule (Handbook §4.2: keep them confidential)', async () => {
  const page = await readFile(new URL('../../docs/checks.md', import.meta.url), 'utf8');
  expect(page).toContain('p_percent');
  const shares = profiles.flatMap(({ dominance }) => dominance.map(({ share }) => share));
  for (const secret of new Set(shares)) expect(page).not.toMatch(new RegExp(`\\b${secret}\\b(?! %)`));
  expect(page).not.toMatch(/\d+ per cent of|p = \d|\(\d, ?\d+\)/);
});

test('every judged type asks for k units', () => {
  const judged = Object.entries(statisticTypes).filter(([, { by }]) => by === 'contributions');
  expect(judged.length).toBeGreaterThan(8);
  for (const [type] of judged) expect(checksOf(type as JudgedStatistic)).toContain('freq');
});
