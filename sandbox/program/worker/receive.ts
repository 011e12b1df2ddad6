/** Reads frames from the supervisor's pipe, large ones straight into the memory in which the program's rows will lie. */
import { Socket } from 'node:net';
import { decodeHead, headBytes, type Head } from './frames.ts';

export interface Received extends Head {
  readonly body: ArrayBuffer | SharedArrayBuffer;
}

/** Bodies of rows are shared with isolates; others are not. */
type IsShared = (head: Head) => boolean;

/** @returns the pipe, to be written to; whatever breaks it ends this process */
export function receive(fd: number, isShared: IsShared, onFrame: (frame: Received) => void): Socket {
  let head: Head | undefined;
  let body: ArrayBuffer | SharedArrayBuffer = new ArrayBuffer(headBytes);
  let filled = 0;
  const begin = (): void => {
    [head, body, filled] = [undefined, new ArrayBuffer(headBytes), 0];
  };
  const finish = (): void => {
    if (head) onFrame({ ...head, body });
    if (head) return begin();
    head = decodeHead(Buffer.from(body));
    body = isShared(head) ? new SharedArrayBuffer(head.length) : new ArrayBuffer(head.length);
    filled = 0;
    if (head.length === 0) finish();
  };
  const socket = new Socket({
    fd,
    onread: {
      buffer: () => new Uint8Array(body, filled),
      callback: (count) => {
        filled += count;
        if (filled === body.byteLength) finish();
        return true;
      },
    },
  });
  socket.on('error', endSelf);
  socket.on('end', endSelf);
  socket.on('close', endSelf);
  socket.resume();
  return socket;
}

/** By a signal: `process.exit` beside a living isolate crashes, and waits for what runs. */
export function endSelf(): void {
  process.kill(process.pid, 'SIGKILL');
}
