/**
 * The export ledger: one line for each export, whatever became of it. It is worked out from the documents page by page, so that a long
 * record costs no more than its page.
 *
 * @see AO-22-2, AO-27-4, GD-18-6
 */
import type { Export } from '#policies/procedure/export-doc.ts';
import type { ExportState } from '#policies/procedure/export-table.ts';
import type { Disclosure } from '#policies/record/certificate.ts';
import { loadDoc } from './load.ts';
import { counted, type CallsCounted } from './products/record-calls.ts';
import { subjectOf, type Reader } from './record/reader.ts';

export interface LedgerLine {
  readonly id: string;
  readonly title: string;
  readonly form: string;
  readonly vendor: string;
  readonly agreement: string;
  readonly recipients: readonly string[];
  readonly state: ExportState;
  /** Operator's number of the filing, and the agency's of its acceptance. */
  readonly filing?: string;
  readonly receipt?: string;
  /** When it left for the first time. */
  readonly released?: string;
  readonly mode: Disclosure['mode'];
  readonly certificate?: string;
  /** How often its bundle, or a table of it, was taken. */
  readonly downloads: number;
  /** How often it has answered calls of an interface, on the days that are over. */
  readonly calls: number;
}

export interface LedgerAsked {
  readonly state?: ExportState | undefined;
  readonly vendor?: string | undefined;
  /** The last id of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

export interface LedgerPage {
  readonly items: readonly LedgerLine[];
  /** To ask for what follows; absent on the last page. */
  readonly next?: string;
}

/** Read at once where most lines are of other vendors. */
const chunk = 200;

/** In order of id. */
export function ledgerOf(read: Reader, { state, vendor, after, limit }: LedgerAsked): LedgerPage {
  const found: Export[] = [];
  let from = after ?? '';
  while (found.length <= limit) {
    const docs = read.list('export', { ...(state && { state }), after: from, limit: chunk });
    const last = docs.at(-1);
    if (!last) break;
    from = last.id;
    const own = docs.map(({ json }) => json as Export).filter((doc) => vendor === undefined || doc.vendor === vendor);
    found.push(...own);
  }
  const items = found.slice(0, limit).map((doc) => lineOf(read, doc));
  const next = items.at(-1)?.id;
  return { items, ...(found.length > limit && next !== undefined && { next }) };
}

function lineOf(read: Reader, doc: Export): LedgerLine {
  const { id, vendor, agreement, state, filing, receipt, certificate, product } = doc;
  const released = doc.acts.find(({ type }) => type === 'export.released')?.at;
  return {
    id,
    title: product.title,
    form: product.form,
    vendor,
    agreement,
    recipients: product.recipients,
    state,
    ...(filing !== undefined && { filing }),
    ...(receipt !== undefined && { receipt }),
    ...(released && { released }),
    mode: modeOf(read, doc),
    ...(certificate && { certificate }),
    downloads: released ? downloadsOf(read, id) : 0,
    calls: released ? callsIn(read, id) : 0,
  };
}

/** As its certificate says it: private if any run was, else as the first treated run. */
function modeOf(read: Reader, { product: { runs } }: Export): Disclosure['mode'] {
  const results = runs.flatMap((id) => loadDoc(read, 'run', id)?.result ?? []);
  if (results.some(({ privacy }) => privacy)) return 'private';
  const modes = results.flatMap(({ treatment }) => treatment?.mode ?? []);
  return modes.toSorted()[0] ?? 'exact';
}

function callsIn(read: Reader, id: string): number {
  const name = subjectOf('export', id);
  const days = read.bySubject(name).filter(({ type }) => type === counted);
  return days.reduce((all, { data }) => all + ((data as CallsCounted).came[name] ?? 0), 0);
}

function downloadsOf(read: Reader, id: string): number {
  return read.bySubject(subjectOf('export', id)).filter(({ type }) => type === 'bundle.given' || type === 'table.given')
    .length;
}
