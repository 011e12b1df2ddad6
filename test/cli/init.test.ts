/** What `sluice init` makes passes its own tests right away, as anybody runs them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { initProject, templateEntries, type Template } from '#gateway/kit/init-project.ts';
import { readSubjects } from '#gateway/kit/subjects.ts';
import { unwrap } from '#policies/refusal.ts';
import { newFolder } from '../fixtures/made-once.ts';
import { command } from '../gateway/command.ts';

const sluice = join(import.meta.dirname, '..', '..', 'gateway', 'cli', 'sluice.ts');
const tool = [process.execPath, '--disable-warning=ExperimentalWarning', sluice];

function begin(folder: string, template: Template) {
  return initProject({ folder, template, level: 'schema', seed: 7, scale: 0.2, tool, tell: () => {} });
}

/** `npm test` of the project, without npm. */
async function testsOf(folder: string): Promise<{ readonly code: number | null; readonly said: string }> {
  const { NODE_OPTIONS: _, NODE_TEST_CONTEXT: __, ...env } = process.env;
  const child = spawn(process.execPath, ['--test'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [said] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, said };
}

test.each(Object.keys(templateEntries) as Template[])(
  'sluice init --template %s: its tests pass right away',
  async (template) => {
    const folder = newFolder();
    unwrap(await begin(folder, template));
    const { code, said } = await testsOf(folder);
    expect([said, code]).toEqual([expect.stringMatching(/pass [1-9]/), 0]);
    for (const name of ['README.md', '.gitignore', 'kit/kit.json', 'sluice.json'])
      expect(existsSync(join(folder, name))).toBe(true);
  },
);

test('sluice check says which text of a project is refused, and where', async () => {
  const folder = newFolder();
  unwrap(await begin(folder, 'query'));
  writeFileSync(join(folder, 'queries', 'firms.sql'), 'SELECT ent_name\nFROM ent_registration');
  const checked = await command(['check', '--json'], { cwd: folder });
  const { refusals } = JSON.parse(checked.stdout) as { readonly refusals: readonly unknown[] };
  expect(refusals).toMatchObject([
    { code: 'E_COLUMN_RULE', subject: 'queries/firms.sql', where: { line: 1, column: 8 } },
  ]);
  expect([checked.code, checked.stderr]).toEqual([1, expect.stringContaining('queries/firms.sql: E_COLUMN_RULE')]);
});

test('sluice init does not write over anything, and says what comes next', async () => {
  const folder = newFolder();
  const made = await command(['init', folder, '--scale', '0.02']);
  expect([made.code, made.stdout]).toEqual([0, expect.stringContaining('npm test, then README.md')]);
  const before = readFileSync(join(folder, 'sluice.json'), 'utf8');
  const again = await command(['init', folder, '--template', 'model', '--json']);
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('must be new or empty')]);
  expect(JSON.parse(again.stdout)).toMatchObject({ ok: false, refusals: [{ code: 'E_INPUT' }] });
  expect(readFileSync(join(folder, 'sluice.json'), 'utf8')).toBe(before);
});

test('a project that is not of the form, or names what is not there, is refused with the place', async () => {
  const folder = newFolder();
  unwrap(await begin(folder, 'query'));
  const file = join(folder, 'sluice.json');
  const whole = JSON.parse(readFileSync(file, 'utf8')) as { readonly scenario: object };
  for (const [change, said] of [
    [{ programs: [] }, 'programs'],
    [{ programs: [{ title: 'x', sql: '../../etc/passwd' }] }, 'must be a path in the project'],
    [{ programs: [{ title: 'x', sql: 'queries/none.sql' }] }, 'queries/none.sql must be a file'],
    [{ scenario: { id: 'a b', title: 'x' } }, 'scenario'],
  ] as const) {
    writeFileSync(file, JSON.stringify({ ...whole, ...change }));
    const read = await readSubjects(folder);
    expect(read.ok ? undefined : read.refusals[0]).toMatchObject({
      code: 'E_MANIFEST',
      detail: expect.stringContaining(said) as string,
    });
  }
});
