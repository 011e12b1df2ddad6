/** What every part of a worker's work has at hand. */
import type ivm from 'isolated-vm';
import type { Setup } from './setup.ts';

/** Sends one frame. */
export type Answer = (kind: number, question: number, body?: Uint8Array) => void;

export interface Worker {
  readonly vm: typeof ivm;
  readonly setup: Setup;
  readonly answer: Answer;
}
