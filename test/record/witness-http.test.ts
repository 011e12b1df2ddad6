/** The witness over HTTP and on a stick: the answers of the standard, and that no tampering with the log gets a cosignature. */
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeKeys, verifyEd25519 } from '#gateway/record/keys.ts';
import { unwrap } from '#policies/refusal.ts';
import { printAddCheckpoint } from '#policies/record/add-checkpoint.ts';
import { findCosignature } from '#policies/record/cosignature.ts';
import { parseKey, parseNote, printKey } from '#policies/record/note.ts';
import { origin } from './ledger.ts';
import { aTiledLog, logOf, requestAt, signedAt, type TiledLog } from './tiled.ts';
import {
  cli,
  initWitness,
  sluiceLog,
  startWitness,
  type WitnessFiles,
  type WitnessProcess,
} from './witness-process.ts';

const log = aTiledLog(70);
const other = aTiledLog(9, undefined, makeKeys('other.example/record').log);
let files: WitnessFiles;
let server: WitnessProcess;
beforeAll(async () => {
  files = await initWitness();
  server = await startWitness(files, [log.log.key, other.log.key]);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  rmSync(files.dir, { recursive: true });
});

test('AO-27-1 a witness process cosigns a growing log, and 409 tells what it saw', async () => {
  expect((await ask(requestAt(log, 0, 0))).status).toBe(200);
  expect((await ask(requestAt(log, 0, 40))).status).toBe(200);
  const stale = await ask(requestAt(log, 20, 45));
  expect([stale.status, stale.type, stale.body]).toEqual([409, 'text/x.tlog.size', '40\n']);
  const grown = await ask(requestAt(log, 40, 50));
  expect(grown.status).toBe(200);
  const key = unwrap(parseKey(files.vkey));
  const { text } = unwrap(parseNote(signedAt(log, 50)));
  expect(findCosignature({ text, lines: grown.body }, key, verifyEd25519)).toBeDefined();
  expect((await ask(requestAt(log, 50, 50))).status).toBe(200);
});

test('AO-27-1 no dropped, exchanged, doubled or rewritten entry gets past a witness process, wherever it is', async () => {
  const place = fc.record({
    at: fc.nat(48),
    to: fc.nat(48),
    how: fc.constantFrom('drop', 'exchange', 'double', 'rewrite'),
  });
  await fc.assert(
    fc.asyncProperty(place, async ({ at, to, how }) => {
      fc.pre(how !== 'exchange' || at !== to);
      const fork = logOf(tampered({ at, to, how }), log.log);
      expect((await ask(requestAt(fork, 50))).status).toBe(422);
      expect(
        (
          await ask({
            ...requestAt(log, 50, Math.min(70, fork.leaves.length)),
            checkpoint: signedAt(fork),
          })
        ).status,
      ).toBe(422);
    }),
    { numRuns: 40 },
  );
  expect(readFileSync(files.state, 'utf8')).toContain(`${origin}\n50\n`);
}, 60_000);

test('AO-27-1 a restored backup and a fork of equal size get 409 from a witness process', async () => {
  const fork = logOf(tampered({ at: 7, to: 0, how: 'rewrite' }), log.log);
  for (const [request, status] of [
    [requestAt(log, 0, 30), 409],
    [requestAt(log, 30, 45), 409],
    [requestAt(fork, 50, 50), 409],
    [{ ...requestAt(log, 50, 30), old: 50 }, 400],
  ] as const) {
    expect((await ask(request)).status).toBe(status);
  }
});

test('AO-27-1 a flipped bit anywhere in a request gets no cosignature on what the log did not sign', async () => {
  const body = Buffer.from(printAddCheckpoint(requestAt(log, 50, 60)));
  const key = unwrap(parseKey(files.vkey));
  await fc.assert(
    fc.asyncProperty(fc.nat(body.length - 1), fc.nat(7), async (at, bit) => {
      const flipped = Buffer.from(body);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << bit);
      const { status, body: lines } = await post(flipped);
      expect(status).not.toBe(500);
      // A changed key id or name in the line of the log makes it a line of nobody: the request has no signature then.
      expect(findCosignature({ text: flipped.toString(), lines: lines || '\n' }, key, verifyEd25519)).toBeUndefined();
      expect(status).not.toBe(200);
    }),
    { numRuns: 150 },
  );
}, 60_000);

