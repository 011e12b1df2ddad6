/** A zip as a receiver hands it in: nothing is unpacked before its name and size are known. Runs in a browser too. */
import { unzipSync } from 'fflate';
import { isFileName } from '#policies/record/bundle-names.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';

const maxFiles = 1_000;
const maxBytes = 2 ** 30;

/** Plain names, each once, within limits. Refuses E_VERIFY. */
export function unzipFiles(zip: Uint8Array): Outcome<ReadonlyMap<string, Uint8Array>> {
  const names = new Set<string>();
  let bytes = 0;
  try {
    const files = unzipSync(zip, {
      filter({ name, size, originalSize }) {
        bytes += Math.max(size, originalSize);
        if (!isFileName(name) || names.has(name)) throw new Error('file names must be plain and each once');
        if (names.add(name).size > maxFiles || bytes > maxBytes) throw new Error('too many or too large files');
        return true;
      },
    });
    return accept(new Map(Object.entries(files)));
  } catch (error) {
    const got = error instanceof Error ? error.message : 'something else';
    return refuse('E_VERIFY', `Cannot trust the bundle: must be a zip as we make it; got ${got}`);
  }
}
