/** What checkers read of a submitted export before anybody looks at a value: the evidence of the domain, in bands. Nothing is kept here. */
import type { EvidencePage } from '#policies/disclosure/decision/evidence.ts';
import type { DocOf } from '#policies/procedure/lives.ts';
import { requireIndependent } from '#policies/procedure/roles.ts';
import type { Actor } from '#policies/procedure/life.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import type { Explanation, ResultEvidence } from '#sandbox/door.ts';
import { loadDoc } from './load.ts';
import type { Office } from './office.ts';
import { contentAt, questionOf } from './program-text.ts';

export interface EvidenceAsk extends EvidencePage {
  readonly export: string;
  /** The first of the export where none is named. */
  readonly run?: string | undefined;
}

export interface Evidence extends ResultEvidence {
  readonly run: string;
  readonly runs: readonly string[];
  readonly lane: 'exact' | 'private';
  readonly sql: string;
  /** What the analysis of the text says, without any data. */
  readonly explanation?: Explanation;
  readonly result: Pick<NonNullable<DocOf<'run'>['result']>, 'rows' | 'suppressedCells' | 'verdicts' | 'tier'>;
}

/** Refuses E_STATE before the export was submitted, and E_SEPARATION to who belongs to its vendor. */
export async function evidenceFor(
  office: Office,
  { export: id, run: asked, ...page }: EvidenceAsk,
  actor: Actor,
): Promise<Outcome<Evidence>> {
  const doing = 'show the evidence';
  const { read } = office.record;
  const doc = loadDoc(read, 'export', id);
  if (!doc) return refuse('E_NOT_FOUND', `Cannot ${doing}: must be an existing export; got ${id}`);
  const independent = requireIndependent(doing, actor, doc);
  if (!independent.ok) return independent;
  const runs = doc.results.map(({ run }) => run);
  const run = asked ?? runs[0];
  const known = run !== undefined && runs.includes(run) ? loadDoc(read, 'run', run) : undefined;
  if (!known?.result)
    return refuse('E_STATE', `Cannot ${doing}: must be a run that was submitted; got ${run ?? 'none'}`);
  const submitted = read.bySubject(`export/${id}`).findLast(({ type }) => type === 'export.submitted');
  const permit = await office.record.permit(submitted?.entry.seq ?? -1);
  if (!permit.ok) return permit;
  const found = await office.domain.evidence({ ...page, run: known.id, submitted: permit.value });
  if (!found.ok) return found;
  const content = contentAt(read, known.program, known.hash);
  const explained = content && (await office.domain.explain(questionOf(content, known.parameters)));
  const { rows, suppressedCells, verdicts, tier } = known.result;
  return accept({
    ...found.value,
    run: known.id,
    runs,
    lane: content?.lane ?? 'exact',
    sql: content?.queries[0]?.sql ?? '',
    ...(explained?.ok && { explanation: explained.value }),
    result: { rows, suppressedCells, verdicts, tier },
  });
}
