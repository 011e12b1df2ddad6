/** What a row's district tells: the city of identifiers, the place in names and addresses, the first character of plates. */
import type { Column } from '#policies/catalog/entry.ts';
import { districtCodes } from '../dictionaries.ts';
import type { Reader } from '../reader.ts';
import { cityName, countyName, plateCharacters } from '../regions.ts';
import { type Expression, expression, pickAt } from '../scope.ts';
import { list } from '../sql.ts';
import { type Drawing, nearColumn, nearValue } from './near.ts';

/** A district as a number of six digits, and the numbers that it may be. */
export interface District {
  readonly code: Expression;
  readonly codes: readonly number[];
}

/** The district of the row, where there is one and all its values are regions of cities that have names. */
export function districtOf(reader: Reader, drawing: Drawing): District | undefined {
  const column = nearColumn(reader, drawing, (column) => codesOf(column) !== undefined);
  const codes = column === undefined ? undefined : codesOf(column);
  if (column === undefined || codes === undefined) return undefined;
  const value = nearValue(reader, drawing, column);
  // A fitted model may leave the value out.
  return { code: reader.scope.name(expression`coalesce(CAST(${value} AS BIGINT), ${codes[0] ?? 0})`), codes };
}

function codesOf({ semantic, domain, type }: Column): readonly number[] | undefined {
  if (semantic !== 'district') return undefined;
  const values =
    domain?.kind === 'codes' ? domain.values : type === 'VARCHAR' && domain === undefined ? districtCodes : [];
  const isKnown = values.every((value) => /^\d{6}$/.test(String(value)) && cityName(String(value)) !== undefined);
  return values.length > 0 && isKnown ? values.map(Number) : undefined;
}

/** The first four digits. */
export function cityOf({ code, codes }: District): Expression {
  const cities = new Set(codes.map((code) => Math.floor(code / 100)));
  const [only] = cities;
  return cities.size === 1 && only !== undefined ? { sql: String(only), level: 0 } : expression`${code} // 100`;
}

/** 广州市天河区 and the mark; of a domain over many provinces the city alone, for its list would be long. */
export function placeName({ code, codes }: District, mark: string): Expression {
  const first = Math.min(...codes);
  const nameOf = (code: number): string => `${cityName(String(code)) ?? ''}${countyName(String(code)) ?? ''}${mark}`;
  if (Math.max(...codes) - first < longestList) return pickAt(named(codes, nameOf), expression`${code} - ${first}`);
  if (codes.length <= mostCompared) {
    return pickAt(codes.map(nameOf), expression`list_position(${list(codes)}, ${code}) - 1`);
  }
  const cities = codes.map((code) => Math.floor(code / 100));
  const names = named(cities, (city) => `${cityName(`${city}00`) ?? ''}${mark}`);
  return pickAt(names, expression`${code} // 100 - ${Math.min(...cities)}`);
}

/** DuckDB copies a list for every 2,048 rows. */
const longestList = 1_500;
/** It looks for a position one element after the other. */
const mostCompared = 64;

/** Names by how far a number is from the least one. */
function named(numbers: readonly number[], nameOf: (number: number) => string): readonly string[] {
  const first = Math.min(...numbers);
  const names = Array.from({ length: Math.max(...numbers) - first + 1 }, () => '');
  for (const number of numbers) names[number - first] = nameOf(number);
  return names;
}

export function plateCharacter({ code }: District): Expression {
  const characters = named(
    [...plateCharacters.keys()].map(Number),
    (province) => plateCharacters.get(String(province)) ?? '',
  );
  return pickAt(characters, expression`${code} // 10000 - 11`);
}
