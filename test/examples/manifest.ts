/** What an example writes twice, in `sluice.json` and in its own modules: compared here, so that a reader may trust either. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest, type Manifest } from '#policies/program/manifest.ts';
import { unwrap } from '#policies/refusal.ts';
import { examples } from './program-test.ts';

export function manifestOf(name: string): Manifest {
  return unwrap(readManifest(readFileSync(join(examples, name, 'sluice.json'), 'utf8')));
}

interface Feature {
  readonly name: string;
  readonly lo: number;
  readonly hi: number;
  readonly mean: number;
  readonly scale: number;
}

/** The features of a manifest's model as the examples write them. */
export function declaredFeatures(manifest: Manifest): readonly Feature[] {
  const { features = [] } = manifest.mode === 'tables' ? {} : (manifest.model ?? {});
  return features.map((feature) => {
    if (feature.kind !== 'number') throw new TypeError('the examples have numbers only');
    const { name, lo, hi, scaling = { mean: 0, scale: 1 } } = feature;
    return { name, lo, hi, ...scaling };
  });
}
