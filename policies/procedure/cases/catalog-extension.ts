/**
 * Study of demands, and the decision to extend the catalog: the authority asks the departments, the agency and the operator, and decides when
 * all three have spoken.
 *
 * @see procedure.md §3.2 (extend), §3.4 (study); requirement AO-17-1
 */
import { z } from 'zod';
import { caseLife, type CaseTable, type CaseTypes } from '../case.ts';
import { requireThat } from '../decider.ts';
import { anOrgId, docId, prose } from '../fields.ts';
import type { Role } from '../roles.ts';

const source = 'AO-17-1';

const table = {
  name: 'catalog extension',
  title: { zh: '目录扩充研究', en: 'study to extend the catalog' },
  collection: 'extensions',
  prefix: 'ext',
  states: {
    studying: { zh: '研究中', en: 'being studied' },
    decided: { zh: '已决定', en: 'decided' },
  },
  moves: {
    open: {
      past: 'opened',
      stage: 'catalog',
      from: ['none'],
      to: 'studying',
      by: ['competent_authority'],
      source,
      tell: ['source_department', 'data_agency', 'operator'],
    },
    contribute: {
      past: 'contributed',
      stage: 'catalog',
      from: ['studying'],
      to: 'studying',
      by: ['source_department', 'data_agency', 'operator'],
      source,
    },
    decide: {
      past: 'decided',
      stage: 'catalog',
      from: ['studying'],
      to: 'decided',
      by: ['competent_authority'],
      source,
      tell: ['source_department', 'data_agency', 'operator'],
    },
  },
} as const satisfies CaseTable;

const fields = {
  open: { demands: z.array(docId).max(200), question: prose },
  contribute: { opinion: prose },
  /** Which departments are to describe what. */
  decide: {
    outcome: z.enum(['extend', 'not']),
    duties: z.array(z.strictObject({ department: anOrgId, what: prose })).max(100),
    reason: prose,
  },
};

interface Participants {
  readonly participants: readonly { readonly role: Role; readonly org: string }[];
}

/** The four types of this life. */
export type CatalogExtensionTypes = CaseTypes<'catalogExtension', typeof table, typeof fields, Participants>;

const asked: readonly Role[] = ['source_department', 'data_agency', 'operator'];

/** Study and decision to extend the catalog. */
export const catalogExtension = caseLife<CatalogExtensionTypes, Participants>({
  key: 'catalogExtension',
  table,
  fields,
  guards: {
    open: ({ command: { demands }, context: { lookup }, doing }) => {
      const missing = demands.find((id) => lookup.get('demand', id) === undefined);
      const must = 'must name demands that were made';
      return [requireThat(missing === undefined, 'E_INPUT', `Cannot ${doing}: ${must}; got ${missing ?? ''}`)];
    },
    decide: ({ doc, command: { outcome, duties }, doing }) => {
      const spoken = (doc?.acts ?? []).map(({ by }) => by.role);
      const silent = asked.filter((role) => !spoken.includes(role));
      return [
        requireThat(silent.length === 0, 'E_STATE', `Cannot ${doing}: must have been heard: ${silent.join(', ')}`),
        requireThat(
          (outcome === 'extend') === duties.length > 0,
          'E_INPUT',
          `Cannot ${doing}: who is to describe what must be said exactly when the catalog is extended; got ${outcome}`,
        ),
      ];
    },
  },
  derive: {
    decide: ({ doc }) => ({
      participants: (doc?.acts ?? [])
        .filter(({ type }) => type.endsWith('.contributed'))
        .map(({ by: { role, org } }) => ({ role, org })),
    }),
  },
});
