/**
 * What runs is what the source says: the domain makes the bundle again and believes no other. What was found right once is not made again, as
 * long as this process lives.
 *
 * @see docs/decisions/032-programs.md, 036-bundles.md
 */
import type { Script } from '#policies/program/script.ts';
import { contentHash } from '#policies/record/content-hash.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { bundleProgram, type BundleOptions } from './bundle-program.ts';

const mostKept = 256;
/** Hashes of scripts, oldest first. */
const verified = new Set<string>();

/** Refuses with E_BUNDLE where source, library or bundler give another bundle or lock, and with E_LINT as {@link bundleProgram} does. */
export async function verifyBundle(script: Script, options: BundleOptions = {}): Promise<Outcome<void>> {
  const { mode, entry, files, bundle, lock } = script;
  const hash = contentHash({ mode, entry, files, bundle, lock });
  if (verified.has(hash)) return accept(undefined);
  const made = await bundleProgram({ mode, entry, files: files.map((file) => ({ ...file })) }, options);
  if (!made.ok) return made;
  if (contentHash(made.value.lock) !== contentHash(lock))
    return other('the lock must name the esbuild and the libraries of this installation');
  if (made.value.bundle !== bundle) return other('the bundle must be what its source makes');
  for (const oldest of [...verified].slice(0, Math.max(0, verified.size + 1 - mostKept))) verified.delete(oldest);
  verified.add(hash);
  return accept(undefined);
}

function other(must: string): Outcome<never> {
  return refuse('E_BUNDLE', `Cannot take the program: ${must}; got another`, {
    remedy: 'Pack the program again with `sluice program pack`, and change nothing in it by hand.',
  });
}
