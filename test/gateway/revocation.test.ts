/**
 * Over HTTP, with the real domain: what is withdrawn stops a program that is at work, and nothing that was made of it is given any more; a
 * stop refuses everything new until two have lifted it.
 */
import type { ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { fileExport, idOf, release, submitExport, waitForRun } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { cityPeople, ownerOf } from '#gateway/city/set-up.ts';
import type { Client } from '#gateway/client.ts';
import { unwrap } from '#policies/refusal.ts';
import { copyOfCity, openInstallation, type Installation } from '../fixtures/installation.ts';
import { aPlan, orderOf, toExport, toProgram, toRun, type Approved, type Submitted } from './plans.ts';
import { hasProc, isAlive, until } from './processes.ts';
import { codesOf } from './refused.ts';
import { find, leftOf, serve, stop, type Running } from './server.ts';

/** Every hour with every other and with some of a third kind: seconds of work. */
const heavy = aPlan({
  sql: `SELECT a.district_code, round(avg(sqrt(a.rain_mm * b.rain_mm + c.rain_mm)), 3) AS m
    FROM weather_station_hourly a JOIN weather_station_hourly b ON a.district_code = b.district_code
    JOIN weather_station_hourly c ON a.district_code = c.district_code WHERE hour(c.observed_at) < 5 GROUP BY ALL`,
});
const light = aPlan({
  sql: 'SELECT district_code, round(avg(rain_mm), 3) AS m FROM weather_station_hourly GROUP BY ALL ORDER BY 1',
});
const reason = '发现泄露风险';

async function released(as: Running['as'], plan = aPlan()): Promise<Submitted> {
  const made = await toExport(as, plan);
  await fileExport(as, { id: made.export, run: made.run });
  await release(as, plan, made.export);
  return made;
}

const gone = async (pid: number) => until('its process to end', () => (isAlive(pid) ? undefined : true), 5);
const bundle = (id: string) => `/export/exports/${id}/bundle`;

describe.skipIf(!hasProc)('a program at work', () => {
  let dir: string;
  let slow: Approved;
  let servers: ChildProcess[] = [];
  beforeAll(async () => {
    dir = await copyOfCity();
    await using city = await openInstallation(dir, cityPeople);
    slow = await toProgram(city.as, heavy);
  });
  afterEach(() => {
    for (const server of servers) server.kill('SIGKILL');
    servers = [];
  });

  async function beginRun({ as, pid }: Running) {
    const run = idOf(await as(people.vendor.person).call('/run/runs', orderOf(heavy, slow)));
    const worker = await until('a query worker', () => find(pid, 'sandbox/query/main.ts'));
    await wait(300);
    expect(isAlive(worker.pid)).toBe(true);
    return { run, worker };
  }

  test('SH-27-2 SH-27-4 DC-19: withdrawing its dataset kills it, its process is gone, and what was made of the data is given no more', async () => {
    const server = await serve(dir, servers);
    const { as } = server;
    const vendor = as(people.vendor.person);
    const made = await released(as, light);
    const { run, worker } = await beginRun(server);
    const owner = as(ownerOf('dept.meteorology').person);
    const order = { entry: 'weather_station_hourly', ground: 'leak', facts: reason };
    const withdrawn = idOf(await owner.call('/audit/withdrawals', order));
    await gone(worker.pid);
    expect(await waitForRun(vendor, run)).toMatchObject({ state: 'killed', reason: expect.any(String) });
    expect(leftOf(dir, run)).toEqual([]);
    for (const { person } of [people.vendor, people.operator, people.agency, people.regulator])
      expect([person, codesOf(await as(person).bytes(bundle(made.export)))]).toEqual([person, ['E_NOT_FILED']]);
    expect(unwrap(await vendor.call(`/check/exports/${made.export}`))).toMatchObject({ state: 'suspended' });
    expect(codesOf(await vendor.call('/run/runs', orderOf(heavy, slow)))).toContain('E_WITHDRAWN');
    const { items } = unwrap(await as(people.regulator.person).call('/audit/trace-reports')) as { items: object[] };
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ state: 'opened', counts: { runs: 2, exports: 1 } });
    const impact = `/audit/trace-reports/${(items[0] as { id: string }).id}/impact`;
    const touched = { runs: [made.run, run].toSorted(), exports: [made.export], recipients: light.recipients };
    expect(unwrap(await as(people.regulator.person).call(impact))).toMatchObject({ ...touched, asOpened: true });
    expect(codesOf(await vendor.call(impact))).toEqual(['E_ROLE']);
    const reopen = { newSnapshot: 'snap-new', treatment: '重新脱敏', review: '复核' };
    unwrap(await owner.call(`/audit/withdrawals/${withdrawn}/evaluate`, { evaluation: '评估' }));
    const early = await as(people.agency.person).call(`/audit/withdrawals/${withdrawn}/reopen`, reopen);
    expect(codesOf(early)).toEqual(['E_STATE']);
    await stop(server);
    const next = await serve(dir, servers);
    expect(unwrap(await next.as(people.vendor.person).call(`/run/runs/${run}`))).toMatchObject({ state: 'killed' });
    await stop(next);
  });
});

