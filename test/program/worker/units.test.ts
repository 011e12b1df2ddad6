/** `map` over units in real workers. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GuestProgram, MapPass, PackedRows } from '#sandbox/program/guest.ts';
import { bundle, openWorkshop, type Workshop } from './programs.ts';

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
});
afterAll(() => workshop[Symbol.asyncDispose]());

const clip = 1_048_576;

function aPass(given: Partial<MapPass> = {}): MapPass {
  return { state: new Float64Array(1), length: 1, clip, skip: new Set(), mostKilled: 10, ...given };
}

/** One row of one number for each unit. */
function units(numbers: readonly number[]): PackedRows {
  return {
    width: 1,
    values: Float64Array.from(numbers),
    offsets: Uint32Array.from({ length: numbers.length + 1 }, (_, at) => at),
  };
}

async function mapped(program: Partial<GuestProgram>, numbers: readonly number[], pass: Partial<MapPass> = {}) {
  using guest = await workshop.open({ mode: 'map', callMillis: 50, ...program });
  const { sums, killed, gaveUp } = await guest.mapUnits(units(numbers), aPass(pass));
  return { sums: sums.map(Number), killed: [...killed], gaveUp };
}

const one = (body: string, before = ''): string =>
  bundle({ map: `(unit, state, out) => { const x = unit.values[0]; ${body} }` }, before);

test('mapUnits adds the vectors of all units', async () => {
  const { sums } = await mapped({ bundle: one('out[0] = x;') }, [1, 2, 3, 4]);
  expect(sums).toEqual([10]);
});

test('mapUnits counts a unit that never ends as zero, and goes on behind it', async () => {
  const found = await mapped({ bundle: one('if (x === 3) for (;;); out[0] = x;') }, [1, 2, 3, 4]);
  expect(found).toEqual({ sums: [7], killed: [2], gaveUp: false });
});
