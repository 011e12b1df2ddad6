/** Signed notes and cosignatures: the reference example, then every way to spoil it. */
import { createPrivateKey, sign } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { unwrap } from '#policies/refusal.ts';
import { openCheckpoint, parseCheckpoint, printCheckpoint } from '#policies/record/checkpoint.ts';
import { cosign, cosignedMessage, verifyCosignatures } from '#policies/record/cosignature.ts';
import { fromBase64, fromHex, toBase64, toHex } from '#policies/record/hash.ts';
import {
  algorithms,
  keyId,
  parseKey,
  parseNote,
  printKey,
  printNote,
  requireSignature,
  signNote,
} from '#policies/record/note.ts';
import { aKey, verifyEd25519 } from './builders.ts';

// The example of the reference implementation: golang.org/x/mod/sumdb/note.
const vkey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const seed = 'AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';
const text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const printed = `${text}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`;
const peter = unwrap(parseKey(vkey));

test('requireSignature accepts the reference note', () => {
  expect(requireSignature(unwrap(parseNote(printed)), peter, verifyEd25519).ok).toBe(true);
  expect(printKey(peter)).toBe(vkey);
  expect(toHex(keyId(peter))).toBe('c74f20a3');
});

test('signNote makes the reference note byte for byte', () => {
  const der = Buffer.concat([
    Buffer.from('302e020100300506032b657004220420', 'hex'),
    Buffer.from(seed, 'base64').subarray(1),
  ]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const signature = signNote(text, peter, (message) => sign(null, message, privateKey));
  expect(printNote({ text, signatures: [signature] })).toBe(printed);
});

test('parseKey refuses every cut and every changed character of the reference key', () => {
  for (let i = 0; i < vkey.length; i++) {
    expect(parseKey(vkey.slice(i + 1)).ok).toBe(false);
    expect(parseKey(vkey.slice(0, i)).ok).toBe(false);
    expect(parseKey(bump(vkey, i)).ok).toBe(false);
  }
  expect(parseKey('PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==').ok).toBe(false);
  expect(parseKey('PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW').ok).toBe(false);
});

test('requireSignature refuses the reference note with any character changed', () => {
  for (let i = 0; i < printed.length; i++) {
    const note = parseNote(bump(printed, i));
    expect(note.ok && requireSignature(note.value, peter, verifyEd25519).ok).toBe(false);
  }
});

test('requireSignature ignores lines of unknown keys and refuses a bad line of a known one', () => {
  const note = unwrap(parseNote(printed));
  const other = aKey('other.example');
  const more = { text, signatures: [signNote(text, other.key, other.sign), ...note.signatures] };
  expect(requireSignature(unwrap(parseNote(printNote(more))), peter, verifyEd25519).ok).toBe(true);
  const forged = { name: peter.name, id: keyId(peter), signature: new Uint8Array(64) };
  const both = { text, signatures: [...note.signatures, forged] };
  expect(requireSignature(both, peter, verifyEd25519).ok).toBe(false);
});

test('parseNote refuses what is not a note', () => {
  const line = '— a AAAAAAA=\n';
  const bad = [
    '',
    '\n',
    text,
    `${text}\n`,
    `${text}${line}`,
    `${text}\n${line.slice(0, -1)}`,
    `${text}\n-- a AAAAAAA=\n`,
    `${text}\n— a AAAAAAA\n`,
    `${text}\n— a AAAAAA==\n`,
    `${text}\n— a  AAAAAAA=\n`,
    `${text}\n— a+b AAAAAAA=\n`,
    `${text}\n— a\u00a0b AAAAAAA=\n`,
    `\u0001${text}\n${line}`,
    `\r\n${text}\n${line}`,
    `\ud800${text}\n${line}`,
    `${text}\n${line.repeat(101)}`,
  ];
  bad.forEach((note) => expect(parseNote(note).ok).toBe(false));
  expect(unwrap(parseNote(`one\n\ntwo\n\n${line}`)).text).toBe('one\n\ntwo\n');
});

test('verifyCosignatures reads the frame of the published cosignature and its message', () => {
  const checkpoint = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
  const line =
    '— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n';
  const [signature] = unwrap(parseNote(`${checkpoint}\n${line}`)).signatures;
  expect(signature?.signature.length).toBe(72);
  expect(toHex(signature?.signature.subarray(0, 8) ?? new Uint8Array())).toBe(
    (1679315147).toString(16).padStart(16, '0'),
  );
  const message = new TextDecoder().decode(cosignedMessage(checkpoint, 1679315147));
  expect(message).toBe(`cosignature/v1\ntime 1679315147\n${checkpoint}`);
  expect(unwrap(parseCheckpoint(checkpoint)).size).toBe(20852163);
});

test('verifyCosignatures accepts its own and refuses another time, text or key', () => {
  const witness = aKey('witness.example', algorithms.cosignature);
  const signature = cosign({ text, time: 1679315147 }, witness.key, witness.sign);
  expect(unwrap(verifyCosignatures({ text, signatures: [signature] }, witness.key, verifyEd25519))).toBe(1679315147);
  for (let i = 0; i < 72; i++) {
    const spoilt = { ...signature, signature: signature.signature.map((byte, at) => (at === i ? byte ^ 1 : byte)) };
    expect(verifyCosignatures({ text, signatures: [spoilt] }, witness.key, verifyEd25519).ok).toBe(false);
  }
  expect(verifyCosignatures({ text: `${text}x\n`, signatures: [signature] }, witness.key, verifyEd25519).ok).toBe(
    false,
  );
  const stranger = aKey('witness.example', algorithms.cosignature);
  expect(unwrap(verifyCosignatures({ text, signatures: [signature] }, stranger.key, verifyEd25519))).toBeUndefined();
});

test('openCheckpoint counts a witness once, whatever its name, and never the log as its own witness', () => {
  const log = aKey('sluice.example/record');
  const witness = aKey('w.example', algorithms.cosignature);
  const alias = { ...witness.key, name: 'alias.example' };
  const body = printCheckpoint({ origin: log.key.name, size: 0, root: new Uint8Array(32) });
  const at = { text: body, time: 1 };
  const lines = [
    signNote(body, log.key, log.sign),
    cosign(at, witness.key, witness.sign),
    cosign(at, alias, witness.sign),
  ];
  const note = printNote({ text: body, signatures: lines });
  const trust = { origin: log.key.name, logKey: printKey(log.key), witnessKeys: [printKey(witness.key)], quorum: 1 };
  expect(openCheckpoint(note, trust, verifyEd25519).ok).toBe(true);
  expect(
    openCheckpoint(note, { ...trust, witnessKeys: [...trust.witnessKeys, printKey(alias)] }, verifyEd25519).ok,
  ).toBe(false);
  expect(openCheckpoint(note, { ...trust, quorum: 2 }, verifyEd25519).ok).toBe(false);
  const self = printKey({ ...log.key, algorithm: algorithms.cosignature });
  expect(openCheckpoint(note, { ...trust, witnessKeys: [self], quorum: 0 }, verifyEd25519).ok).toBe(false);
});

test('parseCheckpoint refuses leading zeroes, a short root, empty extension lines and a missing newline', () => {
  const root = toBase64(new Uint8Array(32));
  const bad = [
    `o\n01\n${root}\n`,
    `o\n1\nAAAA\n`,
    `o\n1\n${root}\n\n`,
    `o\n1\n${root}`,
    `\n1\n${root}\n`,
    `o\n-1\n${root}\n`,
  ];
  bad.forEach((body) => expect(parseCheckpoint(body).ok).toBe(false));
  expect(parseCheckpoint(`o\n1\n${root}\nextension\n`).ok).toBe(true);
});

test('property: base64 and hexadecimal round-trip, equal Node, and have one spelling', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (data) => {
      expect(toBase64(data)).toBe(Buffer.from(data).toString('base64'));
      expect(toHex(data)).toBe(Buffer.from(data).toString('hex'));
      expect(fromBase64(toBase64(data))).toEqual(data);
      expect(fromHex(toHex(data))).toEqual(data);
    }),
  );
  for (const loose of ['AB==', 'AAB=', 'AAA', 'AA=A', 'A===', 'AAAA====', ' AAAA'])
    expect(fromBase64(loose)).toBeUndefined();
});

function bump(whole: string, at: number): string {
  return whole.slice(0, at) + String.fromCharCode(whole.charCodeAt(at) + 1) + whole.slice(at + 1);
}
