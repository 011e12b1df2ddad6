/** What every PMML document of ours has: the head, the fields with their code lists, and how an engine must take what is missing or odd. */
import type { Feature, Target } from './training.ts';

export interface Document {
  readonly description: string;
  readonly fields: readonly (Feature | Target)[];
  /** Of derived fields, where there are. */
  readonly transformations?: string;
  readonly model: string;
}

/** For every model element, a well-formed document around it. */
export function printDocument({ description, fields, transformations = '', model }: Document): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4">',
    `<Header description=${attribute(description)}><Application name="Sluice"/></Header>`,
    `<DataDictionary numberOfFields="${fields.length}">${fields.map(printField).join('')}</DataDictionary>`,
    ...(transformations === '' ? [] : [transformations]),
    model,
    '</PMML>',
    '',
  ].join('\n');
}

function printField(field: Feature | Target): string {
  if (field.kind === 'number')
    return `<DataField name=${attribute(field.name)} optype="continuous" dataType="double"/>`;
  const values = field.kind === 'binary' ? ['0', '1'] : field.values;
  const list = values.map((value) => `<Value value=${attribute(value)}/>`).join('');
  return `<DataField name=${attribute(field.name)} optype="categorical" dataType="string">${list}</DataField>`;
}

/** Numbers are clamped to their bounds; of a row with a missing feature, or a text outside its code list, there is no result. */
export function printSchema(features: readonly Feature[], target?: Target): string {
  const inputs = features.map(printInput);
  const wanted = target ? [`<MiningField name=${attribute(target.name)} usageType="target"/>`] : [];
  return `<MiningSchema>${[...inputs, ...wanted].join('')}</MiningSchema>`;
}

function printInput(field: Feature): string {
  const name = `name=${attribute(field.name)} missingValueTreatment="returnInvalid"`;
  if (field.kind === 'category') return `<MiningField ${name} invalidValueTreatment="returnInvalid"/>`;
  return `<MiningField ${name} outliers="asExtremeValues" lowValue="${field.lo}" highValue="${field.hi}"/>`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Quoted and escaped. A character that XML 1.0 cannot hold becomes U+FFFD; a line break stays what it is. */
export function attribute(text: string): string {
  const legal = text.toWellFormed().replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
  const escaped = legal.replaceAll(/[&<>"]/g, (found) => entities[found] ?? found);
  return `"${escaped.replaceAll(/[\t\n\r]/g, (found) => `&#${found.charCodeAt(0)};`)}"`;
}
