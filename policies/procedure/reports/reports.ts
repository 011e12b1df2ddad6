/** All reports of the procedure by their number. @see procedure.md §7 */
import { contribution, openingEvaluation, operatorEvaluation } from './contribution.ts';
import { demands, extensions, feedback, openingPlan, utilisation } from './demand.ts';
import { exportSituation } from './exports.ts';
import { fees, operations, scenarios, statistics } from './operations.ts';
import type { Report, ReportKind, Source } from './report.ts';
import { drills, inspections, irregularities, notices, overdueRegister, risks, traceReports } from './supervision.ts';
import { onboardingReviews, refusalNotice, vendorManagement } from './vendors.ts';

export const reports: Readonly<Record<string, ReportKind>> = {
  R01: operations,
  R02: vendorManagement,
  R03: refusalNotice,
  R04: onboardingReviews,
  R05: scenarios,
  R06: demands,
  R07: extensions,
  R08: exportSituation,
  R09: inspections,
  R10: irregularities,
  R11: operatorEvaluation,
  R12: contribution,
  R13: risks,
  R14: utilisation,
  R15: feedback,
  R16: fees,
  R17: openingPlan,
  R18: openingEvaluation,
  R19: statistics,
  R20: notices,
  R21: overdueRegister,
  R22: traceReports,
  R23: drills,
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
