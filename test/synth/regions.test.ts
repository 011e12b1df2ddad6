import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cityCodes, cityName, countyName, plateCharacters } from '#synth/regions.ts';
import { regionData, regionFile } from './region-data.ts';

test('regions.json is what the package gb2260 holds', () => {
  expect(readFileSync(regionFile, 'utf8')).toBe(regionData());
});

test.each([
  ['440106', '广州市', '天河区'],
  ['110105', '北京市', '朝阳区'],
  ['500230', '重庆市', '丰都县'],
  ['440100', '广州市', undefined],
  ['449999', '广东省', undefined],
  ['999999', undefined, undefined],
])('cityName and countyName read %s', (region, city, county) => {
  expect([cityName(region), countyName(region)]).toEqual([city, county]);
});

test('plateCharacters has one of its own for each province with a city', () => {
  const provinces = new Set(cityCodes.map((code) => String(code).slice(0, 2)));
  expect([...plateCharacters.keys()].toSorted()).toEqual([...provinces].toSorted());
  expect(new Set(plateCharacters.values()).size).toBe(plateCharacters.size);
});
