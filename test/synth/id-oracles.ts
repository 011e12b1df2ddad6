/** Two packages that other people judge resident ids with. Both know the regions; neither is used outside the tests. */
import { createRequire } from 'node:module';

/** What both say of a number: whether it is well formed, of which sex and day, and whether its county exists. */
export interface Judgement {
  readonly valid: boolean;
  /** Whether it finds the city, or, for a city that is newer than the package, the province. */
  readonly city: boolean;
  readonly county: boolean;
  readonly male: boolean;
  /** YYYY-MM-DD */
  readonly birth: string;
}

interface Validator {
  isValid(id: string): boolean;
  getInfo(id: string): false | { addr: string; birth: string; sex: number };
}

interface Card {
  verify(id: string): boolean;
  info(id: string): { valid: boolean; gender: string; birthday: number; city: object | ''; area: object | '' };
}

const require = createRequire(import.meta.url);
const regions: Readonly<Record<string, string>> = require('id-validator/src/GB2260.js');
const idcard: Card = require('idcard');
const Validator: new (regions: object) => Validator = require('id-validator');
const validator = new Validator(regions);

export const regionsOfIdValidator = Object.keys(regions);

/** By `id-validator`, which looks for the city where the county is unknown. */
export function judgeByIdValidator(id: string): Judgement {
  const info = validator.getInfo(id);
  if (info === false) return nothing;
  const county = regions[id.slice(0, 6)] !== undefined;
  const place = regions[`${id.slice(0, 4)}00`] ?? regions[`${id.slice(0, 2)}0000`];
  const city = county || (place !== undefined && info.addr === `${place}未知地区`);
  return { valid: validator.isValid(id), city, county, male: info.sex === 1, birth: info.birth };
}

/** By `idcard`, which leaves the county out where it is unknown. */
export function judgeByIdcard(id: string): Judgement {
  const info = idcard.info(id);
  if (!info.valid) return nothing;
  const birth = String(info.birthday).replace(/^(....)(..)(..)$/, '$1-$2-$3');
  const [city, county] = [Boolean(info.city), Boolean(info.area)];
  return { valid: idcard.verify(id), city, county, male: info.gender === 'M', birth };
}

const nothing: Judgement = { valid: false, city: false, county: false, male: false, birth: '' };
