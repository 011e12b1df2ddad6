/** What a fit leaves behind, from outside: no route, package, record or other domain has the owner's figures; a gateway that lies gets nothing. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { idOf } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { cityPeople, ownerOf } from '#gateway/city/set-up.ts';
import type { Json } from '#gateway/client.ts';
import { systemActor } from '#gateway/office.ts';
import { unwrap } from '#policies/refusal.ts';
import { foldersOf, type Folders } from '#sandbox/supervisor/config.ts';
import { canaries } from '#synth/city/canaries.ts';
import { openInstallation, type Installation } from '../fixtures/installation.ts';
import { command } from './command.ts';
import { forge } from './permits.ts';
import { aPlan, toAgreement } from './plans.ts';
import { budgets, copyWithTicks } from './private-city.ts';
import { until } from './processes.ts';
import { codesOf } from './refused.ts';

const owner = ownerOf('dept.medical_insurance');
const tick = 15_000;

let city: Installation;
let folders: Folders;
let fit: string;
let result: Json;
beforeAll(async () => {
  city = await openInstallation(await copyWithTicks(tick), cityPeople);
  folders = foldersOf(city.office.domainRoot);
  const order = { entries: ['medical_settlement'], epsilon: 1 };
  fit = idOf(await operator().call('/simulate/fits', { order, purpose: '供数据商开发测试' }));
  unwrap(await city.as(owner.person).call(`/simulate/fits/${fit}/agree`, {}));
  for (let doc: Json = {}; doc['state'] !== 'fitted'; await wait(100)) {
    doc = unwrap(await operator().call(`/simulate/fits/${fit}`));
    if (doc['state'] === 'failed') throw new Error('the fit has failed');
    result = doc['result'] as Json;
  }
  await until('the report', () => (reportFiles().length === 2 ? true : undefined), 60);
  unwrap(await operator().call(`/simulate/fits/${fit}/publish`, {}));
});
afterAll(async () => city[Symbol.asyncDispose]());

const spent = async () => (await budgets(city.as)).filter(({ scope }) => scope.startsWith('space/'));
const operator = () => city.as(people.operator.person);
const reportFiles = () => readdirSync(folders.reports).filter((name) => /\.(json|html)$/.test(name));
const model = () => String(result['model']);

/** Long pieces of the report: whoever has one of them has seen it. */
function figures(): readonly string[] {
  const text = readFileSync(join(folders.reports, `${model()}.json`), 'utf8');
  const places = [0.1, 0.3, 0.5, 0.7, 0.9].map((part) => Math.floor(part * text.length));
  return ['simulation-report-1', ...places.map((from) => text.slice(from, from + 60))];
}

function requireNoFigures(text: string, what: string): void {
  for (const figure of figures()) expect(text.includes(figure), `${what}: ${figure.slice(0, 30)}`).toBe(false);
  for (const secret of canaries) expect(text.includes(secret), `${what}: ${secret}`).toBe(false);
}

test('no route serves the owner’s figures, to whomever, however the path is written', async () => {
  const up = ['..', '%2e%2e', '..%2f..', '..%2f..%2f..%2fdomain', '%2e%2e%2f%2e%2e%2fdomain'];
  const files = [`reports/${model()}.json`, `reports%2f${model()}.html`, `reports%2f${fit}.progress`];
  const names = up.flatMap((folder) => files.flatMap((file) => [`${folder}/${file}`, `${folder}%2f${file}`]));
  const paths = [
    ...names.flatMap((name) => [
      `/${name}`,
      `/console/${name}`,
      `/api/v1/simulate/fidelity/${name}`,
      `/api/v1/simulate/sets/${name}`,
      `/api/v1/simulate/sets/${name}/package`,
      `/api/v1/simulate/preview/medical_settlement?set=${name}`,
      `/api/v1/simulate/preview/${name}`,
    ]),
    ...['report', 'progress', 'report.html'].flatMap((word) => [
      `/api/v1/simulate/fits/${fit}/${word}`,
      `/api/v1/simulate/fits/${fit}.${word}`,
    ]),
    `/api/v1/simulate/models/${model()}`,
    `/api/v1/simulate/reports/${model()}`,
  ];
  for (const person of [people.operator.person, owner.person, people.vendor.person, undefined]) {
    for (const path of paths) {
      const answer = await city.ask(path, person === undefined ? {} : { person });
      const text = await answer.text();
      requireNoFigures(text, path);
      if (path.startsWith('/api/')) expect(answer.status, path).toBeGreaterThanOrEqual(400);
    }
  }
});

