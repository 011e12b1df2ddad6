/** What the report must show: attacks that see a model that remembers rows, and find nothing in one that does not. */
import { expect, test } from 'vitest';
import { resample, streamOf } from '#synth/report/random.ts';
import { takeRows } from '#synth/report/input.ts';
import { privacyOf } from '#synth/report/privacy/privacy.ts';
import { seesMembers, signsOfMembers } from '#synth/report/privacy/verdict.ts';
import type { CodeColumns } from '#synth/fit/types.ts';
import type { PrivacyReport, SimulationReport, TableReport } from '#synth/report/schema.ts';
import { sharedData, whereShared } from '#test/fixtures/shared-data.ts';
import { adultAttributes, adultCells } from './adult-cells.ts';
import { aTable, mixedRows, noisyCopy } from './rows.ts';

function attacked(of = aTable(), seed = 1): PrivacyReport {
  const privacy = privacyOf(of, of.attributes[0]?.name, seed);
  if (!privacy) throw new Error('enough rows were held out');
  return privacy;
}

/** A report of nothing but these attacks. */
function reportOf(privacy: PrivacyReport): Pick<SimulationReport, 'tables'> {
  return { tables: [{ table: 'mixed', privacy } as TableReport] };
}

function signs(privacy: PrivacyReport): readonly string[] {
  return signsOfMembers(reportOf(privacy)).map(({ attack }) => attack);
}

const bootstrapped = takeRows(mixedRows(3000, 1), resample(3000, 3000, streamOf(1, 'bootstrap')));

test.each([1, 2, 3, 4])('a perfect model: every attack is at chance (rows of seed %i)', (seed) => {
  const [train, holdout, drawn] = [10, 20, 30].map((start) => mixedRows(1500, start + seed));
  const found = attacked(aTable({ train: train ?? [], holdout: holdout ?? [], drawn: drawn ?? [] }), seed);
  expect(signs(found)).toEqual([]);
  expect(found.closest.share.value).toBeCloseTo(0.5, 1);
  expect(found.membership.value).toBeCloseTo(0.5, 1);
});

test('a bootstrap of the train rows: every kind of attack is above chance', () => {
  const found = attacked(aTable({ drawn: bootstrapped }));
  expect(signs(found)).toEqual(
    expect.arrayContaining(['distance to the closest row', 'membership', 'singling out', 'linkability']),
  );
  expect(signs(found).some((attack) => attack.startsWith('inference of '))).toBe(true);
  expect(found.membership.lower).toBeGreaterThan(0.7);
  expect(found.matches.identical.members).toBe(1);
  expect(found.matches.identical.strangers).toBeLessThan(0.05);
});

test('a noisy copy of the train rows: seen, although few rows are identical', () => {
  const found = attacked(aTable({ drawn: noisyCopy(mixedRows(3000, 1), 2, 5) }));
  expect(seesMembers(reportOf(found))).toBe(true);
  expect(signs(found)).toEqual(expect.arrayContaining(['distance to the closest row', 'membership']));
});

test('members and strangers exchanged: the distance attacks see that, since a score can be turned around', () => {
  const { train, holdout } = aTable();
  const found = attacked(aTable({ train: holdout, holdout: train, drawn: bootstrapped }));
  expect(found.membership.upper).toBeLessThan(0.5);
  expect(seesMembers(reportOf(found))).toBe(true);
  expect(found.attacks.map(({ risk }) => risk.value).filter((risk) => risk > 0.05)).toEqual([]);
});

test('members far fewer than train rows: a tenth held out is enough to see a bootstrap', () => {
  const holdout = mixedRows(330, 2);
  expect(seesMembers(reportOf(attacked(aTable({ holdout, drawn: bootstrapped }))))).toBe(true);
  expect(signs(attacked(aTable({ holdout })))).toEqual([]);
});

/** 375 rows, eight times each. */
function eight(seed: number): CodeColumns {
  return mixedRows(375, seed).map((column) => new Uint16Array(3000).map((_, row) => column[row >> 3] ?? 0));
}

test('rows of one unit that are alike: one row of each is attacked, so a perfect model stays at chance', () => {
  const units = Uint32Array.from({ length: 3000 }, (_, row) => row >> 3);
  const rows = { train: eight(41), holdout: eight(42) };
  const found = attacked(aTable({ ...rows, units: { train: units, holdout: units } }));
  expect(found.compared).toBe(375);
  expect(signs(found)).toEqual([]);
  // Without units the eight look like eight trials, and these rows like remembered ones.
  expect(signs(attacked(aTable(rows)))).toContain('membership');
});

test('privacyOf says nothing with too few rows held out, rather than that all is well', () => {
  expect(privacyOf(aTable({ holdout: mixedRows(50, 2) }), undefined, 1)).toBeUndefined();
});

test('attacks are the same for the same seed, and others for another', () => {
  const of = aTable({ train: mixedRows(600, 1), holdout: mixedRows(600, 2), drawn: mixedRows(600, 3) });
  expect(attacked(of, 7)).toEqual(attacked(of, 7));
  expect(attacked(of, 7)).not.toEqual(attacked(of, 8));
});

const folder = sharedData();

test.skipIf(!folder)(
  `Adult: other persons are not seen, a bootstrap and a noisy copy are (${whereShared})`,
  async () => {
    const all = await adultCells(folder ?? '', 3);
    const part = (from: number) => all.map((column) => column.slice(from, from + 1800));
    const of = { ...aTable(), table: 'adult', attributes: adultAttributes, train: part(0), holdout: part(1800) };
    expect(signs(attacked({ ...of, drawn: part(3600) }))).toEqual([]);
    const again = takeRows(of.train, resample(1800, 1800, streamOf(2, 'bootstrap')));
    expect(signs(attacked({ ...of, drawn: again }))).toEqual(
      expect.arrayContaining(['distance to the closest row', 'membership', 'singling out', 'linkability']),
    );
    expect(signs(attacked({ ...of, drawn: noisyCopy(of.train, 3, 4) }))).toEqual(
      expect.arrayContaining(['distance to the closest row', 'membership']),
    );
  },
);
