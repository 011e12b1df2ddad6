/** The inputs of a program's model in PMML: a number that is scaled is a derived field beside the given one. */
import { attribute } from '../../privacy/train/pmml-parts.ts';
import type { ModelFeature } from '../model.ts';

/** No column has such a name, so that it can meet none. */
export function inputName(feature: ModelFeature): string {
  return feature.kind === 'number' && feature.scaling ? `scaled(${feature.name})` : feature.name;
}

/** Names of features → names of inputs. */
export function inputNames(features: readonly ModelFeature[]): (feature: string) => string {
  const names = new Map(features.map((field) => [field.name, inputName(field)]));
  return (name) => names.get(name) ?? name;
}

/** (value − mean) / scale of each scaled number, of the value within its bounds; empty where none is scaled. */
export function printScalings(features: readonly ModelFeature[]): string {
  const fields = features.flatMap((field) => {
    if (field.kind !== 'number' || !field.scaling) return [];
    const { mean, scale } = field.scaling;
    const { name, lo, hi } = field;
    const clamped = apply('min', apply('max', reference(name), constant(lo)), constant(hi));
    const scaled = apply('/', apply('-', clamped, constant(mean)), constant(scale));
    return [
      `<DerivedField name=${attribute(inputName(field))} optype="continuous" dataType="double">${scaled}</DerivedField>`,
    ];
  });
  return fields.length === 0 ? '' : `<TransformationDictionary>${fields.join('')}</TransformationDictionary>`;
}

/** A built-in function of PMML. @see PMML 4.4.1, "Built-in functions" */
export function apply(name: string, ...args: readonly string[]): string {
  return `<Apply function=${attribute(name)}>${args.join('')}</Apply>`;
}

export function reference(name: string): string {
  return `<FieldRef field=${attribute(name)}/>`;
}

export function constant(value: number): string {
  return `<Constant dataType="double">${value}</Constant>`;
}
