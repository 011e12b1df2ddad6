import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { beforeAll, expect, test } from 'vitest';
import { people } from '#gateway/city/people.ts';
import { letThrough } from '#gateway/city/publish.ts';
import { cityPeople, ownerOf } from '#gateway/city/set-up.ts';
import { defaultOrigin, openOffice } from '#gateway/open-office.ts';
import { makeKeys } from '#gateway/record/keys.ts';
import { printKey } from '#policies/record/note.ts';
import { printPolicy } from '#policies/record/policy.ts';
import { unwrap } from '#policies/refusal.ts';
import { cityEntries } from '#synth/city/catalog.ts';
import { copyOfCity, openInstallation } from '../fixtures/installation.ts';
import { newFolder } from '../fixtures/made-once.ts';
import { command, type Ended } from './command.ts';

let told: Ended;
let folder: string;
let bundle: string;
beforeAll(async () => {
  folder = newFolder();
  mkdirSync(folder);
  told = await command(['demo'], { cwd: folder });
  bundle = join(folder, '.data', 'demo-bundle.zip');
}, 300_000);

test('DC-20 sluice demo tells the whole story and ends well', () => {
  expect([told.code, told.stderr]).toEqual([0, '']);
  for (const stage of ['目录', '仿真', '申请', '审核', '运行', '核查', '出域', '审计', '差分隐私'])
    expect(told.stdout).toContain(stage);
  for (const code of refusedOnTheWay) expect([code, told.stdout.includes(code)]).toEqual([code, true]);
});

const refusedOnTheWay = [
  'E_COLUMN_RULE',
  'E_UNKNOWN_TABLE',
  'E_NO_RIGHTS',
  'E_NOT_APPROVED',
  'E_PERMIT',
  'E_NOT_FILED',
  'E_VERIFY',
  'E_SCOPE',
  'E_BUDGET',
];

test('sluice verify: 0 for a bundle, with its facts as text or as JSON', async () => {
  const text = await command(['verify', bundle]);
  expect([text.code, text.stderr]).toEqual([0, '']);
  expect(text.stdout).toContain('核验通过 Verified');
  const json = await command(['verify', bundle, '--json']);
  expect(JSON.parse(json.stdout)).toMatchObject({ ok: true, value: { verified: true, keys: 'self-asserted' } });
});

test('sluice verify: 1 for a bundle with one bit changed, and for none', async () => {
  const forged = readFileSync(bundle);
  const at = forged.indexOf('district_code,');
  forged[at] = (forged[at] ?? 0) ^ 1;
  const path = join(folder, 'forged.zip');
  writeFileSync(path, forged);
  const refused = await command(['verify', path, '--json']);
  expect([refused.code, refused.stderr.slice(0, 9)]).toEqual([1, 'E_VERIFY ']);
  expect(JSON.parse(refused.stdout)).toMatchObject({ ok: false, refusals: [{ code: 'E_VERIFY' }] });
  const none = join(folder, 'none.zip');
  writeFileSync(none, 'no zip');
  expect(await command(['verify', none])).toMatchObject({ code: 1, stdout: '' });
  expect(await command(['verify', join(folder, 'absent.zip')])).toMatchObject({ code: 1, stdout: '' });
});

test('sluice verify --policy: the keys that the receiver knows, and no others', async () => {
  const own = join(folder, 'policy.txt');
  writeFileSync(own, unzipSync(readFileSync(bundle))['policy.txt'] ?? '');
  const pinned = await command(['verify', bundle, '--policy', own, '--json']);
  expect(JSON.parse(pinned.stdout)).toMatchObject({ ok: true, value: { verified: true, keys: 'pinned' } });
  const { log, witness, certificate } = makeKeys(defaultOrigin);
  const [logKey, witnessKey, certificateKey] = [log, witness, certificate].map(({ key }) => printKey(key));
  const trust = { origin: defaultOrigin, logKey: logKey ?? '', witnessKeys: [witnessKey ?? ''], quorum: 1 };
  const others = join(folder, 'others.txt');
  writeFileSync(others, printPolicy({ ...trust, certificateKey: certificateKey ?? '' }));
  const refused = await command(['verify', bundle, '--policy', others]);
  expect([refused.code, refused.stderr.slice(0, 9)]).toEqual([1, 'E_VERIFY ']);
});

test('sluice: 2 for what is used wrongly, 0 for help', async () => {
  const wrong: readonly (readonly string[])[] = [
    ['verify'],
    ['none'],
    ['__proto__'],
    ['constructor'],
    ['verify', bundle, '--unknown'],
    ['serve', '--demo', '--port', 'x'],
    ['serve', '--demo', '--port', '70000'],
    ['serve', '--demo', '--scale', '0'],
    ['data', 'ingest', 'ent_registration'],
    ['sim', 'none'],
  ];
  for (const args of wrong) {
    const { code, stderr } = await command([...args], { cwd: folder });
    expect([args, code, /\n\s+at /.test(stderr)]).toEqual([args, 2, false]);
  }
  for (const args of [[], ['--help'], ['help'], ['verify', '--help']]) {
    const { code, stdout } = await command(args);
    expect([args, code, stdout.includes('sluice verify <bundle.zip>')]).toEqual([args, 0, true]);
  }
});

test('sluice serve without --demo opens nothing that is not configured, and says what is missing', async () => {
  const { code, stderr } = await command(['serve', '--dir', join(folder, 'never')]);
  expect([code, stderr]).toEqual([1, expect.stringContaining('SLUICE_PASSPHRASE')]);
});

async function letWeatherThrough(dir: string, department: string): Promise<void> {
  const entry = cityEntries.find(({ id }) => id === 'weather_station_hourly');
  if (!entry) throw new Error('no such entry');
  await using city = await openInstallation(dir, cityPeople);
  unwrap(await letThrough(city.as, entry, department));
}

test('GD-18-1 AO-09-1 sluice data ingest: only the department of a published entry, only what was let through, only files that fit, and nobody beside an open gateway', async () => {
  const dir = await copyOfCity();
  const file = join(folder, 'weather.csv');
  writeFileSync(file, 'station\n1\n');
  const ingest = (as: string, table = 'weather_station_hourly') =>
    command(['data', 'ingest', 'weather_station_hourly', `${table}=${file}`, '--as', as, '--dir', dir]);
  const weather = ownerOf('dept.meteorology').person;
  const cases: readonly (readonly [Promise<Ended>, number, string])[] = [
    [ingest('nobody'), 2, '--as'],
    [command(['data', 'ingest', 'weather_station_hourly', file, '--as', weather, '--dir', dir]), 2, '<table>=<file>'],
  ];
  for (const [ended, code, words] of cases) {
    expect(await ended).toMatchObject({ code, stderr: expect.stringContaining(words) as string });
  }
  expect(await ingest(people.operator.person)).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^E_ROLE/) as string,
  });
  expect(await ingest(ownerOf('dept.tax').person)).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^E_ROLE/) as string,
  });
  expect(await ingest(weather)).toMatchObject({ code: 1, stderr: expect.stringMatching(/^E_NO_RIGHTS/) as string });
  await letWeatherThrough(dir, weather);
  expect(await ingest(weather)).toMatchObject({ code: 1, stderr: expect.stringMatching(/^E_INGEST/) as string });
  expect(await ingest(weather, '__proto__')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^E_INGEST/) as string,
  });
  await using office = await openOffice({ dir });
  expect(office.interrupted).toEqual([]);
  expect(await ingest(weather)).toMatchObject({ code: 1, stderr: expect.stringContaining('has it open') as string });
});
