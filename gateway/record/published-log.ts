/** A tiled log as anybody has it: at an address, or as a folder. Nothing that is read here is believed yet. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { printTilePath } from '#policies/record/tiles.ts';
import type { ReadTile } from '#policies/record/tiled-log.ts';

export interface PublishedLog {
  /** `checkpoint` or `policy.txt`; undefined where there is none. */
  text(name: string): Promise<string | undefined>;
  readonly tile: ReadTile;
}

/** More than the largest bundle: 256 entries of 65,535 bytes. */
const maxBytes = 17 * 2 ** 20;

/**
 * @param where an address, or a folder as `sluice log export` writes it
 * @param token of a supervising body; without it a server gives hashes only
 */
export function openPublishedLog(where: string, token?: string): PublishedLog {
  const read = /^https?:\/\//.test(where) ? overHttp(where, token) : (path: string) => readFileIn(where, path);
  return {
    text: async (name) => (await read(name))?.toString('utf8'),
    tile: (tile) => read(printTilePath(tile)),
  };
}

function overHttp(prefix: string, token?: string) {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return async (path: string): Promise<Buffer | undefined> => {
    const answer = await fetch(`${prefix.replace(/\/$/, '')}/${path}`, {
      headers,
      signal: AbortSignal.timeout(30_000),
    });
    if (!answer.ok) return undefined;
    const bytes = Buffer.from(await answer.arrayBuffer());
    return bytes.length <= maxBytes ? bytes : undefined;
  };
}

async function readFileIn(folder: string, path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(join(folder, ...path.split('/')));
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR'].includes(String(error.code));
    if (isAbsent) return undefined;
    throw error;
  }
}
