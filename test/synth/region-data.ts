/** Makes `synth/data/regions.json` from the package `gb2260`; run as a program, writes it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const lib = dirname(createRequire(import.meta.url).resolve('gb2260'));
export const regionFile = fileURLToPath(new URL('../../synth/data/regions.json', import.meta.url));
/** The newest that the package has. */
export const revision = '201607';

/** All codes and names of a revision of GB/T 2260. */
export function revisionOf(name: string): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(join(lib, `${name}.json`), 'utf8'));
}

export function regionData(): string {
  const codes = Object.entries(revisionOf(revision)).toSorted(([a], [b]) => a.localeCompare(b));
  const lines = codes.map(([code, name]) => `  ${JSON.stringify(code)}: ${JSON.stringify(name)}`);
  return `{\n${lines.join(',\n')}\n}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(regionFile, regionData());
