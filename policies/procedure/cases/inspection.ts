/**
 * Inspection 检查: planned, or a spot check of a sample that nobody could choose: its seed is committed before and told when it begins, so that
 * everybody computes the same sample (`../sample.ts`). Findings are rectified by a day, and looked at again.
 *
 * @see procedure.md §3.19, requirements AO-29-3, AO-31-4, SH-36-1, GY-29
 */
import { z } from 'zod';
import { caseLife, type CaseTable, type CaseTypes } from '../case.ts';
import { requireThat } from '../decider.ts';
import { anInstant, anOrgId, aSha256, prose, shortText } from '../fields.ts';
import { ofTheCity } from '../roles.ts';
import { commitmentOf, populationOf, sampleOf, type Population } from '../sample.ts';
import { isBefore } from '../term.ts';

const by = ['data_agency', 'competent_authority'] as const;
const source = 'GY-29';

const table = {
  name: 'inspection',
  title: { zh: '监督检查', en: 'inspection' },
  collection: 'inspections',
  prefix: 'ins',
  states: {
    planned: { zh: '已计划', en: 'planned' },
    running: { zh: '检查中', en: 'under way' },
    findings: { zh: '发现问题', en: 'findings' },
    rectifying: { zh: '整改中', en: 'being rectified' },
    rechecked: { zh: '已复查', en: 'rechecked' },
    closed: { zh: '已办结', en: 'closed' },
  },
  moves: {
    plan: { past: 'planned', stage: 'audit', from: ['none'], to: 'planned', by, source: 'AO-29-3' },
    begin: {
      past: 'begun',
      stage: 'audit',
      from: ['planned'],
      to: 'running',
      by,
      source: 'AO-31-4',
      tell: ['operator', 'regulator'],
    },
    find: { past: 'found', stage: 'audit', from: ['running'], to: 'findings', by, source, tell: ['operator'] },
    rectify: {
      past: 'rectification_ordered',
      stage: 'audit',
      from: ['findings'],
      to: 'rectifying',
      by,
      source,
      tell: ['operator', 'vendor'],
    },
    answer: {
      past: 'answered',
      stage: 'audit',
      from: ['rectifying'],
      to: 'rectifying',
      by: ['operator', 'source_department', 'vendor'],
      source: 'SH-36-1',
      tell: by,
    },
    recheck: { past: 'rechecked', stage: 'audit', from: ['rectifying'], to: 'rechecked', by, source },
    reject_answer: { past: 'answer_rejected', stage: 'audit', from: ['rechecked'], to: 'rectifying', by, source },
    close: {
      past: 'closed',
      stage: 'audit',
      from: ['running', 'rechecked'],
      to: 'closed',
      by,
      source,
      tell: ['operator', 'competent_authority'],
    },
  },
  clocks: [
    {
      id: 'rectification',
      title: { zh: '问题整改', en: 'rectification of findings' },
      runs: ['rectifying'],
      days: 'rectification_days',
      from: 'event',
      duty: 'operator',
      escalates: 'competent_authority',
      source,
    },
  ],
} as const satisfies CaseTable;

const aFinding = z.strictObject({ severity: z.enum(['minor', 'serious', 'critical']), text: prose });

const fields = {
  plan: {
    scope: prose,
    /** Whose workspace and products are looked at; without one the platform. */
    vendor: anOrgId.exactOptional(),
    /** Of a spot check: how many of which things, and the commitment to the seed. */
    spot: z
      .strictObject({ population: z.enum(['runs', 'exports']), size: z.int().min(1).max(1_000), commitment: aSha256 })
      .exactOptional(),
  },
  begin: { seed: shortText.exactOptional() },
  find: { findings: z.array(aFinding).min(1).max(200) },
  rectify: { due: anInstant },
  answer: { evidence: prose },
  recheck: { result: prose },
  reject_answer: { reason: prose, due: anInstant },
  close: { conclusion: prose },
};

interface Drawn {
  /** Ids, in the order in which they were drawn. */
  readonly sample: readonly string[];
  readonly population: Population;
}

/** The four types of this life. */
export type InspectionTypes = CaseTypes<'inspection', typeof table, typeof fields, Drawn>;

/** Inspection. */
export const inspection = caseLife<InspectionTypes, Partial<Drawn>>({
  key: 'inspection',
  table,
  fields,
  ownerOf: () => ofTheCity,
  guards: {
    begin: ({ doc, command: { seed }, doing }) => [
      requireThat(
        doc?.spot === undefined ? seed === undefined : seed !== undefined && commitmentOf(seed) === doc.spot.commitment,
        'E_INPUT',
        `Cannot ${doing}: must tell the seed that was committed, of a spot check alone; got ${seed === undefined ? 'none' : 'another'}`,
      ),
    ],
    rectify: ({ command: { due }, context: { now }, doing }) => [
      requireThat(isBefore(now, due), 'E_INPUT', `Cannot ${doing}: must be due later than now; got ${due}`),
    ],
    answer: ({ doc, context: { actor }, doing }) => [
      requireThat(
        actor.role !== 'vendor' || actor.org === doc?.vendor,
        'E_NOT_FOUND',
        `Cannot ${doing}: must be of your organization; got none`,
      ),
    ],
    reject_answer: ({ command: { due }, context: { now }, doing }) => [
      requireThat(isBefore(now, due), 'E_INPUT', `Cannot ${doing}: must be due later than now; got ${due}`),
    ],
  },
  derive: {
    begin({ doc, command: { seed }, context: { lookup } }) {
      if (!doc?.spot || seed === undefined) return {};
      const ids = populationOf(lookup, doc.spot.population, doc.vendor);
      return {
        sample: sampleOf(seed, ids, doc.spot.size),
        population: { size: ids.length, hash: commitmentOf(ids.join('\n')) },
      };
    },
  },
});
