/** A quorum of witnesses: who must vouch before the record is believed, and who must sign before it is published. */
import { describe, expect, test } from 'vitest';
import { cosigning, requireNoForgetting, type Witnessed } from '#gateway/record/cosigning.ts';
import type { Witness } from '#gateway/record/witness.ts';
import { algorithms } from '#policies/record/note.ts';
import { refuse, unwrap } from '#policies/refusal.ts';
import { aKey, aTree } from './builders.ts';
import { aBench, aRecord, add } from './ledger.ts';
import { codesOf } from '../gateway/refused.ts';

const leaves = Array.from({ length: 6 }, (_, i) => Uint8Array.of(i));
const { read: readNode, root } = aTree(leaves);
const tree = { size: () => 5, readNode };

const honest = (size: number) => knows({ size, root: root(size) });
const longer = honest(6);
const other = knows({ size: 3, root: aTree(leaves.toReversed()).root(3) });
const silent: Witness = { ...knows(undefined), latest: () => Promise.reject(new Error('no answer')) };
const fresh = knows(undefined);

function knows(seen: Awaited<ReturnType<Witness['latest']>>): Witness {
  const { key } = aKey('witness.example/w', algorithms.cosignature);
  return { key, latest: async () => seen, cosign: async () => refuse('E_WITNESS', 'Cannot cosign: no answer') };
}

describe('requireNoForgetting', () => {
  const cases: readonly (readonly [string, readonly Witness[], number, boolean])[] = [
    ['one that saw as much', [honest(5)], 1, true],
    ['one that saw less', [honest(2)], 1, true],
    ['one that saw nothing', [fresh], 1, true],
    ['one that saw more', [longer], 1, false],
    ['one that saw another history', [other], 1, false],
    ['one that does not answer', [silent], 1, false],
    ['two of three, one saw more', [longer, honest(5), honest(4)], 2, true],
    ['two of three, two saw more', [longer, honest(5), longer], 2, false],
    ['two of three, one saw more and one does not answer', [longer, honest(5), silent], 2, false],
    ['one of three, one saw more: that one is a quorum', [longer, honest(5), honest(5)], 1, false],
    ['three of three, two saw another history', [other, other, honest(5)], 3, true],
    ['no witness', [], 0, true],
  ];
  test.each(cases)('AO-27-1 believes the record only where no quorum can have seen more: %s', async (...given) => {
    const [, witnesses, quorum, isBelieved] = given;
    expect(codesOf(await requireNoForgetting(tree, { witnesses, quorum }))).toEqual(isBelieved ? [] : ['E_RECORD']);
  });
});

test('cosigning asks until a quorum signed, each checkpoint once, and tells of those who did not', async () => {
  const bench = aBench();
  using record = aRecord(bench);
  unwrap(add(record, 'a', 1));
  let asked = 0;
  const counted: Witness = {
    ...bench.witness,
    cosign: (...given) => {
      asked++;
      return bench.witness.cosign(...given);
    },
  };
  const kept: string[] = [];
  const log: Witnessed = {
    ...record.tables,
    cosignatures: () => new Map(kept.map((line) => [bench.witness.key.name, line])),
    keep: async (_size, _witness, line) => void kept.push(line),
  };
  const dissent: string[] = [];
  const witnessing = { witnesses: [counted, silent], onDissent: (detail: string) => void dissent.push(detail) };
  const cosigned = cosigning(log, { ...witnessing, quorum: 1 });
  const [one, two] = await Promise.all([cosigned(), cosigned()]);
  expect(unwrap(one)).toEqual(unwrap(two));
  expect(asked).toBe(1);
  expect(codesOf(await cosigning(log, witnessing)())).toEqual(['E_WITNESS']);
  expect(dissent.length).toBeGreaterThan(0);
});
