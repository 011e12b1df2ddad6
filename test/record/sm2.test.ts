/** The second signature: by SM2 with SM3, as OpenSSL makes and reads it, and as tools that do not know it skip it. */
import { mkdtempSync, chmodSync, statSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { makeKeys, openKeys, verifyEd25519 } from '#gateway/record/keys.ts';
import { zipFiles } from '#gateway/record/bundle.ts';
import { makeSm2Key, openSm2Key, verifySm2 } from '#gateway/record/signer-sm2.ts';
import { verifyBundle } from '#gateway/record/verify.ts';
import { bundleNames } from '#policies/record/bundle-names.ts';
import { openCheckpoint } from '#policies/record/checkpoint.ts';
import { preAuthEncoding, payloadType } from '#policies/record/dsse.ts';
import { fromBase64, fromHex, fromUtf8, toUtf8 } from '#policies/record/hash.ts';
import { parseNote } from '#policies/record/note.ts';
import { parsePolicy } from '#policies/record/policy.ts';
import {
  addSm2Signature,
  parseSm2Key,
  parseSm2Policy,
  printSm2Key,
  printSm2Policy,
  requireSm2Signature,
} from '#policies/record/sm2-note.ts';
import { unwrap } from '#policies/refusal.ts';
import { aMemoryLog, aReleased } from './bundles.ts';
import { flip } from './builders.ts';
import { fromDer, openOpenssl, pemOf, sm2Options, toDer } from './openssl.ts';

const signing = makeSm2Key('sluice.example/record/sm2');
const openssl = openOpenssl();

function bytes(hex: string): Uint8Array {
  return fromHex(hex) ?? new Uint8Array();
}

test('GY-17 OpenSSL verifies what our SM2 key signs, with the default user id and with no other', () => {
  const key = openssl.file('ours.pem', pemOf(signing.key.publicKey));
  for (let i = 0; i < 8; i++) {
    const text = `origin\n${i}\nroot\n`;
    const message = openssl.file('message', text);
    const signature = openssl.file('signature', toDer(signing.sign(toUtf8(text))));
    const verify = ['pkeyutl', '-verify', '-pubin', '-inkey', key, '-in', message, '-sigfile', signature];
    expect(openssl.run(...verify, ...sm2Options).toString()).toContain('Verified Successfully');
    const otherId = ['-rawin', '-digest', 'sm3', '-pkeyopt', 'distid:1234567812345679'];
    expect(() => openssl.run(...verify, ...otherId)).toThrow('Command failed');
  }
});

test('verifySm2 accepts what OpenSSL signs, and refuses it under an empty id, another message or another key', () => {
  const key = openssl.file('theirs.key');
  openssl.run('genpkey', '-algorithm', 'SM2', '-out', key);
  const publicKey = new Uint8Array(openssl.run('pkey', '-in', key, '-pubout', '-outform', 'DER').subarray(-65));
  const message = toUtf8('a checkpoint');
  const sign = (...options: readonly string[]): Uint8Array =>
    fromDer(openssl.run('pkeyutl', '-sign', '-inkey', key, '-in', openssl.file('text', message), ...options));
  const signature = sign(...sm2Options);
  expect(verifySm2(publicKey, message, signature)).toBe(true);
  expect(verifySm2(publicKey, toUtf8('another'), signature)).toBe(false);
  expect(verifySm2(signing.key.publicKey, message, signature)).toBe(false);
  expect(verifySm2(publicKey, message, sign('-rawin', '-digest', 'sm3'))).toBe(false);
  for (let i = 0; i < 64; i++)
    expect(
      verifySm2(
        publicKey,
        message,
        signature.map((byte, at) => (at === i ? byte ^ 1 : byte)),
      ),
    ).toBe(false);
});

test('verifySm2 accepts the example of GM/T 0003.5 and refuses malformed keys and signatures without throwing', () => {
  const publicKey = bytes(
    '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
  );
  const signature = bytes(
    'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa',
  );
  expect(verifySm2(publicKey, toUtf8('message digest'), signature)).toBe(true);
  const message = toUtf8('message digest');
  for (const bad of [new Uint8Array(), new Uint8Array(64), signature.slice(1), new Uint8Array(64).fill(255)])
    expect(verifySm2(publicKey, message, bad)).toBe(false);
  for (const bad of [
    new Uint8Array(),
    new Uint8Array(65),
    publicKey.slice(1),
    publicKey.map((b, i) => (i ? b ^ 1 : b)),
  ])
    expect(verifySm2(bad, message, signature)).toBe(false);
});

test('addSm2Signature adds a line that requireSm2Signature checks and every other reader skips', () => {
  const log = aMemoryLog();
  log.append({});
  const plain = log.checkpoint();
  const signed = addSm2Signature(plain, signing);
  expect(signed.startsWith(plain)).toBe(true);
  expect(unwrap(openCheckpoint(signed, log.trust, verifyEd25519)).size).toBe(1);
  const note = unwrap(parseNote(signed));
  expect(requireSm2Signature(note, signing.key, verifySm2).ok).toBe(true);
  expect(requireSm2Signature(unwrap(parseNote(plain)), signing.key, verifySm2).ok).toBe(false);
  const doubled = unwrap(parseNote(addSm2Signature(signed, signing)));
  expect(requireSm2Signature(doubled, signing.key, verifySm2).ok).toBe(false);
  const other = { ...makeSm2Key('x').key, name: signing.key.name };
  expect(requireSm2Signature(note, other, verifySm2).ok).toBe(false);
  expect(requireSm2Signature({ ...note, text: note.text.replace('1', '2') }, signing.key, verifySm2).ok).toBe(false);
});

test('parseSm2Key reads exactly what printSm2Key prints; the policy file stays readable for others', () => {
  const vkey = printSm2Key(signing.key);
  expect(unwrap(parseSm2Key(vkey))).toEqual(signing.key);
  for (let i = 0; i < vkey.length; i++) expect(parseSm2Key(flip(vkey, i)).ok && flip(vkey, i) !== vkey).toBe(false);
  const lines = printSm2Policy({ log: signing.key, certificate: signing.key });
  expect(unwrap(parseSm2Policy(`${lines}log x\n`))).toEqual({ log: signing.key, certificate: signing.key });
  expect(parseSm2Policy(lines + lines).ok).toBe(false);
  expect(unwrap(parseSm2Policy('log x\n'))).toEqual({});
});

const sent = aReleased({ log: aMemoryLog({ ciphers: 'both' }) });
const files = new Map<string, Uint8Array>(Object.entries(unzipSync(sent.zip)));
const textOf = (name: string): string => fromUtf8(files.get(name) ?? new Uint8Array()) ?? '';

function codeOf(name: string, text: string, policy?: string): string {
  const zip = zipFiles(new Map(files).set(name, toUtf8(text)));
  const outcome = verifyBundle(zip, policy === undefined ? {} : { policy });
  return outcome.ok ? 'accepted' : outcome.refusals[0].code;
}

interface Envelope {
  readonly payload: string;
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
}

test('verifyBundle under both ciphers accepts, lists four keys, and OpenSSL verifies the certificate’s second signature', () => {
  const { fingerprints } = unwrap(verifyBundle(sent.zip));
  expect(fingerprints.map(({ use }) => use)).toEqual(['log', 'witness', 'certificate', 'log SM2', 'certificate SM2']);
  expect(unwrap(verifyBundle(sent.zip, { policy: sent.pinned })).keys).toBe('pinned');
  expect(unwrap(parsePolicy(textOf(bundleNames.policy))).logKey).toBe(sent.log.trust.logKey);
  const { payload, signatures } = JSON.parse(textOf(bundleNames.certificate)) as Envelope;
  const message = preAuthEncoding(payloadType, fromBase64(payload) ?? new Uint8Array());
  const signature = fromBase64(signatures[1]?.sig ?? '') ?? new Uint8Array();
  const key = openssl.file('key.pem', pemOf(sent.log.keys.sm2?.certificate.key.publicKey ?? new Uint8Array()));
  const verify = ['pkeyutl', '-verify', '-pubin', '-inkey', key, '-in', openssl.file('pae', message)];
  const verified = openssl.run(...verify, '-sigfile', openssl.file('sig', toDer(signature)), ...sm2Options);
  expect(verified.toString()).toContain('Verified Successfully');
});

test('verifyBundle refuses a bundle whose policy names SM2 keys and whose SM2 signatures are missing, swapped or another’s', () => {
  const envelope = JSON.parse(textOf(bundleNames.certificate)) as Envelope;
  const withSignatures = (signatures: Envelope['signatures']): string => JSON.stringify({ ...envelope, signatures });
  const [first, second] = envelope.signatures;
  if (!first || !second) throw new Error('two signatures');
  expect(codeOf(bundleNames.certificate, withSignatures([first, second]))).toBe('accepted');
  for (const signatures of [[first], [second], [second, first], [first, second, second]])
    expect(codeOf(bundleNames.certificate, withSignatures(signatures))).toBe('E_VERIFY');
  const forged = { ...second, sig: flip(second.sig, 5) };
  expect(codeOf(bundleNames.certificate, withSignatures([first, forged]))).toBe('E_VERIFY');
  const proof = textOf(bundleNames.proof);
  const lines = proof.trimEnd().split('\n');
  expect(codeOf(bundleNames.proof, `${lines.slice(0, -1).join('\n')}\n`)).toBe('E_VERIFY');
  const line = lines.at(-1) ?? '';
  for (let i = line.indexOf(' ', 2) + 1; i < line.length; i += 3)
    expect(codeOf(bundleNames.proof, `${lines.slice(0, -1).join('\n')}\n${flip(line, i)}\n`)).toBe('E_VERIFY');
});

test('verifyBundle refuses SM2 keys other than the pinned ones', () => {
  const { log: key } = sent.log.keys.sm2 ?? {};
  const asked = (log: Parameters<typeof printSm2Policy>[0]): string => printSm2Policy(log) + sent.pinned;
  expect(codeOf('data.csv', textOf('data.csv'), asked({ ...(key && { log: key.key }) }))).toBe('accepted');
  expect(codeOf('data.csv', textOf('data.csv'), asked({ log: signing.key }))).toBe('E_VERIFY');
});

test('openKeys keeps SM2 keys in files of their owner, from when both ciphers are first asked for', () => {
  const dir = mkdtempSync(join(tmpdir(), 'sluice-keys-'));
  expect(openKeys(dir, 'o').sm2).toBeUndefined();
  const { sm2 } = openKeys(dir, 'o', 'both');
  expect(openKeys(dir, 'o', 'both').sm2?.log.key).toEqual(sm2?.log.key);
  expect(openKeys(dir, 'o').sm2?.log.key).toEqual(sm2?.log.key);
  expect(sm2?.log.key.publicKey).not.toEqual(sm2?.certificate.key.publicKey);
  const file = join(dir, 'log.sm2');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, 'utf8')).toMatch(/^[0-9a-f]{64}\n$/);
  chmodSync(file, 0o640);
  expect(() => openSm2Key(file, 'o')).toThrow('readable by its owner only');
  expect(makeKeys('o').sm2).toBeUndefined();
});
