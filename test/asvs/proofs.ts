/** Which tests show an item: those that carry its id in their titles, and those that its row names. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { titlesIn } from '../requirements/parse-titles.ts';
import type { Item, Named } from './item.ts';

export interface Found {
  /** Below test/. */
  readonly file: string;
  readonly title: string;
}

const root = join(import.meta.dirname, '..');

/** Id → tests of its name. */
export function ownTests(): ReadonlyMap<string, readonly Found[]> {
  const found = new Map<string, Found[]>();
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.test.ts'));
  for (const file of files.map((name) => `asvs/${name}`))
    for (const title of titlesOf(file))
      for (const [, id = ''] of title.matchAll(/\bASVS (\d+\.\d+\.\d+)\b/g))
        found.set(id, [...(found.get(id) ?? []), { file, title }]);
  return found;
}

/** Undefined where there is no such test, or more than one. */
export function findTest({ file, begins }: Named): Found | undefined {
  const [title, ...more] = titlesOf(file).filter((one) => one.startsWith(begins));
  return title === undefined || more.length > 0 ? undefined : { file, title };
}

/** Of an item that is proven. */
export function proofsOf({ id, answer }: Item, own: ReadonlyMap<string, readonly Found[]>): readonly Found[] {
  const named = answer.kind === 'proven' ? answer.tests.flatMap((test) => findTest(test) ?? []) : [];
  return [...(own.get(id) ?? []), ...named];
}

const read = new Map<string, readonly string[]>();

function titlesOf(file: string): readonly string[] {
  const known = read.get(file) ?? titlesIn(textOf(file));
  read.set(file, known);
  return known;
}

function textOf(file: string): string {
  try {
    return readFileSync(join(root, file), 'utf8');
  } catch {
    return '';
  }
}
