/**
 * What we publish, verified by programs that we did not write. `test/record/foreign/unpack` gets them; without them these tests are
 * skipped and say what is missing.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, expect, test, type TestContext } from 'vitest';
import { makeKey, makeKeys, verifyEd25519, type Signer } from '#gateway/record/keys.ts';
import { openCosigner } from '#gateway/record/witness.ts';
import { bundleNames } from '#policies/record/bundle-names.ts';
import { predicateType } from '#policies/record/certificate.ts';
import { findCosignature } from '#policies/record/cosignature.ts';
import { printAddCheckpoint } from '#policies/record/add-checkpoint.ts';
import { fromUtf8, toBase64, toHex, digest, toUtf8, concat, fromBase64 } from '#policies/record/hash.ts';
import { algorithms, keyId, parseNote, printKey, type NoteKey } from '#policies/record/note.ts';
import { printPolicy } from '#policies/record/policy.ts';
import { consistencyProof, inclusionProof } from '#policies/record/proof.ts';
import { leafHash } from '#policies/record/tree.ts';
import { parseProof } from '#policies/record/proof-file.ts';
import { unwrap } from '#policies/refusal.ts';
import { aReleased } from './bundles.ts';
import { origin } from './ledger.ts';
import { aTiledLog, cosignedAt, logOf, requestAt, signedAt, type TiledLog } from './tiled.ts';

const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
const bin = join(process.env['SLUICE_FOREIGN'] ?? join(cache, 'sluice-foreign'), 'bin');
const dir = mkdtempSync(join(tmpdir(), 'foreign-'));
afterAll(() => rmSync(dir, { recursive: true }));

/** Larger than a tile. */
const log = aTiledLog(300);

test('AO-27-1 AO-30-1 sumdb/note and transparency-dev open our checkpoint with its cosignatures, and no other', (c) => {
  const [one, two] = ['a.example/w', 'b.example/w'].map((name) => makeKey(name, algorithms.cosignature));
  if (!one || !two) throw new Error('no keys');
  const lines = [one, two].map((signer) => cosignedAt(log, aCosigner(signer)).slice(signedAt(log).length));
  const note = signedAt(log) + lines.join('');
  const Cosigners = [one, two].map(({ key }) => printKey(key));
  const Log = printKey(log.log.key);
  expect(verify(c, 'checkpoint', { Log, Cosigners, Note: note })).toBe('');
  expect(verify(c, 'checkpoint', { Log, Cosigners, Note: note.replace('\n300\n', '\n301\n') })).toMatch(
    /invalid signature/,
  );
  expect(verify(c, 'checkpoint', { Log, Cosigners, Note: signedAt(log) + lines[0] })).toMatch(/2 of 3/);
  const policy = { origin, logKey: Log, witnessKeys: Cosigners };
  const urls = Object.fromEntries(Cosigners.map((vkey) => [vkey, 'https://w.example']));
  expect(verify(c, 'quorum', { Policy: printPolicy({ ...policy, urls, quorum: 2 }), Note: note })).toBe('');
  expect(
    verify(c, 'quorum', { Policy: printPolicy({ ...policy, urls, quorum: 2 }), Note: signedAt(log) + lines[0] }),
  ).not.toBe('');
  expect(
    verify(c, 'quorum', { Policy: printPolicy({ ...policy, urls, quorum: 1 }), Note: signedAt(log) + lines[0] }),
  ).toBe('');
});

test('AO-27-1 DC-13 sumdb/tlog and merkle accept our inclusion proofs, and none with a flipped bit', (c) => {
  for (const [Index, Size] of [
    [0, 1],
    [0, 300],
    [255, 256],
    [256, 300],
    [299, 300],
    [6, 7],
  ] as const) {
    const proof = inclusionProof({ index: Index, size: Size }, log.tree.read);
    const leaf = leafHash(log.leaves[Index] ?? new Uint8Array());
    const claim = {
      Leaf: toBase64(leaf),
      Root: toBase64(log.tree.root(Size)),
      Index,
      Size,
      Proof: proof.map(toBase64),
    };
    expect(verify(c, 'inclusion', claim)).toBe('');
    expect(verify(c, 'inclusion', { ...claim, Leaf: toBase64(flipped(leaf)) })).not.toBe('');
  }
});

