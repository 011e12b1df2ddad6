/**
 * Emergency plan 应急预案 for a class of scenarios, with its drills. Activating it stops what is done for these scenarios, as the emergency stop
 * does for everything; standing it down is for another body.
 *
 * @see AO-28-2, AO-29-1, GD-31-2, SH-39-1, GY-27, R23
 */
import { z } from 'zod';
import { caseLife, type CaseTable, type CaseTypes } from '../case.ts';
import { requireThat } from '../decider.ts';
import { docId, prose, shortText } from '../fields.ts';
import { ofTheCity } from '../roles.ts';

const by = ['operator', 'source_department'] as const;
const tell = ['operator', 'data_agency', 'competent_authority', 'regulator'] as const;
const source = 'AO-28-2';

const table = {
  name: 'emergency plan',
  title: { zh: '应急预案', en: 'emergency plan' },
  collection: 'emergency-plans',
  prefix: 'epl',
  states: {
    draft: { zh: '草案', en: 'draft' },
    in_force: { zh: '有效', en: 'in force' },
    activated: { zh: '已启动', en: 'activated' },
    retired: { zh: '已停用', en: 'retired' },
  },
  moves: {
    draft: { past: 'drafted', stage: 'audit', from: ['none'], to: 'draft', by, source },
    edit: { past: 'edited', stage: 'audit', from: ['draft'], to: 'draft', by, source },
    approve: {
      past: 'approved',
      stage: 'audit',
      from: ['draft'],
      to: 'in_force',
      by: ['data_agency', 'competent_authority'],
      source,
      apartFrom: ['drafted', 'edited'],
    },
    drill: { past: 'drilled', stage: 'audit', from: ['in_force'], to: 'in_force', by, source: 'GD-31-2' },
    activate: {
      past: 'activated',
      stage: 'audit',
      from: ['in_force'],
      to: 'activated',
      by: ['operator', 'data_agency'],
      source,
      tell,
    },
    stand_down: {
      past: 'stood_down',
      stage: 'audit',
      from: ['activated'],
      to: 'in_force',
      by: ['data_agency', 'competent_authority'],
      source,
      tell,
      apartFrom: ['activated'],
    },
    retire: { past: 'retired', stage: 'audit', from: ['draft', 'in_force'], to: 'retired', by, source },
  },
} as const satisfies CaseTable;

const plan = {
  heading: shortText,
  /** What kind of scenario it is for, and which ones these are. */
  scenarioClass: shortText,
  scenarios: z.array(docId).max(500),
  text: prose,
};

const fields = {
  draft: plan,
  edit: plan,
  approve: { opinion: prose },
  drill: { participants: shortText, course: prose, findings: prose },
  activate: { reason: prose },
  stand_down: { reason: prose },
  retire: { reason: prose },
};

interface Drilled {
  /** When it was drilled. */
  readonly drills: readonly string[];
}

/** The four types of this life. */
export type EmergencyPlanTypes = CaseTypes<'emergencyPlan', typeof table, typeof fields, Drilled>;

/** Emergency plan. */
export const emergencyPlan = caseLife<EmergencyPlanTypes, Drilled>({
  key: 'emergencyPlan',
  table,
  fields,
  ownerOf: () => ofTheCity,
  guards: {
    edit: ({ doc, context: { actor }, doing }) => [
      requireThat(
        doc?.acts[0]?.by.org === actor.org,
        'E_SEPARATION',
        `Cannot ${doing}: must be of the organization that drafted it; got ${actor.org}`,
      ),
    ],
  },
  derive: { drill: ({ doc, context: { now } }) => ({ drills: [...(doc?.drills ?? []), now] }) },
});
