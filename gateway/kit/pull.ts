/** Brings a kit: catalog and rules as the server has them, and rows, drawn there or made here. */
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { entrySchema } from '#policies/catalog/entry-schema.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import type { Client, Json } from '../client.ts';
import { makeSimulation } from '../simulation/make.ts';
import { versions } from '../versions.ts';
import type { Kit } from './form.ts';
import { rulesInForce } from './rules.ts';
import { writeKit } from './write-kit.ts';

export interface Pull {
  readonly client: Client;
  readonly entries: readonly string[];
  readonly wish: Pick<Kit, 'level' | 'seed' | 'scale'>;
  /** The folder that becomes the kit. */
  readonly folder: string;
  /** Where the client asks, for the manifest. */
  readonly from: string;
  readonly tell: (step: string, share?: number) => void;
}

const published = z.looseObject({ items: z.array(z.looseObject({ entry: entrySchema })) });
const named = z.looseObject({ items: z.array(z.looseObject({ id: z.string() })) });
const theirRules = z.looseObject({ hash: z.string() });

/** Refuses what the server refuses; E_NOT_FOUND for an entry that is not in its catalog, E_VERIFY for a package that is not whole. */
export async function pullKit(pull: Pull): Promise<Outcome<Kit>> {
  const { client, entries, wish, folder, from, tell } = pull;
  tell('the catalog and the rules', 0);
  const [listed, found] = [await client.call('/catalog/entries'), await client.call('/catalog/search')];
  if (!listed.ok) return listed;
  if (!found.ok) return found;
  const rules = await client.call('/simulate/rules');
  if (!rules.ok) return rules;
  // Some desks also see entries that are not published yet.
  const open = new Set(named.parse(found.value).items.map(({ id }) => id));
  const catalog = published
    .parse(listed.value)
    .items.map(({ entry }): CatalogEntry => entry)
    .filter(({ id }) => open.has(id));
  const pulled = catalog.filter(({ id }) => entries.includes(id));
  const missing = entries.find((id) => !pulled.some((entry) => entry.id === id));
  if (missing !== undefined) return unknownEntry(missing, catalog);
  const packed = wish.level === 'schema' ? await makeHere(pull, pulled) : await drawThere(pull);
  if (!packed.ok) return packed;
  tell('unpacking', 0.9);
  const about = { ...wish, from, entries: pulled.map(({ id, version }) => ({ id, version })) };
  const hashes = { server: theirRules.parse(rules.value).hash, local: rulesInForce().hash };
  return writeKit(folder, { about: { ...about, rules: hashes }, catalog, rules: rules.value, packed: packed.value });
}

function unknownEntry(id: string, catalog: readonly CatalogEntry[]): Outcome<never> {
  const owner = catalog.find(({ tables }) => tables.some(({ name }) => name === id));
  return refuse('E_NOT_FOUND', `Cannot pull ${id}: must be an entry of the catalog; got none`, {
    remedy: owner ? `It is a table of ${owner.id}: pull that.` : 'See sluice catalog ls.',
  });
}

/** A set of the vendor's own, as soon as it is ready. */
async function drawThere({ client, entries, wish: { seed, scale }, tell }: Pull): Promise<Outcome<Uint8Array>> {
  tell('the server draws the rows', 0.2);
  const begun = await client.call('/simulate/sets', { entries, seed, scale, level: 'fitted', format: 'parquet' });
  if (!begun.ok) return withHint(begun);
  const id = String(begun.value['id']);
  const made = await ended(client, id);
  if (!made.ok) return made;
  if (made.value['state'] !== 'ready')
    return refuse(
      'E_EXEC',
      `Cannot pull ${entries.join(', ')}: the set must be ready; got ${String(made.value['state'])}`,
    );
  tell('downloading', 0.6);
  return client.bytes(`/simulate/sets/${id}/package`);
}

/** What anybody may do with a catalog that anybody may read. @see docs/decisions/055-command-line-and-kit.md */
function withHint(refused: Extract<Outcome<never>, { ok: false }>): Outcome<never> {
  const [first, ...rest] = refused.refusals;
  if (first.code !== 'E_NO_RIGHTS') return refused;
  const remedy = 'Add --level schema: rows are then made on this machine, from the catalog alone.';
  return { ok: false, refusals: [{ ...first, remedy }, ...rest] };
}

async function ended(client: Client, id: string): Promise<Outcome<Json>> {
  for (;;) {
    const set = await client.call(`/simulate/sets/${id}`);
    if (!set.ok || set.value['state'] !== 'making') return set;
    await wait(200);
  }
}

/** The same generator, without any model. */
async function makeHere(
  { wish: { seed, scale }, tell }: Pull,
  entries: readonly CatalogEntry[],
): Promise<Outcome<Uint8Array>> {
  tell('making rows from the catalog alone', 0.2);
  const dir = mkdtempSync(join(tmpdir(), 'sluice-pull-'));
  try {
    const path = join(dir, 'package.zip');
    await makeSimulation({
      entries,
      models: [],
      dir,
      seed,
      scale,
      deliver: { format: 'parquet', path, sluice: versions['sluice'] ?? '' },
    });
    return accept(new Uint8Array(await readFile(path)));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
