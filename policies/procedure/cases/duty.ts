/**
 * Duty 履职事项: a move that somebody owed and had not made when its time was over. Raised by the system, for the body that owes it and the one
 * above; discharged when the move has come, late; explained by the body in between. It decides nothing about the thing itself.
 *
 * @see procedure.md §0.3, requirements SH-43-1, SH-45-1, AO-35-2; decision 046
 */
import { z } from 'zod';
import { anInstant, anOrgId, docId, prose, shortText } from '../fields.ts';
import { caseLife, type CaseTable, type CaseTypes } from '../case.ts';
import { requireThat, type Act } from '../decider.ts';
import { roleTitles, type Owner, type Role } from '../roles.ts';
import { isBefore } from '../term.ts';

const source = 'SH-43-1, SH-45-1';

/** Whoever may owe a move. */
const bodies = [
  'operator',
  'source_department',
  'district_authority',
  'data_agency',
  'competent_authority',
  'committee',
  'expert_committee',
  'chief_data_officer',
  'vendor',
] as const;

const table = {
  name: 'duty',
  title: { zh: '逾期履职事项', en: 'overdue duty' },
  collection: 'duties',
  prefix: 'dty',
  states: {
    open: { zh: '逾期未办', en: 'overdue' },
    explained: { zh: '逾期已说明', en: 'overdue, explained' },
    discharged: { zh: '已补办', en: 'discharged' },
  },
  moves: {
    raise: { past: 'raised', from: ['none'], to: 'open', by: ['system'], source, tell: ['competent_authority'] },
    explain: {
      past: 'explained',
      stage: 'review',
      from: ['open'],
      to: 'explained',
      by: bodies,
      source: 'AO-35-2',
      tell: ['competent_authority'],
    },
    /** The extension is over, and the move has not come. */
    reopen: {
      past: 'reopened',
      from: ['explained'],
      to: 'open',
      by: ['system'],
      source,
      tell: ['competent_authority'],
    },
    discharge: { past: 'discharged', from: ['open', 'explained'], to: 'discharged', by: ['system'], source },
  },
} as const satisfies CaseTable;

const aRole = z.enum(Object.keys(roleTitles) as Role[]);

const fields = {
  raise: {
    life: docId,
    /** The thing that waits. */
    subject: docId,
    clock: docId,
    title: z.strictObject({ zh: shortText, en: shortText }),
    started: anInstant,
    due: anInstant,
    days: z.int().min(0),
    owedBy: aRole,
    org: anOrgId.optional(),
    escalatedTo: aRole,
    basis: z.enum(['text', 'default']),
    article: shortText,
    provisional: z.boolean(),
    /** The text says "in principle": a reasoned extension is possible. */
    extendable: z.boolean(),
  },
  explain: { reason: prose, until: anInstant.optional() },
  /** The move came, or the period was computed again and is not over. */
  discharge: { because: z.enum(['done', 'recomputed']) },
};

/** The four types of this life. */
export type DutyTypes = CaseTypes<'duty', typeof table, typeof fields>;

/** Of a duty that any body of the role owes: who raised it, so that each of them may explain. */
function ownerOfRaised([raised]: readonly Act[]): Owner {
  if (!raised) throw new Error('Cannot name the owner of a duty: must have been raised');
  return { role: raised.by.role, org: raised.by.org };
}

/** Duty. */
export const duty = caseLife<DutyTypes>({
  key: 'duty',
  table,
  fields,
  ownerOf: ({ owedBy, org, acts }) => (org ? { role: owedBy, org } : ownerOfRaised(acts)),
  guards: {
    raise: ({ command: { due }, context: { now }, doing }) => [
      requireThat(!isBefore(now, due), 'E_STATE', `Cannot ${doing}: its time must be over; got an end at ${due}`),
    ],
    explain: ({ doc, command: { until }, context: { actor, now }, doing }) => [
      requireThat(
        doc?.owedBy === actor.role,
        'E_ROLE',
        `Cannot ${doing}: must be owed by ${doc?.owedBy}; got ${actor.role}`,
      ),
      requireThat(
        until === undefined || (doc?.extendable === true && isBefore(now, until)),
        'E_INPUT',
        `Cannot ${doing}: only a period "in principle" may be extended, and into the future; got ${until ?? 'none'}`,
      ),
    ],
    reopen: ({ doc, context: { now }, doing }) => [
      requireThat(
        doc?.until !== undefined && !isBefore(now, doc.until),
        'E_STATE',
        `Cannot ${doing}: its extension must be over; got ${doc?.until ?? 'none'}`,
      ),
    ],
  },
  due: ({ state, until }, now) =>
    state === 'explained' && until && !isBefore(now, until) ? { type: 'reopen' } : undefined,
});
