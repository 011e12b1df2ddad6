/** What esbuild says of a vendor's source, as refusals with their place. */
import type { Message } from 'esbuild';
import type { Outcome, Refusal } from '#policies/refusal.ts';

const mostTold = 20;
const longest = 300;

/** @returns undefined for an error that is not about the source */
export function failuresOf(error: unknown): Outcome<never> | undefined {
  if (!(error instanceof Error) || !('errors' in error) || !Array.isArray(error.errors)) return undefined;
  const [first, ...rest] = (error.errors as readonly Message[]).slice(0, mostTold).map(refusalOf);
  return first && { ok: false, refusals: [first, ...rest] };
}

function refusalOf({ text, location }: Message): Refusal {
  const place = location ? ` (${placeOf(location)})` : '';
  return { code: 'E_BUNDLE', detail: `Cannot bundle the program: ${text.slice(0, longest)}${place}` };
}

/** esbuild counts columns from 0 in bytes, people from 1 in characters. */
function placeOf({ file, line, column, lineText }: NonNullable<Message['location']>): string {
  const before = Buffer.from(lineText, 'utf8').subarray(0, column).toString('utf8');
  return `${file.replace(/^program:/, '')}:${line}:${before.length + 1}`;
}
