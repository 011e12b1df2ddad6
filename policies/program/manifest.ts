/**
 * `sluice.json`: what a vendor's folder says of its program. The names are those of the content that is approved; a bundle and a lock are made
 * from the source, and never written by hand.
 *
 * @see programs.md decision 3; docs/decisions/036-bundles.md
 */
import { z } from 'zod';
import { releaseSettings } from '../disclosure/release-settings.ts';
import { privacySettings } from '../privacy/settings.ts';
import { aLane, identifier, shortText, type Parsed } from '../procedure/fields.ts';
import { output } from '../procedure/output-contract.ts';
import { declaredParameters } from '../procedure/parameters.ts';
import { accept, refuse, type Outcome, type Refusal } from '../refusal.ts';
import { script } from './script.ts';

/** Its name in the folder. */
export const manifestName = 'sluice.json';

/** Of a query: like a source file, but of SQL. */
export const sqlPath = z
  .string()
  .regex(/^(?:[a-z0-9][a-z0-9_-]*\/){0,3}[a-z0-9][a-z0-9_-]*\.sql$/, 'must be the path of an .sql file of the folder');

const shared = {
  title: shortText,
  /** The one query; its text lies in a file of its own. */
  input: z.strictObject({ name: identifier, sql: sqlPath }),
  parameters: declaredParameters.default([]),
  /** That of the mode where not given; of `tables` it is exact. */
  lane: aLane.exactOptional(),
  privacy: privacySettings.exactOptional(),
  release: releaseSettings.exactOptional(),
  /** One table, or one model where `model` is declared, where not given. */
  outputs: z.array(output).min(1).max(16).exactOptional(),
};

const made = { files: true, bundle: true, lock: true } as const;
const [tables, map, blocks, rows] = script.options;
const call = { memoryMb: true, callMillis: true } as const;
const unit = { memoryMb: true, unitMillis: true } as const;

/** @see script */
export const manifest = z.discriminatedUnion('mode', [
  tables.omit({ ...made, ...call }).extend({ ...shared, limits: tables.pick(call).prefault({}) }),
  map.omit({ ...made, ...unit }).extend({ ...shared, limits: map.pick(unit).prefault({}) }),
  blocks.omit({ ...made, ...call }).extend({ ...shared, limits: blocks.pick(call).prefault({}) }),
  rows.omit({ ...made, ...call }).extend({ ...shared, limits: rows.pick(call).prefault({}) }),
]);

/** @see manifest */
export type Manifest = Parsed<typeof manifest>;

/** For every text, returns the manifest that it is, or refuses with E_MANIFEST, once for each field that is wrong. */
export function readManifest(text: string): Outcome<Manifest> {
  const value = parsed(text);
  if (value === undefined) return refuse('E_MANIFEST', `Cannot read ${manifestName}: must be JSON`);
  const read = manifest.safeParse(value);
  if (read.success) return accept(read.data);
  const [first, ...rest] = read.error.issues.map((issue) => wrongField(manifestName, issue));
  return first ? { ok: false, refusals: [first, ...rest] } : refuse('E_MANIFEST', `Cannot read ${manifestName}`);
}

/** One issue of a schema as a refusal that names the field. */
export function wrongField(file: string, issue: z.core.$ZodIssue): Refusal {
  const path = z.core.toDotPath(issue.path);
  const detail = `Cannot read ${file}${path && ` at ${path}`}: ${issue.message}`;
  if (issue.code === 'unrecognized_keys')
    return { code: 'E_MANIFEST', detail, remedy: `Remove ${issue.keys.join(', ')}, or correct the spelling.` };
  if (issue.code === 'invalid_union' && issue.path.at(-1) === 'mode')
    return { code: 'E_MANIFEST', detail: `Cannot read ${file} at mode: must be tables, map, blocks or rows` };
  return { code: 'E_MANIFEST', detail };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
