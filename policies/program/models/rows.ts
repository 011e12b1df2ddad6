/** The rows that a program saw, as the checks of models take them. */
import type { TrainingRows } from '../../disclosure/model/design.ts';
import type { Target } from '../../privacy/train/training.ts';
import type { ModelFeature } from '../model.ts';
import { columnsOf, scaledValue } from './layout.ts';
import type { QueryColumn } from './require.ts';

interface Fields {
  readonly features: readonly ModelFeature[];
  readonly target?: Target;
}

/** Columns as they went to the program: NaN for a missing number, −1 for a missing text. */
export interface SeenRows {
  readonly columns: readonly QueryColumn[];
  readonly numbers: readonly Float64Array[];
}

/**
 * For every declared model, the rows that have a usable value in every field: features in their order, a category as the place of its value in
 * the declaration; a binary target that is neither 0 nor 1 leaves the row out.
 *
 * @throws RangeError for a field that is no column: `requireModelDeclaration` has refused it
 */
export function trainingRowsOf({ features, target }: Fields, { columns, numbers }: SeenRows): TrainingRows {
  const columnOf = ({ name, ...field }: ModelFeature | Target): Float64Array => {
    const at = columns.findIndex((column) => column.name === name);
    const column = numbers[at];
    if (!column) throw new RangeError(`Cannot judge the model: ${name} must be a column`);
    if (field.kind === 'category') {
      const places = (columns[at]?.levels ?? []).map((level) => field.values.indexOf(level));
      return column.map((place) => missingBelow0(places[place] ?? -1));
    }
    return field.kind === 'binary' ? column.map((value) => (value === 0 || value === 1 ? value : Number.NaN)) : column;
  };
  const given = [...features, ...(target ? [target] : [])].map(columnOf);
  const complete = Array.from(given[0] ?? [], (_, row) => row).filter((row) =>
    given.every((column) => !Number.isNaN(column[row])),
  );
  const kept = given.map((column) => Float64Array.from(complete, (row) => column[row] ?? Number.NaN));
  return {
    count: complete.length,
    features: kept.slice(0, features.length),
    target: target ? (kept.at(-1) ?? new Float64Array()) : new Float64Array(complete.length),
  };
}

function missingBelow0(place: number): number {
  return place < 0 ? Number.NaN : place;
}

/** The columns of the layout, scaled: what the model computes with, row by row. */
export function layoutColumns(features: readonly ModelFeature[], rows: TrainingRows): readonly Float64Array[] {
  return columnsOf(features).map(({ field, value }) => {
    const column = rows.features[features.indexOf(field)] ?? new Float64Array();
    if (field.kind === 'number') return column.map((one) => scaledValue(field, one));
    const place = field.values.indexOf(value ?? '');
    return column.map((one) => Number(one === place));
  });
}
