/** Questions and answers: schemas on both sides, no exception and no text across. @see DC-15 */
import { duplexPair, type Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { accept, refuse } from '#policies/refusal.ts';
import { encodeFrame, readFrames } from '#sandbox/frame.ts';
import { connect, serve, type Client, type Handlers } from '#sandbox/rpc.ts';

const operations = {
  double: { ask: z.strictObject({ n: z.number() }), answer: z.strictObject({ n: z.number() }) },
  fail: { ask: z.strictObject({}), answer: z.strictObject({}) },
} as const;

const lawful: Handlers<typeof operations> = {
  double: async ({ n }) => accept({ n: 2 * n }),
  fail: async () => {
    throw new Error('Conversion Error: Could not convert string SECRET4711');
  },
};

interface Wire {
  readonly ask: Client<typeof operations>;
  readonly errors: unknown[];
  readonly near: Duplex;
}

function aWire(handlers: Handlers<typeof operations> = lawful): Wire {
  const [near, server] = duplexPair();
  const errors: unknown[] = [];
  server.on('error', () => {});
  serve(server, { operations, handlers, onError: (error) => errors.push(error) });
  return { ask: connect(near, { operations, gone: 'E_DOMAIN_DOWN' }), errors, near };
}

test('an operation answers, many at once and each its own', async () => {
  const { ask } = aWire();
  const answers = await Promise.all([1, 2, 3].map((n) => ask.double({ n })));
  expect(answers).toEqual([2, 4, 6].map((n) => ({ ok: true, value: { n } })));
});

test('a handler that throws answers E_EXEC without its text; the owner gets it (DC-15)', async () => {
  const { ask, errors } = aWire();
  expect(await ask.fail({})).toEqual(refuse('E_EXEC', 'Cannot complete the operation'));
  expect(String(errors[0])).toContain('SECRET4711');
});

test.each([{ n: 'one' }, {}, { n: 1, more: 2 }, null])(
  'a question %j that breaks the schema is refused with E_INPUT',
  async (body) => {
    const { ask } = aWire();
    const outcome = await ask.double(body as { n: number });
    expect(outcome.ok ? '' : outcome.refusals[0].code).toBe('E_INPUT');
  },
);

test.each([{ n: 'one' }, { n: 1, secret: 'x' }, undefined])(
  'an answer %j that breaks the schema is not passed on',
  async (value) => {
    const { ask } = aWire({ ...lawful, double: async () => accept(value as { n: number }) });
    const outcome = await ask.double({ n: 1 });
    expect(outcome.ok).toBe(false);
    expect(JSON.stringify(outcome)).not.toContain('secret');
  },
);

test('a refusal crosses with its place and its remedy', async () => {
  const refusal = refuse('E_PARSE', 'Cannot read', { where: { offset: 3, length: 2 }, remedy: 'Correct it.' });
  const { ask } = aWire({ ...lawful, double: async () => refusal });
  expect(await ask.double({ n: 1 })).toEqual(refusal);
});

test('an unknown operation, or a message of another form, ends the connection', async () => {
  for (const message of [
    { id: 1, op: 'drop', body: {} },
    { id: 1, op: 'constructor', body: {} },
    { id: 'x' },
    7,
    [],
    null,
  ]) {
    const [near, server] = duplexPair();
    near.on('error', () => {});
    server.on('error', () => {});
    serve(server, { operations, handlers: lawful, onError: () => {} });
    near.write(encodeFrame(message));
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect([message, server.destroyed]).toEqual([message, true]);
  }
});

test('a stream that ends leaves no question open', async () => {
  const { ask, near } = aWire({ ...lawful, double: () => new Promise(() => {}) });
  const open = ask.double({ n: 1 });
  near.destroy();
  const outcome = await open;
  expect(outcome.ok ? '' : outcome.refusals[0].code).toBe('E_DOMAIN_DOWN');
  expect((await ask.double({ n: 1 })).ok).toBe(false);
});

test('a peer that answers nonsense is cut off', async () => {
  const [near, far] = duplexPair();
  near.on('error', () => {});
  far.on('error', () => {});
  const ask = connect(near, { operations, gone: 'E_EXEC' });
  readFrames(far, () => far.write(encodeFrame({ id: 1, ok: true, value: { n: 1 }, extra: 'x' })));
  const outcome = await ask.double({ n: 1 });
  expect(outcome.ok ? '' : outcome.refusals[0].code).toBe('E_EXEC');
  expect(near.destroyed).toBe(true);
});
