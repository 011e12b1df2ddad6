/**
 * The page of a released model that people read: what it is for and made of, who is protected and how, what was checked, how it scores.
 * It says nothing of rows that the card does not: of each check its name, and its verdict where no program could steer it, never a figure.
 *
 * @see Mitchell et al., "Model cards for model reporting", FAT* 2019, §4
 */
import { modelChecks } from '#policies/disclosure/model/register.ts';
import type { ModelFinding } from '#policies/disclosure/model/finding.ts';
import type { TrainedCard } from '#policies/disclosure/model/forms.ts';
import type { ModelFeature } from '#policies/program/model.ts';

/** What is known of a model beside its card. */
export interface ModelFacts {
  /** Of the program, as it was approved. */
  readonly purpose?: string;
  readonly explanation?: { readonly entries: readonly string[]; readonly units: readonly string[] };
  readonly modelFinding?: ModelFinding;
}

/** For equal facts, equal text. */
export function printModelCard(run: string, facts: ModelFacts & { readonly model: TrainedCard }): string {
  const { model, purpose, explanation, modelFinding } = facts;
  const sections = [
    `# Model card: ${run}`,
    list([
      ['Purpose', purpose === undefined ? undefined : text(purpose)],
      ['Family', families[model.kind]],
      ['Made by', 'maker' in model ? "a vendor's program, from released numbers" : 'the trainer of the domain'],
      ['Data', named(explanation?.entries)],
      ['Unit', named(explanation?.units)],
      ['Target', 'target' in model ? text(model.target.name) : undefined],
      ['Lane', laneOf(model)],
    ]),
    `## Features\n\n${table(['feature', 'values', 'scaling'], model.features.map(featureRow))}`,
    `## Numbers\n\n${numbersOf(model)}`,
    `## Checks\n\n${checksOf(modelFinding, model)}`,
    `## How to score\n\nA row needs every feature: numbers outside their bounds are clamped, and a row with a missing feature or an unlisted value has no score.\n\n\`\`\`sh\nsluice score model-${run}.json rows.csv\n\`\`\`\n\nOr load \`model-${run}.pmml\` (PMML 4.4) into a scoring engine.`,
  ];
  return `${sections.join('\n\n')}\n`;
}

const families: Readonly<Record<TrainedCard['kind'], string>> = {
  linear: 'linear regression',
  logistic: 'logistic regression',
  kmeans: 'k-means clusters',
  boosted_stumps: 'gradient-boosted stumps',
};

function laneOf(model: TrainedCard): string {
  if ('aboutRows' in model) {
    const digits =
      'maker' in model
        ? 'digits that no block of units can change'
        : `${model.digits} significant digits of each number`;
    return `exact: ${digits}; about ${model.aboutRows} rows`;
  }
  const { epsilon, delta, nanoRho, unitSpace, iterations } = model.privacy;
  const how = 'mode' in model.privacy ? `mode ${model.privacy.mode}, ` : '';
  return `private: ε ${epsilon} at δ ${delta} (ρ ${nanoRho}·10⁻⁹) for each ${text(unitSpace)}; ${how}${iterations} iterations`;
}

function featureRow(feature: ModelFeature): readonly string[] {
  if (feature.kind === 'category') return [feature.name, feature.values.join(', '), ''];
  const { lo, hi, scaling } = feature;
  return [feature.name, `${lo} to ${hi}`, scaling ? `(value − ${scaling.mean}) / ${scaling.scale}` : ''];
}

function numbersOf(model: TrainedCard): string {
  switch (model.kind) {
    case 'linear':
    case 'logistic':
      return regressionOf(model);
    case 'kmeans':
      return table(
        ['cluster', ...model.features.map(({ name }) => name)],
        model.centres.map(({ at, digits }, cluster) => [
          String(cluster + 1),
          ...at.map((value, place) => `${value}${kept(digits?.[place])}`),
        ]),
      );
    case 'boosted_stumps':
      return `${model.stumps.length} stumps, each counted ${model.rate} times, on a base score of ${model.base}${kept(model.baseDigits)}.`;
  }
}

function regressionOf(model: Extract<TrainedCard, { readonly kind: 'linear' | 'logistic' }>): string {
  const first = ['intercept', '', `${model.intercept}${'maker' in model ? kept(model.interceptDigits) : ''}`];
  const rows = model.coefficients.map((one) => [
    one.feature,
    one.value ?? '',
    `${one.coefficient}${'digits' in one ? kept(one.digits) : ''}`,
  ]);
  const coefficients = table(['feature', 'value', 'coefficient'], [first, ...rows]);
  if (!('points' in model) || !model.points) return coefficients;
  const { scaling, initial, attributes } = model.points;
  const points = attributes.map(({ feature, value, points: own }) => [feature, value ?? 'each 1', own.toFixed(2)]);
  const said = `${scaling.score} points are odds of ${scaling.odds} to 1 for class ${scaling.favours}; ${scaling.double} more double them.`;
  return `${coefficients}\n\n### Points\n\n${said}\n\n${table(['feature', 'value', 'points'], [['initial', '', initial.toFixed(2)], ...points])}`;
}

function kept(digits: number | undefined): string {
  return digits === undefined ? '' : ` (${digits} ${digits === 1 ? 'digit' : 'digits'})`;
}

/** Of an exact model of a program without verdicts: its program could let one row decide which of them asked people to look. */
function checksOf(finding: ModelFinding | undefined, model: TrainedCard): string {
  if (!finding) return 'None.';
  const isTold = !('maker' in model && model.lane === 'exact');
  const rows = finding.checks.map(({ name, verdict }) => [name, modelChecks[name].title, ...(isTold ? [verdict] : [])]);
  const different = [...new Map(rows.map((row) => [row.join('\n'), row])).values()];
  return table(['check', 'what it looks for', ...(isTold ? ['verdict'] : [])], different);
}

function named(names: readonly string[] | undefined): string | undefined {
  return names === undefined || names.length === 0 ? undefined : names.map(text).join(', ');
}

function list(items: readonly (readonly [name: string, said: string | undefined])[]): string {
  return items.flatMap(([name, said]) => (said === undefined ? [] : [`- ${name}: ${said}`])).join('\n');
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return [line(heads), `| ${heads.map(() => '---').join(' | ')} |`, ...rows.map(line)].join('\n');
}

function line(cells: readonly string[]): string {
  return `| ${cells.map(text).join(' | ')} |`;
}

/** One line, in which nothing is markup. */
function text(value: string): string {
  return value.replaceAll(/[\s\u0085\u2028\u2029]+/g, ' ').replaceAll(/[\\`*_{}[\]<>#|!&]/g, (found) => `\\${found}`);
}
