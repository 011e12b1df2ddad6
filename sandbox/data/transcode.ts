/** Turns a text file of another encoding into UTF-8, because the engine reads nothing else. */
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** Government exports in China are often GBK or its superset GB18030; spreadsheets write UTF-16. */
export type Encoding = 'utf-8' | 'gbk' | 'gb18030' | 'utf-16le';

/** Returns false, and leaves a partial `to` for the caller to remove, where the bytes are not of that encoding. */
export async function transcode(from: string, to: string, encoding: Encoding): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  async function* decode(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
    for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  }
  try {
    await pipeline(createReadStream(from), decode, createWriteStream(to, { mode: 0o600 }));
    return true;
  } catch (error) {
    if (error instanceof TypeError && 'code' in error && error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
      return false;
    throw error;
  }
}
