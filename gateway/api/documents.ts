/** A document of a life as the API gives it: id, state and acts of all, the rest as its life has it. */
import { z } from 'zod';
import { lives, type LifeName } from '#policies/procedure/lives.ts';
import { roleTitles, type Role } from '#policies/procedure/roles.ts';
import { idPrefix } from '../stages/collections.ts';

const role = z.enum(Object.keys(roleTitles) as Role[]);

/** Who did what, oldest first; a vendor is told of no single vote. */
export const act = z.looseObject({
  type: z.string(),
  to: z.string(),
  at: z.string(),
  by: z.looseObject({ person: z.string(), org: z.string(), role }),
});

const documents = new Map<LifeName, z.ZodObject>();

/** One schema for each life, so that the description names it once. */
export function documentOf(life: LifeName): z.ZodObject {
  const known = documents.get(life);
  if (known) return known;
  const states = Object.keys(lives[life].states) as [string, ...string[]];
  const made = z.looseObject({ id: z.string(), state: z.enum(states), acts: z.array(act) });
  documents.set(life, made);
  return made;
}

/** The document right after `command`, or after what began it. */
export function exampleOf(life: LifeName, command = beginningOf(life)) {
  const { moves, states } = lives[life];
  const move = moves[command];
  const by = move?.by.find((one) => one !== 'system') ?? 'operator';
  const to = move?.to ?? Object.keys(states)[0] ?? '';
  const at = '2026-03-02T09:30:00.000Z';
  return { id: idOf(life), state: to, acts: [{ type: `${life}.${command}`, to, at, by: someone(by) }] };
}

function beginningOf(life: LifeName): string {
  const { moves } = lives[life];
  return Object.keys(moves).find((kind) => moves[kind]?.from.includes('none')) ?? '';
}

function idOf(life: LifeName): string {
  if (life === 'catalogEntry') return 'social_insurance';
  return life === 'registration' ? 'vendor.qiming' : `${idPrefix(life)}-7f3a91c2`;
}

const persons: Partial<Record<Role, readonly [string, string]>> = {
  vendor: ['lin.vendor', 'vendor.qiming'],
  operator: ['chen.operator', 'operator.city'],
  source_department: ['market_regulation.department', 'dept.market_regulation'],
  district_authority: ['su.district', 'district.tianhe'],
  data_agency: ['zhou.agency', 'agency.data'],
  competent_authority: ['wu.authority', 'authority.city'],
  regulator: ['ren.regulator', 'regulator.city'],
  data_subject: ['li.citizen', 'citizen.li'],
  public: ['hua.public', 'public.hua'],
  committee: ['tang.committee', 'committee.city'],
};

function someone(role: Role) {
  const [person, org] = persons[role] ?? [`someone.${role}`, `${role}.city`];
  return { person, org, role };
}
