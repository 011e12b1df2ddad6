/** The tables themselves: every state can be reached, every command has a move, events hold no data value. */
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { contentHash } from '#policies/record/content-hash.ts';
import { fold, type Life, type LifeTypes } from '#policies/procedure/decider.ts';
import { diagram, stateTable } from '#policies/procedure/diagram.ts';
import { lives } from '#policies/procedure/lives.ts';
import { isBefore, yearsAfter } from '#policies/procedure/term.ts';
import { instant } from '#policies/units.ts';
import { aScript } from '../fixtures/script.ts';
import { aContent, aResult } from './commands.ts';
import { worldAt } from './journey.ts';

const all = Object.entries(lives) as unknown as readonly (readonly [string, Life<LifeTypes>])[];
const aCommandOf = z.object({
  oneOf: z.array(z.object({ properties: z.object({ type: z.object({ const: z.string() }) }) })),
});

describe.each(all)('%s', (_, life) => {
  const rows = stateTable(life);

  test('every state can be reached from nothing', () => {
    const reached = new Set(['none']);
    for (let size = 0; size !== reached.size;) {
      size = reached.size;
      for (const { from, to } of rows) if (reached.has(from)) reached.add(to);
    }
    expect([...reached].sort()).toEqual(['none', ...Object.keys(life.states)].sort());
  });

  test('commands and moves are the same, but for the last of several approvals', () => {
    const schema = aCommandOf.parse(z.toJSONSchema(life.command, { io: 'input' }));
    const commands = schema.oneOf.map(({ properties }) => properties.type.const);
    const moves = Object.keys(life.moves).filter((kind) => !kind.endsWith('_last'));
    expect(commands.sort()).toEqual(moves.sort());
  });

  test('a command with an unknown field or of an unknown type is not well-formed', () => {
    expect(life.command.safeParse({ type: 'submit', state: 'released' }).success).toBe(false);
    expect(life.command.safeParse({ type: 'become_released' }).success).toBe(false);
    expect(life.command.safeParse(null).success).toBe(false);
  });

  test('only people of a named role, or the system, move it; the regulator only looks, keeps tokens of its own, and pulls or lifts the emergency stop', () => {
    for (const { by } of rows) {
      expect(by).not.toBe('');
      if (!['emergency stop', 'access token'].includes(life.name)) expect(by).not.toContain('regulator');
    }
  });

  test('diagram names every state and every move', () => {
    const text = diagram(life);
    expect(text.startsWith('stateDiagram-v2\n')).toBe(true);
    for (const state of Object.keys(life.states)) expect(text).toContain(`  ${state}: ${state}`);
    expect(text.match(/-->/g)?.length).toBeGreaterThanOrEqual(rows.length);
    expect(text).toContain('[*] --> ');
  });

  test('an event that does not begin a life cannot be the first', () => {
    const by = { person: 'x', org: 'x', role: 'system' };
    const event = { type: `${life.name}.nothing`, id: 'x', data: { to: 'x', at: 'x', by } };
    expect(() => life.evolve(undefined, event as unknown as LifeTypes['event'])).toThrow('must follow the first event');
  });
});

test('there is one way to a release: filed, by the system; what was suspended comes back by the system alone', () => {
  const ways = stateTable(lives.export).filter(({ to }) => to === 'released');
  expect(ways.map(({ from, by }) => [from, by])).toEqual([
    ['filed', 'system'],
    ['suspended', 'system'],
  ]);
});

test('AO-20-3 rights open when the operator signs what the vendor has signed, adopts what need not be, or reinstates it', () => {
  const ways = stateTable(lives.agreement).filter(({ from, to }) => to === 'active' && from !== to);
  expect(ways.map(({ kind, from }) => [kind, from])).toEqual([
    ['adopt', 'drafted'],
    ['sign_operator', 'vendor_signed'],
    ['reinstate', 'suspended'],
  ]);
});

const parses = (command: unknown) => lives.run.command.safeParse(command).success;

describe('DC-15 a report of the domain has no room for a value', () => {
  test('the report itself is well-formed', () => expect(parses({ type: 'finish', result: aResult() })).toBe(true));
  test.each([
    ['a sample row', { type: 'finish', result: { ...aResult(), sample: [['天河', 3]] } }],
    ['a value in a verdict', { type: 'finish', result: { ...aResult(), verdicts: ['mean is 42.5'] } }],
    [
      'a value in a column name',
      { type: 'finish', result: { ...aResult(), columns: [{ name: '42.5', type: 'DOUBLE' }] } },
    ],
    ['an engine’s message', { type: 'fail', code: "Could not convert string 'SECRET4711' to INT32" }],
    ['a message beside the code', { type: 'fail', code: 'E_EXEC', message: 'SECRET4711' }],
    ['half a row', { type: 'finish', result: { ...aResult(), rows: 1.5 } }],
  ])('%s is refused', (_, command) => expect(parses(command)).toBe(false));

  test('the finished event holds the report and the fact, nothing else', () => {
    const event = worldAt('quarantined').events('run', 'run1').at(-1);
    expect(event?.type).toBe('run.finished');
    expect(Object.keys(event?.data ?? {}).sort()).toEqual(['at', 'by', 'result', 'to']);
  });
});

test('contentHash is the SHA-256 of the canonical form: RFC 8785 sorts keys, so their order does not matter', () => {
  // printf '{"a":1,"b":[true,null]}' | sha256sum
  const known = '1cc69c7fa23616ca2ec3ee70d24390a6225c8832db8a4c814c7e0e7f942f8668';
  expect(contentHash({ a: 1, b: [true, null] })).toBe(known);
  expect(contentHash({ b: [true, null], a: 1 })).toBe(known);
});

test('contentHash differs for every part of a program', () => {
  const base = aContent();
  const variants = [
    base,
    aContent({ title: 'x' }),
    aContent({ queries: [{ name: 'segments', sql: 'SELECT 1' }] }),
    aContent({ parameters: [] }),
    aContent({ outputs: [{ name: 'segments', kind: 'model' }] }),
    aContent({ script: aScript() }),
    aContent({ script: aScript({ bundle: 'var program = 1;' }) }),
    aContent({ script: aScript({ files: [{ path: 'main.ts', text: '' }] }) }),
    aContent({ script: aScript({ lock: { esbuild: '0.0.1', libraries: [] } }) }),
  ];
  expect(new Set(variants.map(contentHash)).size).toBe(variants.length);
});

test('isBefore compares instants with and without milliseconds', () => {
  const [short, long] = [instant('2026-01-01T00:00:00Z'), instant('2026-01-01T00:00:00.001Z')];
  expect(isBefore(short, long)).toBe(true);
  expect(isBefore(long, short)).toBe(false);
  expect(isBefore(short, instant('2026-01-01T00:00:00.000Z'))).toBe(false);
  expect(isBefore(instant('2026-01-01T00:00:00.5Z'), instant('2026-01-01T00:00:00.49Z'))).toBe(false);
});

test('yearsAfter of a leap day ends on the first of March', () => {
  expect(yearsAfter(instant('2024-02-29T08:00:00.000Z'), 3)).toBe('2027-03-01T08:00:00.000Z');
  expect(yearsAfter(instant('2026-01-01T00:00:00.000Z'), 3)).toBe('2029-01-01T00:00:00.000Z');
});

test('fold of no events is nothing', () => {
  expect(fold(lives.run.evolve, [])).toBeUndefined();
});
