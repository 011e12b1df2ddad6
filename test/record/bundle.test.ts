/** The export bundle: one whole journey from commit to receipt, then every byte changed and every part exchanged. */
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { buildBundle, describeExport, zipFiles, type ExportContents } from '#gateway/record/bundle.ts';
import { printReadme } from '#gateway/record/readme.ts';
import { printVerdict } from '#gateway/record/verdict.ts';
import { verifyBundle } from '#gateway/record/verify.ts';
import { bundleNames } from '#policies/record/bundle-names.ts';
import { accept, unwrap } from '#policies/refusal.ts';
import { signCertificate, type ExportPredicate } from '#policies/record/certificate.ts';
import { preAuthEncoding } from '#policies/record/dsse.ts';
import { concat, fromUtf8, toUtf8 } from '#policies/record/hash.ts';
import { printKey } from '#policies/record/note.ts';
import type { Permit } from '#policies/record/permit.ts';
import { parsePolicy, printPolicy } from '#policies/record/policy.ts';
import { printProof } from '#policies/record/proof-file.ts';
import { entryId, instant, orgId, personId, sha256, snapshotId } from '#policies/units.ts';
import type { SluiceRecord } from '#gateway/record/store.ts';
import { aBench, aCounter, actor, add, aRecord, givePermit, now, type Bench } from './ledger.ts';

const predicate: ExportPredicate = {
  product: { id: 'product-3', form: 'data_metric', title: { zh: '企业活跃度指标', en: 'Enterprise activity index' } },
  scenario: 'scenario-1',
  agreement: 'agreement-3',
  sources: [{ entry: entryId('ent_registration'), snapshot: snapshotId('s1'), commitment: sha256('a'.repeat(64)) }],
  program: sha256('b'.repeat(64)),
  policy: sha256('c'.repeat(64)),
  profile: sha256('d'.repeat(64)),
  verdicts: [{ rule: 'threshold', verdict: 'passed' }],
  disclosure: {
    mode: 'private',
    mechanism: 'discrete Gaussian',
    noisy: true,
    answers: [{ run: 'run-1', space: 'person', epsilon: 0.5, delta: 1e-6, rho: 0.01 }],
  },
  approvals: [
    { act: 'export_check', person: personId('li.lei'), org: orgId('operator-1'), role: 'operator', at: instant(now) },
  ],
  filing: 'F-2026-0001',
  isolation: { tier: 'T2', versions: { duckdb: '1.5.5', node: '24.21.0' } },
  sourceStatement: { zh: '市市场监管局登记数据', en: 'Registration data of the market regulator' },
  licence: 'use in scenario-1 only',
  recipients: ['vendor-1'],
};

interface Log {
  readonly bench: Bench;
  readonly record: SluiceRecord;
}

interface Sent extends Log {
  readonly contents: ExportContents;
  readonly permit: Permit;
  readonly zip: Uint8Array;
}

/** Commits a release and bundles it; `type` and `payload` of the release event may be other than they should. */
function aBundle(options: { type?: string; certificate?: string; log?: Log; data?: string } = {}): Sent {
  const { type = 'export.released', log = aLog(), data = 'district,index\n310101,97\n' } = options;
  const { bench, record } = log;
  unwrap(add(record, 'a', 1));
  const files = new Map([
    ['data.csv', toUtf8(data)],
    ['data.json', toUtf8('{"rows":1}')],
  ]);
  const contents: ExportContents = { files, predicate, policy: bench.trust, signer: bench.keys.certificate };
  const certificate = options.certificate ?? describeExport(contents).digest;
  const id = `export-${record.read.size()}`;
  const event = { life: 'counter', id, type, data: { add: 1, certificate }, subjects: ['product-3'] };
  const written = record.commit({ actor, now }, () => accept({ events: [event], docs: [aCounter(id, 1)] }));
  const permit = givePermit(record, unwrap(written).size - 1, bench.witness);
  return { bench, record, contents, permit, zip: buildBundle({ ...contents, permit }) };
}

function aLog(): Log {
  const bench = aBench();
  return { bench, record: aRecord(bench) };
}

const sent = aBundle();
const files = new Map<string, Uint8Array>(Object.entries(unzipSync(sent.zip)));
const pinned = printPolicy({ ...sent.bench.trust, certificateKey: printKey(sent.bench.keys.certificate.key) });

test('preAuthEncoding gives the published encoding', () => {
  const encoded = preAuthEncoding('http://example.com/HelloWorld', toUtf8('hello world'));
  expect(fromUtf8(encoded)).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world');
});

