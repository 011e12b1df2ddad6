/** What of a document goes to whom. Every answer with a document in it passes here. */
import { viewOfExport } from '#policies/procedure/export-view.ts';
import type { Export } from '#policies/procedure/export-doc.ts';
import type { StandingApproval } from '#policies/procedure/standing-doc.ts';
import type { DocOf, LifeName } from '#policies/procedure/lives.ts';
import type { Account } from './accounts.ts';

/** The document as `caller` may read it. */
export function viewOf<Name extends LifeName>(life: Name, doc: DocOf<Name>, caller: Account): unknown {
  if (life === 'export') return viewOfExport(doc as Export, caller);
  if (life !== 'standingApproval' || caller.role !== 'vendor') return doc;
  // How far receipts may drift is for checkers: a vendor would steer by it.
  const { drift: _, receipt: _receipt, ...told } = doc as StandingApproval;
  return told;
}
