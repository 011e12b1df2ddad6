/** The versions that a release names, so that it can be replayed. @see programs.md §D.6 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

function versionOf(name: string): string {
  const manifest: unknown = JSON.parse(readFileSync(require.resolve(`${name}/package.json`), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown';
}

export const versions: Readonly<Record<string, string>> = {
  node: process.versions.node,
  v8: process.versions.v8,
  duckdb: versionOf('@duckdb/node-api'),
};
