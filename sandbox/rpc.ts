/**
 * Questions and answers over frames. Every message is checked by a schema on the side that receives it; an answer is an Outcome,
 * so that a refusal crosses the boundary as a value and an exception never crosses it at all.
 */
import type { Duplex } from 'node:stream';
import { z } from 'zod';
import { refuse, rules, type Outcome, type RefusalCode } from '#policies/refusal.ts';
import { encodeFrame, readFrames } from './frame.ts';

const position = z.strictObject({ offset: z.number(), length: z.number().optional() });
const refusal = z.strictObject({
  code: z.custom<RefusalCode>((code) => typeof code === 'string' && Object.hasOwn(rules, code)),
  detail: z.string(),
  where: position.optional(),
  remedy: z.string().optional(),
});
const answer = z.discriminatedUnion('ok', [
  z.strictObject({ id: z.number(), ok: z.literal(true), value: z.unknown() }),
  z.strictObject({ id: z.number(), ok: z.literal(false), refusals: z.tuple([refusal], refusal) }),
]);
const question = z.strictObject({ id: z.number(), op: z.string(), body: z.unknown() });

/** An operation: what may be asked, what may be answered. Both ends hold the same table. */
export interface Operation<Ask extends z.ZodType = z.ZodType, Answer extends z.ZodType = z.ZodType> {
  readonly ask: Ask;
  readonly answer: Answer;
}

export type Operations = Record<string, Operation>;

export type Handlers<Ops extends Operations> = {
  readonly [Op in keyof Ops]: (ask: z.output<Ops[Op]['ask']>) => Promise<Outcome<z.input<Ops[Op]['answer']>>>;
};

export type Client<Ops extends Operations> = {
  readonly [Op in keyof Ops]: (ask: z.input<Ops[Op]['ask']>) => Promise<Outcome<z.output<Ops[Op]['answer']>>>;
};

/**
 * Answers questions on `stream`. A handler that throws answers E_EXEC without any text; `onError` gets the error for the owner's log.
 */
export function serve<Ops extends Operations>(
  stream: Duplex,
  { operations, handlers, onError }: { operations: Ops; handlers: Handlers<Ops>; onError: (error: unknown) => void },
): void {
  readFrames(stream, (message) => {
    const asked = question.safeParse(message);
    if (!asked.success) return void stream.destroy();
    const { id, op, body } = asked.data;
    const operation = Object.hasOwn(operations, op) ? operations[op] : undefined;
    const handler = handlers[op];
    if (!operation || !handler) return void stream.destroy();
    const ask = operation.ask.safeParse(body);
    const outcome = ask.success
      ? handler(ask.data as z.output<Ops[string]['ask']>).catch((error: unknown) => {
          onError(error);
          return refuse('E_EXEC', 'Cannot complete the operation');
        })
      : Promise.resolve(refuse('E_INPUT', `Cannot ${op}: ${z.prettifyError(ask.error)}`));
    void outcome.then((result) => {
      if (!stream.destroyed) stream.write(frameOf(id, result));
    }, onError);
  });
}

function frameOf(id: number, result: Outcome<unknown>): Buffer {
  try {
    return encodeFrame({ id, ...result });
  } catch {
    return encodeFrame({ id, ...refuse('E_EXEC', 'Cannot answer: the result is too large') });
  }
}

/**
 * Asks questions on `stream`. When the stream ends, every open question is answered with `gone`.
 *
 * @param gone the refusal for a peer that went away
 */
export function connect<Ops extends Operations>(
  stream: Duplex,
  { operations, gone }: { operations: Ops; gone: RefusalCode },
): Client<Ops> {
  const open = new Map<number, (outcome: Outcome<unknown>) => void>();
  let nextId = 1;
  readFrames(stream, (message) => {
    const answered = answer.safeParse(message);
    if (!answered.success) return void stream.destroy();
    const { id, ...outcome } = answered.data;
    const done = open.get(id);
    open.delete(id);
    done?.(outcome as Outcome<unknown>);
  });
  stream.on('error', () => stream.destroy());
  stream.on('close', () => {
    for (const done of open.values()) done(refuse(gone, 'Cannot complete the operation: the process ended'));
    open.clear();
  });
  const ask = (op: string, body: unknown): Promise<Outcome<unknown>> => {
    if (stream.destroyed) return Promise.resolve(refuse(gone, 'Cannot ask: the process has ended'));
    const id = nextId++;
    return new Promise((resolve) => {
      open.set(id, resolve);
      stream.write(encodeFrame({ id, op, body }));
    });
  };
  const client = Object.fromEntries(
    Object.entries(operations).map(([op, operation]) => [
      op,
      async (body: unknown): Promise<Outcome<unknown>> => {
        const outcome = await ask(op, body);
        if (!outcome.ok) return outcome;
        const value = operation.answer.safeParse(outcome.value);
        return value.success ? { ok: true, value: value.data } : refuse(gone, `Cannot read the answer to ${op}`);
      },
    ]),
  );
  return client as Client<Ops>;
}
