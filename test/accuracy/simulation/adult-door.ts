/** Adult through the door of the domain: a fifth of the persons held out, and the rule that a level of education has one number. */
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import type { ModelledTable } from '#policies/simulation/fit-plan.ts';
import type { EncodedSets } from '#sandbox/fit/read.ts';
import type { CodeColumns } from '#synth/fit/types.ts';
import type { TableCells } from '#synth/report/input.ts';
import { adultEntry, adultFiles, adultOptions } from '../../fixtures/adult.ts';
import { openFit, type OpenedFit } from './open-fit.ts';

export const ruledAdult: CatalogEntry = {
  ...adultEntry,
  tables: adultEntry.tables.map((table) => ({
    ...table,
    dependencies: [{ kind: 'determines', from: ['education'], to: ['education_num'] }],
  })),
};

export interface AdultDoor extends OpenedFit {
  readonly model: ModelledTable;
  readonly rows: EncodedSets;
}

export async function openAdultDoor(shared: string, dir: string): Promise<AdultDoor> {
  const files = async () => adultFiles(shared);
  const opened = await openFit({ entry: ruledAdult, files, options: adultOptions, order: { holdout: 0.2 } }, dir);
  const model = opened.planAt(1).tables[0]?.model;
  const rows = opened.sets.adult;
  if (!model || !rows) throw new Error('Cannot open Adult: its table must be modelled');
  return { ...opened, model, rows };
}

/** What the owner's report compares. */
export function adultTable({ model, rows }: Pick<AdultDoor, 'model' | 'rows'>, drawn: CodeColumns): TableCells {
  const { train, holdout } = rows;
  const units = { train: train.units, holdout: holdout.units };
  return {
    table: 'adult',
    attributes: model.attributes,
    train: train.cells,
    holdout: holdout.cells,
    drawn,
    units,
    rowsPerUnit: 1,
  };
}
