/** One requirement of OWASP ASVS 5.0.0 at level 1 or 2, in our words, and how it is answered. */

export interface Item {
  readonly id: string;
  readonly level: 1 | 2;
  readonly says: string;
  readonly answer: Answer;
}

export type Answer =
  /** Tests that carry its id in their titles, and these. */
  | { readonly kind: 'proven'; readonly tests: readonly Named[]; readonly note?: string }
  /** Answered, and no test can show it. */
  | { readonly kind: 'reason'; readonly text: string; readonly file?: string }
  | { readonly kind: 'not applicable' | 'not met'; readonly text: string };

/** The one test of a file below test/ whose title begins so. */
export interface Named {
  readonly file: string;
  readonly begins: string;
}

export type Row = readonly [id: string, level: 1 | 2, says: string, answer: Answer];

export function itemsOf(rows: readonly Row[]): readonly Item[] {
  return rows.map(([id, level, says, answer]) => ({ id, level, says, answer }));
}

/** By tests of its own id. */
export const own: Answer = { kind: 'proven', tests: [] };

export function by(
  ...tests: readonly (readonly [file: string, begins: string])[]
): Extract<Answer, { kind: 'proven' }> {
  return { kind: 'proven', tests: tests.map(([file, begins]) => ({ file: `${file}.test.ts`, begins })) };
}

export function noted(answer: Answer, note: string): Answer {
  return { ...answer, note } as Answer;
}

export function because(text: string): Answer {
  return { kind: 'reason', text };
}

/** @param file below the root of the project */
export function documented(file: string, text: string): Answer {
  return { kind: 'reason', file, text };
}

export function none(text: string): Answer {
  return { kind: 'not applicable', text };
}

export function notMet(text: string): Answer {
  return { kind: 'not met', text };
}
