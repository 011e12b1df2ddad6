/**
 * Products made of others: an application embeds products that have left already, a service delivers products that were checked each by
 * itself, an interface has consumers. Each of these fields belongs to one form.
 *
 * @see AO-04-4; procedure.md §5 (data_application, data_service), §9(13)
 */
import { refuse, type Outcome } from '../refusal.ts';
import { requireAll, requireThat } from './decider.ts';
import type { Product } from './export-commands.ts';
import type { Export } from './export-doc.ts';
import type { ExportState } from './export-table.ts';
import type { ProductForm } from './fields.ts';

/** Whose field each is. */
const formOf = {
  embedded: 'data_application',
  deliverables: 'data_service',
  staff: 'data_service',
  consumers: 'data_api',
} as const satisfies Partial<Record<keyof Product, ProductForm>>;

type Part = keyof typeof formOf;

/** Does the product name any? */
export function hasPart(product: Product, part: Part): boolean {
  return (product[part] ?? []).length > 0;
}

/** A deliverable has been checked; it need not have left yet. */
const checked: readonly ExportState[] = ['passed', 'filing_submitted', 'filing_returned', 'filed', 'released'];

/**
 * What is embedded has been released and still is, what is delivered has passed its own check and is no service again; both are the vendor's
 * own, and one of another vendor is refused in the words of a missing one. Fields of another form are refused. E_INPUT, E_NOT_FOUND, E_SCOPE.
 *
 * @param known the exports that the product names, as far as they exist
 */
export function requireParts(
  doing: string,
  { vendor, product }: Pick<Export, 'vendor' | 'product'>,
  known: readonly Export[],
): Outcome<void> {
  const strange = (Object.keys(formOf) as Part[]).filter(
    (part) => product[part] !== undefined && formOf[part] !== product.form,
  );
  const own = known.filter((other) => other.vendor === vendor);
  const { embedded = [], deliverables = [] } = product;
  return requireAll([
    ...strange.map((part) =>
      refuse('E_INPUT', `Cannot ${doing}: ${part} must be of the form ${formOf[part]}; got ${product.form}`),
    ),
    ...embedded.map((id) => requirePart(doing, id, { own, states: ['released'], notForm: 'data_application' })),
    ...deliverables.map((id) => requirePart(doing, id, { own, states: checked, notForm: 'data_service' })),
  ]);
}

interface Allowed {
  readonly own: readonly Export[];
  readonly states: readonly ExportState[];
  /** No chains: what an application embeds is data. */
  readonly notForm: ProductForm;
}

function requirePart(doing: string, id: string, { own, states, notForm }: Allowed): Outcome<void> {
  const found = own.find((other) => other.id === id);
  if (!found)
    return refuse('E_NOT_FOUND', `Cannot ${doing}: must name an existing export of your organization; got ${id}`);
  return requireAll([
    requireThat(
      states.includes(found.state),
      'E_SCOPE',
      `Cannot ${doing}: ${id} must be ${states.join(' or ')}; got ${found.state}`,
    ),
    requireThat(
      found.product.form !== notForm,
      'E_SCOPE',
      `Cannot ${doing}: ${id} must be of another form; got ${notForm}`,
    ),
  ]);
}

/** The exports that a product names. */
export function partsOf({
  embedded = [],
  deliverables = [],
}: Pick<Product, 'embedded' | 'deliverables'>): readonly string[] {
  return [...new Set([...embedded, ...deliverables])];
}
