/** The worker's end of its second pipe. Nothing else happens in a worker while it sends, so it may wait for the reader. */
import { writevSync } from 'node:fs';
import { bulkFd } from '../child.ts';

/** As many as one call of the system takes. */
const mostParts = 1024;

/** @throws Error where the reader went away */
export function writeAll(parts: readonly Uint8Array[]): void {
  let rest = parts.filter(({ length }) => length > 0);
  while (rest.length > 0) {
    const batch = rest.slice(0, mostParts);
    rest = [...without(batch, writevSync(bulkFd, batch)), ...rest.slice(mostParts)];
  }
}

function without(parts: readonly Uint8Array[], written: number): readonly Uint8Array[] {
  let left = written;
  return parts.flatMap((part) => {
    const skipped = Math.min(left, part.length);
    left -= skipped;
    return skipped < part.length ? [part.subarray(skipped)] : [];
  });
}