test('AO-27-1 sumdb/tlog and merkle accept our consistency proofs, and none for a fork', (c) => {
  const fork = logOf(log.leaves.with(5, new Uint8Array(3)), log.log);
  for (const [First, Second] of [
    [1, 300],
    [6, 7],
    [255, 256],
    [256, 300],
    [299, 300],
    [300, 300],
  ] as const) {
    const Proof = consistencyProof({ first: First, second: Second }, log.tree.read).map(toBase64);
    const [FirstRoot, SecondRoot] = [toBase64(log.tree.root(First)), toBase64(log.tree.root(Second))];
    expect(verify(c, 'consistency', { First, Second, FirstRoot, SecondRoot, Proof })).toBe('');
    const forked = { First, Second, FirstRoot, SecondRoot: toBase64(fork.tree.root(Second)), Proof };
    expect(verify(c, 'consistency', forked)).not.toBe('');
  }
});

test('AO-30-1 tessera fsck accepts our tiles, and refuses a flipped byte in any of them', (c) => {
  const Log = printKey(log.log.key);
  const folder = writeFiles(log, 'whole');
  expect(verify(c, 'fsck', { Log, Folder: folder })).toBe('');
  for (const path of ['tile/entries/000', 'tile/0/000', 'tile/0/001.p/44', 'tile/1/000.p/1']) {
    const file = join(folder, path);
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.with(40 % bytes.length, (bytes[40 % bytes.length] ?? 0) ^ 1));
    expect(verify(c, 'fsck', { Log, Folder: folder }), path).not.toBe('');
    writeFileSync(file, bytes);
  }
  expect(verify(c, 'fsck', { Log, Folder: folder })).toBe('');
}, 120_000);

test('DC-13 AO-07-8 transparency-dev reads our release.tlog-proof, and cosign our certificate', (c) => {
  const {
    zip,
    log: { keys },
  } = aReleased();
  const files = unzipSync(zip);
  const text = (name: string) => fromUtf8(files[name] ?? new Uint8Array()) ?? '';
  const proof = text(bundleNames.proof);
  const { leaf } = unwrap(parseProof(proof));
  expect(verify(c, 'proof', { Log: printKey(keys.log.key), Proof: proof, Entry: leaf })).toBe('');
  expect(verify(c, 'proof', { Log: printKey(keys.log.key), Proof: proof, Entry: `${leaf} ` })).not.toBe('');

  const envelope = JSON.parse(text(bundleNames.certificate)) as Envelope;
  const [key, data] = [join(dir, 'certificate.pem'), join(dir, 'data.csv')];
  writeFileSync(key, files[bundleNames.publicKey] ?? '');
  writeFileSync(data, files['data.csv'] ?? '');
  expect(cosign(c, { envelope, key, data })).toBe(0);
  writeFileSync(data, 'district,index\n310101,98\n');
  expect(cosign(c, { envelope, key, data })).not.toBe(0);
});

test('AO-27-1 sigsum-witness cosigns our log as it grows, and refuses a forged history with 422', async (c) => {
  const raw = makeKeys(origin).log;
  const signer: Signer = {
    ...raw,
    key: { ...raw.key, name: `sigsum.org/v1/tree/${toHex(digest(raw.key.publicKey))}` },
  };
  const of = aTiledLog(40, undefined, signer);
  const fork = logOf(of.leaves.with(3, new Uint8Array(9)), signer);
  await using witness = await sigsumWitness(c, signer.key);
  const first = await witness.ask(printAddCheckpoint(requestAt(of, 0, 20)));
  expect(first.status).toBe(200);
  const name = /^— (\S+) /.exec(first.body)?.[1] ?? '';
  const key: NoteKey = { name, algorithm: algorithms.cosignature, publicKey: witness.publicKey };
  const { text } = unwrap(parseNote(signedAt(of, 20)));
  expect(findCosignature({ text, lines: first.body }, key, verifyEd25519)?.id).toEqual(keyId(key));
  expect((await witness.ask(printAddCheckpoint(requestAt(of, 20, 33)))).status).toBe(200);
  expect((await witness.ask(printAddCheckpoint(requestAt(fork, 33, 40)))).status).toBe(422);
  const stale = await witness.ask(printAddCheckpoint(requestAt(of, 20, 40)));
  expect([stale.status, stale.body]).toEqual([409, '33\n']);
});

