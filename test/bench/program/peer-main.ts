/**
 * The peer, a plain Node process with a worker's flags: runs the same programs in the same harness, in its own realm, without an isolate, a
 * frozen realm, a second process or a pipe.
 */
import { readFileSync } from 'node:fs';
import { openSums } from '#sandbox/program/clip-vectors.ts';
import { offsetsBytes, partKinds, spanUnits } from '#sandbox/program/worker/frames.ts';
import { callMain } from '#sandbox/program/worker/realm/call.ts';
import type { Exports } from '#sandbox/program/worker/realm/guard.ts';
import { openJournal } from '#sandbox/program/worker/realm/journal.ts';
import { mapUnits } from '#sandbox/program/worker/realm/map.ts';
import { rowsOf, type Rows } from '#sandbox/program/worker/rows.ts';
import { layoutLength } from '#sandbox/program/worker/setup.ts';
import type { CallsAsk, MapAsk, PeerAnswer, PeerAsk } from './asks.ts';

const files = new Map<string, Float64Array>();
const journal = openJournal(undefined);
const common = { parameters: {}, debug: false };

process.on('message', (ask: PeerAsk) => {
  numbersIn(ask.path);
  const [before, start] = [processor(), performance.now()];
  const done = ask.kind === 'map' ? runMap(ask) : { mapping: 0, check: runCalls(ask) };
  const wall = performance.now() - start;
  process.send?.({ wall, cpu: processor() - before, ...done } satisfies PeerAnswer);
});

function processor(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function numbersIn(path: string): Float64Array {
  const found = files.get(path);
  if (found) return found;
  const bytes = readFileSync(path);
  const numbers = new Float64Array(bytes.byteLength / 8);
  Buffer.from(numbers.buffer).set(bytes);
  files.set(path, numbers);
  return numbers;
}

function compiler(bundle: string): () => Exports {
  // oxlint-disable-next-line typescript/no-implied-eval
  return Function(`"use strict";${bundle}\n;return program;`) as () => Exports;
}

function runMap({ bundle, path, columns, state, length, clip }: MapAsk): Pick<PeerAnswer, 'mapping' | 'check'> {
  const numbers = numbersIn(path);
  const units = numbers.length / columns.length;
  const offsets = Uint32Array.from({ length: units + 1 }, (_, at) => at);
  const at = offsetsBytes(offsets.length);
  const memory = new SharedArrayBuffer(at + numbers.byteLength);
  new Uint32Array(memory, 0, units + 1).set(offsets);
  new Float64Array(memory, at, numbers.length).set(numbers);
  const initial = new SharedArrayBuffer(state.length * 8);
  new Float64Array(initial).set(state);
  const vectors = new SharedArrayBuffer(spanUnits(length) * length * 8);
  const run = mapUnits({
    setup: {
      ...common,
      call: 'map',
      columns,
      length,
      places: { offsets: 0, units: units + 1, numbers: at },
      state: 0,
    },
    journal,
    compile: compiler(bundle),
    buffers: [memory, initial, vectors, new SharedArrayBuffer(8)],
    store: Atomics.store,
  });
  const sums = openSums(length, clip);
  let mapping = 0;
  for (let from = 0; from < units; from += spanUnits(length)) {
    const to = Math.min(units, from + spanUnits(length));
    const before = processor();
    run(from, to);
    mapping += processor() - before;
    sums.add(new Float64Array(vectors, 0, (to - from) * length));
  }
  return { mapping, check: sums.sums().join() };
}

function runCalls({ bundle, path, columns, layout, offsets, parts }: CallsAsk): string {
  const numbers = numbersIn(path);
  const rows: Rows = {
    memory: new ArrayBuffer(0),
    columns: columns.length,
    count: numbers.length / columns.length,
    offsets: Uint32Array.from(offsets),
    numbers,
  };
  let total = 0;
  for (const { kind, segment } of parts) {
    const { count, memory } = rowsOf(rows, partKinds.indexOf(kind), segment);
    const hidden = new SharedArrayBuffer(8 + layoutLength(layout) * 8);
    const setup = { ...common, call: 'main', columns, rows: count, seed: 7, layout } as const;
    callMain({ setup, journal, compile: compiler(bundle), data: memory, hidden });
    total += new Float64Array(hidden).subarray(1).reduce((sum, number) => sum + number, 0);
  }
  return String(total);
}
