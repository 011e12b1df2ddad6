/**
 * Frames on a byte stream: four bytes of length, then UTF-8 JSON. Both ends cap the size before they allocate;
 * a frame that is too long, or not JSON, ends the connection.
 */
import type { Duplex } from 'node:stream';

/** Largest frame that either side reads. */
export const maxFrame = 64 * 1024 * 1024;

export function encodeFrame(message: unknown): Buffer {
  const body = Buffer.from(JSON.stringify(message), 'utf8');
  if (body.length > maxFrame) throw new RangeError('Cannot send a frame: too large');
  const head = Buffer.alloc(4);
  head.writeUInt32BE(body.length);
  return Buffer.concat([head, body]);
}

/** Calls `onMessage` for each whole frame; destroys the stream at the first that breaks the form. */
export function readFrames(stream: Duplex, onMessage: (message: unknown) => void): void {
  let chunks: Buffer[] = [];
  let held = 0;
  /** Body length of the frame that is arriving, once its head is there. */
  let length: number | undefined;
  stream.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    held += chunk.length;
    for (;;) {
      if (length === undefined) {
        if (held < 4) return;
        chunks = [Buffer.concat(chunks)];
        length = chunks[0]?.readUInt32BE(0) ?? 0;
        if (length > maxFrame) return void stream.destroy();
      }
      if (held < 4 + length) return;
      const whole = Buffer.concat(chunks);
      const message = parse(whole.subarray(4, 4 + length));
      if (message === undefined) return void stream.destroy();
      chunks = [whole.subarray(4 + length)];
      held -= 4 + length;
      length = undefined;
      onMessage(message);
    }
  });
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
