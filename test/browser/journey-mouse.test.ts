/** The whole journey with a mouse: eight people, each at his own desk, from a refused text to a traced number. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { trace, verify } from './aftermath.ts';
import { mouse } from './hands.ts';
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
  'AO-22-2, AO-27-4 by mouse: from a first text to a verified bundle and back to its source, and no page complains',
  async () => {
    const desk = async () => mouse((await stage?.visitor()) ?? never());
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
