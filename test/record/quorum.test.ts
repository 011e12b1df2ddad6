/** Asking several witnesses: near, far, carried to, out of reach, and told of another history. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { makeKey, makeKeys, openKeys } from '#gateway/record/keys.ts';
import { gatherCosignatures, type Asking } from '#gateway/record/quorum.ts';
import { openRemoteWitness } from '#gateway/record/witness-client.ts';
import { acceptAnswer, openMailboxWitness, readRequest } from '#gateway/record/witness-mailbox.ts';
import { createWitnessApp } from '#gateway/record/witness-server.ts';
import { openCosigner, type Cosigner, type Witness } from '#gateway/record/witness.ts';
import { findWitness, openWitnesses, seldom } from '#gateway/record/witnesses.ts';
import { parseAddCheckpoint } from '#policies/record/add-checkpoint.ts';
import { openCheckpoint } from '#policies/record/checkpoint.ts';
import { algorithms, printKey, printSignature } from '#policies/record/note.ts';
import { printPolicy } from '#policies/record/policy.ts';
import { consistencyProof } from '#policies/record/proof.ts';
import { unwrap, type Outcome } from '#policies/refusal.ts';
import { verifyEd25519 } from './builders.ts';
import { origin } from './ledger.ts';
import { aTiledLog, logOf, signedAt, type TiledLog } from './tiled.ts';

const dirs: string[] = [];
afterEach(() => dirs.splice(0).forEach((dir) => rmSync(dir, { recursive: true })));

const log = aTiledLog(20);
const fork = logOf(log.leaves.with(3, new Uint8Array(9)), log.log);

test('AO-27-1 of three witnesses any two suffice, and one is too few', async () => {
  for (const reachable of [0, 1, 2, 3]) {
    const three = [0, 1, 2].map((i) => remote(aCosigner(`w${i}.example`), { isDown: i >= reachable }));
    const told: string[] = [];
    const lines = await gather(log, 9, {
      witnesses: three.map(({ witness }) => witness),
      tell: (why) => told.push(why),
    });
    expect(codeOf(lines)).toBe(reachable >= 2 ? 'accepted' : 'E_WITNESS');
    expect(told.length).toBeLessThanOrEqual(3 - reachable);
    if (!lines.ok) continue;
    const witnessKeys = three.map(({ witness }) => printKey(witness.key));
    const trust = { origin, logKey: printKey(log.log.key), witnessKeys, quorum: 2 };
    expect(openCheckpoint(signedAt(log, 9) + lines.value.join(''), trust, verifyEd25519).ok).toBe(true);
    expect(openCheckpoint(signedAt(log, 9) + lines.value[0], trust, verifyEd25519).ok).toBe(false);
  }
});

test('AO-27-1 a fork and a restored backup get no quorum: E_RECORD, though the third witness is out of reach', async () => {
  const three = [0, 1, 2].map((i) => remote(aCosigner(`w${i}.example`), { isDown: i === 2 }));
  const witnesses = three.map(({ witness }) => witness);
  expect((await gather(log, 9, { witnesses })).ok).toBe(true);
  expect(codeOf(await gather(fork, 12, { witnesses }))).toBe('E_RECORD');
  expect(codeOf(await gather(log, 5, { witnesses }))).toBe('E_RECORD');
  expect((await gather(log, 12, { witnesses })).ok).toBe(true);
});

test('AO-27-1 a gateway that lost its own memory of a witness learns the size from it, and a backup is found out', async () => {
  const cosigner = aCosigner('w.example');
  expect((await gather(log, 9, { witnesses: [remote(cosigner).witness], quorum: 1 })).ok).toBe(true);
  const [grown, restored] = [remote(cosigner), remote(cosigner)];
  expect((await gather(log, 12, { witnesses: [grown.witness], quorum: 1 })).ok).toBe(true);
  expect(codeOf(await gather(log, 5, { witnesses: [restored.witness], quorum: 1 }))).toBe('E_RECORD');
});

test('openRemoteWitness leaves a witness alone after it did not answer, longer each time, up to a minute', async () => {
  const { witness, asked, clock } = remote(aCosigner('w.example'), { isDown: true });
  const waits: number[] = [];
  for (let i = 0; i < 8; i++) {
    const before = asked.count;
    const since = clock.now;
    while (asked.count === before) {
      await gather(log, 9, { witnesses: [witness], quorum: 1 });
      if (asked.count === before) clock.now += 500;
    }
    waits.push(clock.now - since);
  }
  expect(waits).toEqual([0, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000]);
});

test('openRemoteWitness gives up after its time, and on an answer that never ends', async () => {
  const key = makeKey('w.example', algorithms.cosignature).key;
  const options = { key, url: 'http://w.example', origin, file: ':memory:', clock: () => 0, timeout: 30 };
  const silent = openRemoteWitness({
    ...options,
    fetch: (_, { signal }) =>
      new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('late')))),
  });
  const endless = openRemoteWitness({
    ...options,
    fetch: async () => new Response(new ReadableStream({ pull: (c) => c.enqueue(new Uint8Array(9999)) })),
  });
  for (const witness of [silent, endless])
    expect(codeOf(await gather(log, 9, { witnesses: [witness], quorum: 1 }))).toBe('E_WITNESS');
});

test.each([
  ['nothing', ''],
  [
    'a line of another key',
    printSignature({ name: 'w.example', id: new Uint8Array(4), signature: new Uint8Array(72) }),
  ],
  ['a page', '<html>welcome</html>'],
])('openRemoteWitness believes no answer of %s', async (_, body) => {
  const key = makeKey('w.example', algorithms.cosignature).key;
  const fetch = async () => new Response(body);
  const witness = openRemoteWitness({ key, url: 'http://w.example', origin, file: ':memory:', clock: () => 0, fetch });
  expect(codeOf(await gather(log, 9, { witnesses: [witness], quorum: 1 }))).toBe('E_WITNESS');
  expect(await witness.latest()).toBeUndefined();
});

test('a witness that lies about its size keeps no record from being opened: it is not remembered', async () => {
  const key = makeKey('w.example', algorithms.cosignature).key;
  const file = join(aDir(), 'state');
  const open = () => openRemoteWitness({ key, url: 'http://w.example', origin, file, clock: () => 0, fetch: lie });
  expect(codeOf(await gather(log, 9, { witnesses: [open()], quorum: 1 }))).toBe('E_RECORD');
  expect(await open().latest()).toBeUndefined();
});

test('gatherCosignatures does not wait for a slow witness once enough have cosigned, and keeps its line when it comes', async () => {
  const fast = remote(aCosigner('fast.example')).witness;
  const slow = remote(aCosigner('slow.example')).witness;
  const gate = Promise.withResolvers<void>();
  const late: Witness = {
    key: slow.key,
    latest: () => slow.latest(),
    cosign: async (...given) => (await gate.promise, slow.cosign(...given)),
  };
  const kept: string[] = [];
  const lateLine = Promise.withResolvers<void>();
  const keep = (witness: string) => {
    kept.push(witness);
    if (witness === 'slow.example') lateLine.resolve();
  };
  expect((await gather(log, 9, { witnesses: [fast, late], quorum: 1, keep })).ok).toBe(true);
  expect(kept).toEqual(['fast.example']);
  gate.resolve();
  await lateLine.promise;
  expect(kept).toEqual(['fast.example', 'slow.example']);
});

test('gatherCosignatures asks nobody where what is known suffices', async () => {
  const { witness, asked } = remote(aCosigner('w.example'));
  const known = new Map([['w.example', 'line\n']]);
  expect(unwrap(await gather(log, 9, { witnesses: [witness], quorum: 1, known }))).toEqual(['line\n']);
  expect(asked.count).toBe(0);
});

test('AO-27-1 what is carried to a witness and back counts, for its own request and no other', async () => {
  const cosigner = aCosigner('stick.example');
  const mailbox = { key: cosigner.key, folder: aDir(), origin };
  const witness = openMailboxWitness(mailbox);
  expect(codeOf(await gather(log, 9, { witnesses: [witness], quorum: 1 }))).toBe('E_WITNESS');
  const request = readRequest(mailbox) ?? '';
  const answer = carry(cosigner, request);
  const stranger = carry(aCosigner('other.example'), request);
  expect(codeOf(acceptAnswer({ request, answer: stranger }, mailbox))).toBe('E_VERIFY');
  expect(codeOf(acceptAnswer({ request: request.replace('\n9\n', '\n8\n'), answer }, mailbox))).toBe('E_VERIFY');
  expect(codeOf(acceptAnswer({ request, answer }, { ...mailbox, origin: 'another.example' }))).toBe('E_VERIFY');
  expect(acceptAnswer({ request, answer }, mailbox).ok).toBe(true);
  expect((await gather(log, 9, { witnesses: [witness], quorum: 1 })).ok).toBe(true);
  expect(codeOf(await gather(fork, 9, { witnesses: [witness], quorum: 1 }))).toBe('E_WITNESS');
  expect(codeOf(await gather(log, 12, { witnesses: [witness], quorum: 1 }))).toBe('E_WITNESS');
  expect(parseAddCheckpoint(readRequest(mailbox) ?? '')).toMatchObject({ ok: true, value: { old: 9 } });
  expect(
    acceptAnswer({ request: readRequest(mailbox) ?? '', answer: carry(cosigner, readRequest(mailbox) ?? '') }, mailbox)
      .ok,
  ).toBe(true);
  expect(witness.latest()).toMatchObject({ size: 12 });
});

test('seldom says each thing once an hour', () => {
  const said: string[] = [];
  let now = 0;
  const tell = seldom(
    (detail) => said.push(`${now / 60_000} ${detail}`),
    () => now,
  );
  for (; now <= 120 * 60_000; now += 60_000) for (const detail of ['a is away', 'b is away']) tell(detail);
  expect(said).toEqual([0, 60, 120].flatMap((minute) => [`${minute} a is away`, `${minute} b is away`]));
});

test('openWitnesses is the one in the process where there is no policy, and what the policy says where there is one', async () => {
  const dir = aDir();
  const keys = openKeys(join(dir, 'keys'), origin);
  const open = () => openWitnesses({ dir, keys, clock: () => 0 });
  expect(open().trust).toEqual({
    origin,
    logKey: printKey(keys.log.key),
    witnessKeys: [printKey(keys.witness.key)],
    quorum: 1,
  });
  const [remote, carried] = ['agency.example', 'auditor.example'].map((name) =>
    printKey(makeKey(name, algorithms.cosignature).key),
  );
  const witnessKeys = [printKey(keys.witness.key), remote ?? '', carried ?? ''];
  const policy = { origin, logKey: printKey(keys.log.key), witnessKeys, quorum: 2 };
  const write = (text: string) => writeFileSync(join(dir, 'witness', 'policy.txt'), text);
  await open().witnesses[0]?.cosign(signedAt({ ...log, log: keys.log }, 3), []);
  write(printPolicy({ ...policy, urls: { [remote ?? '']: 'http://127.0.0.1:9' } }));
  const { witnesses, trust } = open();
  expect(trust).toEqual(policy);
  expect(witnesses.map(({ key }) => key.name)).toEqual([keys.witness.key.name, 'agency.example', 'auditor.example']);
  const of = { ...log, log: keys.log };
  expect(codeOf(await gather(of, 9, { witnesses }))).toBe('E_WITNESS');
  expect(readdirSync(join(dir, 'witness', 'carried')).filter((name) => name.endsWith('.request')).length).toBe(1);
  expect(readFileSync(join(dir, 'witness', 'state'), 'utf8')).toContain('\n9\n');
  expect(findWitness(policy, 'auditor.example').name).toBe('auditor.example');
  expect(() => findWitness(policy, 'nobody.example')).toThrow(TypeError);
  write(printPolicy({ ...policy, quorum: 0 }));
  expect(open).toThrow(/quorum/);
  write(printPolicy({ ...policy, logKey: printKey(makeKeys(origin).log.key) }));
  expect(open).toThrow(/must be for/);
});

async function lie(): Promise<Response> {
  return new Response('999999\n', { status: 409 });
}

function aCosigner(name: string): Cosigner {
  const signer = makeKey(name, algorithms.cosignature);
  return openCosigner({ file: ':memory:', signer, logs: [log.log.key], clock: () => 1_772_415_000_000 });
}

/** A cosigner behind HTTP, and a client of it that remembers nothing from before. */
function remote(cosigner: Cosigner, { isDown = false } = {}) {
  const app = createWitnessApp(cosigner);
  const clock = { now: 0 };
  const asked = { count: 0 };
  const witness = openRemoteWitness({
    key: cosigner.key,
    url: 'http://w.example/',
    origin,
    file: ':memory:',
    clock: () => clock.now,
    fetch: async (url, init) => {
      asked.count++;
      if (isDown) throw new TypeError('fetch failed');
      return app.request(url, init);
    },
  });
  return { witness, asked, clock };
}

function gather(of: TiledLog, size: number, asking: Partial<Asking> & Pick<Asking, 'witnesses'>) {
  const prove = (first: number) => consistencyProof({ first, second: size }, of.tree.read);
  const rest = { quorum: 2, known: new Map<string, string>(), keep: () => undefined };
  return gatherCosignatures({ size, note: signedAt(of, size), prove }, { ...rest, ...asking });
}

function carry(cosigner: Cosigner, request: string): string {
  const answer = cosigner.add(unwrap(parseAddCheckpoint(request)));
  if (answer.status !== 200) throw new Error(answer.why);
  return printSignature(answer.signature);
}

function codeOf(outcome: Outcome<unknown>): string {
  return outcome.ok ? 'accepted' : outcome.refusals[0].code;
}

function aDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'quorum-'));
  dirs.push(dir);
  return dir;
}
