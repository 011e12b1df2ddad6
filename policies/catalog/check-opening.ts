/**
 * Does what an entry says of its opening hold together: attribute and grading, publicity, descent? What must be said before an entry is
 * published, and on which grounds of the jurisdiction, is the procedure's to ask.
 *
 * @see requirements SH-08-1, AO-04-5; policies/procedure/described.ts
 */
import type { CatalogEntry, Grading, OpenAttribute } from './entry.ts';
import type { Fault } from './fault.ts';

/** Every contradiction, each with its place. */
export function openingFaults(entry: CatalogEntry): readonly Fault[] {
  return [...publicityFaults(entry), ...gradingFaults(entry), ...derivationFaults(entry)];
}

/**
 * The attributes that a grading leaves: nothing that asks much in any respect is open to everybody, and what is harmless in all three is
 * not closed for its grading.
 *
 * @see SH-08-1
 */
export function attributesOf({ security, privacy, use }: Grading): readonly OpenAttribute[] {
  const demands = [security, privacy, use];
  if (demands.includes('high')) return ['closed', 'conditional'];
  return demands.includes('middle') ? ['closed', 'conditional'] : ['conditional', 'unconditional'];
}

function publicityFaults({ opening }: CatalogEntry): readonly Fault[] {
  const { basis = 'none', evidence } = opening?.publicity ?? {};
  if (basis === 'none' || evidence) return [];
  return [{ path: 'opening.publicity.evidence', must: 'show why the data is public', got: 'none' }];
}

function gradingFaults({ attribute, grading }: CatalogEntry): readonly Fault[] {
  if (!grading || attributesOf(grading).includes(attribute)) return [];
  return [{ path: 'attribute', must: `be ${attributesOf(grading).join(' or ')} by its grading`, got: attribute }];
}

function derivationFaults({ id, derivation }: CatalogEntry): readonly Fault[] {
  if (!derivation?.from.includes(id)) return [];
  return [{ path: 'derivation.from', must: 'name other entries', got: id }];
}
