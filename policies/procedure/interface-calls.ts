/**
 * Calls of an interface: a product of the form `data_api` answers with tables that have left, one for each combination of parameters. Every
 * call is judged anew, from what stands now, so nothing has to be taken back when something ends. No call ever causes a release.
 *
 * @see AO-27-7; procedure.md §5, `data_api`; docs/decisions/061-api-products.md
 */
import type { Given } from '../query/parameters.ts';
import { accept, refuse, type Outcome } from '../refusal.ts';
import type { Instant } from '../units.ts';
import type { ApiKey } from './cases/api-key.ts';
import { requireAll, requireThat } from './decider.ts';
import { requireNoStop } from './emergency-stop.ts';
import type { Export } from './export-doc.ts';
import { hasLeft } from './export-table.ts';
import { requireGrant, type Grant } from './grant.ts';
import { heirOf, lineageOf } from './lineage.ts';
import type { DocOf } from './lives.ts';
import type { Lookup } from './lookup.ts';
import { requireGiven, wordsOf, type Declared } from './parameters.ts';
import { requireProvidable } from './providable.ts';
import { requireWithin } from './scope.ts';

type Product = DocOf<'product'>;

/** What every key of a product is refused for alike. */
interface Standing {
  readonly lookup: Lookup;
  readonly now: Instant;
}

/** One call. */
export interface Call {
  readonly product: Product;
  /** In force, and of this product: who calls has shown that. */
  readonly key: Pick<ApiKey, 'recipient'>;
  readonly given: readonly Given[];
}

/**
 * The export whose table answers. For every one that is accepted: nothing is stopped, the product is registered, its agreement (or the one in
 * its place) is in force and in term and still grants scenario, form, data and recipient, its program is still the approved one, the
 * parameters lie in their domains, and the newest export for exactly these has been released for this recipient and purpose and is neither
 * suspended nor recalled. Refuses with E_STOPPED, E_NO_RIGHTS, E_SCOPE, E_NOT_APPROVED, E_INPUT, E_NO_ANSWER, E_SANCTIONED or E_WITHDRAWN.
 */
export function requireAnswer(doing: string, { product, key, given }: Call, standing: Standing): Outcome<Export> {
  const open = requireOpen(doing, product, standing);
  if (!open.ok) return open;
  const licensed = requireRecipient(doing, key.recipient, [product.licence.recipients, open.value.recipients]);
  if (!licensed.ok) return licensed;
  const inDomain = requireGiven(doing, given, domainOf(product, standing.lookup));
  if (!inDomain.ok) return inDomain;
  const found = newestFor(product, given, standing.lookup);
  const must = `Cannot ${doing}: a table must have been released for ${wordsOf(given) || 'this interface'}`;
  if (found?.state !== 'released') return refuse('E_NO_ANSWER', `${must}; got ${found?.state ?? 'none'}`);
  const checks = requireAll([
    requireRecipient(doing, key.recipient, [found.product.recipients]),
    requirePurpose(doing, product, found),
    requireProvidable(doing, found, standing),
  ]);
  return checks.ok ? accept(found) : checks;
}

/** Registered, nothing stopped, its agreement in force with the same scope, its program still approved. @returns the grant */
export function requireOpen(doing: string, product: Product, { lookup, now }: Standing): Outcome<Grant> {
  const { vendor, scenario, form, api } = product;
  const stop = requireNoStop(doing, lookup, scenario);
  if (!stop.ok) return stop;
  if (!api || vendor === undefined || !isOffered(product))
    return refuse('E_NO_RIGHTS', `Cannot ${doing}: the product must be a registered interface; got ${product.state}`);
  const grant = requireGrant(doing, 'use', { agreement: heirOf(product.agreement, lookup), vendor }, { now });
  if (!grant.ok) return grant;
  const program = lookup.get('program', api.program);
  const isApproved = program?.state === 'approved' || program?.state === 'superseded';
  const checks = requireAll([
    requireThat(
      isApproved && program.hash === api.hash,
      'E_NOT_APPROVED',
      `Cannot ${doing}: its program must be the approved one; got ${program?.state ?? 'none'}`,
    ),
    requireThat(
      grant.value.scenario === scenario && grant.value.productForms.includes(form),
      'E_SCOPE',
      `Cannot ${doing}: the agreement must grant ${form} for ${scenario}; got another scope`,
    ),
    requireWithin(doing, program?.uses ?? [], grant.value.scope),
  ]);
  return checks.ok ? grant : checks;
}

