/** What a vendor may ask for about the way an exact table leaves. @see disclosure.md §2.4, §2.6 */
import { expect, test } from 'vitest';
import { releaseSettings } from '#policies/disclosure/release-settings.ts';

test('releaseSettings refuses what is no treatment, a base that protects nothing, and words it does not know', () => {
  for (const bad of [
    { treatment: 'conventional_rounding' },
    { base: 1 },
    { base: 101 },
    { base: 2.5 },
    { exactPolish: 0 },
    { exactPolish: 31 },
    { hide: [{}] },
    { publish: [{ sector: ['A'] }] },
    { publish: [{ sector: '\ud800' }] },
    { profile: 'lax' },
    { D: 5 },
  ])
    expect(releaseSettings.safeParse(bad).success, JSON.stringify(bad)).toBe(false);
});

test('releaseSettings hides cells unless something else is asked for', () => {
  expect(releaseSettings.parse({})).toEqual({
    treatment: 'suppress',
    base: 5,
    publish: [],
    hide: [],
    profile: 'standard',
  });
  const wished = { treatment: 'cell_key', hide: [{ sector: null, district: '310101' }], exactPolish: 30 };
  expect(releaseSettings.parse(wished)).toMatchObject(wished);
});