test('neither the record nor what anybody reads of a fit says more than hashes, a price and where rows came from', async () => {
  for (const person of [people.operator.person, owner.person, people.vendor.person, people.regulator.person]) {
    const seen = await city.as(person).call(`/simulate/fits/${fit}`);
    requireNoFigures(JSON.stringify(seen), person);
  }
  const finished = city.office.record.read.bySubject(`fit/${fit}`).find(({ type }) => type === 'fit.finished');
  if (!finished) throw new Error('nothing was finished');
  const { result: told } = finished.data as { result: object };
  expect(Object.keys(told).sort()).toEqual(['cached', 'delta', 'ledger', 'model', 'rho', 'sources', 'space']);
  const folder = join(city.dir, 'record');
  for (const name of readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()))
    requireNoFigures(readFileSync(join(name.parentPath, name.name), 'latin1'), name.name);
});

test('a package has rows and the statement of the model, no report and nothing planted', async () => {
  await toAgreement(city.as, aPlan());
  const vendor = city.as(people.vendor.person);
  const wish = { entries: ['medical_settlement'], format: 'csv', scale: 0.1 };
  const set = idOf(await vendor.call('/simulate/sets', wish));
  await until('the set', async () => {
    const { state } = unwrap(await vendor.call(`/simulate/sets/${set}`));
    return state === 'making' ? undefined : true;
  });
  const files = unzipSync(unwrap(await vendor.bytes(`/simulate/sets/${set}/package`)));
  expect(Object.keys(files).filter((name) => name.includes('report') || name.includes('progress'))).toEqual([]);
  for (const [name, bytes] of Object.entries(files)) requireNoFigures(Buffer.from(bytes).toString('utf8'), name);
});

test('sluice fit report: nothing for a fit of another domain, for a path, for one that was refused', async () => {
  const foreign = await copyWithTicks(tick);
  const paths = [`../reports/${fit}`, `../../domain/reports/${fit}`, '..', '', `${fit}/../${fit}`];
  const shown = [
    await command(['fit', 'report', fit, '--dir', foreign]),
    ...(await Promise.all(paths.map((path) => command(['fit', 'report', path, '--dir', city.dir])))),
  ];
  for (const { code, stdout } of shown) expect([code, stdout]).toEqual([expect.any(Number), '']);
  expect(shown.map(({ code }) => code === 0)).not.toContain(true);
});

test('a gateway that was taken over: a path for an id, an order of its own, other words; nothing is opened or paid', async () => {
  const before = await spent();
  const order = { entries: ['medical_settlement'], epsilon: 0.1, tables: [], holdout: 0.1, predict: [] };
  const agreedBy = [{ person: owner.person, org: owner.org, role: 'source_department' }];
  const lie = async (id: string, change: object, from: object = { order, agreedBy }) => {
    const permit = await forge(
      city.office,
      { life: 'fit', id, type: 'fit.ordered', data: { ...from, ...change } },
      systemActor,
    );
    return codesOf(await city.office.domain.fit({ permit, fit: id }));
  };
  const refused = [
    await lie('../../reports/x', {}),
    await lie(`../simulation/models/${model()}`, {}),
    await lie('lie-1', { order: { ...order, epsilon: 1e9 } }),
    await lie('lie-2', { order: { ...order, holdout: 0.9 } }),
    await lie('lie-3', { order: { ...order, seed: 7 } }),
    await lie('lie-4', { order: { ...order, tables: [{ table: 'medical_settlement', seed: 7 }] } }),
    await lie('lie-5', { agreedBy: [] }),
    await lie('lie-6', { order: { ...order, entries: ['../medical_settlement'] } }),
    await lie(fit, {}),
  ];
  expect(refused.flat().filter((code) => !['E_EXEC', 'E_PERMIT', 'E_STATE'].includes(code))).toEqual([]);
  expect(refused.every((codes) => codes.length > 0)).toBe(true);
  expect(await spent()).toEqual(before);
  expect(reportFiles()).toHaveLength(2);
});

test('who may end a fit: nobody by a route of its own, a vendor not at all', async () => {
  for (const type of ['kill', 'order', 'finish', 'fail'])
    expect(codesOf(await operator().call(`/simulate/fits/${fit}/${type}`, { code: 'E_EXEC' })), type).toEqual([
      'E_NOT_FOUND',
    ]);
  const vendor = city.as(people.vendor.person);
  expect(codesOf(await vendor.call(`/simulate/fits/${fit}/withdraw`, { reason: 'x' }))).toEqual(['E_ROLE']);
  expect((await operator().call(`/run/runs/${fit}/kill`, { reason: 'x' })).ok).toBe(false);
  expect((await vendor.call(`/run/runs/${fit}/kill`, { reason: 'x' })).ok).toBe(false);
});
