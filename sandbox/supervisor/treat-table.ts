/**
 * A judged table → the cells that leave: as the rules left them, or with every count rounded or perturbed. Rounding is done where programs
 * are solved, under the deadline of a query; perturbation here: of its two secrets, only that of the record keys is ever where the rows are.
 *
 * @see policies/disclosure/treat/treat-cells.ts; docs/decisions/025-treatments.md
 */
import { layOutTable, type CellRelease } from '#policies/disclosure/release-cells.ts';
import type { ReleaseSettings } from '#policies/disclosure/release-settings.ts';
import { printKeyedEvidence, readKeyed } from '#policies/disclosure/treat/keyed-evidence.ts';
import type { TreatmentLabel } from '#policies/disclosure/treat/label.ts';
import { settleTreated, treatedStatistics, unroundedCells } from '#policies/disclosure/treat/settle.ts';
import { treatableTable } from '#policies/disclosure/treat/treatable-table.ts';
import { treatCells, type TreatedCells } from '#policies/disclosure/treat/treat-cells.ts';
import type { ExactPlan } from '#policies/query/plan.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import type { IdSpace } from '#policies/units.ts';
import type { CellKeys } from './cell-keys.ts';
import type { Limits } from './config.ts';
import type { ProtectedTable } from './protect-table.ts';
import { treatInWorker } from './suppress.ts';
import type { QueryWorker } from './worker.ts';

export interface TreatedTable extends Pick<CellRelease, 'cells' | 'verdicts' | 'review'> {
  /** As the history must know them: what is not exact is hidden. Of perturbed tables, what it is told of is exact. */
  readonly known: CellRelease['cells'];
  /** Absent where the numbers are exact. */
  readonly label?: TreatmentLabel;
  /** Without the rules that the treatment settles. */
  readonly judgement: ProtectedTable;
}

export interface TreatOptions {
  readonly plan: ExactPlan;
  readonly release: ReleaseSettings;
  /** Has made the evidence of the plan. */
  readonly worker: QueryWorker;
  readonly keysOf: KeysOf;
  readonly limits: Limits;
  readonly log: number;
}

/** The secrets of an id space. */
export type KeysOf = (space: IdSpace) => Promise<CellKeys>;

/** Refuses E_TREATMENT where no rounded table was found in time. */
export async function treatTable(protection: ProtectedTable, options: TreatOptions): Promise<Outcome<TreatedTable>> {
  const { plan, release } = options;
  const treated = treatedStatistics(protection.table.statistics, release.treatment);
  const judgement = { ...protection, table: settleTreated(protection.table, treated) };
  const { cells, verdicts, review } = layOutTable(judgement.table);
  const exactly = { cells, known: cells, verdicts, review: [...review, ...protection.review], judgement };
  if (release.treatment === 'suppress') return accept(exactly);
  const groupings = plan.groupings.map(({ keys }) => keys);
  const counts = treatableTable(judgement.table, { groupings });
  const changed = await (release.treatment === 'cell_key'
    ? perturb(judgement, groupings, options)
    : treatInWorker(counts, release, options));
  if (!changed.ok) return changed;
  const { cells: found, label, beyondNearest } = changed.value;
  const known = release.treatment === 'small_count_rounding' ? unroundedCells(counts, release.base) : found;
  const reasons = [...exactly.review, ...(beyondNearest ? (['beyond_nearest'] as const) : [])];
  return accept({ ...exactly, cells: found, known, label, review: reasons });
}

async function perturb(
  { table }: ProtectedTable,
  groupings: readonly (readonly number[])[],
  { plan, release, worker, keysOf }: TreatOptions,
): Promise<Outcome<TreatedCells>> {
  const secrets = new Map<IdSpace, CellKeys>();
  for (const { space } of plan.units) secrets.set(space, secrets.get(space) ?? (await keysOf(space)));
  const keysFor = (space: IdSpace | undefined): CellKeys => {
    const found = space === undefined ? undefined : secrets.get(space);
    if (!found) throw new Error('a perturbed table must have a unit column');
    return found;
  };
  const statements = printKeyedEvidence(plan, (space, text) => keysFor(space).recordKey(text));
  const ran = await worker.ask.run({ setup: [], queries: statements.map(({ sql }) => sql) });
  if (!ran.ok) return ran;
  const answers = statements.map((statement, at) => ({ ...statement, rows: ran.value.tables[at]?.rows ?? [] }));
  const treatable = treatableTable(table, { groupings, keyed: readKeyed(table.cells, answers) });
  const unitOf = (measure: number): number => statements.find(({ measures }) => measures.includes(measure))?.unit ?? 0;
  const units = [0, ...plan.measures.map((_, measure) => unitOf(measure))];
  const hashes = units.map((unit) => keysFor(plan.units[unit]?.space).hash);
  const changed = treatCells(treatable, release, { hashes });
  if (!changed) throw new Error('a table that is not treated must not come here');
  return changed;
}
