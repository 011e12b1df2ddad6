/**
 * A permit as a file, `release.tlog-proof`: index, inclusion proof and checkpoint as the standard has them; leaf, payload and
 * salt in the line for extra data, because without them nobody could say which record the proof is for.
 *
 * @see C2SP tlog-proof (c2sp.org/tlog-proof)
 */
import { accept, refuse, type Outcome } from '../refusal.ts';
import { canonicalBytes, parseCanonical } from './canonical.ts';
import { parseCheckpoint } from './checkpoint.ts';
import { fromBase64, fromUtf8, toBase64 } from './hash.ts';
import type { Permit } from './permit.ts';

const header = 'c2sp.org/tlog-proof@v1';

export function printProof(permit: Permit): string {
  const { leaf, payload, salt, index, proof, checkpoint } = permit;
  const extra = toBase64(canonicalBytes({ leaf, payload, salt }));
  return [header, `extra ${extra}`, `index ${index}`, ...proof, '', checkpoint].join('\n');
}

/** Reads what {@link printProof} prints; nothing in it is verified. Refuses E_VERIFY. */
export function parseProof(text: string): Outcome<Permit> {
  const cut = text.indexOf('\n\n');
  const [first, extraLine = '', indexLine = '', ...proof] = text.slice(0, Math.max(0, cut)).split('\n');
  const checkpoint = text.slice(cut + 2);
  const size = parseCheckpoint(checkpoint.slice(0, checkpoint.indexOf('\n\n') + 1));
  const index = /^index (0|[1-9]\d*)$/.exec(indexLine)?.[1];
  const extra = parseExtra(extraLine);
  if (first !== header || !extra || index === undefined || !size.ok) {
    return refuse('E_VERIFY', 'Cannot read the proof: must be a tlog-proof with extra data; got something else');
  }
  return accept({ ...extra, index: Number(index), size: size.value.size, proof, checkpoint });
}

function parseExtra(line: string): Pick<Permit, 'leaf' | 'payload' | 'salt'> | undefined {
  const bytes = line.startsWith('extra ') ? fromBase64(line.slice('extra '.length)) : undefined;
  const value = bytes && parseCanonical(fromUtf8(bytes) ?? '')?.value;
  if (typeof value !== 'object' || value === null || Object.keys(value).join() !== 'leaf,payload,salt')
    return undefined;
  const { leaf, payload, salt } = value as Record<string, unknown>;
  return typeof leaf === 'string' && typeof salt === 'string' ? { leaf, payload, salt } : undefined;
}
