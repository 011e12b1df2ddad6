/** The profiles against the regulations: every value that is marked as their text stands in it, and the readings are as §8 and §9 have them. */
import { describe, expect, test } from 'vitest';
import { districtProfile } from '#policies/procedure/profiles/district.ts';
import { officeOf } from '#policies/procedure/profiles/office-of.ts';
import type { Param, Profile } from '#policies/procedure/profiles/profile.ts';
import { profiles, profileVersion } from '#policies/procedure/profiles/profiles.ts';
import { profileWarnings } from '#policies/procedure/profiles/warnings.ts';
import { roleTitles } from '#policies/procedure/roles.ts';
import { codesOf } from '../expect.ts';
import { quotes } from './quotes.ts';

const all = Object.entries(profiles) as [keyof typeof profiles, Profile][];

/** `days.browse_days` → parameter, of everything that has a basis. */
function paramsOf(profile: Profile): ReadonlyMap<string, Param<unknown>> {
  const groups = Object.entries({ ...profile, validity: { years: profile.validity.years } }) as [string, object][];
  return new Map(
    groups.flatMap(([group, value]): [string, Param<unknown>][] => {
      if (isParam(value)) return [[group, value]];
      if (typeof value !== 'object' || Array.isArray(value)) return [];
      return Object.entries(value).flatMap(([key, one]) =>
        isParam(one) ? [[`${group}.${key}`, one] as [string, Param<unknown>]] : [],
      );
    }),
  );
}

const isParam = (value: unknown): value is Param<unknown> =>
  typeof value === 'object' && value !== null && 'basis' in value && 'value' in value;

/** How a text may write a number. */
const numerals: Readonly<Record<number, readonly string[]>> = {
  1: ['一'],
  2: ['兩', '两', '二'],
  3: ['三', '3'],
  4: ['四'],
  5: ['五', '5'],
  6: ['六'],
  10: ['十', '10'],
  15: ['15'],
  20: ['20'],
  30: ['30'],
};

const ids =
  'AO-14-3 AO-14-5 AO-19-2 AO-19-3 AO-19-4 AO-35-2 AO-35-4 GD-21-2 GD-21-4 SH-12-3 SH-13-2 SH-23-1 SH-23-2 SH-23-3 GZ-07 GZ-08 GY-22';

describe.each(all)('%s', (id, profile) => {
  const texts = [...paramsOf(profile)].filter(([, { basis }]) => basis === 'text');

  test(`${ids} what is marked as text has an article and a quote, and nothing else has`, () => {
    const articles = Object.entries(quotes[id]).map(([place, [article]]) => [place, article]);
    expect(Object.fromEntries(texts.map(([place, { source }]) => [place, source]))).toEqual(
      Object.fromEntries(articles),
    );
    for (const [place, { basis, source }] of paramsOf(profile)) {
      if (basis !== 'text') expect(source, place).toBeUndefined();
    }
  });

  test(`${ids} each number stands in its quote`, () => {
    const numbers = texts.filter(([place]) => /^days\.|Years$|^validity/.test(place));
    for (const [place, { value }] of numbers) {
      const quote: readonly string[] = (quotes[id] as Readonly<Record<string, readonly string[]>>)[place] ?? [];
      const found = numerals[Number(value)]?.some((numeral) => quote[1]?.includes(numeral));
      expect(found, `${place}: ${String(value)} in ${quote[1]}`).toBe(true);
    }
  });

  test('lists of grounds are as long as the text counts them, where it does', () => {
    for (const list of ['closedGrounds', 'conditionalGrounds', 'violationGrounds'] as const) {
      const { value, basis } = profile.scheme[list];
      expect(profile[list]).toHaveLength(value);
      expect(new Set(profile[list]).size).toBe(value);
      if (basis === 'text') expect(profile.scheme[list].source).toBeDefined();
    }
  });

  test('thresholds are called an engineering choice, and retention is at least six months', () => {
    expect(profile.kMin).toEqual({ value: { L2: 5, L3: 10, L4: 20 }, basis: 'engineering' });
    expect(profile.auditRetentionMonths.basis).toBe('default');
    expect(profile.auditRetentionMonths.value).toBeGreaterThanOrEqual(6);
  });
});

test('the ten clauses are counted from the text', () => {
  expect(quotes.guangzhou['scheme.agreementClauses']?.[1].split('、')).toHaveLength(10);
});

