/** The evaluators of the second gate: may this very text be used for this scenario? @see 003-15; procedure.md §3.7 */
import { libraryOf } from '../../program/allow-list.ts';
import { requireScript } from '../../program/require-script.ts';
import type { CatalogEntryDoc } from '../catalog-entry-doc.ts';
import type { Scope } from '../fields.ts';
import { columnsOf, requireOutputs } from '../output-contract.ts';
import { requireDomain } from '../parameters.ts';
import { requirePublished } from '../precheck.ts';
import type { Program } from '../program-doc.ts';
import { entriesOf, requireWithin } from '../scope.ts';
import { columnsWhere, isShownIdentifier, type IsColumn } from './columns-where.ts';
import { foundAny, foundBy, foundUnless, type RulesOf } from './rule.ts';
import { sensitiveKinds } from './sensitive-patterns.ts';

/** What the review of a program looks at. */
export interface UseEvidence {
  readonly program: Program;
  /** What its agreement grants; nothing where there is none in force. */
  readonly granted: Scope;
  /** The catalog entries that it uses are among them, as far as they exist. */
  readonly entries: readonly CatalogEntryDoc[];
}

const doing = 'approve program';

/** @see UseEvidence */
export const useEvaluators: RulesOf<'use', UseEvidence> = {
  text_tested: ({ program: { hash, testedHash } }) =>
    foundUnless(hash === testedHash, 'program.testedHash', testedHash ?? 'no test'),
  columns_within_grant: ({ program: { uses }, granted }) =>
    uses
      ? foundBy(requireWithin(doing, uses, granted), 'program.uses')
      : { at: 'program.uses', got: 'no static check' },
  datasets_published: ({ program: { uses = [] }, entries }) =>
    foundBy(requirePublished(doing, entriesOf(uses), entries), 'program.uses'),
  outputs_declared: ({ program: { content } }) => foundBy(requireOutputs(doing, content), 'program.content.outputs'),
  digits_capped: ({ program: { content, outputs = content.outputs } }) =>
    foundAny(
      outputs.flatMap((output) =>
        columnsOf(output)
          .filter(({ role, digits, values }) => role === 'statistic' && digits === undefined && values === undefined)
          .map(({ name }) => `${output.name}.${name}`),
      ),
      'program.outputs',
    ),
  script_whole: ({ program: { content } }) => foundBy(requireScript(doing, content), 'program.content.script'),
  libraries_allowed: ({ program: { content } }) =>
    foundAny(
      (content.script?.lock.libraries ?? [])
        .filter(({ name, version, sha256 }) => {
          const allowed = libraryOf(name);
          return allowed?.version !== version || allowed.sha256 !== sha256;
        })
        .map(({ name }) => name),
      'program.content.script.lock',
    ),
  parameters_finite: ({ program: { content } }) =>
    foundBy(requireDomain(doing, content.parameters), 'program.content.parameters'),
  identifiers_unseen: (evidence) => foundAny(used(evidence, isShownIdentifier), 'program.uses'),
  declared_texts_clean: ({ program: { content, outputs = content.outputs } }) => {
    const declared = outputs.flatMap((output) => columnsOf(output).flatMap(({ values = [] }) => values));
    const given = content.parameters.flatMap(({ values }) => values.map(String));
    return foundAny(sensitiveKinds([content.title, ...declared, ...given].join('\n')), 'program.content');
  },
  profile_fits_grade: (evidence) => {
    if (evidence.program.content.release?.profile !== 'open') return undefined;
    const graded = used(evidence, ({ grade }) => grade === 'L3' || grade === 'L4');
    return foundAny(graded, 'program.content.release.profile');
  },
};

function used({ program: { uses = [] }, entries }: UseEvidence, is: IsColumn): readonly string[] {
  return columnsWhere(uses, entries, is);
}