function aCosigner(signer: Signer) {
  return openCosigner({ file: ':memory:', signer, logs: [log.log.key], clock: () => 1_772_415_000_000 });
}

/** @returns what our Go program says is wrong; nothing where it accepts */
function verify(c: TestContext, verb: string, input: object): string {
  const { status, stderr } = spawnSync(tool(c, 'verify'), [verb], { input: JSON.stringify(input), timeout: 60_000 });
  return status === 0 ? '' : `${status}: ${stderr.toString()}`;
}

interface Envelope {
  readonly signatures: readonly { readonly sig: string }[];
}

interface Attested {
  readonly envelope: Envelope;
  readonly key: string;
  readonly data: string;
}

/** From its third version cosign reads an envelope in a bundle only, and knows a key by its OpenSSH fingerprint. */
function cosign(c: TestContext, { envelope, key, data }: Attested): number | null {
  const bundle = join(dir, 'certificate.sigstore.json');
  const mediaType = 'application/vnd.dev.sigstore.bundle.v0.3+json';
  const verificationMaterial = { publicKey: { hint: 'sluice' } };
  writeFileSync(bundle, JSON.stringify({ mediaType, verificationMaterial, dsseEnvelope: envelope }));
  const options = ['--bundle', bundle, '--key', key, '--type', predicateType, '--insecure-ignore-tlog'];
  const { status } = spawnSync(tool(c, 'cosign'), ['verify-blob-attestation', ...options, data], {
    timeout: 60_000,
  });
  return status;
}

async function sigsumWitness(c: TestContext, logKey: NoteKey) {
  const [program, keygen] = [tool(c, 'sigsum-witness'), tool(c, 'sigsum-key')];
  const [key, logFile] = [join(dir, 'witness'), join(dir, 'log.pub')];
  expect(spawnSync(keygen, ['generate', '-o', key]).status).toBe(0);
  writeFileSync(logFile, printOpenSsh(logKey.publicKey));
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(program, ['-k', key, '--log-key', logFile, '--state-file', join(dir, 'state'), address], {
    stdio: 'ignore',
  });
  const ask = async (body: string) => {
    const answer = await fetch(`http://${address}/add-checkpoint`, { method: 'POST', body });
    return { status: answer.status, body: await answer.text() };
  };
  while (child.exitCode === null && !(await ask('').catch(() => undefined)))
    await new Promise((done) => setTimeout(done, 20));
  const line = fromBase64(readFileSync(`${key}.pub`, 'utf8').split(' ')[1] ?? '');
  return {
    ask,
    publicKey: line?.slice(-32) ?? new Uint8Array(),
    [Symbol.asyncDispose]: async () => {
      const ended = once(child, 'exit');
      if (child.kill('SIGKILL')) await ended;
    },
  };
}

/** @see RFC 4253 §6.6, RFC 8709 §4 */
function printOpenSsh(publicKey: Uint8Array): string {
  return `ssh-ed25519 ${toBase64(concat(withLength(toUtf8('ssh-ed25519')), withLength(publicKey)))} log\n`;
}

function withLength(bytes: Uint8Array): Uint8Array {
  return concat(Uint8Array.of(0, 0, 0, bytes.length), bytes);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

/** Skips the test, with a message, where the tool is not there. */
function tool(c: TestContext, name: string): string {
  const file = join(bin, name);
  if (!existsSync(file)) c.skip(`${name} is not in ${bin}; test/record/foreign/unpack gets it`);
  return file;
}

function writeFiles(of: TiledLog, name: string): string {
  const folder = join(dir, name);
  for (const [path, bytes] of [...of.files, ['checkpoint', toUtf8(signedAt(of))] as const]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  return folder;
}

function flipped(bytes: Uint8Array): Uint8Array {
  return bytes.with(7, (bytes[7] ?? 0) ^ 1);
}
