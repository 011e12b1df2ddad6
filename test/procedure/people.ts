/** The people of the tests, one per role and a second where four eyes are needed. */
import type { Actor } from '#policies/procedure/life.ts';
import type { Role } from '#policies/procedure/roles.ts';
import { orgId, personId } from '#policies/units.ts';

export function anActor(person: string, org: string, role: Role): Actor {
  return { person: personId(person), org: orgId(org), role };
}

export const people = {
  ana: anActor('ana', 'fintech', 'vendor'),
  abe: anActor('abe', 'fintech', 'vendor'),
  rival: anActor('rival', 'rival_inc', 'vendor'),
  olga: anActor('olga', 'operator', 'operator'),
  otto: anActor('otto', 'operator', 'operator'),
  /** An operator's account held by somebody of the vendor's organization, and of its affiliate. */
  mole: anActor('mole', 'fintech', 'operator'),
  cousin: anActor('cousin', 'fintech_holding', 'operator'),
  /** One person with two accounts. */
  anaAtOperator: anActor('ana', 'operator', 'operator'),
  olgaAtAgency: anActor('olga', 'agency', 'data_agency'),
  agencyInOperator: anActor('ivan', 'operator', 'data_agency'),
  dora: anActor('dora', 'hr_bureau', 'source_department'),
  dana: anActor('dana', 'tax_bureau', 'source_department'),
  diego: anActor('diego', 'tianhe', 'district_authority'),
  gus: anActor('gus', 'agency', 'data_agency'),
  cora: anActor('cora', 'city', 'competent_authority'),
  carl: anActor('carl', 'city', 'competent_authority'),
  /** A citizen, an organization of one. */
  sue: anActor('sue', 'citizen.sue', 'data_subject'),
  sam: anActor('sam', 'citizen.sam', 'data_subject'),
  pia: anActor('pia', 'public.pia', 'public'),
  paul: anActor('paul', 'public.paul', 'public'),
  connie: anActor('connie', 'committee', 'committee'),
  otis: anActor('otis', 'hr_bureau', 'chief_data_officer'),
  ed: anActor('ed', 'experts', 'expert_committee'),
  rita: anActor('rita', 'police', 'regulator'),
  system: anActor('system', 'sluice', 'system'),
} as const;
