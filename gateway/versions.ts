/** The versions that go into every entry of the record and into every certificate. */
import manifest from '../package.json' with { type: 'json' };

export const versions: Readonly<Record<string, string>> = {
  sluice: manifest.version,
  node: process.versions.node,
  profile: 'standard/1',
};

/** Of the versions of an entry those of the code: under which rules it was decided is no matter of a certificate. */
export function codeVersions(of: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(of).filter(([name]) => Object.hasOwn(versions, name)));
}
