import { afterAll, beforeAll, expect, test } from 'vitest';
import { operations, sections } from '#gateway/api/operations.ts';
import { openCity, type Installation } from '../fixtures/installation.ts';

let city: Installation;
beforeAll(async () => {
  city = await openCity();
});
afterAll(async () => city[Symbol.asyncDispose]());

async function pageOf(path: string, lang = 'en'): Promise<string> {
  const response = await city.ask(path, { headers: { 'accept-language': lang } });
  expect([path, response.status]).toEqual([path, 200]);
  return response.text();
}

test('GET /api: every operation is one link away, and no page needs a script', async () => {
  const index = await pageOf('/api');
  for (const { id, section } of operations) expect(index).toContain(`href="/api/${section}#${id}"`);
  expect(index).not.toContain('<script');
});

test.each(sections)('GET /api/%s: path, who, example and refusals of every operation', async (section) => {
  const page = await pageOf(`/api/${section}`);
  expect(page).not.toContain('<script');
  for (const { id, title } of operations.filter((operation) => operation.section === section)) {
    expect(page).toContain(`<h2 id="${id}">`);
    expect(page).toContain(title.zh);
    if (section !== 'description') expect(page).toContain('href="/problems/');
  }
});

test('GET /api/propose: an example can be sent as it is', async () => {
  const page = await pageOf('/api/propose', 'zh');
  expect(page).toContain('curl &#39;https://sluice.example/api/v1/propose/applications&#39;');
  expect(page).toContain('请求正文');
});
