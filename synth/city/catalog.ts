/** The catalog of the demonstration city: eight artificial tables and the departments that would publish them. */
import type { CatalogEntry, Title } from '#policies/catalog/entry.ts';
import { adminPenalty } from './entries/admin-penalty.ts';
import { entRegistration } from './entries/ent-registration.ts';
import { medicalSettlement } from './entries/medical-settlement.ts';
import { powerUsage } from './entries/power-usage.ts';
import { socialInsurance } from './entries/social-insurance.ts';
import { taxCredit } from './entries/tax-credit.ts';
import { transitTrip } from './entries/transit-trip.ts';
import { weatherStation } from './entries/weather-station.ts';

/** T1 to T8, in the order of the specification. The id of an entry is the name of its only table. */
export const cityEntries: readonly CatalogEntry[] = [
  entRegistration,
  socialInsurance,
  taxCredit,
  adminPenalty,
  powerUsage,
  medicalSettlement,
  transitTrip,
  weatherStation,
];

/** The departments by their id. */
export const departments: Readonly<Record<string, Title>> = {
  'dept.market_regulation': { zh: '市场监督管理局', en: 'Market Regulation' },
  'dept.human_resources': { zh: '人力资源和社会保障局', en: 'Human Resources and Social Security' },
  'dept.tax': { zh: '税务局', en: 'Taxation' },
  'dept.credit': { zh: '社会信用主管部门', en: 'Social Credit' },
  'dept.power': { zh: '供电局', en: 'Power Supply' },
  'dept.medical_insurance': { zh: '医疗保障局', en: 'Medical Insurance' },
  'dept.transport': { zh: '交通运输局', en: 'Transport' },
  'dept.meteorology': { zh: '气象局', en: 'Meteorology' },
};
