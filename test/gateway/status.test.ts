/** A recall after release, as whoever holds the bundle hears of it; and an installation that signs by SM2 too. */
import { createServer } from 'node:http';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { walk } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { askLog } from '#gateway/record/ask-log.ts';
import { verifyBundle } from '#gateway/record/verify.ts';
import type { StatusQuestion } from '#policies/record/export-status.ts';
import { unwrap } from '#policies/refusal.ts';
import { newFolder } from '../fixtures/made-once.ts';
import { copyOfCity, openInstallation, type Installation } from '../fixtures/installation.ts';
import { cityPeople } from '#gateway/city/set-up.ts';
import { command } from './command.ts';
import { aPlan } from './plans.ts';
import { codesOf } from './refused.ts';

let city: Installation;
let base: string;
let end: () => void;
let sent: Awaited<ReturnType<typeof walk>>;
let question: StatusQuestion;

beforeAll(async () => {
  city = await openInstallation(await copyOfCity(), cityPeople, { ciphers: 'both' });
  const server = createServer(getRequestListener(city.app.fetch)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  base = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  end = () => server.close();
  sent = await walk(city.as, aPlan());
  const { entry: release, checkpoint: seen, trust } = unwrap(verifyBundle(sent.bundle));
  question = { release, seen, trust };
});
afterAll(async () => {
  end();
  await city[Symbol.asyncDispose]();
});

const tokenOf = (person: string) => city.accounts.byPerson(person)?.token;
const ask = async (path: string) => city.ask(`/api/v1/audit/exports/${path}`);

test('GY-17 an installation with both ciphers signs certificate and checkpoint by SM2 too', async () => {
  const { fingerprints } = unwrap(verifyBundle(sent.bundle));
  expect(fingerprints.map(({ use }) => use)).toEqual(['log', 'witness', 'certificate', 'log SM2', 'certificate SM2']);
  const policy = await (await city.ask('/api/v1/audit/policy')).text();
  expect(unwrap(verifyBundle(sent.bundle, { policy })).keys).toBe('pinned');
  expect(policy).toContain('# sm2-log ');
  expect(await (await city.ask('/log/checkpoint')).text()).toContain('/sm2 ');
});

test('SH-27-2 AO-27-4 before a recall the export stands, afterwards it was recalled at an entry that is proven, with and without the whole log', async () => {
  expect(unwrap(await askLog({ place: base }, question))).toMatchObject({ standing: 'stands', proof: 'newest_event' });
  const token = tokenOf(people.regulator.person);
  expect(unwrap(await askLog({ place: base, token }, question))).toMatchObject({
    standing: 'stands',
    proof: 'whole_log',
  });
  const recall = { reason: '来源数据有误' };
  unwrap(await city.as(people.agency.person).call(`/export/exports/${sent.export}/recall`, recall));
  const told = unwrap(await askLog({ place: base }, question));
  expect(told).toMatchObject({ standing: 'recalled', proof: 'newest_event', since: { type: 'export.recalled' } });
  expect(told.checkpoint.size).toBeGreaterThan(question.seen.size);
  const whole = unwrap(await askLog({ place: base, token }, question));
  expect(whole).toMatchObject({ standing: 'recalled', proof: 'whole_log', since: { seq: told.since.seq } });
  expect(unwrap(verifyBundle(sent.bundle)).checkpoint.size).toBe(question.seen.size);
});

test('sluice verify --log says as of when the export was recalled, and ends with 1', async () => {
  const file = join(newFolder(), '..', `${sent.export}.zip`);
  writeFileSync(file, sent.bundle);
  const alone = await command(['verify', file]);
  expect([alone.code, alone.stderr]).toEqual([0, '']);
  expect(alone.stdout).toContain('此后是否被暂停或召回');
  const asked = await command(['verify', file, '--log', base]);
  expect(asked.code).toBe(1);
  expect(asked.stdout).toContain('已召回 the export was recalled');
  const json = JSON.parse((await command(['verify', file, '--log', base, '--json'])).stdout) as object;
  expect(json).toMatchObject({
    ok: true,
    value: { verified: true, status: { standing: 'recalled', proof: 'newest_event' } },
  });
});

test('the status of what was never released, or for a size that the log does not have, is refused; no payload is told', async () => {
  for (const path of ['exp-none/status', `${sent.program}/status`]) expect((await ask(path)).status).toBe(404);
  expect((await ask(`${sent.export}/status?size=999999`)).status).toBe(400);
  expect((await ask(`${sent.export}/status?size=x`)).status).toBe(400);
  const answer = await (await ask(`${sent.export}/status`)).text();
  expect(answer).not.toContain('来源数据有误');
});

test('askLog refuses an answer of another installation, and a place where nothing is', async () => {
  expect(codesOf(await askLog({ place: `${base}/nowhere` }, question))).toEqual(['E_VERIFY']);
  const strange = { ...question, release: { ...question.release, subjects: ['export/other'] } };
  expect(codesOf(await askLog({ place: base }, strange))).toEqual(['E_VERIFY']);
});