describe('the readings of §9', () => {
  test.each([
    ['SH-13-2 an agreement may be signed in Shanghai', profiles.shanghai.switches.agreementRequired.value, false],
    ['GD-21-4 it must be in Guangdong', profiles.guangdong.switches.agreementRequired.value, true],
    ['AO-22-2 a filing counts when it was accepted', profiles.guangzhou.switches.filingMode.value, 'on_acceptance'],
    ['closed data is not operated on', profiles.guangzhou.switches.closedInOperation.value, 'forbid'],
    ['desensitized data sets are a form, and off', profiles.guangzhou.switches.desensitizedDatasets.value, 'off'],
    [
      'the platform hears objections first in Shanghai',
      profiles.shanghai.switches.objectionHandledBy.value,
      'platform_first',
    ],
    ['the department does in Guangdong', profiles.guangdong.switches.objectionHandledBy.value, 'source_department'],
    ['reviewers are asked at once', profiles.guangzhou.switches.reviewMode.value, 'parallel'],
    ['GY-22 the authorization has a longest term of its own', profiles.guiyang.maxAuthorizationYears.value, 3],
    ['AO-35-2 fifteen days in principle', profiles.guangzhou.days.appeal_agency_days.extendable, true],
    ['AO-35-4 thirty days without', profiles.guangzhou.days.appeal_authority_days.extendable, undefined],
  ])('%s', (_, value, expected) => expect(value).toBe(expected));
});

/** The characters of the names, as the copies of the two cities' texts have them. */
const copied: Readonly<Record<string, string>> = {
  数: '數',
  据: '據',
  办: '辦',
  厅: '廳',
  经: '經',
  济: '濟',
  门: '門',
  务: '務',
  机: '機',
  构: '構',
  运: '運',
  营: '營',
  区: '區',
  开: '開',
  发: '發',
  员: '員',
  会: '會',
  关: '關',
};

test('SH-04-1 in Shanghai the big-data centre operates the platform and sets its standards, informatization leads, the general office supervises', () => {
  expect(officeOf(profiles.shanghai, 'operator').zh).toBe('市大数据中心');
  expect(officeOf(profiles.shanghai, 'competent_authority').zh).toBe('市经济信息化部门');
  expect(officeOf(profiles.shanghai, 'regulator').zh).toBe('市政府办公厅');
  expect(quotes.shanghai['offices.operator']?.[1]).toMatch(/建設、運營和維護,並製訂相關技術標準$/);
  // Its text says of no venue and no data agency who that is.
  for (const role of ['data_agency', 'exchange'] as const)
    expect(officeOf(profiles.shanghai, role)).toEqual(roleTitles[role]);
});

test.each(all)('SH-04-1 %s: every office is named as its article names it', (id, { offices = {} }) => {
  for (const [role, { value, basis }] of Object.entries(offices)) {
    const quote: readonly string[] =
      (quotes[id] as Readonly<Record<string, readonly string[]>>)[`offices.${role}`] ?? [];
    const name = id === 'guangdong' ? value.zh : value.zh.replaceAll(/./gu, (sign) => copied[sign] ?? sign);
    expect([role, basis]).toEqual([role, 'text']);
    expect(quote[1]).toContain(name);
  }
});

test('GD-22-1 SH-17-2 GY-18 ways of getting data are those of the place; computing on it inside is one of them everywhere', () => {
  expect(ways(profiles.guangdong)).toEqual(['download', 'api', 'model_result', 'media', 'other']);
  expect(ways(profiles.shanghai)).toEqual(['download', 'api', 'sandbox']);
  for (const profile of Object.values(profiles))
    expect(ways(profile).some((way) => way === 'sandbox' || way === 'model_result')).toBe(true);
});

const warningsOf = (profile: Profile, today: string) => profileWarnings(profile, today).map(({ en }) => en);

test('AO-37-1 GD-39-1 SH-50-1 a profile says that it is a draft, without a first day, or past its last', () => {
  expect(warningsOf(profiles.guangdong, '2025-11-29')).toEqual([]);
  expect(warningsOf(profiles.guangdong, '2025-11-30')).toEqual(['expired after 2025-11-29']);
  expect(warningsOf(profiles.guangdong, '2022-11-29')).toEqual(['in force from 2022-11-30 only']);
  expect(warningsOf(profiles.guangzhou, '2026-03-02')).toEqual([
    'a draft: the final text decides',
    'its first day is not set',
  ]);
  expect(warningsOf(profiles.shanghai, '2026-03-02')).toHaveLength(2);
});

test('AO-36-1 a decision names profile and version', () =>
  expect(profileVersion(profiles.guangzhou)).toBe('guangzhou/1'));

test('AO-36-2 a district sets what the city leaves open, and may only be quicker where the city speaks', () => {
  const source = '区实施细则第3条';
  const own = districtProfile(profiles.guangzhou, {
    days: { operator_check_days: 7, district_review_days: 3 },
    source,
  });
  expect(own.ok && own.value.days.operator_check_days).toEqual({ value: 7, basis: 'text', source });
  expect(own.ok && own.value.days.district_review_days.value).toBe(3);
  expect(own.ok && own.value.days.agency_review_days).toEqual(profiles.guangzhou.days.agency_review_days);
  for (const days of [{ district_review_days: 6 }, { operator_check_days: 0 }, { operator_check_days: 1.5 }]) {
    expect(codesOf(districtProfile(profiles.guangzhou, { days, source }))).toEqual(['E_INPUT']);
  }
});

function ways(profile: Profile) {
  return profile.scheme.accessMethods.value;
}
