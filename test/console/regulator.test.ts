/** The desk of those who supervise: from anything in hand to the sources and to who has it; clocks, ledger, filings, samples, reports. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { release, voteFor } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import type { Json } from '#gateway/client.ts';
import { checkLog, holds, leafIn, seenOf } from '#gateway/console/islands/verify-log-check.ts';
import { reduced } from '#gateway/console/regulator/reduced.ts';
import { ledgerOf } from '#gateway/ledger.ts';
import { verifyEd25519 } from '#gateway/record/keys.ts';
import { commitmentOf } from '#policies/procedure/sample.ts';
import { unwrap } from '#policies/refusal.ts';
import { openCity, type Installation } from '#test/fixtures/installation.ts';
import { aPlan, toExport, type Submitted } from '#test/gateway/plans.ts';
import { strangeTexts } from './languages.ts';

let city: Installation;
let made: Submitted;
/** The page of filings while one waits, in English and Chinese. */
let waiting: readonly string[] = [];
const regulator = people.regulator.person;
beforeAll(async () => {
  city = await openCity();
  const plan = aPlan();
  made = await toExport(city.as, plan);
  await toFiling(made);
  waiting = await Promise.all(
    (['en', 'zh'] as const).map((lang) => pageOf('/desk/filings', people.agency.person, lang)),
  );
  const receipt = { receipt: `回执-${made.export}` };
  unwrap(await city.as(people.agency.person).call(`/export/exports/${made.export}/accept_filing`, receipt));
  await release(city.as, plan, made.export);
}, 60_000);
afterAll(() => city[Symbol.asyncDispose]());

/** Both reviewers pass it, the operator files it. */
async function toFiling({ export: id, run }: Submitted): Promise<void> {
  for (const { person } of [people.operator, people.second]) {
    const desk = city.as(person);
    unwrap(await desk.call(`/check/runs/${run}/reveal`, { reason: '出域合规核查' }));
    unwrap(await desk.call(`/check/exports/${id}/vote`, await voteFor(desk, id)));
  }
  unwrap(await city.as(people.operator.person).call(`/export/exports/${id}/submit_filing`, { filing: `备案-${id}` }));
}

async function pageOf(path: string, person: string = regulator, lang: 'zh' | 'en' = 'en'): Promise<string> {
  const answer = await city.ask(path, { person, headers: { cookie: `sluice_lang=${lang}` } });
  expect([path, answer.status]).toEqual([path, 200]);
  return answer.text();
}

/** The item of the list that is about this thing, with its anchor. */
function stepOf(page: string, text: string): string {
  const items = [...page.matchAll(/<li\s+id="(n\d+)"[\s\S]*?<\/li>/g)];
  const found = items.find(([item]) => item.includes(`<code class="id">${text}</code>`));
  if (!found) throw new Error(`no step of ${text}`);
  return found[0];
}

function linksIn(step: string, words: string): readonly string[] {
  const line = step.split('<p class="near">').find((part) => part.includes(words)) ?? '';
  return [...line.matchAll(/href="#(n\d+)"/g)].map(([, anchor = '']) => anchor);
}

function anchorOf(step: string): string {
  return /id="(n\d+)"/.exec(step)?.[1] ?? '';
}

