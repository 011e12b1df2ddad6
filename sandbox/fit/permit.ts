/** What the record must prove before real rows are fitted: exactly this order, and that each department whose rows it reads has agreed. */
import { z } from 'zod';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import type { Trust } from '#policies/record/checkpoint.ts';
import type { Permit } from '#policies/record/permit.ts';
import { fitOrder, type FitOrder } from '#policies/simulation/fit-order.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { requireEvent } from '../supervisor/permits.ts';

const ordered = z.object({ order: fitOrder, agreedBy: z.array(z.object({ org: z.string(), role: z.string() })) });

export interface OrderedFit {
  readonly order: FitOrder;
  /** Organizations of the departments that agreed. */
  readonly agreed: readonly string[];
}

export function requireFitOrdered(trust: Trust, permit: Permit, fit: string): Outcome<OrderedFit> {
  const event = requireEvent(permit, trust, { type: 'fit.ordered', subject: `fit/${fit}` });
  if (!event.ok) return event;
  const said = ordered.safeParse(event.value.data);
  if (!said.success) return refuse('E_PERMIT', 'Cannot fit: must have the form of an order of a fit');
  const departments = said.data.agreedBy.filter(({ role }) => role === 'source_department');
  return accept({ order: said.data.order, agreed: departments.map(({ org }) => org) });
}

/** By the entries as they were published with their rows, whatever the order says of them. */
export function requireAgreement({ agreed }: OrderedFit, entries: readonly CatalogEntry[]): Outcome<void> {
  const missing = entries.filter(({ department }) => !agreed.includes(department));
  const names = missing.map(({ department }) => department).join(', ');
  if (missing.length === 0) return accept(undefined);
  return refuse('E_PERMIT', `Cannot fit: every department whose rows are read must have agreed; got none of ${names}`);
}
