/** All hostile programs. */
import { clock } from './clock.ts';
import { cpu } from './cpu.ts';
import { error } from './error.ts';
import { escape } from './escape.ts';
import { harness } from './harness.ts';
import type { Hostile } from './hostile.ts';
import { late } from './late.ts';
import { memory } from './memory.ts';
import { returned } from './return.ts';
import { state } from './state.ts';
import { text } from './text.ts';

export const corpus: readonly Hostile[] = [
  ...cpu,
  ...memory,
  ...error,
  ...late,
  ...state,
  ...returned,
  ...text,
  ...clock,
  ...harness,
  ...escape,
];
