/**
 * The automatic check of an export by the rule pack in force: what it finds stands in the event, item by item, and what is critical does not
 * come to people.
 *
 * @see AO-15-1, AO-22-1; docs/decisions/050-rule-packs.md
 */
import { accept, type Outcome } from '../refusal.ts';
import { happening, recordIf, requireAll } from './decider.ts';
import type { ExportCommand } from './export-commands.ts';
import type { Export, ExportEvent } from './export-doc.ts';
import type { ExportContext } from './export-guards.ts';
import { exportTable } from './export-table.ts';
import { doingOf, requireMove } from './life.ts';
import { judge, requireNoCritical, requireNoWarning, toldOf, type Judged } from './rule-packs/check.ts';
import { exportEvaluators } from './rule-packs/export-rules.ts';
import { inFindings } from './rule-packs/rule.ts';

/** The items of the third gate for this product, over its documents and what the domain has found. */
export function judgeExport(doc: Export, findings: Export['findings'], context: ExportContext): Judged {
  const asked = { pack: context.standard.pack, gate: 'export', forms: [doc.product.form] } as const;
  return judge(asked, exportEvaluators, { doc, findings, context });
}

/** Before anybody is asked: what the documents alone show to be critical. Refuses with E_CHECK_ITEM. */
export function requireSubmittable(doing: string, doc: Export, context: ExportContext): Outcome<void> {
  const { failures, check } = judgeExport(doc, [], context);
  // What only the domain can attest is not there yet.
  return requireNoCritical(doing, { check, failures: failures.filter((failure) => !isAboutFindings(failure)) });
}

/** On to people. Refuses with E_CHECK_ITEM what must be blocked. */
export function clear(
  doc: Export,
  { findings }: Extract<ExportCommand, { type: 'clear' }>,
  context: ExportContext,
): Outcome<readonly [ExportEvent]> {
  const to = requireMove(exportTable, 'clear', doc.state, context.actor);
  if (!to.ok) return to;
  const judged = judgeExport(doc, findings, context);
  const event = happening('export.cleared', to.value, context, { findings, check: judged.check });
  return recordIf([requireNoCritical(doingOf(exportTable, 'clear'), judged)], event);
}

/** What a block leaves of the check; of what documents show the vendor is told. */
export function blockedBy(
  doc: Export,
  findings: Export['findings'],
  context: ExportContext,
): Pick<Export, 'check' | 'reason'> {
  const judged = judgeExport(doc, findings, context);
  const reason = toldOf(judged);
  return { check: judged.check, ...(reason !== undefined && { reason }) };
}

/** Nothing that a person would have to look at; refuses with E_CHECK_ITEM. @returns the check */
export function requireUnattended(
  doing: string,
  { doc, findings }: { readonly doc: Export; readonly findings: Export['findings'] },
  context: ExportContext,
): Outcome<NonNullable<Export['check']>> {
  const judged = judgeExport(doc, findings, context);
  const checked = requireAll([requireNoCritical(doing, judged), requireNoWarning(doing, judged)]);
  return checked.ok ? accept(judged.check) : checked;
}

function isAboutFindings({ at }: Judged['failures'][number]): boolean {
  return at === inFindings;
}
