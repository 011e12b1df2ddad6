/** Whether a declared model can be made of what its program hands out and its query gives: decided from text, before anything runs. */
import { requireTraining } from '../../privacy/train/training.ts';
import { accept, refuse, type Outcome } from '../../refusal.ts';
import type { ModelDeclaration, ModelFeature } from '../model.ts';
import type { Result, Script } from '../script.ts';
import { columnsOf, lengthOf, trainingOf } from './layout.ts';

/** A column of the query as the program sees it; `levels` of a text column, which are public. */
export interface QueryColumn {
  readonly name: string;
  readonly levels?: readonly string[];
}

/** Of a script what a model depends on. */
export interface ModelMaker {
  readonly mode: Script['mode'];
  readonly results: readonly Result[];
  readonly model: ModelDeclaration;
}

/**
 * Accepts a model whose numbers are exactly those of its result, whose columns are columns of the query, and whose categories have the public
 * values of theirs. Refuses with `E_CONTRACT` where the result does not fit, `E_UNKNOWN_COLUMN`, `E_TYPE` for a column of another kind, and
 * `E_INPUT` for bounds and lists that no training could have.
 */
export function requireModelDeclaration(maker: ModelMaker, columns: readonly QueryColumn[]): Outcome<ModelDeclaration> {
  const { model } = maker;
  const sound = requireTraining(trainingOf(model));
  if (!sound.ok) return sound;
  return requireResult(maker) ?? requireColumns(model, columns) ?? accept(model);
}

type Refused = Outcome<never>;

function requireResult({ mode, results, model }: ModelMaker): Refused | undefined {
  const result = results.find(({ name }) => name === model.from);
  if (!result) {
    const got = results.map(({ name }) => name).join(', ');
    return contract(`the numbers of the model must be a result; got ${model.from} beside ${got}`, 'Name a result.');
  }
  const length = lengthOf(model);
  if (result.length !== length)
    return contract(
      `${result.name} must have the ${length} numbers of the ${model.family} model; got ${result.length}`,
      'Declare the result with as many numbers as the layout of the family has.',
    );
  return model.family === 'boosted_stumps' ? requirePlaces(mode, result, columnsOf(model.features).length) : undefined;
}

/** The place of a column is a whole number, and must come through as it is. */
function requirePlaces(mode: Script['mode'], { name, lo, hi, step }: Result, columns: number): Refused | undefined {
  if (mode === 'blocks')
    return contract(
      'a stump names a column, and the mean of names over blocks is none; got mode blocks',
      'Boost in mode map or rows.',
    );
  if (step >= 1 || lo > 0 || hi < columns - 1)
    return contract(
      `${name} must hold the places 0 to ${columns - 1} in steps below 1; got ${lo} to ${hi} in steps of ${step}`,
      'Declare a wider range and a finer step.',
    );
  return undefined;
}

function requireColumns(model: ModelDeclaration, columns: readonly QueryColumn[]): Refused | undefined {
  const given = new Map(columns.map((column) => [column.name, column]));
  const target = 'target' in model ? [{ ...model.target, kind: 'number' as const }] : [];
  const fields: readonly (Pick<ModelFeature, 'kind' | 'name'> & { readonly values?: readonly string[] })[] = [
    ...model.features,
    ...target,
  ];
  for (const field of fields) {
    const found = given.get(field.name);
    if (!found) {
      const got = [...given.keys()].join(', ');
      return unknown(`${field.name} must be a column of the query; got ${got}`);
    }
    const fault = faultOf(field, found);
    if (fault) return fault;
  }
  return undefined;
}

/** Reviewers read the values in the declaration; they must be what the rows can have, in any order, for the first one is the reference. */
function faultOf(
  { kind, name, values = [] }: Pick<ModelFeature, 'kind' | 'name'> & { readonly values?: readonly string[] },
  { levels }: QueryColumn,
): Refused | undefined {
  if (kind === 'number')
    return levels ? wrongKind(`${name} must be a number; got a text`, 'Declare it as a category.') : undefined;
  if (!levels) return wrongKind(`${name} must be a text with public values; got a number`, 'Declare it as a number.');
  const same = values.length === levels.length && values.every((value) => levels.includes(value));
  if (same) return undefined;
  return contract(
    `the values of ${name} must be ${levels.join(', ')}; got ${values.join(', ')}`,
    'List every public value of the column once, the reference first.',
  );
}

function contract(detail: string, remedy: string): Refused {
  return refuse('E_CONTRACT', `Cannot make the model: ${detail}`, { remedy });
}

function wrongKind(detail: string, remedy: string): Refused {
  return refuse('E_TYPE', `Cannot make the model: ${detail}`, { remedy });
}

function unknown(detail: string): Refused {
  return refuse('E_UNKNOWN_COLUMN', `Cannot make the model: ${detail}`, {
    remedy: 'Name a column that the query gives out.',
  });
}
