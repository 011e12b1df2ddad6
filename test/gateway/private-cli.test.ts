import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { people } from '#gateway/city/people.ts';
import { cityPeople } from '#gateway/city/set-up.ts';
import { listen } from '#gateway/serve.ts';
import { copyOfCity, openInstallation } from '../fixtures/installation.ts';
import { command } from './command.ts';
import { personsBy } from './private-city.ts';

let dir: string;
let ask: (sql: string, ...options: readonly string[]) => ReturnType<typeof command>;
beforeAll(async () => {
  dir = await copyOfCity();
  let files = 0;
  ask = (sql, ...options) => {
    const file = join(dir, `q${files++}.sql`);
    writeFileSync(file, sql);
    return command(['explain', file, '--dir', dir, ...options]);
  };
});

test('sluice explain: what noise, bounds, price, balance and tick would be, as text and as JSON', async () => {
  const text = await ask(personsBy('district_code'), '--lane', 'private', '--epsilon', '0.5');
  expect([text.code, text.stderr]).toEqual([0, '']);
  for (const part of ['Private lane', 'T0', 'of each unit at most 60 rows', 'σ ', '95 % within ±', 'price', 'ε 0.5']) {
    expect(text.stdout).toContain(part);
  }
  expect(text.stdout).toMatch(/budget +space\/person: 0\.0 % of ε 10 spent, 0\.\d % after this/);
  expect(text.stdout).toMatch(/answers +5 s after the order/);
  const json = await ask(personsBy('sex'), '--epsilon', '0.5', '--json');
  const { value } = JSON.parse(json.stdout) as { value: Record<string, Record<string, unknown>> };
  const { explanation, budget } = value;
  expect([explanation?.['kind'], budget?.['scope']]).toEqual(['private', 'space/person']);
  expect((await ask(personsBy('sex'))).stdout).toMatch(
    /^Exact lane: medical_settlement\n(.*\n)*.*at least \d+ of each: person/,
  );
});

test('sluice explain: a refusal stands below its place, wide characters counted as they are shown', async () => {
  const refused = await ask("SELECT sex,\n  '姓名' || id_no AS 名 FROM medical_settlement", '--lane', 'private');
  expect([refused.code, refused.stdout]).toEqual([1, '']);
  const [words, line, caret, remedy] = refused.stderr.split('\n');
  expect(words).toContain('E_COLUMN_RULE');
  expect(line).toBe("  2 |   '姓名' || id_no AS 名 FROM medical_settlement");
  expect(caret).toBe(`    | ${' '.repeat("  '姓名' || ".length + 2)}^^^^^`);
  expect(remedy?.trim()).not.toBe('');
});

test('sluice explain asks through the process that has the installation open, and says so when it does not answer', async () => {
  await using city = await openInstallation(dir, cityPeople);
  await using server = await listen(city.app, { port: 0 });
  const port = new URL(server.url).port;
  const answered = await ask(personsBy('sex'), '--lane', 'private', '--port', port, '--as', people.regulator.person);
  expect([answered.code, answered.stderr]).toEqual([0, '']);
  const lost = await ask(personsBy('sex'), '--port', '1');
  expect([lost.code, lost.stderr]).toEqual([3, expect.stringContaining('give the --port')]);
});

test('sluice explain: 2 for what is used wrongly, 3 where there is no installation', async () => {
  const sql = personsBy('sex');
  for (const options of [
    ['--lane', 'none'],
    ['--epsilon', '0'],
    ['--epsilon', 'x'],
    ['--as', 'nobody'],
  ]) {
    const { code, stderr } = await ask(sql, ...options);
    expect([options, code, /\n\s+at /.test(stderr)]).toEqual([options, 2, false]);
  }
  expect((await command(['explain'])).code).toBe(2);
  const none = await ask(sql, '--dir', join(dir, 'none'));
  expect([none.code, none.stderr]).toEqual([3, expect.stringContaining('must be an installation')]);
});
