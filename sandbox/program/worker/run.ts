/** What the supervisor asks, one after another: each question has its answer before the next is read. */
import type ivm from 'isolated-vm';
import { openCalls } from './calls.ts';
import { ask, encodeHead, say } from './frames.ts';
import type { Answer, Worker } from './job.ts';
import { openPass, type Pass } from './pass.ts';
import type { Received } from './receive.ts';
import { readRows, type Rows } from './rows.ts';
import type { CallSetup, Setup } from './setup.ts';

const nothing = new Uint8Array(0);

export function openRun(vm: typeof ivm, write: (bytes: Uint8Array) => void): (frame: Received) => Promise<void> {
  const answer: Answer = (kind, question, body = nothing) => {
    write(encodeHead({ length: body.length, kind, question }));
    if (body.length > 0) write(body);
  };
  let worker: Worker | undefined;
  let rows: Rows | undefined;
  let calls: ReturnType<typeof openCalls> | undefined;
  let pass: Pass | undefined;
  return async (frame) => {
    const { kind, question, body } = frame;
    if (kind === ask.setup) worker = { vm, setup: json(body) as Setup, answer };
    if (!worker) throw new Error('Cannot run: no program');
    if (kind === ask.rows) {
      rows = readRows(body);
      answer(say.ready, question);
    }
    if (kind === ask.layout) calls = openCalls(worker, json(body) as CallSetup);
    if (kind === ask.part) await calls?.part(frame, rows);
    if (kind === ask.compute) await calls?.compute(frame);
    if (kind === ask.pass) {
      pass?.[Symbol.dispose]();
      pass = await openPass(worker, frame, rows);
    }
    if (kind === ask.span) await pass?.span(frame);
  };
}

function json(body: ArrayBuffer | SharedArrayBuffer): unknown {
  return JSON.parse(Buffer.from(body as ArrayBuffer).toString('utf8'));
}
