/**
 * The evaluators of the third gate: may this product leave? What needs real data is not computed here: it is read from what the domain has
 * found, and a thing that the domain would have to find and has not is not passed.
 *
 * @see 003-15, 003-22, 003-28(3); procedure.md §5
 */
import { isConfining } from '../../isolation.ts';
import { hasPart, requireParts } from '../export-parts.ts';
import {
  requireAskable,
  requireGranted,
  requireResults,
  requireSameResults,
  type ExportContext,
} from '../export-guards.ts';
import { isBlocking } from '../export-exception.ts';
import type { Export } from '../export-doc.ts';
import type { Finding } from '../export-votes.ts';
import { columnsOf } from '../output-contract.ts';
import { requireDomain } from '../parameters.ts';
import { requireReport } from '../report/report.ts';
import type { Run } from '../run.ts';
import { entriesOf } from '../scope.ts';
import { dominanceCodes, memoryCodes, notOpaqueCodes, peopleCodes, rowCodes, sizeCodes } from './finding-codes.ts';
import { misfits } from './payload.ts';
import { foundAny, foundBy, foundUnless, inFindings, numberOf, type Found, type RulesOf } from './rule.ts';
import { sensitiveKinds } from './sensitive-patterns.ts';

/** What the check of an export looks at. */
export interface ExportEvidence {
  readonly doc: Export;
  readonly findings: readonly Finding[];
  readonly context: ExportContext;
}

const doing = 'check export';
/** Words for nobody in particular. */
const anybody = /^(?:any(?:one|body)|all|every(?:one|body)|the public|public|不特定.*|任何人|所有人|公众|社会公众)$/iu;

/** @see ExportEvidence */
export const exportEvaluators: RulesOf<'export', ExportEvidence> = {
  within_agreement: ({ doc, context }) => foundBy(requireGranted(doing, doc, context), 'agreement'),
  results_quarantined: ({ doc, context }) => foundBy(requireResults(doing, doc, context), 'product.runs'),
  results_unchanged: ({ doc, context }) => foundBy(requireSameResults(doing, doc, context), 'results'),
  programs_approved: (evidence) =>
    foundAny(
      runsWhere(evidence, (run) => !wasApproved(evidence.context, run)),
      'product.runs',
    ),
  sources_listed: (evidence) =>
    foundAny(
      runsWhere(evidence, ({ uses, result }) =>
        entriesOf(uses).some((id) => !result?.sources.some(({ entry }) => entry === id)),
      ),
      'product.runs',
    ),
  source_stated: ({ doc: { product }, context }) =>
    foundUnless(
      !context.standard.switches.sourceStatement.value || product.sourceStatement.trim() !== '',
      'product.sourceStatement',
      'none',
    ),
  source_named: (evidence) => {
    const { doc, context } = evidence;
    return foundAny(
      context.entries
        .filter(({ entry }) => entriesOf(runsOf(evidence).flatMap(({ uses }) => uses)).includes(entry.id))
        .filter(({ entry }) =>
          [entry.title.zh, entry.title.en, entry.department, entry.id].every(
            (name) => !doc.product.sourceStatement.includes(name),
          ),
        )
        .map(({ entry }) => entry.id),
      'product.sourceStatement',
    );
  },
  recipients_named: ({ doc: { product } }) =>
    product.recipients.length === 0
      ? { at: 'product.recipients', got: 'none' }
      : foundAny(
          product.recipients.filter((name) => anybody.test(name.trim())),
          'product.recipients',
        ),
  rows_bounded: (evidence, params) => {
    const most = numberOf(params, 'rows');
    return foundAny(
      runsWhere(evidence, ({ result }) => (result?.rows ?? 0) > most),
      'product.runs',
    );
  },
  nothing_raw: (evidence) =>
    foundAny(
      runsWhere(evidence, (run) => !wasJudged(evidence.context, run)),
      'product.runs',
    ),
  earlier_releases: ({ findings }) => foundAny(codesOf(findings.filter(isBlocking)), inFindings),
  not_probing: ({ findings }) => among(findings, ['probing']),
  denials_left: ({ doc, context }) => foundBy(requireAskable(doing, doc, context), 'denials'),
  payload_of_form: (evidence) => {
    const { form } = evidence.doc.product;
    return foundAny(misfits(form, runsOf(evidence)), 'product.form');
  },
  forms_enabled: ({ doc: { product }, context }) =>
    foundUnless(
      product.form !== 'desensitized_dataset' || context.standard.switches.desensitizedDatasets.value === 'on',
      'product.form',
      'desensitized_dataset, which is off here',
    ),
  confined: (evidence) =>
    foundAny(
      runsWhere(evidence, (run) => !wasConfined(evidence.context, run)),
      'product.runs',
    ),
  texts_clean: ({ doc: { product } }) => {
    const { title, purpose, sourceStatement, report, consumers = [] } = product;
    const constants = (report?.constants ?? []).map(({ meaning }) => meaning);
    const texts = [title, purpose, sourceStatement, report?.text ?? '', ...constants, ...consumers];
    return foundAny(sensitiveKinds(texts.join('\n')), 'product');
  },
  people_protected: ({ findings }) => unsettled(findings, peopleCodes),
  dominance_settled: ({ findings }) => unsettled(findings, dominanceCodes),
  schema_fixed: (evidence) =>
    foundAny(
      programsOf(evidence).flatMap(({ content }) =>
        content.outputs
          .filter((output) => output.kind === 'api' && columnsOf(output).length === 0)
          .map(({ name }) => name),
      ),
      'program.content.outputs',
    ),
  parameters_finite: (evidence) => {
    const wrong = programsOf(evidence).filter(({ content }) => !requireDomain(doing, content.parameters).ok);
    return foundAny(
      wrong.map(({ id }) => id),
      'program.content.parameters',
    );
  },
  consumers_named: ({ doc: { product } }) => foundUnless(hasPart(product, 'consumers'), 'product.consumers', 'none'),
  numbers_cited: ({ doc: { product }, context }) =>
    product.report
      ? foundBy(requireReport(doing, product, context.runs), 'product.report')
      : { at: 'product.report', got: 'none' },
  model_format: ({ findings }) => among(findings.filter(isFailure), notOpaqueCodes),
  model_size: ({ findings }) => unsettled(findings, sizeCodes),
  model_memory: ({ findings }) => unsettled(findings, memoryCodes),
  parts_released: ({ doc, context }) => foundBy(requireParts(doing, doc, context.parts), 'product.embedded'),
  dependencies_listed: ({ doc: { product } }) => foundUnless(hasPart(product, 'embedded'), 'product.embedded', 'none'),
  deliverables_listed: ({ doc, context }) =>
    hasPart(doc.product, 'deliverables')
      ? foundBy(requireParts(doing, doc, context.parts), 'product.deliverables')
      : { at: 'product.deliverables', got: 'none' },
  staff_named: ({ doc: { product } }) => foundUnless(hasPart(product, 'staff'), 'product.staff', 'none'),
  rows_k_anonymous: ({ findings }) => attested(findings, rowCodes.kAnonymous),
  rows_l_diverse: ({ findings }) => attested(findings, rowCodes.lDiverse),
  rows_unmatched: ({ findings }) => attested(findings, rowCodes.unmatched),
  rows_deidentified: ({ findings }) => attested(findings, rowCodes.deidentified),
};

