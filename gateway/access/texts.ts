/** The policies as they stand in the repository, and the name of exactly these. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const folder = new URL('../../policies/access/', import.meta.url);

export const policyFiles = [
  'lives.cedar',
  'four-eyes.cedar',
  'separation.cedar',
  'asked.cedar',
  'reading.cedar',
  'operations.cedar',
];
export const schemaFiles = ['schema.cedarschema', 'actions.cedarschema'];

/** What decides. */
export interface AccessTexts {
  /** Policies of all files, one after another. */
  readonly policies: string;
  readonly schema: string;
}

export function readAccessTexts(): AccessTexts {
  return { policies: joined(policyFiles), schema: joined(schemaFiles) };
}

/** Stands in every event: by which policies it was allowed. Of SHA-256 the first half, against which nobody finds another text either. */
export function hashOf({ policies, schema }: AccessTexts): string {
  const whole = createHash('sha256').update(`${policies}\0${schema}`).digest('hex');
  return whole.slice(0, 32);
}

function joined(files: readonly string[]): string {
  return files.map((file) => readFileSync(new URL(file, folder), 'utf8')).join('\n');
}
