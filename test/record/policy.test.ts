/** policy.txt: what it prints it reads, and what it does not understand it refuses. */
import { expect, test } from 'vitest';
import { unwrap } from '#policies/refusal.ts';
import { algorithms, printKey } from '#policies/record/note.ts';
import { parsePolicy, printPolicy } from '#policies/record/policy.ts';
import { parseProof, printProof } from '#policies/record/proof-file.ts';
import { aKey, aPermit } from './builders.ts';

const log = printKey(aKey('sluice.example/record').key);
const [w1, w2, w3] = ['a', 'b', 'c'].map((name) => printKey(aKey(`${name}.example`, algorithms.cosignature).key));
const certificateKey = printKey(aKey('sluice.example/certificate').key);
const origin = 'sluice.example/record';

test('parsePolicy reads what printPolicy prints, for every quorum', () => {
  const witnessKeys = [w1, w2, w3].map(String);
  for (let quorum = 0; quorum <= 3; quorum++) {
    const policy = { origin, logKey: log, witnessKeys, quorum, certificateKey };
    expect(unwrap(parsePolicy(printPolicy(policy)))).toEqual(policy);
  }
  const bare = { origin, logKey: log, witnessKeys: [], quorum: 0 };
  expect(unwrap(parsePolicy(printPolicy(bare)))).toEqual(bare);
});

test('parsePolicy reads the forms of the standard: comments, blank lines, tabs, urls, any, all, a single witness', () => {
  const head = `# a comment\n\n\t log\t${log} https://log.example/  \nwitness X ${w1}\nwitness Y ${w2} https://y.example\n`;
  const quorumOf = (tail: string) => {
    const { quorum, witnessKeys } = unwrap(parsePolicy(head + tail));
    return [quorum, witnessKeys.length];
  };
  expect(quorumOf('group G any X Y\nquorum G\n')).toEqual([1, 2]);
  expect(quorumOf('group G all X Y\nquorum G\n')).toEqual([2, 2]);
  expect(quorumOf('group G 1 Y\nquorum G')).toEqual([1, 1]);
  expect(quorumOf('quorum Y\n')).toEqual([1, 1]);
  expect(quorumOf('quorum none\n')).toEqual([0, 2]);
});

test.each([
  ['no log', `quorum none\n`],
  ['two logs', `log ${log}\nlog ${log}\nquorum none\n`],
  ['no quorum', `log ${log}\n`],
  ['two quorums', `log ${log}\nquorum none\nquorum none\n`],
  ['a quorum defined later', `log ${log}\nquorum X\nwitness X ${w1}\n`],
  ['a witness key as log key', `log ${w1}\nquorum none\n`],
  ['a log key as witness key', `log ${log}\nwitness X ${certificateKey}\nquorum X\n`],
  ['a witness twice by key', `log ${log}\nwitness X ${w1}\nwitness Y ${w1}\ngroup G all X Y\nquorum G\n`],
  ['a witness twice by name', `log ${log}\nwitness X ${w1}\nwitness X ${w2}\nquorum X\n`],
  ['a member twice', `log ${log}\nwitness X ${w1}\ngroup G 2 X X\nquorum G\n`],
  ['a witness called none', `log ${log}\nwitness none ${w1}\nquorum none\n`],
  ['too high a threshold', `log ${log}\nwitness X ${w1}\ngroup G 2 X\nquorum G\n`],
  ['a threshold of zero', `log ${log}\nwitness X ${w1}\ngroup G 0 X\nquorum G\n`],
  ['an empty group', `log ${log}\ngroup G all\nquorum G\n`],
  ['an unknown keyword', `log ${log}\nallow all\nquorum none\n`],
  ['a control character', `log ${log}\r\nquorum none\n`],
  [
    'two certificate keys',
    `# certificate ${certificateKey}\n# certificate ${certificateKey}\nlog ${log}\nquorum none\n`,
  ],
])('parsePolicy refuses %s', (_, text) => {
  expect(parsePolicy(text).ok).toBe(false);
});

test('parseProof reads what printProof prints, for every size of tree', () => {
  for (let size = 1; size <= 5; size++) {
    const { permit } = aPermit({ size, index: size - 1 });
    expect(unwrap(parseProof(printProof(permit)))).toEqual(permit);
  }
});

test('printProof has the lines of the standard', () => {
  const { permit } = aPermit({ size: 3, index: 0 });
  const lines = printProof(permit).split('\n');
  expect(lines[0]).toBe('c2sp.org/tlog-proof@v1');
  expect(lines[1]).toMatch(/^extra [A-Za-z0-9+/]+=*$/);
  expect(lines.slice(2, 7)).toEqual(['index 0', ...permit.proof, '', 'sluice.example/record']);
  for (const broken of ['', 'c2sp.org/tlog-proof@v1', lines.slice(1).join('\n'), lines.toSpliced(1, 1).join('\n')]) {
    expect(parseProof(broken).ok).toBe(false);
  }
  expect(parseProof(printProof(permit).replace('index 0', 'index 00')).ok).toBe(false);
});
