/** Whatever the procedure calls by a name has one in each of two languages. */
import { expect, test } from 'vitest';
import type { Title } from '#policies/catalog/entry.ts';
import { domainTitles } from '#policies/procedure/checklist.ts';
import { lives } from '#policies/procedure/lives.ts';
import { profiles } from '#policies/procedure/profiles/profiles.ts';
import { makeReport, reports } from '#policies/procedure/reports/reports.ts';
import { roleTitles } from '#policies/procedure/roles.ts';
import { standardPack } from '#policies/procedure/rule-packs/standard.ts';
import { cityEntries } from '#synth/city/catalog.ts';
import { worldAt } from './journey.ts';

const isBoth = ({ zh, en }: Title): boolean =>
  /\p{Script=Han}/u.test(zh) && /[a-z]/i.test(en) && !/\p{Script=Han}/u.test(en);

function expectBoth(named: Readonly<Record<string, Title>>): void {
  expect(Object.keys(named).length).toBeGreaterThan(0);
  expect(Object.entries(named).filter(([, title]) => !isBoth(title))).toEqual([]);
}

test.each(Object.entries(lives))(
  'DC-18 %s: its name, states and clocks have a Chinese and an English word',
  (_, life) => {
    expectBoth({ life: life.title, ...life.states });
    const clocks: readonly { readonly id: string; readonly title: Title }[] = life.clocks ?? [];
    expect(clocks.filter(({ title }) => !isBoth(title))).toEqual([]);
  },
);

test('DC-18 roles, places, the four domains and the items of the pack have both', () => {
  expectBoth(roleTitles);
  expectBoth(domainTitles);
  expectBoth(Object.fromEntries(Object.entries(profiles).map(([id, { title }]) => [id, title])));
  expectBoth(Object.fromEntries(standardPack.items.map(({ id, title }) => [id, title])));
});

test('DC-18 every heading of every report has both', () => {
  const { lookup, ...rest } = sourceOf();
  const titles = Object.keys(reports).flatMap((id) => {
    const report = makeReport(id, { lookup, ...rest });
    return [report?.title, ...(report?.sections ?? []).flatMap(({ title, columns }) => [title, ...columns])];
  });
  expect(titles.length).toBeGreaterThan(100);
  expect(titles.filter((title) => !title || !isBoth(title))).toEqual([]);
});

function sourceOf() {
  const world = worldAt('released');
  const { profile, calendar, now } = world;
  const lookup = { get: world.get.bind(world), all: world.all.bind(world) };
  return { lookup, period: { from: now, to: now }, profile, calendar, now };
}

test('DC-18 DC-20 so have the eight tables of the city and their columns', () => {
  const tables = cityEntries.flatMap((entry) => entry.tables);
  expect(tables).toHaveLength(8);
  expect(
    tables
      .flatMap(({ title, columns }) => [title, ...columns.map((column) => column.title)])
      .filter((title) => !isBoth(title)),
  ).toEqual([]);
});