test('DC-11 verifyBundle accepts the bundle and says on whose word and as of which checkpoint', () => {
  const own = unwrap(verifyBundle(sent.zip));
  expect(own.keys).toBe('self-asserted');
  expect(own.checkpoint).toMatchObject({ origin: 'sluice.example/record', size: 2 });
  expect(own.fingerprints.map(({ use }) => use)).toEqual(['log', 'witness', 'certificate']);
  expect(own.entry.subjects).toEqual(['counter/export-1', 'product-3']);
  expect(own.statement.predicate).toMatchObject(predicate);
  expect(own.statement.subject.map(({ name }) => name)).toEqual(['data.csv', 'data.json']);
  expect(unwrap(verifyBundle(sent.zip, { policy: pinned })).keys).toBe('pinned');
  const logOnly = printPolicy(sent.bench.trust);
  expect(unwrap(verifyBundle(sent.zip, { policy: logOnly })).keys).toBe('pinned');
});

test('printVerdict says plainly when the keys are self-asserted, and shows their fingerprints', () => {
  const own = unwrap(verifyBundle(sent.zip));
  expect(printVerdict(own)).toContain('WARNING: the keys are asserted by this bundle itself');
  own.fingerprints.forEach(({ sha256 }) => expect(printVerdict(own)).toContain(sha256));
  expect(printVerdict(own)).toContain('sluice.example/record size 2, 2026-03-02T01:30:00.000Z');
  expect(printVerdict(unwrap(verifyBundle(sent.zip, { policy: pinned })))).not.toContain('WARNING');
});

test('buildBundle gives equal bytes for equal input, whatever the order of files', () => {
  const reversed = new Map([...sent.contents.files].toReversed());
  expect(buildBundle({ ...sent.contents, files: reversed, permit: sent.permit })).toEqual(sent.zip);
  expect([...files.keys()].sort()).toEqual([...Object.values(bundleNames), 'data.csv', 'data.json'].sort());
});

test('README.txt and printVerdict name the tier, and by which entry of the record somebody answers for it', () => {
  const runs = [{ run: 'run-1', tier: 'T0', acceptance: 'acc-1' }] as const;
  const isolation = { tier: 'T0', versions: {}, runs } as const;
  const readme = printReadme([], { ...sent.contents.predicate, isolation });
  for (const part of [
    'T0（普通进程',
    '托管方已接受风险：acc-1',
    'T0 (a plain process',
    'custodian of the domain: acc-1',
  ])
    expect(readme).toContain(part);
  const own = unwrap(verifyBundle(sent.zip));
  expect(printVerdict(own)).toContain('Isolation tier: T2');
  const predicate = { ...own.statement.predicate, isolation };
  const told = printVerdict({ ...own, statement: { ...own.statement, predicate } });
  expect(told).toContain('Isolation tier: T0');
  expect(told).toContain('risk accepted by the custodian of the domain: acc-1');
});

test('README.txt tells both readers how to verify', () => {
  const readme = fromUtf8(files.get(bundleNames.readme) ?? new Uint8Array()) ?? '';
  for (const part of [
    '核验方法',
    'How to verify',
    'F-2026-0001',
    'data.csv',
    'sluice verify',
    '隔离等级：T2',
    'tier: T2',
  ])
    expect(readme).toContain(part);
});

test.each([...files.keys()])('AO-07-8 AO-27-1 verifyBundle refuses any byte changed in %s', (name) => {
  const original = files.get(name) ?? new Uint8Array();
  for (let i = 0; i < original.length; i += step(original.length)) {
    for (const bit of [1, 32]) {
      const spoilt = original.map((byte, at) => (at === i ? byte ^ bit : byte));
      expect(codeOf(zipFiles(new Map(files).set(name, spoilt)))).toBe('E_VERIFY');
    }
  }
});

test.each([...files.keys()])('verifyBundle refuses a bundle without %s, and one with it cut or longer', (name) => {
  const original = files.get(name) ?? new Uint8Array();
  const less = new Map(files);
  less.delete(name);
  expect(codeOf(zipFiles(less))).toBe('E_VERIFY');
  expect(codeOf(zipFiles(new Map(files).set(name, original.slice(0, -1))))).toBe('E_VERIFY');
  expect(codeOf(zipFiles(new Map(files).set(name, concat(original, Uint8Array.of(10)))))).toBe('E_VERIFY');
});

