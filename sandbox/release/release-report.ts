/**
 * The report of an export: written once all that it rests on is proven, because the hash of a file with one number tells that number to
 * whoever can try them all.
 *
 * @see procedure.md §5, data_report
 */
import type { ReportText } from '#policies/procedure/report/report.ts';
import { checkReportText } from '#policies/procedure/report/report.ts';
import type { Trust } from '#policies/record/checkpoint.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { admitRelease, type AuditOptions } from '../history/audit.ts';
import { requireSoundModel } from '../model/run.ts';
import { resultHash, type Quarantine, type Quarantined } from '../supervisor/quarantine.ts';
import {
  requireReleasedFiles,
  requireReported,
  type FilingPermits,
  type ReleasePermits,
} from '../supervisor/release-permits.ts';
import type { ExportFile } from './files.ts';
import { renderReport } from './report.ts';

/** Where results are, and whom the domain believes. */
export interface Releasing {
  readonly trust: Trust;
  readonly quarantine: Quarantine;
  readonly auditing: AuditOptions;
}

interface Written {
  readonly file: ExportFile;
  readonly results: readonly Quarantined[];
}

/** The report of an export whose filing was accepted; refuses E_PERMIT for another text than the submitted one. */
export async function sealReport(
  { trust, quarantine }: Omit<Releasing, 'auditing'>,
  permits: FilingPermits,
  report: ReportText,
): Promise<Outcome<Written>> {
  const submitted = requireReported(trust, permits, report);
  if (!submitted.ok) return submitted;
  const cited = checkReportText(report);
  if (!cited.ok) return cited;
  const results: Quarantined[] = [];
  for (const run of new Set(cited.value.map((citation) => citation.run))) {
    const named = submitted.value.find((result) => result.run === run);
    const kept = await quarantine.get(run);
    if (!kept.ok) return kept;
    const sound = requireSoundModel(kept.value);
    if (!sound.ok) return sound;
    if (named?.resultHash !== resultHash(kept.value) || !isReportable(kept.value))
      return refuse('E_PERMIT', `Cannot write the report: must cite results of this export; got ${run}`);
    results.push(kept.value);
  }
  const rendered = renderReport(report, new Map(results.map(({ run, table }) => [run, table])));
  return rendered.ok ? accept({ file: rendered.value, results }) : rendered;
}

/** The same when it is released; what it cites is known outside from then on. */
export async function releaseReport(
  releasing: Releasing,
  permits: ReleasePermits,
  report: ReportText,
): Promise<Outcome<ExportFile>> {
  const sealed = await sealReport(releasing, permits, report);
  if (!sealed.ok) return sealed;
  const { file, results } = sealed.value;
  const allowed = requireReleasedFiles(releasing.trust, permits, [file]);
  if (!allowed.ok) return allowed;
  const { auditing } = releasing;
  for (const result of results) {
    const known = await auditing.store.alone(() => admitRelease(result, auditing));
    if (!known.ok) return known;
  }
  return accept(file);
}

function isReportable({ outputs }: Quarantined): boolean {
  return outputs?.some(({ kind }) => kind === 'report') ?? false;
}
