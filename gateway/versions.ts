/** The versions that go into every entry of the record and into every certificate. */
import manifest from '../package.json' with { type: 'json' };

export const versions: Readonly<Record<string, string>> = {
  sluice: manifest.version,
  node: process.versions.node,
  profile: 'standard/1',
};
