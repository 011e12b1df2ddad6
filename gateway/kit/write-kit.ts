/** The folder of a kit: all of it new, or as it was before. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { manifestSchema, notice } from '#synth/deliver/manifest.ts';
import { kitForm, type Kit } from './form.ts';
import { catalogFile, dataFolder, domainFolder, kitFile, rulesFile } from './names.ts';
import { sha256Of } from './read-kit.ts';

export interface Content {
  readonly about: Omit<Kit, 'version' | 'notice' | 'files'>;
  readonly catalog: readonly CatalogEntry[];
  readonly rules: unknown;
  /** The zip of a package of simulation data. */
  readonly packed: Uint8Array;
}

/** Refuses E_VERIFY for a package whose files are not those of its manifest, E_INPUT for a folder of something else. */
export function writeKit(folder: string, { about, catalog, rules, packed }: Content): Outcome<Kit> {
  if (existsSync(folder) && readdirSync(folder).length > 0 && !existsSync(join(folder, kitFile)))
    return refuse('E_INPUT', `Cannot write the kit: ${folder} must be new or a kit; got a folder of something else`);
  const data = unpack(packed);
  if (!data.ok) return data;
  const texts = new Map([
    [catalogFile, Buffer.from(`${JSON.stringify(catalog, undefined, 2)}\n`)],
    [rulesFile, Buffer.from(`${JSON.stringify(rules, undefined, 2)}\n`)],
  ]);
  const all = new Map<string, Uint8Array>([...texts, ...data.value]);
  const files = [...all].map(([name, bytes]) => ({ name, sha256: sha256Of(bytes), bytes: bytes.length }));
  const kit = kitForm.parse({ version: 1, notice, ...about, files });
  mkdirSync(dirname(folder), { recursive: true });
  const fresh = mkdtempSync(join(dirname(folder), `.${basename(folder)}-`));
  try {
    mkdirSync(join(fresh, dataFolder));
    for (const [name, bytes] of all) writeFileSync(join(fresh, name), bytes);
    writeFileSync(join(fresh, '.gitignore'), `/${domainFolder}*\n/${dataFolder}/*.parquet\n`);
    writeFileSync(join(fresh, kitFile), `${JSON.stringify(kit, undefined, 2)}\n`);
    rmSync(folder, { recursive: true, force: true });
    renameSync(fresh, folder);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return accept(kit);
}

/** The files of a package, held against its manifest; no name of them leads out of the folder. */
function unpack(packed: Uint8Array): Outcome<ReadonlyMap<string, Uint8Array>> {
  const found = unzipped(packed);
  const text = found?.['manifest.json'];
  const manifest = text && manifestSchema.safeParse(JSON.parse(Buffer.from(text).toString('utf8')));
  if (!found || !text || !manifest?.success) return broken('must have a manifest of simulation data');
  const wrong = manifest.data.files.find(({ name, sha256 }) => {
    const bytes = found[name];
    return !/^[^/\\.][^/\\]*$/u.test(name) || !bytes || sha256Of(bytes) !== sha256;
  });
  if (wrong) return broken(`${wrong.name} must have the hash that the manifest names`);
  const names = ['manifest.json', ...manifest.data.files.map(({ name }) => name)];
  return accept(new Map(names.map((name) => [`${dataFolder}/${name}`, found[name] ?? new Uint8Array()])));
}

function unzipped(packed: Uint8Array): Readonly<Record<string, Uint8Array>> | undefined {
  try {
    return unzipSync(packed);
  } catch {
    return undefined;
  }
}

function broken(must: string): Outcome<never> {
  return refuse('E_VERIFY', `Cannot use the package: ${must}`, { remedy: 'Pull again.' });
}
