/** The decision of every command of a life, with what follows from it. @see ../act.ts */
import type { LifeTypes } from '#policies/procedure/decider.ts';
import type { Actor } from '#policies/procedure/life.ts';
import type { DocOf, LifeName } from '#policies/procedure/lives.ts';
import { accept, refuse } from '#policies/refusal.ts';
import type { Asking } from '../access/facts.ts';
import { viewTag } from '../api/conventions/view-tag.ts';
import { decideAll, draftOf, type Setting } from '../decide.ts';
import type { Instant } from '#policies/units.ts';
import type { Decision } from '../record/decision.ts';
import type { NewJob } from '../record/job-table.ts';
import { runJob } from '../run-job.ts';

export interface ActInput extends Omit<Setting, 'now'> {
  readonly life: LifeName;
  readonly id: string;
  readonly command: { readonly type: string };
  /** @see Act.ifViews */
  readonly ifViews?: readonly string[] | undefined;
  readonly caller?: Asking | undefined;
}

/** A move that stands in the record. */
export interface Moved {
  readonly life: LifeName;
  readonly id: string;
  /** The command. */
  readonly type: string;
}

export interface Acted {
  /** The document of the command itself, after all. */
  readonly doc: LifeTypes['doc'];
  /** The command's own move first. */
  readonly moved: readonly Moved[];
}

export const actDecision: Decision<ActInput, Acted> = {
  name: 'act',
  decide(read, { life, id, command, settings, tier, caller, ifViews }, { actor, now }) {
    const decided = decideAll(read, { life, id, command, actor, caller }, { now, settings, tier });
    if (!decided.ok) return decided;
    // Only of what would be done: otherwise it would tell whether there is a thing that is another's. @see RFC 9110 §13.2.1
    if (ifViews && !isOneOf(ifViews, read.load(life, id)?.json, { life, actor })) return conflict;
    const steps = decided.value;
    const last = steps.findLast((step) => step.life === life && step.id === id) ?? steps[0];
    const moved = steps.map((step) => ({ life: step.life, id: step.id, type: step.command }));
    return accept({
      ...draftOf(steps),
      jobs: moved.flatMap((one) => jobsOf(one, now)),
      answer: { doc: last.doc, moved },
    });
  },
};

const conflict = refuse('E_CONFLICT', 'Cannot do this: the thing must be as its If-Match says; got another');

/** The actor names what he saw. */
function isOneOf(
  views: readonly string[],
  doc: unknown,
  { life, actor }: { readonly life: LifeName; readonly actor: Actor },
): boolean {
  return doc !== undefined && views.includes(viewTag(life, doc as DocOf<LifeName>, actor));
}

/** What a move promises: it stands in the store in the same transaction, so that no crash forgets it. */
function jobsOf({ life, id, type }: Moved, now: Instant): readonly NewJob[] {
  return life === 'run' && type === 'request' ? [{ ...runJob(id), runAt: Date.parse(now) }] : [];
}
