/** Reviewer 2 looks for reviewer 1's vote by every road there is; so do the vendor, and everybody who may read the log. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { voteFor } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { collections, stageCommands, stages } from '#gateway/stages/collections.ts';
import { unwrap } from '#policies/refusal.ts';
import { openCity, type Installation } from '../fixtures/installation.ts';
import { aPlan, toExport, type Submitted } from './plans.ts';
import { codesOf } from './refused.ts';

const secret = 'SECRETCOMMENT';
const told = 'SECRETADVICE';
const secrets = /SECRET|"reject"/;
let city: Installation;
let made: Submitted;
let seq: number;
beforeAll(async () => {
  city = await openCity();
  made = await toExport(city.as, aPlan());
  const desk = city.as(people.operator.person);
  const body = { ...(await voteFor(desk, made.export, 'reject')), comment: secret, toVendor: told };
  seq = city.office.record.read.size();
  const mine = unwrap(await desk.call(`/check/exports/${made.export}/vote`, body));
  expect(JSON.stringify(mine)).toContain(secret);
});
afterAll(async () => city[Symbol.asyncDispose]());

const others = Object.values(people).filter(({ person }) => person !== people.operator.person);

/** Every address that could speak of the export. */
function roads(): readonly string[] {
  const api = stages.flatMap((stage) =>
    Object.keys(stageCommands[stage]).flatMap((name) => [
      `/api/v1/${stage}/${name}`,
      `/api/v1/${stage}/${name}/${name === 'exports' ? made.export : made.run}`,
    ]),
  );
  const log = ['entries?from=0&to=1000', `entries?from=${seq}&to=${seq + 1}`, `entries/${seq}/proof`];
  const traces = [made.export, `export/${made.export}`, made.run, made.agreement, 'vendor.qiming'];
  const audit = [...log, ...traces.map((id) => `trace/${encodeURIComponent(id)}`)].map(
    (path) => `/api/v1/audit/${path}`,
  );
  const pages = ['', ...stages].map((stage) => `/${stage}`);
  return [...api, ...audit, `/api/v1/export/exports/${made.export}/bundle`, ...pages];
}

test('no road leads to a first vote, for anybody', async () => {
  expect(Object.keys(collections)).toContain('exports');
  let answered = 0;
  for (const { person } of others) {
    for (const road of roads()) {
      const response = await city.ask(road, { person });
      const text = await response.text();
      if (response.ok) answered++;
      expect([person, road, secrets.exec(text)?.[0]]).toEqual([person, road, undefined]);
    }
  }
  expect(answered).toBeGreaterThan(100);
});

test('no refused command tells of it either', async () => {
  const commands = ['countersign', 'contest', 'consolidate', 'submit', 'recall', 'submit_filing', 'accept_filing'];
  for (const { person } of others) {
    for (const command of commands) {
      for (const stage of ['check', 'export']) {
        const init = { method: 'POST', body: JSON.stringify({ reason: '理由' }), person };
        const response = await city.ask(`/api/v1/${stage}/exports/${made.export}/${command}`, init);
        expect([person, command, response.ok, secrets.exec(await response.text())?.[0]]).toEqual([
          person,
          command,
          false,
          undefined,
        ]);
      }
    }
  }
});

test('the log has the vote’s commitment in its leaf, and says that the payload is sealed', async () => {
  const regulator = city.as(people.regulator.person);
  const { items } = unwrap(await regulator.call(`/audit/entries?from=${seq}&to=${seq + 1}`)) as {
    items: Record<string, unknown>[];
  };
  expect(items).toHaveLength(1);
  expect(items[0]).toMatchObject({ seq, sealed: true });
  expect(String(items[0]?.['leaf'])).toMatch(/"export\.voted"/);
  expect(codesOf(await regulator.call(`/audit/entries/${seq}/proof`))).toEqual(['E_STATE']);
});

test('when both have voted, both and the regulator read both, the vendor none, and the log is whole', async () => {
  const second = city.as(people.second.person);
  const after = unwrap(await second.call(`/check/exports/${made.export}/vote`, await voteFor(second, made.export)));
  expect(after).toMatchObject({ state: 'conflicted' });
  expect(JSON.stringify(after)).toContain(secret);
  const vendor = await city.as(people.vendor.person).call(`/check/exports/${made.export}`);
  expect(unwrap(vendor)).toMatchObject({ state: 'operator_review', outcome: 'moved_to_review' });
  expect(JSON.stringify(vendor)).not.toMatch(/SECRET|conflict|reject/);
  const counted = await (await city.ask('/check')).text();
  expect(counted).not.toMatch(/disagree|不一致/);
  const regulator = city.as(people.regulator.person);
  expect(JSON.stringify(unwrap(await regulator.call(`/audit/entries/${seq}/proof`)))).toContain(secret);
});

test('who overruled the other does not sign for both, over HTTP too', async () => {
  const [first, second] = [city.as(people.operator.person), city.as(people.second.person)];
  const { acknowledged: _, ...judgement } = await voteFor(second, made.export);
  unwrap(await second.call(`/check/exports/${made.export}/consolidate`, judgement));
  expect(codesOf(await second.call(`/check/exports/${made.export}/countersign`, {}))).toEqual(['E_SEPARATION']);
  expect(unwrap(await first.call(`/check/exports/${made.export}/countersign`, {}))).toMatchObject({ state: 'passed' });
});
