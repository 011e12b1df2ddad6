/**
 * On which side of a thing an event puts whoever does it. The database keeps one side of each person and thing, and no second: the third
 * layer of separation of duty, which holds where the two above it are wrong. Of an accepted risk the domain judges for itself, by what the
 * record proves.
 *
 * @see spec/console.md “Authorization”; procedure.md decision 4
 */
import type { EventOf } from '../procedure/lives.ts';

/** Who makes does not check, who checks does not accept. */
export type Side = 'makes' | 'checks' | 'accepts';

type Core = 'registration' | 'catalogEntry' | 'application' | 'agreement' | 'program' | 'export' | 'standingApproval';
type Type = EventOf<Core>['type'];

const sides = {
  'registration.drafted': 'makes',
  'registration.edited': 'makes',
  'registration.submitted': 'makes',
  'registration.returned_for_completion': 'checks',
  'registration.accepted': 'checks',
  'registration.checking': 'checks',
  'registration.registered': 'checks',
  'registration.refused': 'checks',
  'registration.anomaly_reported': 'checks',
  'registration.refusal_confirmed': 'accepts',
  'registration.refusal_returned': 'accepts',
  'registration.anomaly_confirmed': 'accepts',
  'registration.anomaly_dismissed': 'accepts',
  'catalogEntry.drafted': 'makes',
  'catalogEntry.edited': 'makes',
  'catalogEntry.revised': 'makes',
  'catalogEntry.reworked': 'makes',
  'catalogEntry.submitted': 'makes',
  'catalogEntry.signed': 'checks',
  'catalogEntry.level_review_begun': 'checks',
  'catalogEntry.level_review_passed': 'checks',
  'catalogEntry.consolidated': 'checks',
  'catalogEntry.city_review_begun': 'checks',
  'catalogEntry.returned': 'checks',
  'catalogEntry.approved': 'checks',
  'catalogEntry.consented': 'checks',
  'catalogEntry.published': 'checks',
  'application.drafted': 'makes',
  'application.edited': 'makes',
  'application.submitted': 'makes',
  'application.check_begun': 'checks',
  'application.forwarded': 'checks',
  'application.returned': 'checks',
  'application.rejected': 'checks',
  'application.review_passed': 'accepts',
  'application.offered': 'accepts',
  'application.approved': 'accepts',
  'agreement.vendor_signed': 'makes',
  'agreement.activated': 'checks',
  'agreement.adopted': 'checks',
  'program.drafted': 'makes',
  'program.edited': 'makes',
  'program.changed': 'makes',
  'program.frozen': 'makes',
  'program.review_begun': 'checks',
  'program.approved': 'checks',
  'program.returned': 'checks',
  'export.drafted': 'makes',
  'export.edited': 'makes',
  'export.submitted': 'makes',
  'export.voted': 'checks',
  'export.conflicted': 'checks',
  'export.consolidated': 'checks',
  'export.passed': 'checks',
  'export.changes_asked': 'checks',
  'export.rejected': 'checks',
  'export.exception_needed': 'checks',
  'export.exception_granted': 'checks',
  'export.filing_submitted': 'checks',
  'export.filed': 'accepts',
  'export.filing_returned': 'accepts',
  'standingApproval.requested': 'makes',
  'standingApproval.granted': 'checks',
} as const satisfies { readonly [T in Type]?: Side };

/** The side of whoever did this; undefined for what puts nobody on any. */
export function sideOf(type: string): Side | undefined {
  return Object.hasOwn(sides, type) ? sides[type as keyof typeof sides] : undefined;
}
