/** From what a catalog column declares to the set of its values: the domain first, then the type, then the meaning. */
import type { Column, Domain, SemanticType, SqlType } from '#policies/catalog/entry.ts';
import {
  brandCharacters,
  companyCategories,
  diagnosisCodes,
  districtCodes,
  femaleNames,
  givenNames,
  industrySections,
  legalForms,
  nouns,
  plateProvinces,
  streets,
  surnameWeights,
  surnames,
  verbs,
} from './dictionaries.ts';
import { hashRange } from './hash.ts';
import { identityCapacity } from './identities.ts';
import { lattice, largest } from './lattice.ts';
import { type Sql, list, pick } from './sql.ts';
import { type NumberedSet, type Shape, type ValueSet, composed, listed, moments, numbered } from './value-set.ts';

const years = { lo: '2023-01-01', hi: '2025-12-31' };
const digits = Array.from('0123456789');
const plateEnd = [`'I'`, Array.from('ABCDEFGH'), digits, digits, digits, digits];

/** Seconds between neighbours: a day for dates, `step` for timestamps. */
export function valuesOf(column: Column, step = 1): ValueSet {
  const { domain, type, semantic } = column;
  if (domain?.kind === 'codes') return listed(domain.values, domain.weights);
  if (type === 'BOOLEAN') return numbered(2, (index: Sql) => `(${index}) = 1`);
  if (type === 'DATE') return moments({ ...span(domain), step: 86_400 });
  if (type === 'TIMESTAMP') return moments({ ...span(domain), step });
  if (semantic === 'period' && largest(type) > 999_912) return months(domain);
  if (domain?.kind === 'dates') return written(moments({ ...span(domain), step: 86_400 }), type);
  if (domain?.kind === 'range') return lattice(type, domain, shapes[semantic] ?? 'even');
  return type === 'VARCHAR' ? textual[semantic] : numerical(type, semantic);
}

function span(domain: Domain | undefined): { lo: string; hi: string } {
  return domain?.kind === 'dates' ? domain : years;
}

/** Calendar months as YYYYMM; a range of such numbers would contain months that do not exist. */
function months(domain: Domain | undefined): ValueSet {
  const [lo, hi] =
    domain?.kind === 'range'
      ? [monthNumber(domain.lo), monthNumber(domain.hi)]
      : domain?.kind === 'dates'
        ? [dateMonth(domain.lo), dateMonth(domain.hi)]
        : [monthNumber(202401), monthNumber(202512)];
  return listed(Array.from({ length: hi - lo + 1 }, (_, k) => Math.floor((lo + k) / 12) * 100 + ((lo + k) % 12) + 1));
}

const monthNumber = (period: number): number => Math.floor(period / 100) * 12 + (period % 100) - 1;
const dateMonth = (date: string): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;

/** Days in a column that is not a date: ISO text, or the number YYYYMMDD. */
function written(days: ReturnType<typeof moments>, type: SqlType): ValueSet {
  const format = type === 'VARCHAR' ? '%Y-%m-%d' : '%Y%m%d';
  return { ...days, at: (index: Sql) => `strftime(${days.at(index)}, '${format}')` };
}

const shapes: Partial<Record<SemanticType, Shape>> = { amount: 'low', count: 'low', measure: 'middle' };

/** Without a domain, numbers of the usual size of their meaning. */
function numerical(type: SqlType, semantic: SemanticType): ValueSet {
  const isMoment = semantic === 'date' || semantic === 'timestamp';
  if (isMoment && largest(type) > 99_991_231) return written(moments({ ...years, step: 86_400 }), type);
  const [lo, hi] = usual[semantic] ?? [1, Number.MAX_SAFE_INTEGER];
  const set = lattice(type, { lo: Math.min(lo, largest(type)), hi }, shapes[semantic] ?? 'even');
  return semantic in usual ? set : { ...set, keyOrder: 'first' };
}

const usual: Partial<Record<SemanticType, readonly [number, number]>> = {
  code: [1, 20],
  flag: [0, 1],
  year: [2020, 2025],
  amount: [0, 1_000_000],
  count: [0, 1_000],
  ratio: [0, 1],
  measure: [0, 1_000],
};

/** Names of firms after the SQL of a place. */
export function companyNames(place: Sql): NumberedSet {
  return composed([place, brandCharacters, brandCharacters, companyCategories, legalForms]);
}

/** Streets and numbers after the SQL of a place. */
export function addresses(place: Sql): NumberedSet {
  return composed([place, streets, Array.from({ length: 400 }, (_, k) => `${k + 1}号`)]);
}

/** Plates after the SQL of a province's character; they repeat. */
export function platesOf(province: Sql): NumberedSet {
  return composed([province, ...plateEnd]);
}

/** Names of people, women's given names where `male` is false. Names repeat: not for keys. */
export function namesBySex(male: Sql): NumberedSet {
  const [all, women] = [surnames.length, femaleNames];
  const given = (index: Sql): Sql =>
    `CASE WHEN ${male} THEN ${women} + (${index}) // ${all} % ${givenNames.length - women} ELSE (${index}) // ${all} % ${women} END`;
  return {
    ...textual.person_name,
    at: (index) => `concat(${pick(list(surnames), `(${index}) % ${all}`)}, ${pick(list(givenNames), given(index))})`,
  };
}

/** Without a domain, text of its meaning. Company and street names say that they are made up. */
const textual = {
  uscc: { kind: 'identity', identity: 'uscc', size: identityCapacity.uscc },
  resident_id: { kind: 'identity', identity: 'resident_id', size: identityCapacity.resident_id },
  bank_card: { kind: 'identity', identity: 'bank_card', size: identityCapacity.bank_card },
  serial: {
    kind: 'token',
    size: hashRange,
    at: (index: Sql, seed: number) => `'S' || substr(CAST(10000000000 + fmix(${index}, ${seed}) AS VARCHAR), 2)`,
  },
  person_name: { ...composed([surnames, givenNames]), shape: { weights: surnameWeights } },
  company_name: companyNames(`'仿真市'`),
  // The segment 12 is not given to mobile phones.
  phone: numbered(1e9, (index) => `CAST(12000000000 + ${index} AS VARCHAR)`, { keyOrder: 'scatter' }),
  // The letter I is not used on plates.
  plate: composed([plateProvinces, ...plateEnd]),
  address: addresses(`'仿真市'`),
  icd10: listed(diagnosisCodes),
  industry: listed(industrySections),
  district: listed(districtCodes),
  code: listed(Array.from({ length: 20 }, (_, k) => `C${String(k + 1).padStart(2, '0')}`)),
  flag: listed(['0', '1']),
  date: written(moments({ ...years, step: 86_400 }), 'VARCHAR'),
  timestamp: numbered(1e8, (index) => `CAST(TIMESTAMP '2023-01-01' + to_seconds(${index}) AS VARCHAR)`),
  period: months(undefined),
  year: listed([2020, 2021, 2022, 2023, 2024, 2025]),
  amount: lattice('DOUBLE', { lo: 0, hi: 1_000_000, step: 0.01 }, 'low'),
  count: lattice('BIGINT', { lo: 0, hi: 1_000 }, 'low'),
  ratio: lattice('DOUBLE', { lo: 0, hi: 1, step: 0.01 }, 'even'),
  measure: lattice('DOUBLE', { lo: 0, hi: 1_000, step: 0.1 }, 'middle'),
  text: composed([nouns, verbs, nouns, `'，'`, verbs, nouns, `'。'`]),
} as const satisfies Record<SemanticType, ValueSet>;
