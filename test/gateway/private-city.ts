/** The city for the private lane: short ticks and other caps, as its custodian writes them, and questions about persons. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JourneyPlan } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { cityPeople } from '#gateway/city/set-up.ts';
import type { As } from '#gateway/city/publish.ts';
import type { Json } from '#gateway/client.ts';
import { unwrap } from '#policies/refusal.ts';
import { copyOfCity, openInstallation, type Installation } from '../fixtures/installation.ts';
import { aPlan } from './plans.ts';

/** Long enough for a query over this city on a busy machine, where a late answer fails; short enough to wait for. */
const tick = 10_000;

export async function copyWithTicks(short = tick): Promise<string> {
  const dir = await copyOfCity();
  writeFileSync(join(dir, 'domain', 'ticks.json'), JSON.stringify({ short, medium: short, long: short }));
  return dir;
}

export async function openPrivateCity(): Promise<Installation> {
  return openInstallation(await copyWithTicks(), cityPeople);
}

/** Insured persons by one column. Each call is a scenario of its own, with the lane in its agreement. */
export function aPrivatePlan(change: Partial<JourneyPlan> = {}): JourneyPlan {
  return aPlan({ sql: personsBy('district_code'), lane: 'private', privacy: { epsilon: 1 }, ...change });
}

export function personsBy(column: string): string {
  return `SELECT ${column}, count(DISTINCT person_id) AS persons FROM medical_settlement GROUP BY ALL ORDER BY 1`;
}

export interface BudgetJson {
  readonly scope: string;
  readonly cap: { readonly rho: string; readonly epsilon: number };
  readonly spent: { readonly rho: string; readonly epsilon: number };
  readonly reserved: { readonly rho: string };
  readonly used: number;
}

export async function budgets(as: As, person: string = people.regulator.person): Promise<readonly BudgetJson[]> {
  return unwrap(await as(person).call('/audit/budgets'))['items'] as readonly BudgetJson[];
}

export function privacyOf(run: Json): Json {
  return (run['result'] as { privacy: Json }).privacy;
}