test('AO-27-4 SH-27-4 a trace is walked link by link from a released export to each source, and forth to its recipient and downloads', async () => {
  const page = await pageOf(`/desk/trace?start=export/${made.export}`);
  const run = unwrap(await city.as(regulator).call(`/run/runs/${made.run}`)) as {
    result?: { sources: readonly Json[] };
  };
  const sources = run.result?.sources ?? [];
  expect(sources.length).toBeGreaterThan(0);
  const [of, ran] = [stepOf(page, made.export), stepOf(page, made.run)];
  expect(linksIn(of, '← rests on')).toContain(anchorOf(ran));
  for (const { entry, snapshot } of sources) {
    const version = stepOf(page, `${String(entry)}@${String(snapshot)}`);
    expect(linksIn(ran, '← rests on')).toContain(anchorOf(version));
    expect(linksIn(version, '← rests on')).toContain(anchorOf(stepOf(page, String(entry))));
    expect(page).toContain(String((sources[0] ?? {})['commitment']));
  }
  expect(linksIn(ran, '← rests on')).toContain(anchorOf(stepOf(page, made.program.id)));
  expect(linksIn(of, '→ led to')).toContain(anchorOf(stepOf(page, '行业协会')));
  for (const part of [made.program.hash, 'bundle.given', people.second.person, 'Compute it again'])
    expect(page).toContain(part);
  const picture = await city.ask(`/desk/trace.svg?start=export/${made.export}`, { person: regulator });
  expect(await picture.text()).toMatch(/^<svg[\s\S]*<path d="M[\s\S]*<\/svg>\s*$/);
});

test('a trace looks one way only, and at some layers only, where it is asked to', async () => {
  const back = await pageOf(`/desk/trace?start=export/${made.export}&direction=back&layer=runs&layer=versions`);
  expect(stepOf(back, made.run)).toContain(made.run);
  expect(() => stepOf(back, '行业协会')).toThrow('no step');
  expect(() => stepOf(back, made.agreement)).toThrow('no step');
});

test.each([
  ['its id', () => made.export, () => `export%2F${made.export}`],
  ['its filing number', () => `备案-${made.export}`, () => `export%2F${made.export}`],
  ['a recipient', () => '行业协会', () => `recipient%2F${encodeURIComponent('行业协会')}`],
])('AO-27-4 from %s in hand to its trace', async (_, text, start) => {
  const path = `/desk/trace?q=${encodeURIComponent(text())}`;
  const answer = await city.ask(path, { person: regulator, redirect: 'manual' });
  const there = answer.headers.get('location') ?? (await answer.text());
  expect(there).toContain(`/desk/trace?start=${start()}`);
});

test('AO-30-1 nobody but who supervises traces or finds; a vote in an open round is found by nothing', async () => {
  for (const person of [people.vendor.person, people.operator.person]) {
    expect((await city.ask(`/desk/trace?start=export/${made.export}`, { person })).status).toBe(403);
    expect((await city.ask('/desk/trace?q=pass', { person })).status).toBe(403);
  }
});

test('AO-22-2 a filing that waits is shown with its evidence and its step; accepted, it is gone', async () => {
  const [en = '', zh = ''] = waiting;
  for (const part of [`/desk/export/exports/${made.export}/accept_filing`, 'Items of the check', 'freq', 'R08'])
    expect(en).toContain(part);
  expect([strangeTexts(en, 'en'), strangeTexts(zh, 'zh')]).toEqual([[], []]);
  expect(await pageOf('/desk/filings')).toContain('No filing waits.');
});

test('DC-13 what left is computed again from the page: equal bytes', async () => {
  const body = new URLSearchParams({ reason: '抽查' });
  const path = `/desk/trace/exports/${made.export}/replay`;
  const answer = await city.ask(path, { person: regulator, method: 'POST', body });
  expect(await answer.text()).toContain('Equal bytes.');
});

test('GD-18-6 the ledger tells every export with its downloads, page by page, and as CSV', async () => {
  const page = await pageOf('/desk/ledger?state=released');
  expect(page).toContain(`备案-${made.export}`);
  expect(await pageOf('/desk/ledger?vendor=vendor.haina')).not.toContain(made.export);
  const csv = await (await city.ask('/desk/ledger.csv', { person: regulator })).text();
  expect(csv).toMatch(new RegExp(`^\uFEFF?id,title[\\s\\S]*\\n${made.export},.*,exact,[0-9a-f]{64},1,0\\r\\n`));
});

test('a ledger of thousands is read page by page without gap or double, and no page reads them all', () => {
  const docs = Array.from({ length: 1_000 }, (_, at) => {
    const id = `exp-${String(at).padStart(5, '0')}`;
    const product = { title: 't', form: 'data_metric', recipients: [], runs: [] };
    return {
      life: 'export',
      id,
      state: 'draft',
      version: 1,
      json: { id, vendor: at % 5 === 0 ? 'a' : 'b', acts: [], product },
    };
  });
  let loaded = 0;
  const read = {
    list(_: string, { after = '', limit = 0 }: { after?: string; limit?: number } = {}) {
      const found = docs.filter(({ id }) => id > after).slice(0, limit);
      loaded += found.length;
      return found;
    },
  } as unknown as Parameters<typeof ledgerOf>[0];
  const ids: string[] = [];
  let after: string | undefined;
  do {
    const page = ledgerOf(read, { limit: 50, after });
    ids.push(...page.items.map(({ id }) => id));
    after = page.next;
  } while (after !== undefined);
  expect(ids).toEqual(docs.map(({ id }) => id));
  loaded = 0;
  expect(ledgerOf(read, { limit: 50 }).items).toHaveLength(50);
  expect(loaded).toBeLessThanOrEqual(200);
  expect(ledgerOf(read, { limit: 200, vendor: 'a' }).items).toHaveLength(200);
});

test('AO-31-4 a sample is shown beside the same one drawn again from its seed', async () => {
  const agency = city.as(people.agency.person);
  const spot = { population: 'exports', size: 1, commitment: commitmentOf('种子-1') };
  const { id } = unwrap(await agency.call('/audit/inspections', { scope: '出域成果抽查', spot }));
  expect(await pageOf(`/desk/sampling/${String(id)}`)).toContain('told when the check begins');
  unwrap(await agency.call(`/audit/inspections/${String(id)}/begin`, { seed: '种子-1' }));
  const page = await pageOf(`/desk/sampling/${String(id)}`);
  for (const part of ['drawn again: the same', 'the seed is the one committed to', made.export])
    expect(page).toContain(part);
});

test('a report is asked for a period, shown with its formulas, and given as CSV of the same period', async () => {
  expect(await pageOf('/desk/reports')).toContain('href="/desk/reports/R23"');
  const period = 'from=2020-01-01&to=2099-12-31';
  expect(await pageOf(`/desk/reports/R08?${period}`)).toContain(made.export);
  const csv = await city.ask(`/desk/reports/R08.csv?${period}`, { person: regulator });
  expect(await csv.text()).toContain(made.export);
  expect((await city.ask('/desk/reports/R99', { person: regulator })).status).toBe(404);
});

test('reduced keeps the lines that say something new', () => {
  const nodes: readonly never[] = [];
  const edges = [
    { from: 'export/e', to: 'run/r' },
    { from: 'run/r', to: 'program/p' },
    { from: 'program/p', to: 'agreement/a' },
    { from: 'export/e', to: 'agreement/a' },
    { from: 'agreement/a', to: 'application/x' },
    { from: 'application/x', to: 'agreement/a' },
  ];
  expect(reduced({ nodes, edges }).map(({ from, to }) => `${from} ${to}`)).toEqual([
    'export/e run/r',
    'run/r program/p',
    'program/p agreement/a',
    'agreement/a application/x',
  ]);
});

const paths = [
  '/desk/trace',
  '/desk/ledger',
  '/desk/duties',
  '/desk/duties?state=open&role=operator',
  '/desk/filings',
  '/desk/sampling',
  '/desk/reports',
  '/desk/reports/R08',
  '/desk/reports/R21?from=2020-01-01&to=2099-12-31',
  '/desk/trace/people/lin.vendor',
  '/desk/trace?q=nothing-of-this',
];

test.each(paths)('%s is wholly in the language of its reader', async (path) => {
  for (const lang of ['zh', 'en'] as const) expect(strangeTexts(await pageOf(path, regulator, lang), lang)).toEqual([]);
});

test('so is a trace', async () => {
  for (const lang of ['zh', 'en'] as const)
    expect(strangeTexts(await pageOf(`/desk/trace?start=export/${made.export}`, regulator, lang), lang)).toEqual([]);
});

function verify(...question: Parameters<typeof verifyEd25519>): Promise<boolean> {
  return Promise.resolve(verifyEd25519(...question));
}

async function get(path: string): Promise<Uint8Array | undefined> {
  const answer = await city.ask(`/log/${path}`);
  return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : undefined;
}

/** A browser that believes no signature. */
function liar(): Promise<boolean> {
  return Promise.resolve(false);
}

describe('checkLog', () => {
  test('accepts the log of the installation, again when it has grown, and finds an entry in it', async () => {
    const first = await checkLog({ get, verify });
    if (first.state !== 'good') throw new Error(JSON.stringify(first));
    const leaf = city.office.record.read.entry(3)?.leaf ?? '';
    const entry = leafIn(leaf);
    expect(entry && holds(first, entry)).toBe(true);
    const changed = leafIn(leaf.replace(/"seq":3\b/, '"seq":4'));
    expect(changed && holds(first, changed)).toBe(false);
    await pageOf('/desk/reports/R21?from=2020-01-01&to=2099-12-31');
    expect(await checkLog({ get, verify, seen: seenOf(first) })).toMatchObject({ state: 'good', keys: 'as before' });
  });

  test('refuses an altered tile, a rewritten history and another key; cannot tell where a file is missing', async () => {
    const first = await checkLog({ get, verify });
    if (first.state !== 'good') throw new Error(JSON.stringify(first));
    const seen = seenOf(first);
    const flip = async (path: string) => {
      const bytes = await get(path);
      return path.startsWith('tile') ? bytes?.map((byte, at) => (at === 40 ? byte ^ 1 : byte)) : bytes;
    };
    expect(await checkLog({ get: flip, verify })).toMatchObject({ state: 'bad', step: 'tree' });
    const rewritten = { ...seen, size: seen.size - 1 };
    expect(await checkLog({ get, verify, seen: rewritten })).toMatchObject({ state: 'bad', step: 'history' });
    const cut = { ...seen, size: seen.size + 1_000 };
    expect(await checkLog({ get, verify, seen: cut })).toMatchObject({ state: 'bad', step: 'history' });
    const other = { ...seen, logKey: 'other+00000000+AAAA' };
    expect(await checkLog({ get, verify, seen: other })).toMatchObject({ state: 'bad', step: 'policy' });
    const without = async (path: string) => (path.startsWith('tile') ? undefined : get(path));
    expect(await checkLog({ get: without, verify })).toMatchObject({ state: 'unknown' });
    expect(await checkLog({ get, verify: liar })).toMatchObject({ state: 'bad', step: 'signature' });
  });
});
