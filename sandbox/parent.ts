/** The other end of a child's pipe. When the parent goes away, so does the child: nothing of the domain outlives its supervisor. */
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { parentFd } from './child.ts';

export function parentStream(): Duplex {
  const stream = new Socket({ fd: parentFd, readable: true, writable: true });
  stream.on('error', die);
  stream.on('close', die);
  return stream;
}

/** By a signal: `process.exit` waits for an engine that is at work, for as long as its query takes. */
function die(): void {
  process.kill(process.pid, 'SIGKILL');
}

/** For the owner's log: the descriptor of standard error is the domain's log file. */
export function logForOwner(error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${new Date().toISOString()} ${text}\n`);
}
