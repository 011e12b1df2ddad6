/** The public front: all of it in either language, nothing of anybody in it, and usable where it is long. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { people } from '#gateway/city/people.ts';
import { chineseOf } from '#gateway/console/public/problem-words.ts';
import { rules, unwrap, type RefusalCode } from '#policies/refusal.ts';
import { openCity, type Installation } from '#test/fixtures/installation.ts';
import { strangeTexts } from './languages.ts';

const marker = 'qz7marker';
const paths = [
  '/',
  '/catalog',
  '/catalog?q=nothing-of-this',
  '/catalog/ent_registration',
  '/catalog/weather_station_hourly',
  '/simulate',
  '/simulate/ent_registration',
  '/propose',
  '/review',
  '/run',
  '/check',
  '/export',
  '/audit',
  '/log',
  '/verify',
  '/budgets',
  '/duties',
  '/notices',
  '/voice',
  '/voice?entry=ent_registration',
  '/glossary',
  '/problems',
  '/problems/E_JOIN_UNIT',
];

let city: Installation;
beforeAll(async () => {
  city = await openCity();
  await leaveMarks();
});
afterAll(() => city[Symbol.asyncDispose]());

/** Words in every kind of thing that is not public. */
async function leaveMarks(): Promise<void> {
  const [citizen, operator] = [city.as(people.citizen.person), city.as(people.operator.person)];
  const demand = { scenario: marker, wanted: marker, purpose: marker, value: marker, channel: 'online' };
  const objection = { entry: 'ent_registration', ground: 'error_omission', statement: marker };
  unwrap(await citizen.call('/propose/demands', demand));
  unwrap(await citizen.call('/catalog/objections', objection));
  unwrap(await operator.call('/audit/emergency-stops', { reason: marker }));
}

async function pageOf(path: string, lang: 'zh' | 'en'): Promise<string> {
  const answer = await city.ask(path, { headers: { cookie: `sluice_lang=${lang}` } });
  expect([path, answer.status]).toEqual([path, 200]);
  return answer.text();
}

test.each(paths)('%s is wholly in the language of its reader, and names nobody', async (path) => {
  const persons = Object.values(people).map(({ person }) => person);
  for (const lang of ['zh', 'en'] as const) {
    const page = await pageOf(path, lang);
    expect(strangeTexts(page, lang)).toEqual([]);
    for (const secret of [marker, 'vendor.qiming', ...persons]) expect(page).not.toContain(secret);
    expect(page).not.toMatch(/<style|<[^>]*\s(?:style|on[a-z]+)=|javascript:/i);
  }
});

test('strangeTexts finds a sentence of the other language, and lets marked ones pass', () => {
  const page = '<html><body><p>Only 中文 here</p><p lang="zh-CN">中文</p><img alt="图"></body></html>';
  expect(strangeTexts(page, 'en')).toEqual(['中文', '图']);
  expect(strangeTexts('<body><p>这里 nothing was translated at all</p><code>a b c d e</code>', 'zh')).toEqual([
    'nothing was translated at all',
  ]);
});

test('DC-19 AO-28-2 while an emergency stop is in force every page says so, and why to nobody', async () => {
  for (const path of ['/', '/catalog', '/verify'])
    expect(await pageOf(path, 'en')).toContain('The emergency stop is in force');
  const signedIn = await city.ask('/', { person: people.vendor.person });
  expect(await signedIn.text()).toContain('/desk/audit/emergency-stops/');
});

test('every code of refusals has a Chinese title and remedy of its own', () => {
  for (const code of Object.keys(rules) as RefusalCode[]) {
    const { title, remedy } = chineseOf(code);
    expect([code, title, remedy].join()).toMatch(/\p{Script=Han}[\s\S]*,[\s\S]*\p{Script=Han}/u);
    expect(remedy).not.toBe(rules[code].remedy);
  }
});

test('SH-23-1 AO-16-3 demands and objections: a form for who may, the sign-in for nobody, the reason for others', async () => {
  expect(await pageOf('/voice', 'en')).toContain('href="/account/sign-in?back=%2Fdesk%2Fcatalog%2Fobjections%2Fnew"');
  const citizen = await (await city.ask('/voice', { person: people.citizen.person })).text();
  expect(citizen).toContain('href="/desk/propose/demands/new"');
  const regulator = await (await city.ask('/voice', { person: people.regulator.person })).text();
  expect(regulator).toContain('your role does not');
});

test('an entry shows its dictionary, its rules, made-up rows, and that it is disputed', async () => {
  const page = await pageOf('/catalog/ent_registration', 'en');
  for (const part of ['Dictionary', 'social credit code', 'Preview of simulation data', 'L1 harmless', 'Column rules'])
    expect(page).toContain(part);
  expect((await city.ask('/catalog/nothing')).status).toBe(404);
});

test('the public log tells its checkpoint, its events and its tiles, which are there', async () => {
  const page = await pageOf('/log', 'en');
  expect(page).toContain('catalogEntry.published');
  const tile = /href="(\/log\/tile\/0\/[^"]+)"/.exec(page)?.[1] ?? '';
  expect((await city.ask(tile)).status).toBe(200);
});
