/** An export never verifies against another's file: every mixture of bundles but the bundles themselves. */
import { unzipSync } from 'fflate';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { verifiers } from '#gateway/record/verify.ts';
import { isSameBytes, toUtf8 } from '#policies/record/hash.ts';
import { examineBundle } from '#policies/record/verify-bundle.ts';
import { aMemoryLog, aReleased } from './bundles.ts';

const log = aMemoryLog();
/** Three releases of one log: the first two of equal files, all of one product. */
const bundles = ['1,2\n', '1,2\n', '1,3\n'].map((data, i) => {
  const released = aReleased({
    log,
    files: new Map([['data.csv', toUtf8(data)]]),
    predicate: { filing: `F-${i}` },
  });
  return new Map<string, Uint8Array>(Object.entries(unzipSync(released.zip)));
});
const names = [...(bundles[0]?.keys() ?? [])];

function isWhole(files: ReadonlyMap<string, Uint8Array>): boolean {
  return bundles.some((bundle) =>
    names.every((name) => isSameBytes(bundle.get(name) ?? new Uint8Array(), files.get(name) ?? new Uint8Array())),
  );
}

test('AO-27-4 AO-22-2 examineBundle accepts a mixture of three exports exactly where it is one of them', () => {
  const mixture = fc.tuple(...names.map(() => fc.nat(2)));
  fc.assert(
    fc.property(mixture, (choice) => {
      const files = new Map(names.map((name, i) => [name, bundles[choice[i] ?? 0]?.get(name) ?? new Uint8Array()]));
      expect(examineBundle({ files }, verifiers).outcome.ok).toBe(isWhole(files));
    }),
    { numRuns: 400, examples: [0, 1, 2].map((i) => [names.map(() => i)] as [number[]]) },
  );
});

test('examineBundle refuses any other bytes in the place of a file', () => {
  const [bundle = new Map<string, Uint8Array>()] = bundles;
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.uint8Array({ maxLength: 400 }), (name, bytes) => {
      const files = new Map(bundle).set(name, bytes);
      const isOwn = isSameBytes(bytes, bundle.get(name) ?? new Uint8Array());
      expect(examineBundle({ files }, verifiers).outcome.ok).toBe(isOwn);
    }),
  );
});
