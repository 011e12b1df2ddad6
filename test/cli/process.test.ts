/** What only a process shows: streams, exit codes, signals, a pipe that is closed, a shell that completes. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newFolder } from '../fixtures/made-once.ts';
import { command, start } from '../gateway/command.ts';

test('stdout has the answer and stderr the errors; exit codes are those of the table', async () => {
  const explained = await command(['explain', 'E_COLUMN_RULE', '--json']);
  expect([explained.code, explained.stderr]).toEqual([0, '']);
  expect(JSON.parse(explained.stdout)).toMatchObject({ ok: true, value: { code: 'E_COLUMN_RULE' } });
  const wrong = await command(['explain', 'E_NONE', '--json']);
  expect(wrong.code).toBe(2);
  expect(JSON.parse(wrong.stdout)).toMatchObject({ ok: false, refusals: [{ code: 'E_INPUT' }] });
  expect(wrong.stderr).toMatch(/^sluice: Cannot explain E_NONE/);
  const none = newFolder();
  expect(await command(['duties', '--dir', none])).toMatchObject({ code: 3, stdout: '' });
  expect(await command(['runs', '--server', 'http://127.0.0.1:1', '--token', 'x'])).toMatchObject({ code: 3 });
  expect(await command(['verify', none, '--json'])).toMatchObject({ code: 1 });
});

test('no colours in a pipe, colours where they are forced, none where NO_COLOR is set', () => {
  const sluice = join(import.meta.dirname, '..', '..', 'gateway', 'cli', 'sluice.ts');
  const help = (env: NodeJS.ProcessEnv) =>
    execFileSync(process.execPath, [sluice, '--help'], { encoding: 'utf8', env });
  const { NO_COLOR: _, FORCE_COLOR: __, ...bare } = process.env;
  expect(help(bare)).not.toContain('\u001b[');
  expect(help({ ...bare, FORCE_COLOR: '1' })).toContain('\u001b[');
  expect(help({ ...bare, NO_COLOR: '1' })).not.toContain('\u001b[');
});

test('a reader that has enough closes the pipe, and nobody complains', async () => {
  const child = start(['--help']);
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stdout?.destroy();
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect([code, said]).toEqual([0, '']);
});

test('Ctrl+C ends with 130 and no stack', async () => {
  const waiting = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import { endCleanly, onInterrupt } from ${JSON.stringify(signals)}; endCleanly(); onInterrupt(() => console.log('away')); console.log('ready'); setInterval(() => {}, 1000);`,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  waiting.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  waiting.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    if (said.includes('ready') && !said.includes('away')) waiting.kill('SIGINT');
  });
  const code = await new Promise((resolve) => waiting.once('close', resolve));
  expect([code, said.replace(/\(node:[\s\S]*?\n(?=\w)/, '')]).toEqual([130, 'ready\naway\n']);
});

const signals = new URL('../../gateway/cli/signals.ts', import.meta.url).href;

test.skipIf(!existsSync('/bin/bash'))('bash completes verbs, their second words, options and choices', async () => {
  const folder = newFolder();
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'sluice.bash');
  writeFileSync(file, (await command(['completion', 'bash'])).stdout);
  const complete = (...words: readonly string[]) => {
    const script = `source ${file}; COMP_WORDS=(sluice ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _sluice; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return execFileSync('/bin/bash', ['-c', script], { encoding: 'utf8' }).trim().split('\n');
  };
  expect(complete('ver')).toEqual(['verify']);
  expect(complete('sim', '')).toEqual(['generate', 'pull', 'query', 'run']);
  expect(complete('log', 'witness', 'a')).toEqual(['accept']);
  expect(complete('sim', 'query', 'x.sql', '--la')).toEqual(['--lane']);
  expect(complete('sim', 'query', 'x.sql', '--lane', '')).toEqual(['exact', 'private']);
  expect(complete('verify', '')).toEqual(['']);
  const registered = execFileSync('/bin/bash', ['-c', `source ${file}; complete -p sluice`], { encoding: 'utf8' });
  expect(registered).toContain('-F _sluice sluice');
});

test('zsh and fish have completions of their own', async () => {
  expect((await command(['completion', 'zsh'])).stdout).toMatch(/^#compdef sluice\n/);
  const fish = (await command(['completion', 'fish'])).stdout;
  expect(fish).toContain("complete -c sluice -n '__fish_seen_subcommand_from sim' -a 'pull'");
  expect(fish).toContain("-l lane -x -a 'exact private'");
  expect((await command(['completion', 'csh'])).code).toBe(2);
});