test('verifyBundle refuses an undeclared file, a folder, and a name that is an object’s own', () => {
  for (const name of ['extra.csv', 'a/b.csv', '../data.csv', '.hidden', '__proto__', 'data.csv\u0000']) {
    expect(codeOf(zipFiles(new Map(files).set(name, toUtf8('x'))))).toBe('E_VERIFY');
  }
});

test('DC-11 verifyBundle never throws and never accepts other contents, whichever byte of the zip is changed', () => {
  const honest = unwrap(verifyBundle(sent.zip)).statement;
  for (let i = 0; i < sent.zip.length; i += 251) {
    const outcome = verifyBundle(sent.zip.map((byte, at) => (at === i ? byte ^ 4 : byte)));
    if (outcome.ok) expect(outcome.value.statement).toEqual(honest);
    else expect(outcome.refusals[0].code).toBe('E_VERIFY');
  }
  for (const junk of [new Uint8Array(), toUtf8('not a zip'), sent.zip.slice(0, -30)])
    expect(codeOf(junk)).toBe('E_VERIFY');
});

test('AO-27-1 verifyBundle refuses parts of another export of the same log: certificate and proof cannot be swapped', () => {
  const other = aBundle({ log: sent, data: 'district,index\n310104,12\n' });
  const others = new Map<string, Uint8Array>(Object.entries(unzipSync(other.zip)));
  for (const name of [bundleNames.certificate, bundleNames.proof, 'data.csv']) {
    const swapped = new Map(files).set(name, others.get(name) ?? new Uint8Array());
    expect(codeOf(zipFiles(swapped))).toBe('E_VERIFY');
  }
  const moved = new Map(files);
  for (const name of [bundleNames.certificate, 'data.csv']) moved.set(name, others.get(name) ?? new Uint8Array());
  expect(codeOf(zipFiles(moved))).toBe('E_VERIFY');
});

test('verifyBundle refuses a certificate signed again by its own key that the log does not name', () => {
  const { key, sign } = sent.bench.keys.certificate;
  const { statement } = describeExport({ ...sent.contents, predicate: { ...predicate, recipients: ['vendor-2'] } });
  const envelope = toUtf8(signCertificate(statement, { publicKey: key.publicKey, sign }));
  expect(codeOf(zipFiles(new Map(files).set(bundleNames.certificate, envelope)))).toBe('E_VERIFY');
});

test('verifyBundle refuses a whole bundle of another installation once the policy is pinned', () => {
  const forged = aBundle();
  expect(codeOf(forged.zip)).toBe('accepted');
  expect(codeOf(forged.zip, pinned)).toBe('E_VERIFY');
  expect(codeOf(forged.zip, printPolicy(sent.bench.trust))).toBe('E_VERIFY');
  const otherCertificate = printPolicy({
    ...unwrap(parsePolicy(pinned)),
    certificateKey: printKey(forged.bench.keys.certificate.key),
  });
  expect(codeOf(sent.zip, otherCertificate)).toBe('E_VERIFY');
  expect(codeOf(sent.zip, 'no policy')).toBe('E_VERIFY');
});

test('verifyBundle refuses a checkpoint with a line of an unknown key', () => {
  const checkpoint = `${sent.permit.checkpoint}— stranger.example AAAAAAA=\n`;
  const proof = toUtf8(printProof({ ...sent.permit, checkpoint }));
  expect(codeOf(zipFiles(new Map(files).set(bundleNames.proof, proof)))).toBe('E_VERIFY');
});

test('buildBundle throws for an event that is no release, or that names another certificate', () => {
  expect(() => aBundle({ type: 'export.filed' })).toThrow('must be of a release');
  expect(() => aBundle({ certificate: 'e'.repeat(64) })).toThrow('must name this certificate');
});

test('describeExport throws for no file and for names that are not plain', () => {
  for (const names of [[], ['a/b'], ['README.txt'], ['.a'], ['../a'], ['__proto__']])
    expect(() => describeNamed(names)).toThrow(RangeError);
});

function describeNamed(names: readonly string[]) {
  return describeExport({ ...sent.contents, files: new Map(names.map((name) => [name, toUtf8('x')])) });
}

/** Every byte of a small file, some hundred of a large one. */
function step(length: number): number {
  return Math.max(1, Math.floor(length / 150));
}

function codeOf(zip: Uint8Array, policy?: string): string {
  const outcome = verifyBundle(zip, policy === undefined ? {} : { policy });
  return outcome.ok ? 'accepted' : outcome.refusals[0].code;
}