test('a witness process answers 404, 403, 400 and 413 as the standard says', async () => {
  const stranger = aTiledLog(3, undefined, makeKeys('stranger.example/record').log);
  const forged = {
    ...requestAt(log, 50),
    checkpoint: signedAt({ ...log, log: { ...log.log, sign: stranger.log.sign } }),
  };
  expect((await ask(requestAt(stranger, 0))).status).toBe(404);
  expect((await ask(forged)).status).toBe(403);
  expect((await post('old 050\n\n')).status).toBe(400);
  expect((await post('')).status).toBe(400);
  expect(
    (
      await post(
        printAddCheckpoint({ ...requestAt(log, 50), proof: Array.from({ length: 64 }, () => new Uint8Array(32)) }),
      )
    ).status,
  ).toBe(400);
  expect((await post('x'.repeat(70_000))).status).toBe(413);
  expect((await ask({ ...requestAt(other, 0, 5), proof: [new Uint8Array(32)] })).status).toBe(422);
  expect((await fetch(`${server.url}/add-checkpoint`)).status).toBe(404);
});

test('AO-27-1 a witness process keeps logs apart, and what it answered outlives SIGKILL', async () => {
  expect((await ask(requestAt(other, 0, 5))).status).toBe(200);
  await server[Symbol.asyncDispose]();
  server = await startWitness(files, [log.log.key, other.log.key]);
  expect((await ask(requestAt(other, 0))).body).toBe('5\n');
  expect((await ask(requestAt(log, 0))).body).toBe('50\n');
});

test('AO-27-1 two witness processes on one memory never cosign two histories', async () => {
  await using twin = await startWitness(files, [log.log.key, other.log.key]);
  const fork = logOf(tampered({ at: 3, to: 0, how: 'rewrite' }, other.leaves), other.log);
  const prefix = { ...requestAt(other, 5, 9) };
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, i) => {
      const asked = i % 2 === 0 ? prefix : requestAt(fork, 5, 9);
      return post(printAddCheckpoint(asked), i % 3 === 0 ? twin.url : server.url);
    }),
  );
  expect(answers.filter(({ status }, i) => status === 200 && i % 2 === 1)).toEqual([]);
  expect(answers.filter(({ status }) => status === 200).length).toBe(1);
});

test('AO-27-1 a witness process waits for whoever is deciding on the same memory', async () => {
  const other = new DatabaseSync(`${files.state}.lock`);
  other.exec('BEGIN EXCLUSIVE');
  let answered = false;
  const answer = ask(requestAt(log, 0)).finally(() => (answered = true));
  await new Promise((done) => setTimeout(done, 200));
  expect(answered).toBe(false);
  other.close();
  expect((await answer).status).toBe(409);
});

test('sluice log witness serve does not start without its memory', async () => {
  const lost = await initWitness();
  rmSync(lost.state);
  const serving = sluiceLog('witness', 'serve', ...lost.args, '--log-vkey', printKey(log.log.key), '--port', '0');
  await expect(serving).rejects.toThrow(/must be there/);
  rmSync(lost.dir, { recursive: true });
});

test('AO-27-1 sluice log witness cosign does on a stick what the process does, and refuses a fork', async () => {
  const own = await initWitness('stick.example/witness');
  const cosign = (of: TiledLog, old: number, size: number) =>
    execFileSync(process.execPath, [cli, 'log', 'witness', 'cosign', ...own.args, '--log-vkey', printKey(of.log.key)], {
      input: printAddCheckpoint(requestAt(of, old, size)),
      stdio: ['pipe', 'pipe', 'pipe'],
    }).toString();
  const lines = cosign(log, 0, 20);
  const { text } = unwrap(parseNote(signedAt(log, 20)));
  expect(findCosignature({ text, lines }, unwrap(parseKey(own.vkey)), verifyEd25519)).toBeDefined();
  const fork = logOf(tampered({ at: 7, to: 0, how: 'rewrite' }), log.log);
  expect(() => cosign(fork, 20, 30)).toThrow(/422/);
  expect(() => cosign(log, 0, 30)).toThrow(/409/);
  writeFileSync(join(own.dir, 'state'), 'nonsense');
  expect(() => cosign(log, 20, 30)).toThrow();
  rmSync(own.dir, { recursive: true });
});

interface Tampering {
  readonly at: number;
  readonly to: number;
  readonly how: string;
}

/** The log with something done to an entry that the witness saw. */
function tampered({ at, to, how }: Tampering, leaves = log.leaves): readonly Uint8Array[] {
  const [one = new Uint8Array(), two = new Uint8Array()] = [leaves[at], leaves[to]];
  if (how === 'drop') return leaves.toSpliced(at, 1);
  if (how === 'double') return leaves.toSpliced(at, 0, one);
  if (how === 'exchange') return leaves.with(at, two).with(to, one);
  return leaves.with(at, new TextEncoder().encode('rewritten'));
}

function ask(request: Parameters<typeof printAddCheckpoint>[0]) {
  return post(printAddCheckpoint(request));
}

async function post(body: string | Uint8Array<ArrayBuffer>, url = server.url) {
  const answer = await fetch(`${url}/add-checkpoint`, { method: 'POST', body });
  return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.text() };
}