describe('without a process of its own', () => {
  let city: Installation;
  let vendor: Client;
  let desk: Client;
  let agency: Client;
  let regulator: Client;
  beforeAll(async () => {
    city = await openInstallation(await copyOfCity(), cityPeople);
    [vendor, desk, agency, regulator] = [people.vendor, people.operator, people.agency, people.regulator].map(
      ({ person }) => city.as(person),
    ) as [Client, Client, Client, Client];
  });
  afterAll(async () => city[Symbol.asyncDispose]());

  test('AO-20-6: a suspended agreement suspends what it released, and its reinstatement gives it back', async () => {
    const made = await released(city.as);
    const path = `/review/agreements/${made.agreement}`;
    unwrap(await desk.call(`${path}/suspend`, { reason }));
    expect(codesOf(await vendor.bytes(bundle(made.export)))).toEqual(['E_NOT_FILED']);
    unwrap(await desk.call(`${path}/reinstate`, { reason }));
    expect(unwrap(await vendor.bytes(bundle(made.export))).length).toBeGreaterThan(1000);
  });

  test('AO-20-6: results of a terminated agreement leave the domain’s quarantine', async () => {
    const ran = await toRun(city.as, aPlan());
    expect(leftOf(city.dir, ran.run)).not.toEqual([]);
    unwrap(await desk.call(`/review/agreements/${ran.agreement}/terminate`, { case: 'breach', reason }));
    expect(unwrap(await desk.call(`/run/runs/${ran.run}`))).toMatchObject({ state: 'purged' });
    expect(leftOf(city.dir, ran.run)).toEqual([]);
  });

  test('DC-19: a stop by the regulator refuses every run, export, look, release and download until two of different bodies have lifted it', async () => {
    const plan = aPlan();
    const made = await released(city.as, plan);
    const filed = await toExport(city.as, aPlan({ sql: `${plan.sql} ` }));
    await fileExport(city.as, { id: filed.export, run: filed.run });
    const pulled = idOf(await regulator.call('/audit/emergency-stops', { reason }));
    const path = `/audit/emergency-stops/${pulled}`;

    const fit = { order: { entries: ['ent_registration'], epsilon: 1 }, purpose: '供开发使用' };
    const refusals = async () =>
      [
        codesOf(await vendor.call('/run/runs', orderOf(plan, made))),
        codesOf(
          await submitExport(city.as, plan, made).then(
            () => ({ ok: true, value: {} }) as const,
            (error: unknown) => ({ ok: false, refusals: [{ code: codeIn(error), detail: '' }] }) as const,
          ),
        ),
        codesOf(await desk.call(`/check/runs/${made.run}/reveal`, { reason })),
        codesOf(await desk.call(`/export/exports/${filed.export}/release`, {})),
        codesOf(await vendor.bytes(bundle(made.export))),
        codesOf(await desk.call('/simulate/fits', fit)),
      ].map(([first]) => first);
    const all = Array.from({ length: 6 }, () => 'E_STOPPED');
    expect(await refusals()).toEqual(all);

    expect(codesOf(await regulator.call(`${path}/confirm_lift`, { reason }))).toEqual(['E_STATE']);
    expect(codesOf(await vendor.call(`${path}/propose_lift`, { reason }))).toEqual(['E_ROLE']);
    unwrap(await desk.call(`${path}/propose_lift`, { reason }));
    const second = city.as(people.second.person);
    expect(codesOf(await second.call(`${path}/confirm_lift`, { reason }))).toEqual(['E_SEPARATION']);
    expect(await refusals()).toEqual(all);
    unwrap(await agency.call(`${path}/confirm_lift`, { reason }));

    expect(unwrap(await vendor.bytes(bundle(made.export))).length).toBeGreaterThan(1000);
    unwrap(await desk.call(`/export/exports/${filed.export}/release`, {}));
    const again = idOf(await vendor.call('/run/runs', orderOf(plan, made)));
    expect(await waitForRun(vendor, again)).toMatchObject({ state: 'quarantined' });
    expect(city.errors).toEqual([]);
  });

  test('GD-34-2: a sanction takes effect on the gateway in the moment it is imposed, and its lift gives back what it took', async () => {
    const plan = aPlan();
    const made = await released(city.as, plan);
    const authority = city.as(people.authority.person);
    const facts = { vendor: 'vendor.qiming', ground: 'breach_of_agreement', facts: '超出场景' };
    const id = idOf(await desk.call('/audit/violations', facts));
    unwrap(await authority.call(`/audit/violations/${id}/open_case`, { reason }));
    const until = new Date(Date.now() + 86_400_000).toISOString();
    const interim = { level: 'restrict', entries: ['ent_registration'], until };
    unwrap(await authority.call(`/audit/violations/${id}/impose_interim`, { interim, risk: reason }));
    expect(codesOf(await vendor.call('/run/runs', orderOf(plan, made)))).toEqual(['E_SANCTIONED']);
    expect(codesOf(await vendor.bytes(bundle(made.export)))).toEqual(['E_NOT_FILED']);
    unwrap(await authority.call(`/audit/violations/${id}/dismiss`, { reason }));
    expect(unwrap(await vendor.bytes(bundle(made.export))).length).toBeGreaterThan(1000);
  });
});

/** The code in an error that `unwrap` threw. */
function codeIn(error: unknown): 'E_STOPPED' | 'E_EXEC' {
  return String(error).includes('E_STOPPED') ? 'E_STOPPED' : 'E_EXEC';
}
