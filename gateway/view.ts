/** What of a document goes to whom. Every answer with a document in it passes here. */
import { viewOfExport } from '#policies/procedure/export-view.ts';
import { publicEntry, type CatalogEntryDoc } from '#policies/procedure/catalog-entry-doc.ts';
import { viewOfComplaint } from '#policies/procedure/cases/complaint.ts';
import type { Export } from '#policies/procedure/export-doc.ts';
import type { StandingApproval } from '#policies/procedure/standing-doc.ts';
import type { DocOf, LifeName } from '#policies/procedure/lives.ts';
import type { Role } from '#policies/procedure/roles.ts';
import type { Actor } from '#policies/procedure/life.ts';
import { viewOfAccount, viewOfToken } from './accounts/view.ts';
import { viewOfKey } from './products/view.ts';

/** They see what is published, and what is their own. */
export const outside: readonly Role[] = ['public', 'data_subject', 'exchange', 'expert_committee'];

/** The document as `caller` may read it. */
export function viewOf<Name extends LifeName>(life: Name, doc: DocOf<Name>, caller: Actor): unknown {
  if (life === 'export') return viewOfExport(doc as Export, caller);
  if (life === 'complaint') return viewOfComplaint(doc as DocOf<'complaint'>, caller);
  if (life === 'account') return viewOfAccount(doc as DocOf<'account'>);
  if (life === 'apiKey') return viewOfKey(doc as DocOf<'apiKey'>);
  if (life === 'accessToken') return viewOfToken(doc as DocOf<'accessToken'>);
  if (life === 'catalogEntry' && isReaderOfCatalog(caller)) return publicEntry(doc as CatalogEntryDoc);
  if (life !== 'standingApproval' || caller.role !== 'vendor') return doc;
  // How far receipts may drift is for checkers: a vendor would steer by it.
  const { drift: _, receipt: _receipt, ...told } = doc as StandingApproval;
  return told;
}

/** Of the catalog they see the published version, and nothing of the next. */
function isReaderOfCatalog({ role }: Pick<Actor, 'role'>): boolean {
  return role === 'vendor' || outside.includes(role);
}
