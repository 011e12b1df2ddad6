/** A PostgreSQL server of a test's own, in a folder that goes with it. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** Where the programs of a server are; the newest, as packages of Debian lay them down, or what the path has. */
const bin = [
  ...globSync('/usr/lib/postgresql/*/bin/initdb').toSorted().toReversed(),
  ...(process.env['PATH'] ?? '').split(':').map((dir) => join(dir, 'initdb')),
]
  .filter((file) => existsSync(file))
  .map(dirname)[0];

/** Whether tests over PostgreSQL run here. They must in CI. */
export const hasPostgres = bin !== undefined || process.env['CI'] === 'true';

if (!hasPostgres) console.warn('no PostgreSQL here: tests over it are skipped');

export interface Server extends AsyncDisposable {
  readonly url: string;
  readonly child: ChildProcess;
  /** An empty database. @returns its address */
  database(): string;
  /** One statement, by a connection of its own. */
  sql(text: string, url?: string): string;
  /** Ends without a goodbye, as when the power fails, and starts again. */
  crash(): Promise<void>;
}

/** It does not run as root, so neither may we while we start it. */
const isRoot = process.getuid?.() === 0;
const user = { uid: 65534, gid: 65534 };

export async function startPostgres(settings: Readonly<Record<string, string>> = {}): Promise<Server> {
  if (bin === undefined) throw new Error('Cannot start PostgreSQL: must be installed; got none');
  const dir = mkdtempSync(join(tmpdir(), 'postgres-'));
  if (isRoot) chownSync(dir, user.uid, user.gid);
  const as = { ...(isRoot && user), cwd: dir, env: { PATH: bin, LC_ALL: 'C', HOME: dir } };
  const data = join(dir, 'data');
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'sluice', '-A', 'trust', '-E', 'UTF8'], {
    ...as,
    stdio: 'pipe',
  });
  const port = await freePort();
  const given = { listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '', ...settings };
  const options = Object.entries(given).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const url = `postgres://sluice@127.0.0.1:${port}/postgres`;
  const sql = (text: string, at = url) =>
    execFileSync(join(bin, 'psql'), ['-X', '-A', '-t', '-q', '-d', at, '-c', text], {
      ...as,
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();
  const start = async () => {
    const child = spawn(join(bin, 'postgres'), ['-D', data, ...options], { ...as, stdio: 'ignore' });
    await ready(() => sql('SELECT 1'));
    return child;
  };
  let child = await start();
  let databases = 0;
  return {
    url,
    get child() {
      return child;
    },
    sql,
    database() {
      const name = `record_${databases++}`;
      sql(`CREATE DATABASE ${name}`);
      return url.replace(/postgres$/, name);
    },
    async crash() {
      const ended = once(child, 'exit');
      child.kill('SIGQUIT');
      await ended;
      child = await start();
    },
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'exit');
      child.kill('SIGQUIT');
      await ended;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function ready(ask: () => unknown): Promise<void> {
  for (let left = 200; ; left--) {
    try {
      ask();
      return;
    } catch (error) {
      if (left === 0) throw error;
      await wait(50);
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}
