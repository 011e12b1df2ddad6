/** The log to the outside: who gets what of it, from files alone to the whole, and witnesses of other organizations. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { register } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { cityPeople } from '#gateway/city/set-up.ts';
import { openKeys, verifyEd25519 } from '#gateway/record/keys.ts';
import { defaultOrigin } from '#gateway/open-office.ts';
import { listen } from '#gateway/serve.ts';
import { openCheckpoint } from '#policies/record/checkpoint.ts';
import { printKey } from '#policies/record/note.ts';
import { parsePolicy, printPolicy } from '#policies/record/policy.ts';
import { verifyPermit } from '#policies/record/permit.ts';
import { unwrap } from '#policies/refusal.ts';
import { openInstallation, type Installation } from '../fixtures/installation.ts';
import { cli, initWitness, sluiceLog, startWitness } from '../record/witness-process.ts';

const auditor = people.regulator.person;
const dirs: string[] = [];
let office: Installation;
beforeAll(async () => {
  office = await openInstallation(aDir(), cityPeople);
  await register(office.as);
});
afterAll(async () => {
  await office[Symbol.asyncDispose]();
  dirs.forEach((dir) => rmSync(dir, { recursive: true, force: true }));
});

test('AO-30-1 AO-04-3 the public gets checkpoint, policy and hashes of the log, and not a word of an entry', async () => {
  const size = office.office.record.read.size();
  const policy = unwrap(parsePolicy(await (await office.ask('/log/policy.txt')).text()));
  const checkpoint = unwrap(openCheckpoint(await (await office.ask('/log/checkpoint')).text(), policy, verifyEd25519));
  expect(checkpoint.size).toBe(size);
  const hashes = await office.ask(`/log/tile/0/000.p/${size}`);
  expect([hashes.status, hashes.headers.get('content-type')]).toEqual([200, 'application/octet-stream']);
  expect(hashes.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect((await hashes.arrayBuffer()).byteLength).toBe(size * 32);
  expect((await office.ask(`/log/tile/0/000.p/1`)).status).toBe(200);
  const entries = await office.ask(`/log/tile/entries/000.p/${size}`);
  expect(entries.status).toBe(401);
  expect(await entries.text()).not.toContain('registration');
  for (const path of [`0/000.p/${size + 1}`, '0/000', '1/000.p/1', '0/001.p/1', '0/0', '../../nothing', '63/000']) {
    expect((await office.ask(`/log/tile/${path}`)).status, path).toBe(404);
  }
});

test('AO-30-1 DC-13 entries of the log are for supervising bodies, and lie in no cache of others', async () => {
  const size = office.office.record.read.size();
  const path = `/api/v1/log/tile/entries/000.p/${size}`;
  expect((await office.ask(path)).status).toBe(401);
  for (const { person } of [people.vendor, people.operator])
    expect((await office.ask(path, { person })).status).toBe(403);
  const given = await office.ask(path, { person: auditor });
  expect(given.headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
  expect(await given.text()).toContain('registration.registered');
});

test('SH-18-2 AO-27-4 who supervises asks the record what one person did; nobody else does, and others are not in it', async () => {
  const path = `/audit/people/${people.vendor.person}`;
  const deeds = unwrap(await office.as(auditor).call(path))['items'] as readonly Record<string, unknown>[];
  expect(deeds.map(({ event }) => event)).toContain('registration.submitted');
  expect(new Set(deeds.map(({ person }) => person))).toEqual(new Set([people.vendor.person]));
  expect(deeds.map(({ at }) => at)).toEqual(deeds.map(({ at }) => String(at)).toSorted());
  for (const { person } of [people.vendor, people.operator])
    expect((await office.ask(`/api/v1${path}`, { person })).status).toBe(403);
});

test('AO-32-2 AO-27-1 DC-13 sluice log export and verify: a folder that anybody can check, which grows with the log', async () => {
  await using server = await listen(office.app, { port: 0 });
  const port = new URL(server.url).port;
  const folder = join(aDir(), 'public');
  const state = join(aDir(), 'seen');
  const exported = () => sluiceLog('export', folder, '--as', auditor, '--dir', office.dir, '--port', port);
  const verified = async (where = folder) => {
    const { stdout } = await sluiceLog('verify', where, '--state', state, '--json');
    return (JSON.parse(stdout) as { value: { size: number; entries: number; since?: number; cosigners: string[] } })
      .value;
  };
  await exported();
  const first = await verified();
  expect(first.entries).toBe(first.size);
  expect(first.cosigners.length).toBe(1);
  await register(office.as, people.rival);
  await exported();
  expect(await verified()).toMatchObject({ since: first.size, size: office.office.record.read.size() });
  expect(await verified(`${server.url}/log`)).toMatchObject({ entries: 0, size: office.office.record.read.size() });

  const bundle = join(folder, `tile/entries/000.p/${office.office.record.read.size()}`);
  const bytes = readFileSync(bundle);
  writeFileSync(
    bundle,
    bytes.map((byte, i) => (i === 100 ? byte ^ 1 : byte)),
  );
  await expect(verified()).rejects.toThrow(/E_VERIFY Cannot trust the log: entry 0 /);
});

test('AO-27-1 two of three witnesses in processes of others: one may be away; a backup of the whole installation is found out', async () => {
  const dir = aDir();
  const keys = openKeys(join(dir, 'keys'), defaultOrigin);
  const [agency, department, third] = await Promise.all(
    ['agency', 'department', 'auditor'].map((w) => initWitness(`${w}.example/w`)),
  );
  if (!agency || !department || !third) throw new Error('no witnesses');
  dirs.push(agency.dir, department.dir, third.dir);
  const [one, two, away] = await Promise.all(
    [agency, department, third].map((files) => startWitness(files, [keys.log.key])),
  );
  if (!one || !two || !away) throw new Error('no witnesses');
  await using stack = new AsyncDisposableStack();
  for (const running of [one, two, away]) stack.use(running);
  const witnessKeys = [agency.vkey, department.vkey, third.vkey];
  const urls = { [agency.vkey]: one.url, [department.vkey]: two.url, [third.vkey]: away.url };
  mkdirSync(join(dir, 'witness'), { recursive: true });
  const policy = { origin: defaultOrigin, logKey: printKey(keys.log.key), witnessKeys, quorum: 2, urls };
  writeFileSync(join(dir, 'witness', 'policy.txt'), printPolicy(policy));
  const backup = join(aDir(), 'backup');
  {
    await using first = await openInstallation(dir, cityPeople);
    await register(first.as);
    await first.office.record.checkpoint();
  }
  cpSync(dir, backup, { recursive: true });
  await away[Symbol.asyncDispose]();
  {
    await using open = await openInstallation(dir, cityPeople);
    await register(open.as, people.rival);
    const permit = unwrap(await open.office.record.permit(0));
    const { checkpoint } = unwrap(verifyPermit(permit, open.office.trust, verifyEd25519));
    expect(checkpoint.cosigners.map(({ name }) => name).sort()).toEqual(['agency.example/w', 'department.example/w']);
    expect(open.errors.some((error) => String(error).includes('auditor.example/w must answer'))).toBe(true);
    expect(open.office.trust.quorum).toBe(2);
  }
  await expect(openInstallation(backup, cityPeople)).rejects.toThrow(/E_RECORD/);
  await two[Symbol.asyncDispose]();
  await using alone = await openInstallation(dir, cityPeople);
  expect((await alone.office.record.permit(0)).ok).toBe(true);
  expect((await alone.ask('/log/checkpoint')).status).toBe(200);
  const desk = alone.as(people.operator.person);
  unwrap(await desk.call(`/review/registrations/${people.vendor.org}/suspend`, { reason: '核查' }));
  const refused = await alone.office.record.permit(0);
  expect(refused.ok ? '' : refused.refusals[0].code).toBe('E_WITNESS');
  const given = await alone.ask('/log/checkpoint');
  const { size } = unwrap(openCheckpoint(await given.text(), alone.office.trust, verifyEd25519));
  expect(size).toBe(alone.office.record.read.size() - 1);
});

test('AO-27-1 a witness without a network: the gateway leaves the request, the answer is carried back and counts', async () => {
  const dir = aDir();
  const keys = openKeys(join(dir, 'keys'), defaultOrigin);
  const stick = await initWitness('auditor.example/stick');
  dirs.push(stick.dir);
  const policy = {
    origin: defaultOrigin,
    logKey: printKey(keys.log.key),
    witnessKeys: [printKey(keys.witness.key), stick.vkey],
  };
  mkdirSync(join(dir, 'witness'), { recursive: true });
  writeFileSync(join(dir, 'witness', 'policy.txt'), printPolicy({ ...policy, quorum: 2 }));
  await using installation = await openInstallation(dir, cityPeople);
  await register(installation.as);
  const { record, trust } = installation.office;
  const early = await record.permit(0);
  expect(early.ok ? '' : early.refusals[0].code).toBe('E_WITNESS');

  const carried = aDir();
  const [request, answer] = [join(carried, 'request'), join(carried, 'answer')];
  writeFileSync(request, (await sluiceLog('witness', 'request', 'auditor.example/stick', '--dir', dir)).stdout);
  const given = ['log', 'witness', 'cosign', ...stick.args, '--log-vkey', policy.logKey];
  writeFileSync(answer, execFileSync(process.execPath, [cli, ...given], { input: readFileSync(request) }));
  await sluiceLog('witness', 'accept', 'auditor.example/stick', request, answer, '--dir', dir);
  expect(unwrap(verifyPermit(unwrap(await record.permit(0)), trust, verifyEd25519)).checkpoint.cosigners.length).toBe(
    2,
  );
  await expect(sluiceLog('witness', 'accept', 'auditor.example/stick', request, request, '--dir', dir)).rejects.toThrow(
    /E_VERIFY/,
  );
});

function aDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'log-'));
  dirs.push(dir);
  return dir;
}
