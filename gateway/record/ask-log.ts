/**
 * How an export stands by a log that the receiver names: the address of an installation (its answer; the whole log for who has a token),
 * a folder of tiles, or a saved answer.
 *
 * @see record.md §3
 */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { refuse, type Outcome } from '#policies/refusal.ts';
import { printTilePath, type Tile } from '#policies/record/tiles.ts';
import {
  readStatus,
  verifyStatusAnswer,
  type ExportStatus,
  type StatusQuestion,
} from '#policies/record/export-status.ts';
import { verifyEd25519 } from './keys.ts';

/** Where to ask. */
export interface LogPlace {
  /** `http(s)://…`, a folder that holds `checkpoint` and `tile/`, or a file with an answer. */
  readonly place: string;
  /** Of an account that may read entries. */
  readonly token?: string | undefined;
}

type Get = (path: string) => Promise<Uint8Array | undefined>;

/** Refuses E_VERIFY where nothing is there, or where it does not hold. */
export async function askLog({ place, token }: LogPlace, question: StatusQuestion): Promise<Outcome<ExportStatus>> {
  if (/^https?:\/\//.test(place)) {
    const base = place.replace(/\/+$/, '');
    if (token !== undefined) return readWhole(getFrom(`${base}/api/v1/log`, token), question);
    const id = encodeURIComponent(question.release.subjects[0]?.replace(/^export\//, '') ?? '');
    return readAnswer(
      await getFrom(`${base}/api/v1/audit`)(`exports/${id}/status?size=${question.seen.size}`),
      question,
    );
  }
  const found = await stat(place).catch(() => undefined);
  if (!found) return missing(place);
  return found.isDirectory() ? readWhole(getIn(place), question) : readAnswer(await readFile(place), question);
}

async function readWhole(get: Get, question: StatusQuestion): Promise<Outcome<ExportStatus>> {
  const checkpoint = await get('checkpoint');
  if (!checkpoint) return missing('the checkpoint');
  const read = (tile: Tile) => get(printTilePath(tile));
  return readStatus({ checkpoint: Buffer.from(checkpoint).toString('utf8'), read }, question, verifyEd25519);
}

function readAnswer(bytes: Uint8Array | undefined, question: StatusQuestion): Outcome<ExportStatus> {
  if (!bytes) return missing('an answer');
  return verifyStatusAnswer(parseJson(Buffer.from(bytes).toString('utf8')), question, verifyEd25519);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function getIn(folder: string): Get {
  return async (path) => readFile(join(folder, path)).catch(() => undefined);
}

function getFrom(base: string, token?: string): Get {
  return async (path) => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const response = await fetch(`${base}/${path}`, { headers });
    return response.ok ? new Uint8Array(await response.arrayBuffer()) : undefined;
  };
}

function missing(what: string): Outcome<never> {
  return refuse('E_VERIFY', `Cannot say how the export stands: the log must be there; got no ${what}`);
}
