/** Answers one call of an interface: with a table that has left, in the form that is asked for, and where to verify it. Nothing is computed. */
import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { z } from 'zod';
import { domainOf, readGiven, requireAnswer, type Call } from '#policies/procedure/interface-calls.ts';
import type { DocOf } from '#policies/procedure/lives.ts';
import { identifier, shortText } from '#policies/procedure/fields.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import type { Given } from '#policies/query/parameters.ts';
import { readTable } from '../api/conventions/released.ts';
import { sendTable, wantedForm, type TableForm } from '../api/conventions/table.ts';
import { lookupOf } from '../load.ts';
import type { Office } from '../office.ts';
import { subjectOf } from '../record/reader.ts';
import { parseBody } from '../stages/parse-body.ts';

export const doing = 'answer the call';

/** With POST, parameters come with their types. */
export const posted = z.strictObject({
  parameters: z.record(identifier, z.union([shortText, z.number(), z.boolean()])).default({}),
});

/** What a call asks for. */
export interface Wanted {
  readonly given: readonly Given[];
  readonly form: TableForm;
}

/** Refuses with E_INPUT and E_ACCEPT. */
export async function readCall(c: Context, { record }: Office, product: DocOf<'product'>): Promise<Outcome<Wanted>> {
  const form = wantedForm(c);
  if (!form.ok) return form;
  const given = await givenIn(c, product, record);
  return given.ok ? accept({ given: given.value, form: form.value }) : given;
}

async function givenIn(
  c: Context,
  product: DocOf<'product'>,
  { read }: Office['record'],
): Promise<Outcome<readonly Given[]>> {
  if (c.req.method === 'POST') {
    const body = await parseBody(c, posted);
    if (!body.ok) return body;
    return accept(Object.entries(body.value.parameters).map(([name, value]) => ({ name, value })));
  }
  const texts = Object.entries(c.req.queries()).flatMap(([name, all]) =>
    all.map((text): readonly [string, string] => [name, text]),
  );
  return readGiven(doing, texts, domainOf(product, lookupOf(read)));
}

/** The export that answers, as everything stands now. */
export function decideCall({ record, clock }: Office, call: Call): Outcome<DocOf<'export'>> {
  return requireAnswer(doing, call, { lookup: lookupOf(record.read), now: clock() });
}

/** The name of the table of an export of one run. */
export function tableIn({ product }: DocOf<'export'>): string {
  return `data-${product.runs[0] ?? ''}`;
}

/** Its bytes; of JSON those of the file in the bundle. */
export function bytesOf(office: Office, doc: DocOf<'export'>, form: TableForm): Promise<Outcome<Uint8Array>> {
  return readTable(office, { id: doc.id, table: tableIn(doc), form }, {});
}

interface Answered {
  readonly product: DocOf<'product'>;
  readonly export: DocOf<'export'>;
  readonly bytes: Uint8Array;
  readonly form: TableForm;
}

/** With the name of the export, the digest of its certificate, the place of its release in the log, and where its status is told. */
export function sendAnswer(c: Context, { record }: Office, { product, export: doc, bytes, form }: Answered): Response {
  const tag = `"${createHash('sha256').update(bytes).digest('hex')}"`;
  const release = record.read.bySubject(subjectOf('export', doc.id)).findLast(({ type }) => type === 'export.released');
  const links = [
    `</api/v1/audit/exports/${doc.id}/status>; rel="status"`,
    '</api/v1/audit/checkpoint>; rel="related"; title="checkpoint"',
    `</api/v1/export/products/${product.id}/openapi.json>; rel="service-desc"`,
  ];
  c.header('link', links.join(', '));
  c.header('sluice-export', doc.id);
  if (doc.certificate) c.header('sluice-certificate', `sha256:${doc.certificate}`);
  if (release) c.header('sluice-log-entry', String(release.entry.seq));
  c.header('etag', tag);
  // It may be recalled at any moment: whoever has it asks whether it still is so.
  c.header('cache-control', 'private, no-cache');
  c.header('vary', 'accept, authorization');
  if (isKnown(c.req.header('if-none-match'), tag)) return c.body(null, 304);
  return sendTable(c, bytes, { form, name: tableIn(doc) });
}

function isKnown(wanted: string | undefined, tag: string): boolean {
  return wanted?.split(',').some((one) => one.trim().replace(/^W\//, '') === tag) ?? false;
}
