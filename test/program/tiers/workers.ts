/** Stand-ins for the worker, and a place to start them. */
import { mkdtempSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Place {
  readonly folder: string;
  readonly log: number;
  readonly logged: () => string;
}

export function aPlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-tiers-'));
  const path = join(folder, 'log');
  return { folder, log: openSync(path, 'a'), logged: () => readFileSync(path, 'utf8') };
}

/** Runs `before`, says that it is ready, then runs `text` with each message; ends with its parent, like the real one. */
export function worker(text: string, before = ''): string {
  return `
const addon = { exports: {} };
if (process.argv[2]) process.dlopen(addon, process.argv[2]);
${before}
const pipe = new (require('node:net').Socket)({ fd: 3 });
const die = () => process.kill(process.pid, 'SIGKILL');
const say = (value) => pipe.write(JSON.stringify(value));
pipe.on('error', die).on('close', die).on('data', (message) => { ${text} });
pipe.write(Buffer.from([0x53]));`;
}

/** Tries an expression of Node and says its error. */
export const attempting = worker(
  `let said; try { eval(String(message)); said = 'done'; } catch (error) { said = error.code ?? error.message; } say(said);`,
);
