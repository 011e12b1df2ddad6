/**
 * Appeal 申诉: a vendor appeals against what was decided about it. The agency investigates and hears all sides; the authority decides, and its
 * decision binds the thing itself (`effects/appeal.ts`). Nobody who had a hand in the decision has one in the appeal.
 *
 * @see procedure.md §3.13; requirements AO-35-1…4, GD-34-3
 */
import { z } from 'zod';
import type { Outcome } from '../../refusal.ts';
import type { OrgId } from '../../units.ts';
import { caseLife, type CaseTypes, type Given } from '../case.ts';
import { requireThat, vendorOwner } from '../decider.ts';
import { docId, prose } from '../fields.ts';
import { requireOtherPerson } from '../roles.ts';
import { appealTable } from './appeal-table.ts';
import { appealedOf, decidersOf } from './appealed.ts';

const side = z.enum(['appellant', 'decider', 'other']);

const fields = {
  file: {
    subject: z.enum(['platform_rule', 'registration', 'application', 'export_check', 'sanction']),
    object: docId,
    statement: prose,
    wanted: prose,
  },
  /** What is not ordinary goes to the authority at once. */
  accept: { complexity: z.enum(['ordinary', 'complex', 'other_sources']), note: prose },
  dismiss: { reason: prose },
  investigate: { note: prose },
  hear: { side, statement: prose },
  extend: { reason: prose },
  escalate: { ground: z.enum(['complex', 'other_sources']), reason: prose },
  submit: { material: prose, opinion: prose },
  /** `change` and `remand` have it decided again, as the grounds say; so does `revoke`, but for what can simply be lifted or repealed. */
  decide: { decision: z.enum(['uphold', 'revoke', 'change', 'remand']), grounds: prose },
  execute: { measure: prose },
};

interface Heard {
  readonly vendor: OrgId;
  readonly heard: readonly z.infer<typeof side>[];
}

/** The four types of this life. */
export type AppealTypes = Omit<CaseTypes<'appeal', typeof appealTable, typeof fields, Heard>, 'doc'> & {
  readonly doc: CaseTypes<'appeal', typeof appealTable, typeof fields, Heard>['doc'] & { readonly vendor: OrgId };
};

type Doc = AppealTypes['doc'];

/** Appeal. */
export const appeal = caseLife<AppealTypes, Partial<Heard>>({
  key: 'appeal',
  table: appealTable,
  fields,
  ownerOf: vendorOwner,
  branch: { hear: ({ doc }) => (doc?.state === 'extended' ? 'hear_last' : 'hear') },
  guards: {
    file: ({ command, context: { actor, lookup }, doing }) => {
      const { subject, object } = command;
      const found = appealedOf(command, actor.org, lookup);
      const open = lookup.all('appeal').find((other) => other.object === object && !over.includes(other.state));
      const must = `must be against a decision about you that stands, of the kind ${subject}`;
      return [
        requireThat(found !== undefined, 'E_NOT_FOUND', `Cannot ${doing}: ${must}; got none`),
        requireThat(
          open === undefined || open.vendor !== actor.org,
          'E_STATE',
          `Cannot ${doing}: must be the only appeal against ${object}; got ${open?.id ?? 'none'}`,
        ),
      ];
    },
    accept: uninvolved,
    dismiss: uninvolved,
    investigate: uninvolved,
    hear: uninvolved,
    escalate: uninvolved,
    extend: (given) => {
      const { extendable } = given.context.profile.days.appeal_agency_days;
      const must = 'the period must be one that holds in principle';
      return [
        ...uninvolved(given),
        requireThat(extendable === true, 'E_STATE', `Cannot ${given.doing}: ${must}; got a fixed one`),
      ];
    },
    submit: (given) => {
      const missing = (['appellant', 'decider'] as const).filter((one) => !given.doc?.heard?.includes(one));
      const detail = `Cannot ${given.doing}: both sides must have been heard; got nothing of: ${missing.join(', ')}`;
      return [...uninvolved(given), requireThat(missing.length === 0, 'E_STATE', detail)];
    },
    decide: uninvolved,
  },
  derive: {
    file: ({ context: { actor } }) => ({ vendor: actor.org, heard: [] }),
    hear: ({ doc, command }) => ({ heard: [...(doc?.heard ?? []), command.side] }),
  },
});

const over: readonly Doc['state'][] = ['inadmissible', 'executed'];

/** Nobody judges what he decided himself. */
function uninvolved({
  doc,
  context: { actor, lookup },
  doing,
}: Pick<Given<AppealTypes, string, Doc | undefined>, 'doc' | 'context' | 'doing'>): readonly Outcome<unknown>[] {
  return doc ? [requireOtherPerson(doing, actor, decidersOf(doc, lookup))] : [];
}
