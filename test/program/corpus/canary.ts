/** The rows that hostile programs see: a number and a text among them that nobody outside may ever meet. */
import type { GuestColumn, PackedRows, SegmentedRows } from '#sandbox/program/guest.ts';

export const canaryNumber = 4711.0815;
export const canaryText = 'SECRET-4711-CANARY';

export const columns: readonly GuestColumn[] = [
  { name: 'amount' },
  { name: 'sector', levels: ['health', 'trade', canaryText] },
];

export const segmented: SegmentedRows = {
  columns: [Float64Array.of(canaryNumber, 12, 250.5, 90, 7, 31), Float64Array.of(2, 0, 1, 1, -1, 0)],
  offsets: Uint32Array.of(0, 2, 4, 6),
};

export const packed: PackedRows = {
  width: 2,
  values: Float64Array.of(canaryNumber, 2, 12, 0, 250.5, 1, 90, 1, 7, -1, 31, 0),
  offsets: Uint32Array.of(0, 1, 3, 4, 6),
};

/** Ways to write the canary as text, down to a part of it. */
const traces = ['SECRET', 'CANARY', String(canaryNumber)].flatMap((text) => [
  Buffer.from(text, 'latin1'),
  Buffer.from(text, 'utf16le'),
]);
const bits = Buffer.from(Float64Array.of(canaryNumber).buffer);
/** What fits beside the bits that make a number NaN. */
const lowBits = bits.subarray(0, 6);

/** Where in the bytes the canary, or most of it, is found. */
export function canaryIn(bytes: Buffer): 'nowhere' | 'as text' | 'as a number' {
  if (traces.some((trace) => bytes.includes(trace))) return 'as text';
  return bytes.includes(lowBits) ? 'as a number' : 'nowhere';
}
