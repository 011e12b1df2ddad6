/**
 * Emergency stop 紧急停止: operator, agency or regulator stops all runs, exports and downloads with one word; only two of the three, of
 * different organizations, lift it. The regulator, who only looks elsewhere, has this one handle.
 *
 * @see DC-19, AO-28-2; procedure.md §3.15; docs/decisions/048-revocation.md
 */
import { caseLife, type CaseTable, type CaseTypes } from '../case.ts';
import { requireThat } from '../decider.ts';
import { prose } from '../fields.ts';
import { ofTheCity, type Role } from '../roles.ts';

const hands: readonly Role[] = ['operator', 'data_agency', 'regulator'];
const tell: readonly Role[] = ['operator', 'data_agency', 'regulator', 'competent_authority', 'vendor'];
const source = 'DC-19';

const table = {
  name: 'emergency stop',
  title: { zh: '紧急停止', en: 'emergency stop' },
  collection: 'emergency-stops',
  prefix: 'stp',
  readers: ['vendor'],
  states: {
    pulled: { zh: '已停止', en: 'stopped' },
    lift_proposed: { zh: '待会同解除', en: 'lifted by one, waits for another' },
    lifted: { zh: '已解除', en: 'lifted' },
  },
  moves: {
    pull: { past: 'pulled', stage: 'audit', from: ['none'], to: 'pulled', by: hands, source, tell },
    propose_lift: {
      past: 'lift_proposed',
      stage: 'audit',
      from: ['pulled'],
      to: 'lift_proposed',
      by: hands,
      source,
      tell: hands,
    },
    object: { past: 'objected', stage: 'audit', from: ['lift_proposed'], to: 'pulled', by: hands, source, tell: hands },
    confirm_lift: { past: 'lifted', stage: 'audit', from: ['lift_proposed'], to: 'lifted', by: hands, source, tell },
  },
} as const satisfies CaseTable;

const fields = {
  pull: { reason: prose },
  propose_lift: { reason: prose },
  object: { reason: prose },
  confirm_lift: { reason: prose },
};

/** The four types of this life. */
export type EmergencyStopTypes = CaseTypes<'emergencyStop', typeof table, typeof fields>;

/** Emergency stop. */
export const emergencyStop = caseLife<EmergencyStopTypes>({
  key: 'emergencyStop',
  table,
  fields,
  ownerOf: () => ofTheCity,
  guards: {
    confirm_lift({ doc, context: { actor }, doing }) {
      const first = doc?.acts.findLast(({ type }) => type === 'emergencyStop.lift_proposed')?.by;
      const apart = first && first.person !== actor.person && first.org !== actor.org && first.role !== actor.role;
      const must = 'must be of another organization and role than who proposed it';
      return [requireThat(apart === true, 'E_SEPARATION', `Cannot ${doing}: ${must}; got ${actor.org}`)];
    },
  },
});
