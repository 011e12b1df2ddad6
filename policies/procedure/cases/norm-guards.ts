/** Who may issue which norm, and how a version follows another. @see AO-31-1, AO-31-2, AO-05-3 */
import type { Outcome } from '../../refusal.ts';
import type { Instant, Sha256 } from '../../units.ts';
import { requireThat } from '../decider.ts';
import type { Actor } from '../life.ts';
import type { Lookup } from '../lookup.ts';
import type { Role } from '../roles.ts';
import { packOf } from '../rule-packs/in-force.ts';
import { isBefore } from '../term.ts';

/** The two that a body gives itself; all others are the operator's. */
const own: Readonly<Record<string, Role>> = {
  supervision_rules: 'data_agency',
  classification_guide: 'competent_authority',
};

/** Whose norm of this kind is. */
export function issuerOf(kind: string | undefined): Role {
  return (kind === undefined ? undefined : own[kind]) ?? 'operator';
}

/** Refuses with E_ROLE. */
export function requireIssuer(doing: string, kind: string | undefined, { role }: Actor): Outcome<void> {
  const issuer = issuerOf(kind);
  return requireThat(
    role === issuer,
    'E_ROLE',
    `Cannot ${doing}: ${kind ?? 'it'} must be of the ${issuer}; got ${role}`,
  );
}

/** Rules that the product does not know would be rules that nobody can read, and so nobody keeps. */
export function requireReadable(
  doing: string,
  { kind, data }: { readonly kind: string; readonly data?: Sha256 | undefined },
): Outcome<void> {
  const isKnown = kind !== 'rule_pack' || (data !== undefined && packOf(data) !== undefined);
  const must = `Cannot ${doing}: must name a rule pack of the product by its hash`;
  return requireThat(isKnown, 'E_INPUT', `${must}; got ${data ?? 'none'}`);
}

/** Nothing takes effect in the past. */
export function notBefore(doing: string, from: Instant, now: Instant): Outcome<void> {
  return requireThat(!isBefore(from, now), 'E_INPUT', `Cannot ${doing}: must not take effect before now; got ${from}`);
}

interface Version {
  readonly id: string;
  readonly kind: string;
  readonly heading: string;
  readonly version: number;
}

/** What it replaces is an effective norm of the same kind and name. */
export function requireReplaceable(
  doing: string,
  replaces: string | undefined,
  { doc, lookup }: { readonly doc: Version | undefined; readonly lookup: Lookup },
): Outcome<void> {
  const old = replaces === undefined ? undefined : lookup.get('norm', replaces);
  const fits = old?.state === 'effective' && old.kind === doc?.kind && old.heading === doc.heading;
  const got = replaces ?? 'none';
  return requireThat(
    replaces === undefined || fits,
    'E_INPUT',
    `Cannot ${doing}: must replace an effective norm of the same kind and name; got ${got}`,
  );
}

/** Two documents never bear the same version: a decision that cites one must not be read as citing the other. */
export function requireVersion(doing: string, doc: Version | undefined, lookup: Lookup): Outcome<void> {
  const issued = lookup.all('norm').filter(({ state }) => ['effective', 'superseded', 'repealed'].includes(state));
  const same = issued.find(
    (other) => doc && other.id !== doc.id && sameName(other, doc) && other.version >= doc.version,
  );
  const must = `Cannot ${doing}: must be a later version than every other of its name`;
  return requireThat(same === undefined, 'E_INPUT', `${must}; got ${doc?.version ?? 0} after ${same?.version ?? 0}`);
}

function sameName(one: Version, other: Version): boolean {
  return one.kind === other.kind && one.heading === other.heading;
}
