/**
 * When a run needs consent, and whether those it names suffice. Asked with everything else of a run, so at each of its steps.
 *
 * @see requirements AO-21-3, AO-28-6, GD-24-1, SH-07-2; decision 049
 */
import type { CatalogEntry } from '../catalog/entry.ts';
import { accept, refuse, type Outcome } from '../refusal.ts';
import type { Instant, OrgId } from '../units.ts';
import type { CatalogEntryDoc } from './catalog-entry-doc.ts';
import { remainingOf, type Consent } from './cases/consent.ts';
import { requireAll, requireThat } from './decider.ts';
import type { Scope } from './fields.ts';
import type { ProgramContent } from './program-commands.ts';
import { requireWithin } from './scope.ts';
import { isInTerm } from './term.ts';

/**
 * Does this text see personal or secret data only desensitised? Tables pass the rules for cells, or get noise, before anybody's code sees
 * them; code over single units gets noise. Code that sees all rows, and a model trained on them exactly, do not count.
 */
export function isDesensitised({ script, train, lane }: ProgramContent): boolean {
  return script?.mode !== 'rows' && (train === undefined || lane === 'private');
}

/** Columns of `uses` that may be seen raw only with consent: those marked so, and all of an entry that is closed for secrets or privacy. */
export function columnsNeedingConsent(uses: Scope, entries: readonly CatalogEntryDoc[]): Scope {
  return uses.flatMap((use) => {
    const entry = entries.find((doc) => doc.entry.id === use.entry)?.entry;
    const table = entry?.tables.find(({ name }) => name === use.table);
    const marked = new Set(table?.columns.filter(({ consent }) => consent).map(({ name }) => name));
    const columns = use.columns.filter((name) => marked.has(name) || (entry && isClosedForPrivacy(entry)));
    return columns.length > 0 ? [{ ...use, columns }] : [];
  });
}

function isClosedForPrivacy({ attribute, secrets }: CatalogEntry): boolean {
  return attribute === 'closed' && (secrets.includes('personal_info') || secrets.includes('trade_secret'));
}

/** What is to be run, for whom, on which consents. */
export interface Consented {
  readonly vendor: OrgId;
  readonly scenario: string;
  readonly content: ProgramContent;
  readonly uses: Scope;
  readonly consents?: readonly string[];
}

interface Known {
  readonly entries: readonly CatalogEntryDoc[];
  readonly consents: readonly Consent[];
  readonly now: Instant;
}

/**
 * For every run that is accepted: either it needs no consent and names none, or it names at least one, and each is in force, has an
 * access left, is given to this vendor for this scenario, and covers every column that needs it.
 *
 * @returns the commitments of the subjects, to whose rows the domain must keep; refuses with E_CONSENT.
 * A consent given to somebody else is refused in the words of a missing one.
 */
export function requireConsents(doing: string, run: Consented, known: Known): Outcome<readonly string[]> {
  const { consents: named = [], content, uses } = run;
  const needed = isDesensitised(content) ? [] : columnsNeedingConsent(uses, known.entries);
  if (needed.length === 0) {
    const idle = requireThat(
      named.length === 0,
      'E_CONSENT',
      `Cannot ${doing}: must name no consent that it needs not`,
    );
    return idle.ok ? accept([]) : idle;
  }
  if (named.length === 0) {
    const columns = needed.flatMap((use) => use.columns.map((column) => `${use.table}.${column}`)).join(', ');
    return refuse('E_CONSENT', `Cannot ${doing}: must name the consents that cover ${columns}; got none`);
  }
  const found = named.map((id) => known.consents.find((consent) => consent.id === id && consent.vendor === run.vendor));
  const each = requireAll([
    requireThat(new Set(named).size === named.length, 'E_CONSENT', `Cannot ${doing}: must name each consent once`),
    ...named.map((id, at) => requireOne(`${doing} on consent ${id}`, found[at], { ...run, needed, now: known.now })),
  ]);
  return each.ok ? accept(found.flatMap((consent) => (consent ? [consent.subject] : []))) : each;
}

function requireOne(
  doing: string,
  consent: Consent | undefined,
  { scenario, needed, now }: { readonly scenario: string; readonly needed: Scope; readonly now: Instant },
): Outcome<void> {
  if (consent?.state !== 'active' || !isInTerm(consent.term, now) || remainingOf(consent) < 1) {
    const got = consent === undefined ? 'none' : consent.state === 'active' ? 'outside its term' : consent.state;
    return refuse('E_CONSENT', `Cannot ${doing}: must be in force; got ${got}`);
  }
  const covers = requireWithin(doing, needed, consent.columns);
  return requireAll([
    requireThat(
      consent.scenario === scenario,
      'E_CONSENT',
      `Cannot ${doing}: must be for scenario ${consent.scenario}; got ${scenario}`,
    ),
    requireThat(covers.ok, 'E_CONSENT', covers.ok ? '' : covers.refusals[0].detail),
  ]);
}
