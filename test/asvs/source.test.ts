/** What our own source may not do, read from it: no code from texts, no weak algorithm, no chance that can be guessed, no secret. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inventory } from './inventory.ts';

const root = join(import.meta.dirname, '..', '..');

/** Files that git keeps, below a folder. */
function kept(...folders: readonly string[]): readonly string[] {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--', ...folders], {
    cwd: root,
    encoding: 'utf8',
  });
  return listed.split('\n').filter((file) => file !== '');
}

interface Line {
  readonly at: string;
  readonly text: string;
}

/** Without comments. */
function linesOf(files: readonly string[]): readonly Line[] {
  return files.flatMap((file) => {
    const text = read(file).replaceAll(/\/\*[\s\S]*?\*\//g, (comment) => comment.replaceAll(/[^\n]/g, ''));
    return text
      .split('\n')
      .map((line, index) => ({ at: `${file}:${index + 1}`, text: line.replace(/^\s*\/\/.*/, '') }));
  });
}

/** A file that somebody has just taken away is none. */
function read(file: string): string {
  try {
    return readFileSync(join(root, file), 'utf8');
  } catch {
    return '';
  }
}

const isSource = (file: string): boolean => file.endsWith('.ts');
const ours = linesOf(kept('gateway', 'policies', 'sandbox', 'synth').filter(isSource));
const gateway = ours.filter(({ at }) => /^(gateway|policies)\//.test(at));
const found = (lines: readonly Line[], pattern: RegExp): readonly string[] =>
  lines.filter(({ text }) => pattern.test(text)).map(({ at, text }) => `${at} ${text.trim()}`);

/** In the domain only, where programs are what is run: below walls. */
const code = /\beval\(|new Function\(|\bFunction\('|\bvm\.(run|compile|Script)|node:vm|setTimeout\(['"`]/;

test('ASVS 1.3.2 the gateway makes no code of a text', () => {
  expect(gateway.length).toBeGreaterThan(20_000);
  expect(found(gateway, code)).toEqual([]);
});

test('ASVS 1.2.5 a process is started by its file and a list, never through a shell', () => {
  const shell =
    /\bexecSync\(|\bexec\((?!.*\))|shell: *true|spawn\(['"`](sh|bash|cmd)\b|from 'node:child_process'.*\bexec\b(?!File)/;
  expect(found(ours, shell).filter((line) => !/\.exec\(/.test(line))).toEqual([]);
  expect(found(ours, /\bspawn\(|execFile(Sync)?\(/).length).toBeGreaterThan(3);
});

test('ASVS 1.2.4 no statement of the databases of the gateway has a value written into it', () => {
  const written = found(gateway, /\.(prepare|exec|unsafe)\(\s*[`'"].*\$\{/);
  // Names of tables of ours, and the words of the two databases for the same thing.
  const own = /\$\{(?:name|table|integer|strict)\}/g;
  expect(written.filter((line) => line.replaceAll(own, '').includes('${'))).toEqual([]);
});

const calls =
  /\b(?:createHash|createHmac|createCipheriv|createDecipheriv|generateKeyPairSync|deriveKey)\(\s*'([^']+)'/g;
const named = (): readonly string[] =>
  ours.flatMap(({ text }) => [...text.matchAll(calls)].map(([, name = '']) => name));

test('ASVS 11.1.2 every algorithm that is called by name stands in the inventory, and each of the inventory is called', () => {
  const known = inventory.flatMap(({ calls: names }) => names);
  expect([...new Set(named())].filter((name) => !known.includes(name))).toEqual([]);
  const texts = ours.map(({ text }) => text).join('\n');
  expect(known.filter((name) => !texts.includes(name))).toEqual([]);
});

test('ASVS 11.3.1 ASVS 11.3.2 ASVS 11.4.1 ASVS 11.2.3 no broken or short algorithm: MD5, SHA-1, DES, RC4, ECB, CBC, RSA, PKCS #1 v1.5', () => {
  const weak =
    /'(?:md4|md5|sha1|sha-1|ripemd\d*|des|des3|des-[^']*|rc2|rc4|[^']*-ecb|[^']*-cbc|bf-[^']*|rsa|rsa-[^']*)'|RSA_PKCS1_PADDING|crypto\.subtle\.[a-z]+\('(?:SHA-1|RSA)/i;
  expect(found(ours, weak)).toEqual([]);
  expect(named().length).toBeGreaterThan(15);
});

test('ASVS 11.3.3 what is encrypted is sealed: by GCM, or by a MAC over what was encrypted', () => {
  const modes = ours.flatMap(({ at, text }) =>
    [...text.matchAll(/createCipheriv\((?:'([^']+)'|(\w+))/g)].map(([, name, variable]) => [
      at.split(':')[0],
      name ?? variable,
    ]),
  );
  expect(modes.length).toBeGreaterThanOrEqual(4);
  for (const [file = '', mode = ''] of modes) {
    const text = read(file);
    expect([file, mode, /aes-256-gcm/.test(text) || /hmac-sm3/i.test(text)]).toEqual([file, mode, true]);
  }
});

test('ASVS 11.5.1 ASVS 6.5.3 no chance that can be guessed: Math.random is nowhere but where made-up things are made', () => {
  expect(found(ours, /Math\.random/)).toEqual([]);
  const bytes = ours.flatMap(({ text }) => [...text.matchAll(/randomBytes\((\d+)\)/g)].map(([, n]) => Number(n)));
  expect(bytes.length).toBeGreaterThan(8);
});

test('ASVS 11.6.1 keys to sign with are Ed25519 or SM2, made by the library', () => {
  const made = ours.flatMap(({ text }) => text.match(/generateKeyPair(?:Sync|Hex)?\([^)]*\)/g) ?? []);
  expect(made.length).toBeGreaterThan(1);
  expect(made.filter((call) => !/'ed25519'|generateKeyPairHex\(\)/.test(call))).toEqual([]);
});

test('ASVS 11.4.4 a key from a passphrase is stretched by scrypt at 2^17, 128 MiB a guess', () => {
  const stretched = ours.filter(({ text }) => /scryptSync\(/.test(text)).map(({ at }) => at.split(':')[0] ?? '');
  expect(stretched.length).toBeGreaterThanOrEqual(2);
  for (const file of stretched) expect([file, /N: 2 \*\* 17/.test(read(file))]).toEqual([file, true]);
});

/** Shapes of keys that people leave in files. */
const secrets =
  /-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bghp_[A-Za-z0-9]{36}|\bxox[abp]-[A-Za-z0-9-]{20}|\bsk-[A-Za-z0-9]{32}|\bslu_[0-9a-z]+_[A-Za-z0-9_-]{43}\b|(?:password|passphrase|secret|token)['"]?\s*[:=]\s*['"][A-Za-z0-9+/_-]{24,}['"]/i;

test('ASVS 13.2.3 no key, password or token stands in the source or in the examples', () => {
  const files = kept('.').filter(
    (file) => /\.(ts|json|md|js|ya?ml|service|sh|cedar|csv)$/.test(file) && !/^test\/|package-lock/.test(file),
  );
  expect(files.length).toBeGreaterThan(500);
  expect(found(linesOf(files), secrets)).toEqual([]);
  expect(kept('.').filter((file) => /(^|\/)(\.env|.*\.(pem|key|p12|pfx)|id_(rsa|ed25519))$/.test(file))).toEqual([]);
});

interface Lock {
  readonly packages: Readonly<
    Record<string, { readonly version?: string; readonly resolved?: string; readonly integrity?: string }>
  >;
}

test('ASVS 15.1.2 every package is pinned, comes from the registry, and is known by its hash', () => {
  const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
  const asked = { ...dependencies, ...devDependencies };
  for (const [name, version] of Object.entries(asked))
    expect([name, version]).toEqual([name, expect.stringMatching(/^\d+\.\d+\.\d+(-[\w.]+)?$/)]);
  const { packages } = JSON.parse(read('package-lock.json')) as Lock;
  const taken = Object.entries(packages).filter(([path]) => path !== '');
  expect(taken.length).toBeGreaterThan(100);
  expect(taken.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'))).toEqual([]);
  // Where none is named, it is the registry.
  const elsewhere = taken.filter(([, { resolved = '' }]) => !/^$|^https:\/\/registry\.npmjs\.org\//.test(resolved));
  expect(elsewhere).toEqual([]);
  const drifted = Object.entries(asked).filter(
    ([name, version]) => packages[`node_modules/${name}`]?.version !== version,
  );
  expect(drifted).toEqual([]);
});

test('ASVS 15.3.2 the gateway follows no redirect where it asks another', () => {
  const asking = [
    ...new Set(
      ours
        .filter(
          ({ at, text }) =>
            /\bfetch(: send)? = fetch|await (fetch|send)\(/.test(text) && at.startsWith('gateway/record/witness'),
        )
        .map(({ at }) => at.split(':')[0] ?? ''),
    ),
  ];
  expect(asking).toEqual(['gateway/record/witness-client.ts']);
  for (const file of asking) expect(read(file)).toContain("redirect: 'error'");
});

test('ASVS 1.3.6 ASVS 13.2.4 ASVS 13.2.5 the gateway asks the witnesses that its policy names, and nobody that a request names', () => {
  const asking = found(gateway, /\bfetch\(/).filter((line) => !line.startsWith('gateway/console/islands/'));
  // All but the first are of the command line.
  expect([...new Set(asking.map((line) => line.split(':')[0] ?? ''))]).toEqual([
    'gateway/client.ts',
    'gateway/record/ask-log.ts',
    'gateway/record/published-log.ts',
  ]);
  expect(found(gateway, /from 'node:(http|https|net|tls|dgram|dns)'/)).toEqual([]);
});

test('ASVS 12.3.2 no certificate is waved through', () => {
  expect(found(ours, /rejectUnauthorized|NODE_TLS_REJECT_UNAUTHORIZED|checkServerIdentity/)).toEqual([]);
});

test('ASVS 1.2.9 what was typed never becomes a pattern of the gateway', () => {
  const patterns = found(gateway, /new RegExp\(/).map((line) => line.split(':')[0] ?? '');
  expect([...new Set(patterns)].toSorted((one, other) => (one < other ? -1 : 1))).toEqual([
    'gateway/api/conventions/methods.ts',
    'gateway/api/curl.ts',
    'gateway/attack/text-attacks.ts',
    'gateway/attack/text-target.ts',
    'policies/procedure/report/numbers.ts',
    'policies/procedure/rule-packs/sensitive-patterns.ts',
    'policies/query/types-constant.ts',
  ]);
});

test('ASVS 1.4.1 no unmanaged memory: nothing of ours is compiled, and the gateway takes no buffer unfilled', () => {
  expect(kept('.').filter((file) => /\.(c|cc|cpp|rs|node|gyp)$/.test(file))).toEqual([]);
  expect(found(gateway, /Buffer\.allocUnsafe|new Buffer\(/)).toEqual([]);
});

test('ASVS 15.2.3 nothing that runs imports a test, and the container takes none', () => {
  expect(found(ours, /from '(#test\/|.*\/test\/)/)).toEqual([]);
  expect(read('docs/deploy/Containerfile')).not.toMatch(/COPY[^\n]*\btest\b/);
});
