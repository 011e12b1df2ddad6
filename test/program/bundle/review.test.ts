/** Programs with their source on the way through HTTP: what is drafted, what is refused, and what those see who review. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { programOf } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import type { Json } from '#gateway/client.ts';
import { maxBundle, maxSource, type Script } from '#policies/program/script.ts';
import { unwrap } from '#policies/refusal.ts';
import { openCity, type Installation } from '../../fixtures/installation.ts';
import { packed } from '../../fixtures/packed.ts';
import { aScript } from '../../fixtures/script.ts';
import { aPlan, toAgreement } from '../../gateway/plans.ts';
import { codesOf } from '../../gateway/refused.ts';

let city: Installation;
let agreement: string;
beforeAll(async () => {
  city = await openCity();
  agreement = await toAgreement(city.as, aPlan());
});
afterAll(async () => city[Symbol.asyncDispose]());

const vendor = () => city.as(people.vendor.person);

function bodyOf(script: Script, change: Json = {}): { readonly agreement: string; readonly content: Json } {
  const { content } = programOf({ ...aPlan(), script }, agreement);
  return { agreement, content: { ...content, ...change } };
}

async function drafted(script: Script): Promise<string> {
  return String(unwrap(await vendor().call('/propose/programs', bodyOf(script)))['id']);
}

test('a program whose parts do not fit together is not drafted, and not edited into one', async () => {
  const result = { name: 'total', length: 1, lo: 0, hi: 1, step: 0.3 };
  const crooked = aScript({ results: [result] });
  expect(codesOf(await vendor().call('/propose/programs', bodyOf(crooked)))).toEqual(['E_SCRIPT']);
  const id = await drafted(aScript());
  expect(codesOf(await vendor().call(`/propose/programs/${id}/edit`, { content: bodyOf(crooked).content }))).toEqual([
    'E_SCRIPT',
  ]);
  const model = { outputs: [{ name: 'result', kind: 'model' }] };
  expect(codesOf(await vendor().call('/propose/programs', bodyOf(aScript(), model)))).toEqual(['E_CONTRACT']);
});

test('the largest source and bundle fit into a request and into the record, in any script of the world', async () => {
  const files = [{ path: 'main.ts', text: '域'.repeat(maxSource) }];
  const id = await drafted(aScript({ files, bundle: '闸'.repeat(maxBundle) }));
  const { content } = unwrap(await vendor().call(`/propose/programs/${id}`)) as { content: { script: Script } };
  expect([content.script.bundle.length, content.script.files]).toEqual([maxBundle, files]);
});

const source = `export default function main(input, output) {
  // <script>alert(1)</script> & "quotes"
  output.total[0] = input.count < 3 ? 0 : 1;
}`;

async function pageOf(id: string, person: string): Promise<{ readonly status: number; readonly text: string }> {
  const response = await city.ask(`/api/v1/review/programs/${id}/page`, { person });
  return { status: response.status, text: await response.text() };
}

test('reviewers see source, bundle, lock, declarations, and that the bundle is what the source makes', async () => {
  const results = [{ name: 'total', length: 1, lo: 0, hi: 1, step: 0.1 }];
  const script = await packed<'rows'>(source, { mode: 'rows', results });
  const { status, text } = await pageOf(await drafted(script), people.operator.person);
  expect(status).toBe(200);
  for (const part of [
    'main.ts (entry)',
    'input.count &lt; 3',
    'What runs',
    'var program = ',
    'esbuild 0.28.2',
    '<code>total</code>',
  ])
    expect([part, text.includes(part)]).toEqual([part, true]);
  expect(text).toContain('The bundle is what this source makes, and the lint finds nothing.');
  expect(text).not.toContain('<script');
});

test('reviewers are told of a bundle that is another, and of what the lint finds', async () => {
  const script = await packed<'rows'>(source, { mode: 'rows', results: aScript().results.map((one) => ({ ...one })) });
  const edited = { ...script, bundle: script.bundle.replace('< 3', '< 4') };
  expect((await pageOf(await drafted(edited), people.operator.person)).text).toMatch(/E_BUNDLE<\/a>.*\n?.*/);
  const clock = aScript({ files: [{ path: 'main.ts', text: 'export default () => Date.now();' }] });
  const { text } = await pageOf(await drafted(clock), people.operator.person);
  expect([text.includes('E_LINT'), text.includes('(main.ts:1:22)'), text.includes('finds nothing')]).toEqual([
    true,
    true,
    false,
  ]);
});

test('a source is not for another vendor, and not for anybody without an account', async () => {
  const id = await drafted(aScript());
  expect((await pageOf(id, people.rival.person)).status).toBe(404);
  expect((await city.ask(`/api/v1/review/programs/${id}/page`)).status).toBe(401);
  expect((await pageOf('prg-none', people.operator.person)).status).toBe(404);
  expect((await pageOf(id, people.vendor.person)).status).toBe(200);
});