/** An export may answer for a product only where people have passed it for the same purpose. @see AO-27-7 */
export function requirePurpose(doing: string, { licence }: Pick<Product, 'licence'>, { id, product }: Export) {
  return requireThat(
    product.purpose === licence.purpose,
    'E_SCOPE',
    `Cannot ${doing}: ${id} must have been released for the purpose of the licence; got another`,
  );
}

function requireRecipient(doing: string, recipient: string, lists: readonly (readonly string[])[]): Outcome<void> {
  const must = `Cannot ${doing}: licence, agreement and release must all name the recipient`;
  return requireThat(
    lists.every((list) => list.includes(recipient)),
    'E_SCOPE',
    `${must}; got ${recipient}`,
  );
}

/** Whether its calls may be answered as far as its own life says. */
export function isOffered({ state }: Pick<Product, 'state'>): boolean {
  return state === 'registered' || state === 'listed';
}

/** The parameters of its program with their values. */
export function domainOf({ api }: Pick<Product, 'api'>, lookup: Lookup): Declared {
  return lookup.get('program', api?.program ?? '')?.content.parameters ?? [];
}

/** Parameters as texts, as a query string has them, as the declared values that are written so. Refuses with E_INPUT. */
export function readGiven(
  doing: string,
  texts: readonly (readonly [string, string])[],
  declared: Declared,
): Outcome<readonly Given[]> {
  const given: Given[] = [];
  for (const [name, text] of texts) {
    const values = declared.find((one) => one.name === name)?.values.filter((value) => String(value) === text) ?? [];
    const [value] = values;
    if (value === undefined || values.length > 1)
      return refuse(
        'E_INPUT',
        `Cannot ${doing}: ${name} must be a parameter with one of its declared values; got another`,
        {
          remedy:
            'Take names and values from the description of the product; send JSON where two values are written alike.',
        },
      );
    given.push({ name, value });
  }
  return accept(given);
}

/** The combinations that a table has been released for, as the newest export for each stands. */
export function answersOf(
  product: Product,
  lookup: Lookup,
): readonly { readonly given: readonly Given[]; readonly export: Export }[] {
  const newest = new Map<string, { readonly given: readonly Given[]; readonly export: Export }>();
  for (const found of exportsOf(product, lookup)) newest.set(nameOf(found.given), found);
  return [...newest.values()];
}

/** Decides even where it is suspended or recalled: what it took the place of is no answer any more. */
function newestFor(product: Product, given: readonly Given[], lookup: Lookup): Export | undefined {
  const name = nameOf(given);
  return exportsOf(product, lookup).findLast((one) => nameOf(one.given) === name)?.export;
}

/** What has left of this program for this interface, the oldest first. */
function exportsOf(product: Product, lookup: Lookup) {
  const { vendor, agreement, form, api } = product;
  const lineage = lineageOf(heirOf(agreement, lookup)?.id ?? agreement, lookup);
  const left = lookup.all('export').filter((one) => {
    const own = one.vendor === vendor && lineage.includes(one.agreement) && one.product.form === form;
    return own && hasLeft(one) && one.product.runs.length === 1;
  });
  const found = left.flatMap((one) => {
    const run = lookup.get('run', one.product.runs[0] ?? '');
    const same = run?.program === api?.program && run?.hash === api?.hash;
    return run && same ? [{ given: run.parameters, export: one, at: leftAt(one) }] : [];
  });
  return found.toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
}

function leftAt({ acts }: Export): string {
  return acts.findLast(({ type }) => type === 'export.released')?.at ?? '';
}

function nameOf(given: readonly Given[]): string {
  const sorted = given.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  return JSON.stringify(sorted.map(({ name, value }) => [name, value]));
}
