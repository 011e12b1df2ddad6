/** The titles of all tests with the requirement ids in them: what a title names, its test proves. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { titlesIn } from './parse-titles.ts';

export interface Proof {
  /** Below the root of the project. */
  readonly file: string;
  readonly title: string;
}

const root = join(import.meta.dirname, '..', '..');
/** `AO-14-1…5` names several; GZ and GY, and the card's, have two parts. */
const named = /\b((?:AO|GD|SH)-\d{2})-(\d+)(?:(?:…|\.\.\.)(\d+))?|\b((?:GZ|GY|DC)-\d{2})\b(?:(?:…|\.\.\.)(\d+))?/g;

/** Requirement id → the tests named after it, those within a `describe` of its name once. */
export function proofs(): ReadonlyMap<string, readonly Proof[]> {
  const found = new Map<string, Proof[]>();
  for (const file of testFiles()) {
    for (const title of titlesIn(readFileSync(file, 'utf8'))) {
      for (const id of idsIn(title)) {
        found.set(id, [...(found.get(id) ?? []), { file: relative(root, file), title }]);
      }
    }
  }
  return found;
}

/** The ids that a title names, ranges written out. */
export function idsIn(title: string): ReadonlySet<string> {
  return new Set(
    [...title.matchAll(named)].flatMap(([, article, first, last, short, until]) =>
      article
        ? span(Number(first), Number(last ?? first)).map((n) => `${article}-${n}`)
        : shortSpan(short ?? '', until),
    ),
  );
}

function shortSpan(id: string, until: string | undefined): readonly string[] {
  const [seed = '', number = ''] = id.split('-');
  return span(Number(number), Number(until ?? number)).map((n) => `${seed}-${String(n).padStart(2, '0')}`);
}

function span(first: number, last: number): readonly number[] {
  return Array.from({ length: Math.max(0, last - first) + 1 }, (_, i) => first + i);
}

function testFiles(): readonly string[] {
  const dir = join(root, 'test');
  return readdirSync(dir, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.test.ts'))
    .sort()
    .map((name) => join(dir, name));
}
