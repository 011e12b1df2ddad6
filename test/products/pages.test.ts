/** The page of an interface over HTTP: a key is shown once, revoked by a form, and everything works without a script. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { people } from '#gateway/city/people.ts';
import { loadAll } from '#gateway/load.ts';
import { openCity, type Installation } from '../fixtures/installation.ts';
import { anInterface, recipients, type Made } from './an-interface.ts';

let city: Installation;
let made: Made;
beforeAll(async () => {
  city = await openCity();
  made = await anInterface(city);
}, 120_000);
afterAll(async () => city[Symbol.asyncDispose]());

const page = () => `/desk/products/${made.product}`;

async function read(path: string, lang: 'zh' | 'en' = 'en', person: string = people.vendor.person): Promise<string> {
  const got = await city.ask(path, { person, headers: { cookie: `sluice_lang=${lang}` } });
  expect(got.status).toBe(200);
  return got.text();
}

function post(path: string, fields: Record<string, string>, person: string = people.vendor.person) {
  return city.ask(path, { person, method: 'POST', body: new URLSearchParams(fields) });
}

const asked = { recipient: recipients[0], callsPerDay: '10', days: '30' };

test('a key is shown once, and no other page has it', async () => {
  const issued = await post(`${page()}/keys`, asked);
  expect(issued.headers.get('cache-control')).toBe('no-store');
  const [, key = ''] = /<code id="new-key">(slk_[^<]+)</.exec(await issued.text()) ?? [];
  const answers = `/api/v1/export/products/${made.product}/answers?band=1-9`;
  expect((await city.app.request(answers, { headers: { authorization: `Bearer ${key}` } })).status).toBe(200);
  const later = await read(page());
  expect(later).not.toContain(key);
  expect(later).toContain(recipients[0]);
});

test('a revoked key is shown as such and calls no more; without a reason nothing is revoked', async () => {
  const text = await (await post(`${page()}/keys`, asked)).text();
  const [, key = ''] = /<code id="new-key">(slk_[^<]+)</.exec(text) ?? [];
  const id = `key-${key.split('_')[1] ?? ''}`;
  expect((await post(`${page()}/keys/${id}/revoke`, { reason: '' })).status).toBe(422);
  expect((await post(`${page()}/keys/${id}/revoke`, { reason: '遗失' })).status).toBe(303);
  expect(loadAll(city.office.record.read, 'apiKey').find((one) => one.id === id)?.state).toBe('revoked');
  const answers = `/api/v1/export/products/${made.product}/answers?band=1-9`;
  expect((await city.app.request(answers, { headers: { authorization: `Bearer ${key}` } })).status).toBe(401);
});

test.each([{ callsPerDay: '0' }, { callsPerDay: '9999999' }, { days: '0' }, { recipient: '某经纪' }])(
  'a key that must not be issued is refused on the page: %o',
  async (change) => {
    const got = await post(`${page()}/keys`, { ...asked, ...change });
    expect(got.status).toBe(422);
    expect(await got.text()).toContain('role="alert"');
  },
);

test('the page names address, description, combinations and how a program calls it, in both languages', async () => {
  for (const [lang, words] of [
    ['zh', ['密钥', '调用示例', '可调用的参数组合']],
    ['en', ['Keys', 'How to call it', 'What is answered']],
  ] as const) {
    const text = await read(page(), lang);
    for (const word of [...words, `/answers?band=1-9`, 'openapi.json', 'read_parquet', 'band=10-49'])
      expect(text).toContain(word);
  }
  expect(await read('/desk/products')).toContain(`href="${page()}"`);
});

test('AO-04-9 another vendor finds neither list entry nor page, and the operator no form to issue', async () => {
  expect(await read('/desk/products', 'en', people.rival.person)).not.toContain(made.product);
  expect((await city.ask(page(), { person: people.rival.person })).status).toBe(404);
  expect((await post(`${page()}/keys`, asked, people.rival.person)).status).toBe(404);
  expect(await read(page(), 'en', people.operator.person)).not.toContain('/keys"');
});
