/** README.md and README.zh-CN.md say the same: headings, commands, figures, links, tables, pictures. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

const root = join(import.meta.dirname, '..', '..');
const [english, chinese] = ['README.md', 'README.zh-CN.md'].map((name) => readFileSync(join(root, name), 'utf8')) as [
  string,
  string,
];

interface Section {
  readonly level: number;
  readonly commands: readonly string[];
  readonly figures: readonly string[];
  readonly links: readonly string[];
  readonly code: readonly string[];
  readonly rows: number;
}

/** What a section has, whatever the language. */
function sectionsOf(text: string): readonly Section[] {
  return text.split(/^(?=#{1,3} )/m).map((section) => {
    const fences = [...section.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, body = '']) => body);
    const prose = section.replaceAll(/^```[\s\S]*?^```/gm, '').replaceAll(/\]\([^)]*\)/g, ']');
    return {
      level: /^#+/.exec(section)?.[0].length ?? 0,
      commands: fences.flatMap((body) => body.split('\n').map((line) => line.replace(/\s*#.*$/, ''))),
      figures: [...prose.replaceAll(/`[^`]*`/g, '').matchAll(/\d+(?:\.\d+)*/g)].map(([figure]) => figure),
      links: [...section.matchAll(/\]\(([^)]+)\)/g)]
        .map(([, link = '']) => link)
        .filter((link) => !link.startsWith('README')),
      code: [...prose.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code).toSorted(),
      rows: section.split('\n').filter((line) => line.startsWith('|')).length,
    };
  });
}

test('README.md and README.zh-CN.md have the same sections, commands, figures, links and tables', () => {
  const [one, other] = [sectionsOf(english), sectionsOf(chinese)];
  expect(other).toHaveLength(one.length);
  for (const [at, section] of one.entries()) {
    const { figures, ...rest } = section;
    const { figures: theirs, ...same } = other[at] ?? section;
    expect(same).toEqual(rest);
    // Words come in another order in the other language.
    expect(theirs.toSorted()).toEqual(figures.toSorted());
  }
});

test.each([
  ['another command', (text: string) => text.replace('npm run demo', 'npm run demos')],
  ['another figure', (text: string) => text.replace('ASVS 5.0', 'ASVS 5.1')],
  ['a row less', (text: string) => text.replace(/^\| `acorn`.*\n/m, '')],
  ['a heading less', (text: string) => text.replace(/^## .*\n/m, '')],
])('negative control: %s is seen', (_, change) => {
  expect(sectionsOf(change(chinese))).not.toEqual(sectionsOf(chinese));
});

test('README.md gives a reason for every dependency, and for no other', () => {
  const named = [...english.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  );
  const real = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.devDependencies)].filter(
    (name) => !name.startsWith('@types/'),
  );
  const isNamed = (name: string) =>
    named.some((one) => one === name || (one.endsWith('/*') && name.startsWith(one.slice(0, -1))));
  expect(real.filter((name) => !isNamed(name))).toEqual([]);
  const isReal = (one: string) =>
    real.some((name) => name === one || (one.endsWith('/*') && name.startsWith(one.slice(0, -1))));
  expect(named.filter((one) => !isReal(one))).toEqual([]);
});

test('every npm script and every verb that README.md names exists', async () => {
  const { verbs } = await import('#gateway/cli/sluice.ts');
  const scripts = [...english.matchAll(/npm run ([a-z]+)/g)].map(([, name = '']) => name);
  expect(scripts.filter((name) => !Object.hasOwn(manifest.scripts, name))).toEqual([]);
  const said = [...english.matchAll(/npm run sluice (?:-- )?([a-z]+(?: [a-z]+)?)/g)].map(([, words = '']) =>
    words.split(' '),
  );
  const unknown = said.filter(([first = '', second = '']) => {
    const names = Object.keys(verbs);
    return (
      !names.includes(first) &&
      !names.some((name) => name === `${first} ${second}` || name.startsWith(`${first} ${second} `))
    );
  });
  expect(unknown).toEqual([]);
});

test('docs/demo.md has the chapters that the demonstration tells', () => {
  const folder = join(root, 'gateway', 'cli');
  const told = readdirSync(folder)
    .filter((name) => name.startsWith('demo'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('');
  const chapters = [...readFileSync(join(root, 'docs', 'demo.md'), 'utf8').matchAll(/^\d+\. (.+)$/gm)];
  expect(chapters.length).toBeGreaterThan(10);
  const words = chapters.map(([, title = '']) => title.split(/[—:,]/)[0]?.trim() ?? '');
  const pieces = words.flatMap((title) => title.split(/(?<=[a-z]) (?=\p{Script=Han})/u));
  expect(pieces.filter((piece) => !told.includes(piece))).toEqual([]);
});
