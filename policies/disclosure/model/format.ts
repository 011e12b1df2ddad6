/** The form of a model card: known, small, and with few digits. @see disclosure.md §3 (format) */
import type { ProgramModelCard } from '../../program/models/card.ts';
import { columnsOf } from '../../program/models/layout.ts';
import { round } from './card.ts';
import { readKnownCard, type KnownCard, type TreeNode } from './forms.ts';
import type { CheckResult } from './finding.ts';
import type { ModelLimits } from './limits.ts';

/** The figure counts what is wrong. A card of an unknown form has one fault: that nobody can say what is in it. */
export function checkFormat(card: unknown, limits: ModelLimits): CheckResult {
  const known = readKnownCard(card);
  const faults = known ? faultsOf(known, limits) : ['unknown form'];
  const [about] = faults;
  const verdict = faults.length === 0 ? 'pass' : 'fail';
  return { name: 'model_format', verdict, figure: faults.length, limit: 0, ...(about !== undefined && { about }) };
}

/** Numbers that were computed from rows: those of the declaration are none. */
export function parametersOf({ form, card }: KnownCard): readonly number[] {
  switch (form) {
    case 'exact':
    case 'private':
      return [card.intercept, ...card.coefficients.map(({ coefficient }) => coefficient)];
    case 'program':
      return programNumbers(card);
    case 'tree':
      return card.trees.flat().flatMap(numbersOf);
  }
}

/** Points are none: they follow from the coefficients. */
function programNumbers(card: ProgramModelCard): readonly number[] {
  switch (card.kind) {
    case 'linear':
    case 'logistic':
      return [card.intercept, ...card.coefficients.map(({ coefficient }) => coefficient)];
    case 'kmeans':
      return card.centres.flatMap(({ at }) => at);
    case 'boosted_stumps':
      return [card.base, ...card.stumps.flatMap(({ threshold, left, right }) => [threshold, left, right])];
  }
}

/** Of a tree, 2 for each split and one less than the classes for each leaf. @see SACRO-ML `get_model_param_count` */
export function parameterCount(known: KnownCard): number {
  if (known.form === 'program' && known.card.kind === 'boosted_stumps') return 1 + 4 * known.card.stumps.length;
  if (known.form !== 'tree') return parametersOf(known).length;
  return known.card.trees.flat().reduce((sum, node) => sum + costOf(node), 0);
}

function costOf(node: TreeNode): number {
  if ('probabilities' in node) return node.probabilities.length - 1;
  return 'value' in node ? 1 : 2;
}

function numbersOf(node: TreeNode): readonly number[] {
  if ('probabilities' in node) return node.probabilities;
  if ('value' in node) return [node.value];
  return 'threshold' in node ? [node.threshold] : [];
}

function faultsOf(known: KnownCard, { maxParameters, digits }: ModelLimits): readonly string[] {
  const count = parameterCount(known);
  const tooMany = count > maxParameters ? [`${count} parameters`] : [];
  // A noisy card has all digits of its noise, and its noise is what protects.
  const tooExact = isNoisy(known) ? [] : parametersOf(known).filter((value) => round(value, digits) !== value);
  return [
    ...tooMany,
    ...tooExact.map(() => 'too many digits'),
    ...(known.form === 'tree' ? treeFaults(known.card) : []),
    ...(known.form === 'program' ? programFaults(known.card) : []),
  ];
}

function isNoisy({ form, card }: KnownCard): boolean {
  return form === 'private' || (form === 'program' && card.lane === 'private');
}

/** Fields, values and lists of a program's card are those that it declares. */
function programFaults(card: ProgramModelCard): readonly string[] {
  const columns = columnsOf(card.features);
  const isColumn = ({ feature, value }: { readonly feature: string; readonly value?: string | undefined }): boolean =>
    columns.some((column) => column.field.name === feature && column.value === value);
  switch (card.kind) {
    case 'linear':
    case 'logistic':
      return card.coefficients.length === columns.length && card.coefficients.every(isColumn)
        ? []
        : ['undeclared coefficient'];
    case 'kmeans':
      return card.centres.every(({ at }) => at.length === columns.length) ? [] : ['undeclared coordinate'];
    case 'boosted_stumps':
      return card.stumps.every(isColumn) ? [] : ['undeclared column of a stump'];
  }
}

/** Children stand behind their parents, every node but the first has one parent, names and values are declared, shares have two digits. */
function treeFaults({ trees, features, target }: Extract<KnownCard, { form: 'tree' }>['card']): readonly string[] {
  const fields = new Map(features.map((field) => [field.name, field]));
  return trees.flatMap((nodes) => {
    const children = nodes.flatMap((node) => ('left' in node ? [node.left, node.right] : []));
    const isTree =
      new Set(children).size === nodes.length - 1 &&
      children.length === nodes.length - 1 &&
      nodes.every(
        (node, at) => !('left' in node) || [node.left, node.right].every((child) => child > at && child < nodes.length),
      );
    const wrong = nodes.filter((node) => {
      if ('probabilities' in node)
        return target.kind !== 'binary' || node.probabilities.some((share) => Number(share.toFixed(2)) !== share);
      if ('value' in node) return target.kind !== 'number';
      const field = fields.get(node.feature);
      if ('threshold' in node) return field?.kind !== 'number';
      return field?.kind !== 'category' || node.values.some((value) => !field.values.includes(value));
    });
    return [...(isTree ? [] : ['no tree']), ...wrong.map(() => 'undeclared or too exact node')];
  });
}
