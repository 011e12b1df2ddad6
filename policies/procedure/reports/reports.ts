/** All reports of the procedure by their number. @see procedure.md §7 */
import { exportSituation } from './exports.ts';
import type { Report, ReportKind, Source } from './report.ts';
import { onboardingReviews, refusalNotice, vendorManagement } from './vendors.ts';

export const reports: Readonly<Record<string, ReportKind>> = {
  R02: vendorManagement,
  R03: refusalNotice,
  R04: onboardingReviews,
  R08: exportSituation,
};

/** Makes report `id`; undefined where there is none of that number. */
export function makeReport(id: string, source: Source): Report | undefined {
  const kind = Object.hasOwn(reports, id) ? reports[id] : undefined;
  if (!kind) return undefined;
  const { make, title, by, to, source: basis } = kind;
  const { profile, period } = source;
  const sections = make(source);
  return { id, title, by, to, source: basis, period, profile: `${profile.id}/${profile.version}`, sections };
}
