/** The whole journey without a mouse: every control is reached by keys, in sight, and does what it does for a pointer. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { trace, verify } from './aftermath.ts';
import { keyboard } from './keyboard.ts';
import { isMissing, openStage, type Stage } from './stage.ts';
import { tell } from './story.ts';

/** Of a machine with much else to do, in milliseconds. */
const patience = 400_000;

let stage: Stage | undefined;
beforeAll(async () => {
  if (!isMissing) stage = await openStage();
});
afterAll(() => stage?.[Symbol.asyncDispose]());

test.skipIf(isMissing)(
  'AO-22-2, AO-27-4 by keyboard: from a first text to a verified bundle and back to its source, and no page complains',
  async () => {
    const desk = async () => keyboard((await stage?.visitor()) ?? never());
    const told = await tell(desk);
    await verify(desk, told);
    await trace(desk, told);
    expect(stage?.noise).toEqual([]);
  },
  patience,
);

function never(): never {
  throw new Error('a story without a stage');
}
