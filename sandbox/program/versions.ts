/**
 * The oldest Node and isolated-vm that programs may run on. isolated-vm before 7.0.1 lets a guest out (GHSA-864f-rcv7-6rh4); Node is the
 * version that everything here was tried on, or newer.
 *
 * @see programs.md finding 1, §D.9
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

export interface VersionReport {
  readonly name: 'node' | 'isolated-vm';
  readonly version: string;
  readonly minimum: string;
  readonly enough: boolean;
}

const minimums = { node: '24.21.0', 'isolated-vm': '7.0.1' } as const;

export function readVersions(): readonly VersionReport[] {
  const found = { node: process.versions.node, 'isolated-vm': isolatedVmVersion() };
  return (['node', 'isolated-vm'] as const).map((name) => {
    const [version, minimum] = [found[name], minimums[name]];
    return { name, version, minimum, enough: isAtLeast(version, minimum) };
  });
}

/** @throws Error when one is too old, with which */
export function requireVersions(versions: readonly VersionReport[] = readVersions()): void {
  const old = versions.find(({ enough }) => !enough);
  if (old) throw new Error(`Cannot run programs: ${old.name} must be ${old.minimum} or newer; got ${old.version}`);
}

function isolatedVmVersion(): string {
  const path = createRequire(import.meta.url).resolve('isolated-vm/package.json');
  return (JSON.parse(readFileSync(path, 'utf8')) as { readonly version: string }).version;
}

/** Of versions of three numbers; one with a suffix (a nightly, a release candidate) is not enough. */
export function isAtLeast(version: string, minimum: string): boolean {
  if (!/^\d+\.\d+\.\d+$/.test(version)) return false;
  const [a, b] = [version, minimum].map((text) => text.split('.').map(Number));
  const place = [0, 1, 2].find((index) => a?.[index] !== b?.[index]);
  return place === undefined || (a?.[place] ?? 0) > (b?.[place] ?? 0);
}
