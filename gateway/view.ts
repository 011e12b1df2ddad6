/** What of a document goes to whom. Every answer with a document in it passes here. */
import { viewOfExport } from '#policies/procedure/export-view.ts';
import type { Export } from '#policies/procedure/export-doc.ts';
import type { DocOf, LifeName } from '#policies/procedure/lives.ts';
import type { Account } from './accounts.ts';

/** The document as `caller` may read it. */
export function viewOf<Name extends LifeName>(life: Name, doc: DocOf<Name>, caller: Account): unknown {
  return life === 'export' ? viewOfExport(doc as Export, caller) : doc;
}
