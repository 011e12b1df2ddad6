/**
 * Names of administrative regions by their code: the revision of July 2016 of GB/T 2260, as the package `gb2260` has it. Regions that are
 * newer have no name here.
 */
import names from './data/regions.json' with { type: 'json' };

const nameOf: ReadonlyMap<string, string> = new Map(Object.entries(names));

/**
 * The first four digits of all cities, as numbers. Without the collective positions (90): there is no city there, its counties belong to
 * the province.
 */
export const cityCodes: readonly number[] = [...nameOf.keys()]
  .filter((code) => code.endsWith('00') && !code.endsWith('0000') && code.slice(2, 4) !== '90')
  .map((code) => Number(code.slice(0, 4)));

/** The city of a region; for a municipality, the municipality. */
export function cityName(region: string): string | undefined {
  const city = nameOf.get(`${region.slice(0, 4)}00`);
  return isCollective(city) ? nameOf.get(`${region.slice(0, 2)}0000`) : city;
}

/** The district or county, where the code is one. */
export function countyName(region: string): string | undefined {
  return region.endsWith('00') ? undefined : nameOf.get(region);
}

/** Positions in the table that hold regions together and are none. */
function isCollective(name: string | undefined): boolean {
  return (
    name === undefined ||
    name === '市辖区' ||
    name === '县' ||
    name.startsWith('省直辖') ||
    name.startsWith('自治区直辖')
  );
}

/** The first character of plates by the first two digits of a region. */
export const plateCharacters: ReadonlyMap<string, string> = new Map(
  (
    '11京 12津 13冀 14晋 15蒙 21辽 22吉 23黑 31沪 32苏 33浙 34皖 35闽 36赣 37鲁 41豫 42鄂 43湘 44粤 45桂 46琼 ' +
    '50渝 51川 52贵 53云 54藏 61陕 62甘 63青 64宁 65新'
  )
    .split(' ')
    .map((pair) => [pair.slice(0, 2), pair.slice(2)]),
);