function runsOf({ doc: { product }, context }: ExportEvidence): readonly Run[] {
  return context.runs.filter(({ id }) => product.runs.includes(id));
}

function programsOf(evidence: ExportEvidence): ExportContext['programs'] {
  const names = runsOf(evidence).map(({ program }) => program);
  return evidence.context.programs.filter(({ id }) => names.includes(id));
}

function runsWhere(evidence: ExportEvidence, is: (run: Run) => boolean): readonly string[] {
  return runsOf(evidence)
    .filter(is)
    .map(({ id }) => id);
}

/** A run is only of an approved hash; what was approved must not have been revoked since. */
function wasApproved({ programs }: ExportContext, run: Run): boolean {
  const program = programs.find(({ id }) => id === run.program);
  return program !== undefined && program.state !== 'revoked';
}

/** Behind noise, by the cell, as a model, by the stability of its program, or of data about nobody: there is no other way to a number. */
function wasJudged({ programs, entries }: ExportContext, { result, program: name, uses }: Run): boolean {
  if (result?.privacy !== undefined || result?.decision !== undefined || result?.model !== undefined) return true;
  const mode = programs.find(({ id }) => id === name)?.content.script?.mode;
  if (mode === 'rows') return true;
  return uses.every(({ entry, table }) => {
    const doc = entries.find((one) => one.entry.id === entry);
    return doc?.entry.tables.find((one) => one.name === table)?.units.length === 0;
  });
}

/** Without a script only what we printed ran; with one, confined or by the word of somebody who answers for it. */
function wasConfined({ programs }: ExportContext, { result, program: name, isolation }: Run): boolean {
  const hasScript = programs.find(({ id }) => id === name)?.content.script !== undefined;
  return !hasScript || isolation !== undefined || (result !== undefined && isConfining(result.tier));
}

function isFailure({ verdict }: Finding): boolean {
  return verdict === 'fail';
}

function codesOf(findings: readonly Finding[]): readonly string[] {
  return [...new Set(findings.map(({ code }) => code))];
}

function among(findings: readonly Finding[], codes: readonly string[]): Found | undefined {
  return foundAny(codesOf(findings.filter(({ code }) => codes.includes(code))), inFindings);
}

/** What asks for a person or speaks against the product; what the rules have removed is settled. */
function unsettled(findings: readonly Finding[], codes: readonly string[]): Found | undefined {
  return among(
    findings.filter(({ verdict }) => verdict === 'review' || verdict === 'fail'),
    codes,
  );
}

/** The domain says that it holds. Silence is not a yes. */
function attested(findings: readonly Finding[], code: string): Found | undefined {
  const said = findings.some((finding) => finding.code === code && finding.verdict === 'notice');
  return foundUnless(said, inFindings, `no ${code}`);
}
