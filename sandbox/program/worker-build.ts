/**
 * Makes the one file that a program worker runs: our own TypeScript, in this process, with nothing of a vendor's in it. The script that every
 * isolate begins with is made first and put into it as text.
 */
import { build, type BuildOptions } from 'esbuild';
import { join } from 'node:path';

let built: Promise<string> | undefined;

/** @returns the text of a CommonJS script; the same for the same sources */
export function buildWorker(): Promise<string> {
  built ??= make();
  return built;
}

const folder = join(import.meta.dirname, 'worker');

async function make(): Promise<string> {
  const realm = await bundle({
    entryPoints: [join(folder, 'realm/main.ts')],
    format: 'iife',
    globalName: 'realm',
    minify: true,
    platform: 'neutral',
  });
  return bundle({
    entryPoints: [join(folder, 'main.ts')],
    format: 'cjs',
    platform: 'node',
    define: { REALM: JSON.stringify(realm) },
  });
}

async function bundle(options: BuildOptions): Promise<string> {
  const made = await build({ bundle: true, write: false, target: 'es2024', logLevel: 'silent', ...options });
  const [file] = made.outputFiles ?? [];
  if (!file) throw new Error('Cannot make the program worker: esbuild gave no file');
  return file.text;
}
