/**
 * Dispute 争议 between departments about whose data it is and who may do what with it: the authority of their own level mediates, then the
 * city's, and what cannot be settled goes to the committee.
 *
 * @see procedure.md §3.18, requirement AO-34-1
 */
import { z } from 'zod';
import { caseLife, type CaseTable, type CaseTypes, type Given } from '../case.ts';
import { doersOf, requireThat } from '../decider.ts';
import { anEntryId, anOrgId, prose } from '../fields.ts';
import { ofTheCity, requireOtherPerson } from '../roles.ts';
import { requireAsked } from './own-entry.ts';

const source = 'AO-34-1';
const mediators = ['district_authority', 'competent_authority'] as const;
const clock = {
  title: { zh: '争议处理', en: 'dispute between departments' },
  days: 'dispute_days',
  from: 'receipt',
  source,
} as const;

const table = {
  name: 'dispute',
  title: { zh: '部门争议', en: 'dispute between departments' },
  collection: 'disputes',
  prefix: 'dis',
  states: {
    raised: { zh: '已提出', en: 'raised' },
    level_mediation: { zh: '本级协调中', en: 'mediated at its level' },
    city_mediation: { zh: '市级协调中', en: 'mediated by the city' },
    committee: { zh: '已提请委员会', en: 'before the committee' },
    settled: { zh: '已达成一致', en: 'settled' },
    decided: { zh: '已决定', en: 'decided' },
  },
  moves: {
    raise: {
      past: 'raised',
      stage: 'review',
      from: ['none'],
      to: 'raised',
      by: ['source_department'],
      source,
      tell: ['source_department', ...mediators],
    },
    mediate: {
      past: 'mediation_begun',
      stage: 'review',
      from: ['raised'],
      to: 'level_mediation',
      by: mediators,
      source,
      tell: ['source_department'],
    },
    answer: {
      past: 'answered',
      stage: 'review',
      from: ['level_mediation'],
      to: 'level_mediation',
      by: ['source_department'],
      source,
      tell: mediators,
    },
    settle: {
      past: 'settled',
      stage: 'review',
      from: ['level_mediation', 'city_mediation'],
      to: 'settled',
      by: mediators,
      source,
      tell: ['source_department'],
    },
    refer: {
      past: 'referred',
      stage: 'review',
      from: ['level_mediation'],
      to: 'city_mediation',
      by: ['district_authority'],
      source,
      tell: ['competent_authority', 'source_department'],
    },
    submit: {
      past: 'submitted',
      stage: 'review',
      from: ['level_mediation', 'city_mediation'],
      to: 'committee',
      by: ['competent_authority'],
      source,
      tell: ['committee', 'source_department'],
    },
    decide: {
      past: 'decided',
      stage: 'review',
      from: ['committee'],
      to: 'decided',
      by: ['committee'],
      source,
      tell: ['source_department', ...mediators],
    },
  },
  clocks: [
    { ...clock, id: 'level', runs: ['raised', 'level_mediation'], duty: 'competent_authority', escalates: 'committee' },
    { ...clock, id: 'city', runs: ['city_mediation'], duty: 'competent_authority', escalates: 'committee' },
    { ...clock, id: 'committee', runs: ['committee'], duty: 'committee', escalates: 'competent_authority' },
  ],
} as const satisfies CaseTable;

const fields = {
  raise: {
    against: anOrgId,
    /** Departments of a district are first mediated there. */
    level: z.enum(['city', 'district']),
    matter: z.enum(['scope', 'rights']),
    entry: anEntryId.exactOptional(),
    claim: prose,
  },
  mediate: { note: prose },
  answer: { answer: prose },
  settle: { terms: prose },
  refer: { reason: prose },
  submit: { reason: prose },
  decide: { decision: prose },
};

/** The four types of this life. */
export type DisputeTypes = CaseTypes<'dispute', typeof table, typeof fields>;

type Asked = Pick<Given<DisputeTypes, string, DisputeTypes['doc'] | undefined>, 'doc' | 'context' | 'doing'>;

/** Dispute. */
export const dispute = caseLife<DisputeTypes>({
  key: 'dispute',
  table,
  fields,
  // Both departments read it.
  ownerOf: () => ofTheCity,
  guards: {
    raise: ({ command: { against }, context: { actor }, doing }) => [
      requireThat(against !== actor.org, 'E_INPUT', `Cannot ${doing}: must be with another department; got your own`),
    ],
    mediate: (given) => [requireLevel(given)],
    answer: ({ doc, context, doing }) => [requireAsked(doing, doc?.against, context)],
    settle: (given) => [requireAnswered(given)],
    submit: ({ doc, doing }) => {
      const ready = doc?.state === 'city_mediation' || doc?.level === 'city';
      return [
        requireThat(
          ready,
          'E_STATE',
          `Cannot ${doing}: must have been referred by the district; got ${doc?.state ?? ''}`,
        ),
      ];
    },
    decide: ({ doc, context: { actor }, doing }) => [
      requireOtherPerson(
        doing,
        actor,
        doc
          ? doersOf(
              doc,
              doc.acts.map(({ type }) => type),
            )
          : [],
      ),
    ],
  },
});

function requireLevel({ doc, context: { actor }, doing }: Asked) {
  const wanted = doc?.level === 'district' ? 'district_authority' : 'competent_authority';
  const must = `the authority of its level must mediate, ${wanted}`;
  return requireThat(actor.role === wanted, 'E_ROLE', `Cannot ${doing}: ${must}; got ${actor.role}`);
}

/** Nothing is settled of which the other side has said nothing. */
function requireAnswered({ doc, doing }: Asked) {
  return requireThat(doc?.answer !== undefined, 'E_STATE', `Cannot ${doing}: the other department must have answered`);
}
