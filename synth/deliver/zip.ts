/** Writes files into one zip, piece by piece: a package may be larger than memory. */
import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';

export interface Packed {
  readonly name: string;
  readonly path: string;
}

/** Formats that are compressed already. */
const dense = /\.(parquet|duckdb)$/;
/** The same moment in every package: equal files give equal bytes. Zip knows no earlier year. */
const moment = new Date('1980-01-01T00:00:00');

export async function writeZip(path: string, files: readonly Packed[]): Promise<void> {
  const out = createWriteStream(path, { mode: 0o600 });
  const ended = finished(out);
  const zip = new Zip((error, data, isLast) => {
    if (error) out.destroy(error);
    else {
      out.write(data);
      if (isLast) out.end();
    }
  });
  for (const { name, path: source } of files) {
    const entry = dense.test(name) ? new ZipPassThrough(name) : new ZipDeflate(name, { level: 6 });
    entry.mtime = moment;
    zip.add(entry);
    for await (const piece of createReadStream(source)) {
      entry.push(piece as Uint8Array);
      if (out.writableNeedDrain) await once(out, 'drain');
    }
    entry.push(new Uint8Array(0), true);
  }
  zip.end();
  await ended;
}
