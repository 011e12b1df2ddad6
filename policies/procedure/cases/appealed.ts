/**
 * What an appeal is against: a decided thing of whoever appeals, or a rule of the platform. Who decided it, and whether it still stands.
 *
 * @see requirements AO-35-1, GD-34-3
 */
import type { ActedDoc } from '../decider.ts';
import type { Actor } from '../life.ts';
import type { LifeName } from '../lives.ts';
import type { Lookup } from '../lookup.ts';

/** The four matters of 003-35, and that of 002-34(2). */
export type AppealSubject = 'platform_rule' | 'registration' | 'application' | 'export_check' | 'sanction';

/** A decision that may be appealed against. */
export interface Appealed {
  readonly doc: ActedDoc;
  /** Whoever of a public body or the operator had a hand in it: none of them decides on the appeal. */
  readonly deciders: readonly Actor[];
}

const lives = {
  platform_rule: 'norm',
  registration: 'registration',
  application: 'application',
  export_check: 'export',
  sanction: 'sanction',
} as const satisfies Record<AppealSubject, LifeName>;

/** The states in which the decision stands against the vendor. */
const standing: Readonly<Record<AppealSubject, string>> = {
  platform_rule: 'effective',
  registration: 'refused',
  application: 'rejected',
  export_check: 'rejected',
  sanction: 'in_force',
};

/** The decision, if it exists, stands, was made by somebody else than the vendor, and is about this vendor (a rule is about all). */
export function appealedOf(
  { subject, object }: { readonly subject: AppealSubject; readonly object: string },
  vendor: string,
  lookup: Lookup,
): Appealed | undefined {
  const doc: (ActedDoc & { readonly vendor?: string }) | undefined = lookup.get(lives[subject], object);
  if (doc?.state !== standing[subject]) return undefined;
  if (subject !== 'platform_rule' && doc.vendor !== vendor) return undefined;
  // What the vendor itself declined was not decided against it.
  if (doc.acts.at(-1)?.by.role === 'vendor') return undefined;
  return { doc, deciders: decidersOf({ subject, object }, lookup) };
}

/** Everybody but vendors and the system who acted on it; of a sanction, on the case that imposed it. */
export function decidersOf(
  { subject, object }: { readonly subject: AppealSubject; readonly object: string },
  lookup: Lookup,
): readonly Actor[] {
  const violation = subject === 'sanction' ? lookup.get('sanction', object)?.violation : undefined;
  const cause = violation === undefined ? undefined : lookup.get('violation', violation);
  const acts = [...(lookup.get(lives[subject], object)?.acts ?? []), ...(cause?.acts ?? [])];
  return acts.map(({ by }) => by).filter(({ role }) => role !== 'vendor' && role !== 'system');
}
