/**
 * The tables of a released export, one by one and in the form that is asked for. Each download stands in the record before its first byte
 * leaves: who, when, which table, in which form, with which digest. A form that has room for it bears the name of its download.
 *
 * @see requirements DC-11, GD-18-6, SH-18-2
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Actor } from '#policies/procedure/life.ts';
import { treatmentLabelSchema } from '#policies/disclosure/treat/label.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { noteDecision } from '../../decisions/note.ts';
import type { Office } from '../../office.ts';
import { subjectOf } from '../../record/reader.ts';
import { unzipFiles } from '../../record/unzip.ts';
import { bundleOf } from '../../release-export.ts';
import type { Shown } from './columns.ts';
import { encodeTable, tableForms, type Facts, type TableForm } from './table.ts';

const pattern = /^(data-.+)\.json$/;

/** As the domain writes it. @see sandbox/release/files.ts */
const released = z.looseObject({
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  rows: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))),
  suppressed: z.array(z.tuple([z.int(), z.int()])),
  treatment: treatmentLabelSchema.optional(),
});

const label = z.looseObject({ treatment: z.looseObject({}).optional() });

/** Names of the tables, and what columns they have. Refuses as `bundleOf` does. */
export async function releasedTables(office: Office, id: string): Promise<Outcome<readonly unknown[]>> {
  const files = await filesOf(office, id);
  if (!files.ok) return files;
  const tables = [...files.value].flatMap(([file, bytes]) => {
    const name = pattern.exec(file)?.[1];
    return name === undefined ? [] : [{ name, columns: shownOf(bytes).columns }];
  });
  return accept(tables.toSorted((one, other) => (one.name < other.name ? -1 : 1)));
}

export interface Wanted {
  readonly id: string;
  readonly table: string;
  readonly form: TableForm;
}

/** Refuses as `bundleOf` does, E_NOT_FOUND for no table, and gives nothing that could not be written down. */
export async function giveTable(
  office: Office,
  { id, table, form }: Wanted,
  actor: Actor,
): Promise<Outcome<Uint8Array>> {
  const download = office.newId('dl');
  const made = await readTable(office, { id, table, form }, { 'sluice.download': download });
  if (!made.ok) return made;
  const bytes = made.value;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const now = office.clock();
  const data = { export: id, table, form: tableForms[form], sha256, at: now, by: actor };
  const subjects = [subjectOf('export', id), subjectOf('file', sha256)];
  const event = { life: 'download', id: download, type: 'table.given', data, subjects };
  const noted = await office.record.commit(noteDecision, event, { actor, now });
  return noted.ok ? accept(bytes) : noted;
}

/** The bytes of a table. Who gives them has them written down, or counted. Refuses as `bundleOf` does, E_NOT_FOUND for no table. */
export async function readTable(
  office: Office,
  { id, table, form }: Wanted,
  facts: Facts,
): Promise<Outcome<Uint8Array>> {
  const files = await filesOf(office, id);
  if (!files.ok) return files;
  const file = files.value.get(`${table}.json`);
  if (!file || !pattern.test(`${table}.json`))
    return refuse('E_NOT_FOUND', `Cannot give the table: must be one of the export; got ${table}`);
  if (form === 'application/json') return accept(file);
  return accept(await encodeTable(shownOf(file), form, { 'sluice.export': id, 'sluice.table': table, ...facts }));
}

async function filesOf(office: Office, id: string): Promise<Outcome<ReadonlyMap<string, Uint8Array>>> {
  const bundle = await bundleOf(office, id);
  return bundle.ok ? unzipFiles(bundle.value) : bundle;
}

function shownOf(file: Uint8Array): Shown {
  const value: unknown = JSON.parse(new TextDecoder().decode(file));
  const { columns, rows, suppressed, treatment } = released.parse(withoutWords(value));
  const hidden = rows.map((row) => row.map(() => false));
  for (const [row, column] of suppressed) hidden[row]?.splice(column, 1, true);
  return { columns, rows, hidden, ...(treatment && { treatment }) };
}

/** The file has the label in words too, which are made anew. */
function withoutWords(value: unknown): unknown {
  const { treatment, ...rest } = label.parse(value);
  if (!treatment) return rest;
  const { zh: _, en: _en, ...bare } = treatment;
  return { ...rest, treatment: bare };
}
