/**
 * A child process of the domain: started with an empty environment and one inherited pipe, watched for memory, killed by SIGKILL.
 * Its text output goes to the owner's log and nowhere else.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Duplex, Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Bytes } from '#policies/units.ts';

export interface ChildOptions {
  /** Module to run, as a file URL. */
  readonly module: URL;
  readonly args?: readonly string[];
  /** Descriptor of the owner's log. */
  readonly log: number;
  /** Resident memory above which the child is killed. */
  readonly maxMemory: Bytes;
  /** Whether the child has a second pipe, on which it sends numbers. */
  readonly bulk?: boolean;
}

export interface Child extends Disposable {
  readonly pid: number;
  readonly stream: Duplex;
  /** The second pipe, where asked for. */
  readonly bulk?: Readable;
  /** Settles when the process has ended. */
  readonly ended: Promise<void>;
  readonly kill: () => void;
}

/** The descriptor on which a child finds its parent. */
export const parentFd = 3;
/** The descriptor of its second pipe, which it writes to. */
export const bulkFd = 4;

/** Where Node keeps what it has compiled, if our parent was given a place: tests start many processes. What lies there runs, so nobody else may write it. */
const cache = process.env['NODE_COMPILE_CACHE'];
const compiled = cache === undefined ? {} : { NODE_COMPILE_CACHE: cache };

const pollEvery = 20;

export function startChild({ module, args = [], log, maxMemory, bulk = false }: ChildOptions): Child {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', fileURLToPath(module), ...args], {
    env: { TZ: 'UTC', ...compiled },
    stdio: ['ignore', log, log, 'pipe', ...(bulk ? ['pipe' as const] : [])],
  });
  const stream = child.stdio[parentFd] as Duplex;
  const second = bulk ? { bulk: child.stdio[bulkFd] as Readable } : {};
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const watch = watchMemory(child, maxMemory);
  void ended.then(() => {
    clearInterval(watch);
    stream.destroy();
  });
  const kill = (): void => void child.kill('SIGKILL');
  return { pid: child.pid ?? 0, stream, ...second, ended, kill, [Symbol.dispose]: kill };
}

/** Polls resident memory where /proc tells it; elsewhere the engine's own limit stands alone. */
function watchMemory(child: ChildProcess, maxMemory: Bytes): NodeJS.Timeout {
  const timer = setInterval(() => {
    const resident = child.pid === undefined ? undefined : residentBytes(child.pid);
    if (resident !== undefined && resident > maxMemory) child.kill('SIGKILL');
  }, pollEvery);
  timer.unref();
  return timer;
}

const pageSize = 4096;

export function residentBytes(pid: number): number | undefined {
  try {
    const pages = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1];
    return pages === undefined ? undefined : Number(pages) * pageSize;
  } catch {
    return undefined;
  }
}
