/** Every field, value and deed that a form or a document may show has a Chinese word. */
import { expect, test } from 'vitest';
import { lives, type LifeName } from '#policies/procedure/lives.ts';
import { commandTitle } from '#gateway/console/desk/words.ts';
import { schemaOf, type FieldSchema } from '#gateway/console/forms/schema.ts';
import { fieldTitle } from '#gateway/console/forms/words.ts';
import type { View } from '#gateway/console/view.ts';
import { lifeOf, stageCommands } from '#gateway/stages/collections.ts';

const view: View = {
  lang: 'zh',
  theme: undefined,
  viewer: undefined,
  nonce: '',
  path: '/',
  csrf: '',
  stop: undefined,
  t: ({ zh }) => zh,
};
/** Kept as they are: names of standards and types, units, Greek letters. */
const international = /^[A-Z0-9_]+$|^L\d$|^T\d$|^(icd10|sha256|esbuild|rho|delta|epsilon|sql)$/;
const isChinese = (text: string): boolean => /\p{Script=Han}/u.test(text);

function namesIn(schema: FieldSchema): readonly string[] {
  const values = (schema.enum ?? []).filter((value) => typeof value === 'string');
  const below = Object.entries(schema.properties ?? {}).flatMap(([name, field]) => [name, ...namesIn(field)]);
  return [...values, ...below, ...(schema.items ? namesIn(schema.items) : [])];
}

const offered = Object.values(stageCommands).flatMap((stage) =>
  Object.entries(stage).flatMap(([collection, commands]) =>
    commands.map((command) => ({ life: lifeOf(collection), command })),
  ),
);

test('fieldTitle: every field and value of every form has a Chinese word', () => {
  const names = new Set(offered.flatMap(({ life, command }) => namesIn(schemaOf(life, command))));
  const missing = [...names].filter((name) => !international.test(name) && !isChinese(fieldTitle(view, name)));
  expect(missing).toEqual([]);
});

test('commandTitle: every command has a Chinese word', () => {
  const missing = new Set(offered.map(({ command }) => command).filter((one) => !isChinese(commandTitle(view, one))));
  expect([...missing]).toEqual([]);
});

test('fieldTitle: everything that happens has a Chinese word', () => {
  const moves = (Object.keys(lives) as LifeName[]).flatMap((life) => Object.values(lives[life].moves));
  const past = moves.flatMap((move) => ('past' in move && typeof move.past === 'string' ? [move.past] : []));
  expect([...new Set(past)].filter((name) => !isChinese(fieldTitle(view, name)))).toEqual([]);
});
