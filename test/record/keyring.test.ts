/** Personal parts of the record under keys of their own: sealed, opened, moved, destroyed, wrapped anew. */
import { chmodSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { openKeyring, type Keyring } from '#gateway/record/keyring.ts';
import { openMasterKey } from '#gateway/record/master-key.ts';
import { canonicalText } from '#policies/record/canonical.ts';
import { parseSealed, sealedIn, withOpened, withSealed, type SealedText } from '#policies/record/personal.ts';

function folder(): string {
  return mkdtempSync(join(tmpdir(), 'sluice-keyring-'));
}

function taken(text: string): SealedText {
  const sealed = parseSealed(text);
  if (!sealed) throw new Error(`not sealed: ${text}`);
  return sealed;
}

/** What a keyring makes of a sealed text, in one word. */
function said(keyring: Keyring, text: string, about = 'registration/reg-1'): string {
  const opened = keyring.open(about, taken(text));
  return opened.kind === 'open' ? opened.text : opened.kind;
}

const about = 'registration/reg-1';

test.each(['aes-256-gcm', 'sm4-ctr-hmac-sm3'] as const)(
  'SH-16-2 a keyring by %s seals a text, opens it, and after its key is destroyed nobody does; the sealed text stays as it was',
  (cipher) => {
    const dir = folder();
    const keyring = openKeyring(dir, { cipher });
    const [first, second] = [keyring.seal(about, '张三 13800138000'), keyring.seal(about, '李四')];
    expect(first).not.toContain('13800138000');
    expect([said(keyring, first), said(keyring, second)]).toEqual(['张三 13800138000', '李四']);
    const { key, commitment } = taken(first);
    expect(keyring.erase(key)).toBe(true);
    expect(keyring.erase(key)).toBe(false);
    expect([said(keyring, first), said(keyring, second)]).toEqual(['absent', '李四']);
    expect(said(openKeyring(dir, { cipher }), first)).toBe('absent');
    expect(taken(first).commitment).toBe(commitment);
    expect(readdirSync(join(dir, 'keys'), { recursive: true }).map(String).join()).not.toContain(key);
  },
);

test('two sealings of one text have nothing in common, not even the commitment', () => {
  const keyring = openKeyring(folder());
  const [a, b] = [taken(keyring.seal(about, 'same')), taken(keyring.seal(about, 'same'))];
  expect(a.key).not.toBe(b.key);
  expect(a.commitment).not.toBe(b.commitment);
});

test('a sealed text opens only where it was sealed: copied into another record, or with another key or commitment, it is broken', () => {
  const keyring = openKeyring(folder());
  const [mine, other] = [keyring.seal(about, '张三'), keyring.seal(about, '李四')];
  expect(said(keyring, mine, 'registration/reg-2')).toBe('broken');
  const mixed = { ...taken(mine), commitment: taken(other).commitment };
  expect(keyring.open(about, mixed)).toEqual({ kind: 'broken' });
  expect(keyring.open(about, { ...taken(mine), key: taken(other).key })).toEqual({ kind: 'broken' });
  expect(keyring.open(about, { ...taken(mine), key: 'f'.repeat(32) })).toEqual({ kind: 'absent' });
  const { box } = taken(mine);
  for (let i = 0; i < box.length; i += 3)
    expect(keyring.open(about, { ...taken(mine), box: box.map((b, at) => (at === i ? b ^ 1 : b)) })).toEqual({
      kind: 'broken',
    });
});

test('a key file that was changed, or that belongs to another key, is broken and not absent', () => {
  const dir = folder();
  const keyring = openKeyring(dir);
  const [mine, other] = [keyring.seal(about, '张三'), keyring.seal(about, '李四')];
  const fileOf = (text: string): string => join(dir, 'keys', taken(text).key.slice(0, 2), taken(text).key);
  writeFileSync(fileOf(mine), readFileSync(fileOf(other)));
  expect(said(keyring, mine)).toBe('broken');
  writeFileSync(fileOf(mine), 'x');
  expect(said(keyring, mine)).toBe('broken');
});

test('rotate wraps every key anew: texts still open, the old master key and old copies of keys open nothing', () => {
  const dir = folder();
  const keyring = openKeyring(dir);
  const texts = ['a', 'b', 'c'].map((text) => keyring.seal(about, text));
  const before = folder();
  cpSync(dir, before, { recursive: true });
  expect(keyring.rotate()).toBe(3);
  expect(texts.map((text) => said(keyring, text))).toEqual(['a', 'b', 'c']);
  expect(texts.map((text) => said(openKeyring(dir), text))).toEqual(['a', 'b', 'c']);
  const [key = ''] = texts.map((text) => taken(text).key);
  cpSync(join(before, 'keys', key.slice(0, 2), key), join(dir, 'keys', key.slice(0, 2), key));
  expect(said(openKeyring(dir), texts[0] ?? '')).toBe('broken');
});

test('a rotation that was broken off anywhere is finished when the keyring is opened', () => {
  const [old, done] = [folder(), folder()];
  const keyring = openKeyring(old);
  const texts = ['a', 'b', 'c'].map((text) => keyring.seal(about, text));
  cpSync(old, done, { recursive: true });
  openKeyring(done).rotate();
  for (const moved of [0, 1, 2, 3]) {
    const dir = folder();
    cpSync(old, dir, { recursive: true });
    cpSync(join(done, 'master.key'), join(dir, 'master.next'));
    for (const { key } of texts.slice(0, moved).map(taken))
      cpSync(join(done, 'keys', key.slice(0, 2), key), join(dir, 'keys', key.slice(0, 2), key));
    expect(texts.map((text) => said(openKeyring(dir), text))).toEqual(['a', 'b', 'c']);
    expect(readdirSync(dir)).not.toContain('master.next');
    expect(openMasterKey(join(dir, 'master.key'))).toEqual(openMasterKey(join(done, 'master.key')));
  }
});

test('a passphrase wraps the master key; another one, or none, opens nothing; ciphers can be changed', () => {
  const dir = folder();
  const sealed = openKeyring(dir, { passphrase: '口令 correct horse' }).seal(about, '张三');
  expect(readFileSync(join(dir, 'master.key'), 'utf8')).toMatch(/^scrypt:/);
  expect(() => openKeyring(dir, { passphrase: 'wrong' })).toThrow('must be opened by its passphrase');
  expect(() => openKeyring(dir)).toThrow('must be opened by its passphrase');
  const again = openKeyring(dir, { passphrase: '口令 correct horse', cipher: 'sm4-ctr-hmac-sm3' });
  expect(said(again, sealed)).toBe('张三');
  again.rotate();
  expect(said(openKeyring(dir, { passphrase: '口令 correct horse' }), sealed)).toBe('张三');
});

test('every file of the keyring is its owner’s alone, and one that is not is refused', () => {
  const dir = folder();
  const keyring = openKeyring(dir);
  keyring.seal(about, '张三');
  keyring.rotate();
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((item) => item.isFile());
  expect(files).toHaveLength(2);
  for (const file of files) expect(statSync(join(file.parentPath, file.name)).mode & 0o777).toBe(0o600);
  chmodSync(join(dir, 'master.key'), 0o604);
  expect(() => openKeyring(dir)).toThrow('readable by its owner only');
  rmSync(dir, { recursive: true });
});

test('sealed texts fit where texts were: withSealed seals at its paths, sealedIn finds them, withOpened gives them back', () => {
  const keyring = openKeyring(folder());
  const people = [{ name: '张三', phone: '138' }, { name: '张三丰' }];
  const payload = { materials: { name: '甲公司', contacts: people, list: [1, 'x'] }, reason: '说明', at: null };
  const sealed = withSealed(
    payload,
    ['materials.contacts.*.name', 'reason', 'materials.none', 'at', 'x.y', 'reason.*', 'materials.list.*.z'],
    (text) => keyring.seal(about, text),
  );
  expect(canonicalText(sealed)).not.toContain('张三');
  expect(sealed.materials.name).toBe('甲公司');
  expect(sealedIn(sealed)).toHaveLength(3);
  const open = (text: SealedText): string => {
    const opened = keyring.open(about, text);
    return opened.kind === 'open' ? opened.text : 'gone';
  };
  expect(withOpened(sealed, open)).toEqual(payload);
  keyring.erase(sealedIn(sealed)[0]?.key ?? '');
  const left = [{ ...people[0], name: 'gone' }, people[1]];
  expect(withOpened(sealed, open)).toEqual({ ...payload, materials: { ...payload.materials, contacts: left } });
});

test('withOpened changes no JSON value in which nothing is sealed, and parseSealed takes no other text for one', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(withOpened(value, () => 'x')).toEqual(value);
      expect(sealedIn(value)).toEqual([]);
    }),
  );
  const keyring = openKeyring(folder());
  const sealed = keyring.seal(about, 'x');
  for (const text of ['', 'sealed:v1:', sealed.slice(0, -1), ` ${sealed}`, `${sealed}\n`, sealed.replace('v1', 'v2')])
    expect(parseSealed(text)).toBeUndefined();
});
