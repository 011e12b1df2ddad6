/** Questions for tests of decisions: one that nothing stands against, and what may be changed in it. */
import type { CommandRoute } from '#policies/access/command-route.ts';
import { actionOf } from '#policies/access/command-route.ts';
import type { Role } from '#policies/procedure/roles.ts';
import { orgId, personId } from '#policies/units.ts';
import type { Question } from '#gateway/access/access.ts';
import { nothing, type Principal, type Thing } from '#gateway/access/facts.ts';

export const person = 'ann';
export const org = 'org.ann';

export function aCaller(role: Role, more: Partial<Principal> = {}): Principal {
  return { asking: { person: personId(person), org: orgId(org), role }, controlled: false, ...more };
}

/** What some commands need of whoever gives them, besides his role. */
const needs: Readonly<Record<string, Partial<Thing>>> = {
  'check.exports.consolidate': { people: { [person]: ['round.voted'] } },
  'check.exports.countersign': { people: { [person]: ['round.voted'] } },
  'check.exports.contest': { people: { [person]: ['round.voted'] } },
  'audit.emergency-plans.edit': { orgs: { [org]: ['emergencyPlan.drafted'] } },
};

/** A thing of which nothing stands against this command by this role. */
export function aThing(action: string, role: Role, life: string): Thing {
  return {
    ...nothing,
    life,
    state: 'somewhere',
    asked: [
      { role, org },
      { role, org: '' },
    ],
    ...(role === 'district_authority' && { district: org }),
    ...needs[action],
  };
}

export function aQuestion(route: CommandRoute, role: Role): Question {
  const action = actionOf(route);
  return { caller: aCaller(role), action, resource: aThing(action, role, route.life) };
}

/** The same, with one thing against it: by whom, whose, or what was done before. `deeds` are names of events that a policy asks for. */
export function variationsOf({ caller, action, resource }: Question, deeds: readonly string[]): readonly Question[] {
  const { role } = caller.asking;
  const things: readonly Partial<Thing>[] = [
    { owner: { role, org: 'org.other' } },
    { owner: { role: 'competent_authority', org: 'org.other' } },
    { vendor: org },
    { vendor: 'org.other' },
    { vendor: 'org.other', affiliates: [org] },
    { about: org },
    { holder: person },
    { holder: 'bob' },
    { asked: [] },
    { people: {} },
    { orgs: {} },
    { roles: { [person]: ['public', 'vendor'] } },
    { district: 'org.other' },
    ...['conflicted', 'somewhere'].flatMap((state) => [
      { state, people: { [person]: [...(resource.people[person] ?? []), ...deeds] } },
      { state, orgs: { [org]: deeds } },
      { state, desks: { [role]: deeds } },
    ]),
  ];
  return [
    { caller: { ...caller, controlled: true }, action, resource },
    { caller: { ...caller, asking: { ...caller.asking, role: 'system' } }, action, resource },
    {
      caller: { ...caller, asking: { ...caller.asking, scope: { stages: ['simulate'], readOnly: true } } },
      action,
      resource,
    },
    ...things.map((thing) => ({ caller, action, resource: { ...resource, ...thing } })),
  ];
}
