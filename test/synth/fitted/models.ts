/** Fitted models made by hand: each fine cell is a bin, and cliques are given by the weights of their joint cells. */
import { type Attribute, type Cells, type Origin, cellCount } from '#policies/simulation/attribute.ts';
import type { FitPlan, ModelledTable } from '#policies/simulation/fit-plan.ts';
import type { FittedModel, FittedTable } from '#policies/simulation/fitted.ts';
import { idSpace } from '#policies/units.ts';
import { keepModel } from '#synth/fit/keep.ts';

export interface HandMade {
  readonly model: ModelledTable;
  readonly fitted: FittedTable;
}

export interface Weighed {
  /** Places in the list of attributes, ascending. */
  readonly attributes: readonly number[];
  /** Row-major, the last attribute fastest. */
  readonly weights: readonly number[];
}

export function anAttribute(
  name: string,
  cells: Cells,
  origin: Partial<Extract<Origin, { kind: 'own' }>> = {},
): Attribute {
  return { name, cells, origin: { kind: 'own', column: name, part: 'whole', ...origin } };
}

export function ofParent(attribute: Attribute): Attribute {
  return { ...attribute, name: `parent.${attribute.name}`, origin: { kind: 'parent', attribute: attribute.name } };
}

export function aDegree(child: string, max: number): Attribute {
  return { name: `#${child}`, cells: { kind: 'count', max, none: false }, origin: { kind: 'degree', child } };
}

export function codes(values: readonly (string | number | boolean)[], none = false): Cells {
  return { kind: 'codes', values, none };
}

/** A model in which attributes are independent but for the cliques; those without one are evenly spread. */
export function aModel(
  table: string,
  attributes: readonly Attribute[],
  more: { units?: number; cliques?: readonly Weighed[] } & Partial<ModelledTable> = {},
): HandMade {
  const { units = 1_000, cliques = [], ...rest } = more;
  const given = attributes.filter(({ origin }) => origin.kind === 'parent').length;
  const model = { table, entry: 'any', attributes, given, rowsPerUnit: 1, volume: units, impossible: [], ...rest };
  const potentials = cliques.map(({ attributes, weights }) => ({
    attributes,
    values: Float64Array.from(weights, (weight) => Math.max(-600, Math.log(weight))),
  }));
  const shape = { sizes: attributes.map(({ cells }) => cellCount(cells)), given, zeros: [] };
  const fitted: FittedTable = {
    table,
    units,
    attributes: attributes.map(({ name, cells }) => ({
      name,
      bins: Array.from({ length: cellCount(cells) }, (_, cell) => cell),
      mass: Array.from({ length: cellCount(cells) }, () => 1),
    })),
    cliques: keepModel({ shape, total: units, potentials, marginal: () => new Float64Array() }),
    measured: [],
  };
  return { model, fitted };
}

export function fittedModelOf(space: string, tables: readonly HandMade[]): FittedModel {
  const plan: FitPlan = {
    space: idSpace(space),
    tables: tables.map(({ model }) => ({ model, nanoRho: '1' })),
    scoreNanoRho: '0',
    holdout: 0,
  };
  return { method: 'aim-1', plan, tables: tables.map(({ fitted }) => fitted) };
}
