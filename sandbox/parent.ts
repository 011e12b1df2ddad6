/** The other end of a child's pipe. When the parent goes away, so does the child: nothing of the domain outlives its supervisor. */
import { flushCompileCache } from 'node:module';
import { Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import type { Duplex } from 'node:stream';
import { parentFd } from './child.ts';

export function parentStream(): Duplex {
  // All modules are loaded by now, and a process that is killed writes nothing later. Without a place for it this does nothing.
  flushCompileCache();
  const stream = new Socket({ fd: parentFd, readable: true, writable: true });
  stream.on('error', die);
  stream.on('close', die);
  return stream;
}

/** For a process that computes for long without a look at its pipe: a thread of its own sees that the parent is another one. */
export function watchParent(): void {
  new Worker(
    `const { ppid } = process; setInterval(() => process.ppid === ppid || process.kill(process.pid, 'SIGKILL'), 200)`,
    {
      eval: true,
    },
  ).unref();
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
