/**
 * Exceptions: a product that two reviewers pass although a check has failed or asks for a person. Asked by the operator after the votes,
 * so that asking tells nobody how somebody votes; granted by the data agency, until a date; listed in the monthly report.
 *
 * @see disclosure.md §6 (5); docs/decisions/022-exceptions.md
 */
import type { Instant } from '../units.ts';
import { refuse, type Outcome } from '../refusal.ts';
import { fieldsOf, happening, recordIf, requireThat } from './decider.ts';
import type { ExportCommand } from './export-commands.ts';
import type { Export, ExportEvent } from './export-doc.ts';
import { requireChecker, requireStanding, type ExportContext } from './export-guards.ts';
import { exportTable } from './export-table.ts';
import { requireAcknowledged, type Finding } from './export-votes.ts';
import { doingOf, requireMove } from './life.ts';
import { requireOtherOrg } from './roles.ts';
import { isBefore } from './term.ts';

/** For every finding that the rules have not settled themselves, true. @see ACRO `finalise`: fail and review need an exception */
export function needsException({ verdict }: Pick<Finding, 'verdict'>): boolean {
  return verdict === 'fail' || verdict === 'review';
}

/** What can never be excepted: what earlier releases give away, and what could not be checked. */
export function isBlocking({ code, verdict }: Pick<Finding, 'code' | 'verdict'>): boolean {
  return verdict === 'fail' && code.startsWith('E_');
}

/** The findings of an export that need an exception and have none granted. */
export function openFindings({ findings, exception }: Pick<Export, 'findings' | 'exception'>): readonly Finding[] {
  return exception?.grantedBy ? [] : findings.filter(needsException);
}

/** Nothing is open, and what was granted has not ended; refuses with E_EXCEPTION. */
export function requireExcepted(doing: string, doc: Export, now: Instant): Outcome<void> {
  const [open] = openFindings(doc);
  if (open) return refuse('E_EXCEPTION', `Cannot ${doing}: ${open.code} of ${open.run} must be excepted; got no grant`);
  const { exception } = doc;
  const holds = exception === undefined || isBefore(now, exception.until);
  return requireThat(holds, 'E_EXCEPTION', `Cannot ${doing}: its exception must be in force; got the end of it`);
}

/** A reviewer or a colleague asks, for all that is open at once. */
export function requestException(
  doc: Export,
  command: Extract<ExportCommand, { type: 'request_exception' }>,
  context: ExportContext,
): Outcome<readonly [ExportEvent]> {
  const doing = doingOf(exportTable, 'request_exception');
  const to = requireMove(exportTable, 'request_exception', doc.state, context.actor);
  if (!to.ok) return to;
  const exception = { ...fieldsOf(command), askedBy: context.actor };
  const checks = [
    ...requireChecker(doing, doc, context),
    requireAcknowledged(doing, openFindings(doc), command.covers),
    requireThat(
      isBefore(context.now, command.until),
      'E_INPUT',
      `Cannot ${doing}: must end later than now; got ${command.until}`,
    ),
  ];
  return recordIf(checks, happening('export.exception_requested', to.value, context, { exception }));
}

/** Another person, of the higher role, signs it; with that the product is passed. */
export function grantException(doc: Export, context: ExportContext): Outcome<readonly [ExportEvent]> {
  const doing = doingOf(exportTable, 'grant_exception');
  const to = requireMove(exportTable, 'grant_exception', doc.state, context.actor);
  if (!to.ok) return to;
  if (!doc.exception) throw new Error(`Cannot ${doing}: ${doc.id} asks for none`);
  const exception = { ...doc.exception, grantedBy: context.actor };
  const granted = { ...doc, exception };
  const checks = [
    ...requireGranter(doing, doc, context),
    ...requireStanding(doing, granted, context),
    requireExcepted(doing, granted, context.now),
  ];
  return recordIf(checks, happening('export.exception_granted', to.value, context, { exception }));
}

/** The export goes back to its vendor. */
export function refuseException(
  doc: Export,
  { reason }: Extract<ExportCommand, { type: 'refuse_exception' }>,
  context: ExportContext,
): Outcome<readonly [ExportEvent]> {
  const doing = doingOf(exportTable, 'refuse_exception');
  const to = requireMove(exportTable, 'refuse_exception', doc.state, context.actor);
  if (!to.ok) return to;
  const event = happening('export.exception_refused', to.value, context, { reason });
  return recordIf(requireGranter(doing, doc, context), event);
}

function requireGranter(doing: string, doc: Export, context: ExportContext): readonly Outcome<unknown>[] {
  const { exception, votes } = doc;
  const asked = exception ? [exception.askedBy] : [];
  return [
    ...requireChecker(doing, doc, context, [...asked, ...votes.map(({ by }) => by)]),
    ...asked.map((other) => requireOtherOrg(doing, context.actor, other)),
  ];
}
