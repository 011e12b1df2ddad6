/** The record on a real disk: commits, permits, and the offline verification of a bundle that it releases. */
import { buildBundle, describeExport, type ExportContents } from '#gateway/record/bundle.ts';
import { openRecord } from '#gateway/record/store.ts';
import { verifyBundle } from '#gateway/record/verify.ts';
import { toUtf8 } from '#policies/record/hash.ts';
import type { ExportPredicate } from '#policies/record/certificate.ts';
import { accept, unwrap } from '#policies/refusal.ts';
import { entryId, instant, orgId, personId, sha256, snapshotId } from '#policies/units.ts';
import { aBench, aCounter, actor, add, givePermit, now } from '../record/ledger.ts';
import { repeat, timeOf, type Timing } from './measure.ts';

export interface RecordTimes {
  /** One event each, signed, on disk when the call returns. */
  readonly commitsPerSecond: number;
  readonly permit: Timing;
  readonly bundleBytes: number;
  readonly verify: Timing;
}

/** @param dir an empty folder on the disk that is to be measured */
export async function timeRecord(dir: string, times: number): Promise<RecordTimes> {
  const bench = aBench(dir);
  using record = unwrap(openRecord(bench.options));
  const commits = 100 * times;
  const { wall } = await timeOf(async () => {
    for (let i = 0; i < commits; i += 1) unwrap(add(record, `counter-${i % 10}`, 1));
  });
  let next = 0;
  const permit = await repeat(20 * times, async () => givePermit(record, next++, bench.witness));
  const contents: ExportContents = { files: aTable(), predicate, policy: bench.trust, signer: bench.keys.certificate };
  const data = { add: 1, certificate: describeExport(contents).digest };
  const event = { life: 'counter', id: 'export-1', type: 'export.released', data, subjects: [] };
  const { size } = unwrap(
    record.commit({ actor, now }, () => accept({ events: [event], docs: [aCounter('export-1', 1)] })),
  );
  const zip = buildBundle({ ...contents, permit: givePermit(record, size - 1, bench.witness) });
  const verify = await repeat(20 * times, async () => unwrap(verifyBundle(zip)));
  return { commitsPerSecond: (1000 * commits) / wall, permit, bundleBytes: zip.length, verify };
}

/** As large as the largest table of the scenarios. */
function aTable(): ReadonlyMap<string, Uint8Array> {
  const lines = Array.from(
    { length: 500 },
    (_, row) => `L${row % 12},S${row % 40},S${row % 37},weekday,am_peak,${row},${row},12.5`,
  );
  return new Map([['trips.csv', toUtf8(`${lines.join('\n')}\n`)]]);
}

const predicate: ExportPredicate = {
  product: { id: 'product-1', form: 'data_metric', title: { zh: '站点间出行', en: 'Trips between stops' } },
  scenario: 'S3',
  agreement: 'agreement-1',
  sources: [{ entry: entryId('transit_trip'), snapshot: snapshotId('s1'), commitment: sha256('a'.repeat(64)) }],
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
  filing: 'F-1',
  isolation: { tier: 'T0', versions: {} },
  sourceStatement: { zh: '市交通运输局', en: 'Transport' },
  licence: 'S3 only',
  recipients: ['vendor-1'],
};
