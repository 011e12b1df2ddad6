/** Small parts: versions, libraries, the bundle for gVisor, the worker's file. @see programs.md §D.9 */
import { existsSync, mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { librariesOf, parseLdd } from '#sandbox/program/tiers/libraries.ts';
import { ociConfig } from '#sandbox/program/tiers/runsc.ts';
import { isAtLeast, readVersions, requireVersions } from '#sandbox/program/versions.ts';
import { isolatedVmBinary, keepWorker, workerCommand } from '#sandbox/program/worker-command.ts';

test.each([
  ['7.0.0', false],
  ['6.2.9', false],
  ['7.0.1', true],
  ['7.0.10', true],
  ['7.1.0', true],
  ['10.0.0', true],
  ['7.0.1-rc.1', false],
  ['7.0', false],
  ['', false],
])('isAtLeast: %s against 7.0.1 is %s', (version, expected) => {
  expect(isAtLeast(version, '7.0.1')).toBe(expected);
});

function place([a, b, c]: readonly [number, number, number]): number {
  return a * 10_000 + b * 100 + c;
}

test('isAtLeast orders versions as their three numbers', () => {
  const version = fc.tuple(fc.nat(30), fc.nat(30), fc.nat(30));
  fc.assert(fc.property(version, version, (a, b) => isAtLeast(a.join('.'), b.join('.')) === place(a) >= place(b)));
});

test('requireVersions is content here, and names what is too old', () => {
  expect(readVersions().every(({ enough }) => enough)).toBe(true);
  requireVersions();
  const old = { name: 'isolated-vm', version: '7.0.0', minimum: '7.0.1', enough: false } as const;
  expect(() => requireVersions([old])).toThrow('Cannot run programs: isolated-vm must be 7.0.1 or newer; got 7.0.0');
});

test('parseLdd takes libraries and the loader, not the kernel page, of glibc and of musl', () => {
  const glibc = `\tlinux-vdso.so.1 (0x00007f4e)\n\tlibm.so.6 => /lib/x/libm.so.6 (0x00007f4e)\n\t/lib64/ld-linux-x86-64.so.2 (0x00007f4e)\n\tlibgone.so => not found\n`;
  expect(parseLdd(glibc)).toEqual(['/lib/x/libm.so.6', '/lib64/ld-linux-x86-64.so.2']);
  const musl = `\t/lib/ld-musl-x86_64.so.1 (0x7f1)\n\tlibc.musl-x86_64.so.1 => /lib/ld-musl-x86_64.so.1 (0x7f1)\n\tlibstdc++.so.6 => /usr/lib/libstdc++.so.6 (0x7f2)\n`;
  expect(parseLdd(musl)).toEqual(['/lib/ld-musl-x86_64.so.1', '/usr/lib/libstdc++.so.6']);
});

test.runIf(process.platform === 'linux')('librariesOf this Node and isolated-vm are files', () => {
  const found = librariesOf([process.execPath, isolatedVmBinary()]);
  expect(found.some((path) => path.includes('libc'))).toBe(true);
  expect(found.filter((path) => !existsSync(path))).toEqual([]);
});

test('ociConfig shows the container what the worker reads, each at its place and read-only, and gives it no power', () => {
  const inside = workerCommand({ script: '/srv/worker.cjs', jit: false });
  const config = ociConfig(inside) as {
    readonly process: {
      readonly user: unknown;
      readonly capabilities: unknown;
      readonly noNewPrivileges: unknown;
      readonly args: readonly string[];
    };
    readonly root: unknown;
    readonly mounts: readonly {
      readonly source: string;
      readonly destination: string;
      readonly options: readonly string[];
    }[];
  };
  const shown = config.mounts.map(({ source }) => source);
  expect(shown).toEqual(expect.arrayContaining([process.execPath, isolatedVmBinary(), '/srv/worker.cjs']));
  expect(
    config.mounts.filter(({ source, destination, options }) => source !== destination || !options.includes('ro')),
  ).toEqual([]);
  expect(config.process).toMatchObject({ user: { uid: 65_534, gid: 65_534 }, capabilities: {}, noNewPrivileges: true });
  expect(config.process.args).toEqual([inside.file, ...inside.args]);
  expect(config.root).toMatchObject({ readonly: true });
});

test('keepWorker keeps a text once, for its owner alone, under a name that changes with the text', () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'sluice-keep-')), 'workers');
  const path = keepWorker(folder, 'one');
  expect(readFileSync(path, 'utf8')).toBe('one');
  expect([statSync(folder).mode & 0o777, statSync(path).mode & 0o777]).toEqual([0o700, 0o400]);
  expect(keepWorker(folder, 'one')).toBe(path);
  expect(keepWorker(folder, 'two')).not.toBe(path);
});

test('workerCommand runs without JIT unless it is told to, and reads two files', () => {
  const [jitless, jit] = [false, true].map((jit) => workerCommand({ script: '/srv/worker.cjs', jit }));
  expect([jitless?.args.includes('--jitless'), jit?.args.includes('--jitless')]).toEqual([true, false]);
  expect(jitless?.reads).toEqual([isolatedVmBinary(), '/srv/worker.cjs']);
  expect(jitless?.args.filter((arg) => arg.startsWith('--allow'))).toEqual([
    '--allow-addons',
    `--allow-fs-read=${isolatedVmBinary()}`,
    '--allow-fs-read=/srv/worker.cjs',
  ]);
});
