/** Models that a vendor wants of the city's patients, and the files of a released one. */
import { unzipSync } from 'fflate';
import type { JourneyPlan } from '#gateway/city/journey.ts';
import { readCard } from '#policies/privacy/train/card-schema.ts';
import type { ModelCard } from '#policies/privacy/train/model.ts';
import type { TrainSpec } from '#policies/privacy/train/spec.ts';
import { aPrivatePlan } from '../gateway/private-city.ts';

/** Who is in hospital: dear, and for its level. */
export const stays = `SELECT sex, insurance_type, hospital_level, total_cny, visit_type = '住院' AS stay FROM medical_settlement`;

/** Costs are clamped at a public constant far below the declared one, so that they tell something. */
export const inHospital: TrainSpec = {
  kind: 'logistic',
  target: 'stay',
  features: [
    { name: 'total_cny', kind: 'number', bounds: { lo: 0, hi: 20_000 } },
    { name: 'sex', kind: 'category' },
    { name: 'hospital_level', kind: 'category' },
  ],
};

/** What the custodian must allow, for a city so small that only a large ε tells anything of it. */
export const generous = { epsilon: 400, deltaMillionths: 100 };

/** Each call is a scenario of its own. */
export function aModelPlan(change: Partial<JourneyPlan> = {}): JourneyPlan {
  return aPrivatePlan({ sql: stays, train: inHospital, privacy: { epsilon: 20 }, ...change });
}

export interface ModelFiles {
  readonly names: readonly string[];
  readonly json: string;
  readonly pmml: string;
  readonly card: ModelCard;
}

export function modelOf(bundle: Uint8Array): ModelFiles {
  const files = unzipSync(bundle);
  const names = Object.keys(files);
  const text = (start: string, end: string): string => {
    const name = names.find((file) => file.startsWith(start) && file.endsWith(end));
    return Buffer.from(files[name ?? ''] ?? []).toString('utf8');
  };
  const json = text('model-', '.json');
  return { names, json, pmml: text('model-', '.pmml'), card: readCard(JSON.parse(json)) };
}
