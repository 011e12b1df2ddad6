/** What a standing approval has pinned, and how it is told from what is asked under it. */
import type { CatalogEntry } from '../catalog/entry.ts';
import { riskProfile } from '../disclosure/profile.ts';
import { checks } from '../disclosure/register.ts';
import { contentHash } from '../record/content-hash.ts';
import type { EntryId, Instant, OrgId, Sha256 } from '../units.ts';
import type { ActedDoc } from './decider.ts';
import type { Product } from './export-commands.ts';
import type { Run } from './run.ts';
import type { StandingCommand } from './standing-commands.ts';
import type { StandingState } from './standing-table.ts';

/** Everything that must be the same the next time. */
export interface Pinned {
  readonly agreement: string;
  /** Of the program's content: text, rules, parameters with their domains, outputs. */
  readonly hash: Sha256;
  /** Of the product without its runs (title, form, purpose, recipients, statement) and of the values that the run was given. */
  readonly product: Sha256;
  /** Of the register of checks and all thresholds. */
  readonly policy: Sha256;
  /** Of each catalog entry as it is published: columns, rules, domains. */
  readonly schema: readonly { readonly entry: EntryId; readonly hash: Sha256 }[];
}

/** A standing approval: of which export, what it pins, what its receipt said, how long and how often it passes. */
export interface StandingApproval extends ActedDoc<StandingState>, Pinned {
  readonly vendor: OrgId;
  readonly affiliates: readonly OrgId[];
  readonly export: string;
  /** From the receipt of the approved run. */
  readonly receipt: { readonly rows: number; readonly suppressedCells: number };
  readonly until: Instant;
  readonly uses: number;
  readonly drift: Extract<StandingCommand, { type: 'request' }>['drift'];
  readonly reason?: string;
}

/** For equal code, policy, schema, product and domains, equal pins; and different ones where any of them differs. */
export function pinnedBy(
  product: Product,
  run: Pick<Run, 'agreement' | 'hash' | 'parameters' | 'uses'>,
  entries: readonly { readonly entry: CatalogEntry }[],
): Pinned {
  const { runs: _, ...same } = product;
  const values = [...run.parameters].sort((one, other) => (one.name < other.name ? -1 : 1));
  const used = new Set<string>(run.uses.map(({ entry }) => entry));
  return {
    agreement: run.agreement,
    hash: run.hash,
    product: contentHash([same, values]),
    policy: policyHash(),
    schema: entries
      .filter(({ entry }) => used.has(entry.id))
      .map(({ entry }) => ({ entry: entry.id, hash: contentHash(entry) }))
      .sort((one, other) => (one.entry < other.entry ? -1 : 1)),
  };
}

/** Names the rules of the exact lane as they are now. */
export function policyHash(): Sha256 {
  return contentHash([checks, riskProfile('open'), riskProfile('standard'), riskProfile('sensitive')]);
}
