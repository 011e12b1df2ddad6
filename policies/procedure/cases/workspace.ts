/**
 * Workspace 开发空间: what the platform keeps for one agreement. It freezes with the agreement, is archived when that ends, and is destroyed
 * so many days later as the agreement says; the last event is the certificate of what was in it.
 *
 * @see procedure.md §3.7, requirements AO-27-5, AO-03-2, AO-20-4; decision 049
 */
import { z } from 'zod';
import { contentHash } from '../../record/content-hash.ts';
import type { Instant, Sha256 } from '../../units.ts';
import { caseLife, type CaseTable, type CaseTypes } from '../case.ts';
import { requireThat, vendorOwner } from '../decider.ts';
import { anOrgId, docId } from '../fields.ts';
import type { Lookup } from '../lookup.ts';
import { daysAfter, isBefore } from '../term.ts';

const table = {
  name: 'workspace',
  title: { zh: '开发空间', en: 'workspace' },
  collection: 'workspaces',
  prefix: 'wsp',
  states: {
    provisioned: { zh: '已开通', en: 'provisioned' },
    active: { zh: '使用中', en: 'active' },
    frozen: { zh: '已冻结', en: 'frozen' },
    archived: { zh: '已归档', en: 'archived' },
    destroyed: { zh: '已销毁', en: 'destroyed' },
  },
  moves: {
    provision: { past: 'provisioned', from: ['none'], to: 'provisioned', by: ['system'], source: 'AO-03-2, AO-20-3' },
    activate: { past: 'activated', from: ['provisioned'], to: 'active', by: ['system'], source: 'AO-21-1' },
    freeze: { past: 'frozen', from: ['provisioned', 'active'], to: 'frozen', by: ['system'], source: 'AO-20-6' },
    thaw: { past: 'thawed', from: ['frozen'], to: 'active', by: ['system'], source: 'AO-20-6' },
    archive: {
      past: 'archived',
      from: ['provisioned', 'active', 'frozen'],
      to: 'archived',
      by: ['system'],
      source: 'AO-27-5',
      tell: ['operator'],
    },
    destroy: {
      past: 'destroyed',
      from: ['archived'],
      to: 'destroyed',
      by: ['system'],
      source: 'AO-27-5, AO-20-4',
      tell: ['operator', 'data_agency'],
    },
  },
} as const satisfies CaseTable;

const fields = {
  provision: { agreement: docId, vendor: anOrgId, scenario: docId, destroyWithin: z.int().min(0).max(365) },
};

/** What was in it, by name; the results themselves go with the runs' purge. */
interface Ended {
  readonly destroyAt: Instant;
  readonly destroyed: { readonly programs: readonly string[]; readonly runs: readonly string[] };
  /** Hash of `destroyed`. */
  readonly certificate: Sha256;
}

/** The four types of this life. */
export type WorkspaceTypes = CaseTypes<'workspace', typeof table, typeof fields, Partial<Ended>>;

/** Workspace. */
export const workspace = caseLife<WorkspaceTypes, Partial<Ended>>({
  key: 'workspace',
  table,
  fields,
  ownerOf: vendorOwner,
  derive: {
    archive: ({ doc, context: { now } }) => ({ destroyAt: daysAfter(now, doc?.destroyWithin ?? 0) }),
    destroy: ({ doc, context: { lookup } }) => certify(doc?.agreement, lookup),
  },
  guards: {
    destroy: ({ doc, context: { now }, doing }) => [
      requireThat(
        doc?.destroyAt !== undefined && !isBefore(now, doc.destroyAt),
        'E_STATE',
        `Cannot ${doing}: must be later than ${doc?.destroyAt ?? 'never'}; got ${now}`,
      ),
    ],
  },
  due: ({ state, destroyAt }, now) =>
    state === 'archived' && destroyAt !== undefined && !isBefore(now, destroyAt) ? { type: 'destroy' } : undefined,
});

function certify(agreement: string | undefined, lookup: Lookup): Partial<Ended> {
  const idsOf = (life: 'program' | 'run'): readonly string[] =>
    lookup.all(life).flatMap((doc) => (doc.agreement === agreement ? [doc.id] : []));
  const destroyed = { programs: idsOf('program'), runs: idsOf('run') };
  return { destroyed, certificate: contentHash(destroyed) };
}
