/** An example over other data, changed as its README tells a vendor to: query, features, sizes, settings; no line of its code. */
import { join } from 'node:path';
import { packProgram } from '#gateway/cli/pack.ts';
import { readProgramFolder } from '#gateway/cli/program-folder.ts';
import { manifestName } from '#policies/program/manifest.ts';
import type { ProgramContent } from '#policies/procedure/program-commands.ts';
import { unwrap } from '#policies/refusal.ts';
import { examples } from './program-test.ts';

export interface Feature {
  readonly name: string;
  readonly lo: number;
  readonly hi: number;
  readonly mean: number;
  readonly scale: number;
}

export interface Variant {
  readonly example: 'scorecard-rows' | 'scorecard-map';
  readonly sql: string;
  readonly features: readonly Feature[];
  readonly target: string;
  /** Fields of the manifest. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  /** Constants of settings.ts. */
  readonly settings?: Readonly<Record<string, number>>;
}

export async function packVariant(variant: Variant): Promise<ProgramContent> {
  const folder = new Map(unwrap(await readProgramFolder(join(examples, variant.example))));
  change(folder, 'firms.sql', () => variant.sql);
  change(folder, manifestName, (text) => JSON.stringify(manifestFor(variant, JSON.parse(text))));
  change(folder, 'features.ts', (text) =>
    text
      .replace(/= \[\n[^]*?\n\];/, `= ${JSON.stringify(variant.features)};`)
      .replace(/target = '\w+'/, `target = '${variant.target}'`),
  );
  for (const [name, value] of Object.entries(variant.settings ?? {}))
    change(folder, 'settings.ts', (text) => text.replace(new RegExp(`(const ${name}) = [\\d.]+`), `$1 = ${value}`));
  return unwrap(await packProgram(folder)).content;
}

function change(folder: Map<string, string>, path: string, edit: (text: string) => string): void {
  const before = folder.get(path) ?? '';
  const after = edit(before);
  if (after === before) throw new Error(`${path} must change, and did not`);
  folder.set(path, after);
}

interface Sizes {
  readonly model: object;
  readonly results: readonly object[];
}

/** Lists of the lengths that so many features need. */
function manifestFor({ example, features, target, manifest }: Variant, { model, results, ...given }: Sizes): object {
  const width = features.length + 1;
  return {
    ...given,
    results: results.map((result) => ({ ...result, length: width })),
    ...(example === 'scorecard-map' && { vector: { length: width + 1, clip: 2 }, state: { length: 3 * width } }),
    model: {
      ...model,
      target: { kind: 'binary', name: target },
      features: features.map(({ name, lo, hi, mean, scale }) => ({
        kind: 'number',
        name,
        lo,
        hi,
        ...((mean !== 0 || scale !== 1) && { scaling: { mean, scale } }),
      })),
    },
    ...manifest,
  };
}

/** A feature that is 0 or 1. */
export function yesOrNo(name: string): Feature {
  return { name, lo: 0, hi: 1, mean: 0, scale: 1 };
}
