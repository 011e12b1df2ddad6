/**
 * Classic BPF, as much of it as a filter of system calls needs: load a word, compare, return. Jumps go forward to names.
 *
 * @see linux/filter.h, linux/bpf_common.h; seccomp(2)
 */

/** One step of a program; `yes` and `no` name labels, and mean the next step where they are left out. */
export type Step =
  | { readonly kind: 'load'; readonly offset: number }
  | { readonly kind: 'and'; readonly mask: number }
  | {
      readonly kind: 'if';
      readonly test: 'equal' | 'atLeast';
      readonly value: number;
      readonly yes?: string;
      readonly no?: string;
    }
  | { readonly kind: 'return'; readonly value: number }
  | { readonly kind: 'label'; readonly name: string };

const codes = { load: 0x20, and: 0x54, equal: 0x15, atLeast: 0x35, return: 0x06 } as const;
const instructionBytes = 8;
const farthest = 255;

/** @returns the program as the kernel reads it: code (16 bits), two jumps (8 bits each), operand (32 bits), little-endian */
export function assemble(steps: readonly Step[]): Uint8Array {
  const places = placesOf(steps);
  const instructions = steps.filter((step) => step.kind !== 'label');
  const bytes = new DataView(new ArrayBuffer(instructions.length * instructionBytes));
  const write = (index: number, [code, yes, no, operand]: readonly [number, number, number, number]): void => {
    const at = index * instructionBytes;
    bytes.setUint16(at, code, true);
    bytes.setUint8(at + 2, yes);
    bytes.setUint8(at + 3, no);
    bytes.setUint32(at + 4, operand, true);
  };
  for (const [index, step] of instructions.entries()) {
    const jump = (name: string | undefined): number => distance(places, index, name);
    if (step.kind === 'load') write(index, [codes.load, 0, 0, step.offset]);
    if (step.kind === 'and') write(index, [codes.and, 0, 0, step.mask]);
    if (step.kind === 'return') write(index, [codes.return, 0, 0, step.value]);
    if (step.kind === 'if') write(index, [codes[step.test], jump(step.yes), jump(step.no), step.value]);
  }
  return new Uint8Array(bytes.buffer);
}

/** Each label stands for the instruction after it. */
function placesOf(steps: readonly Step[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  let index = 0;
  for (const step of steps) {
    if (step.kind === 'label') places.set(step.name, index);
    else index++;
  }
  return places;
}

function distance(places: ReadonlyMap<string, number>, from: number, name: string | undefined): number {
  if (name === undefined) return 0;
  const far = (places.get(name) ?? Number.NaN) - from - 1;
  if (!(far >= 0 && far <= farthest)) throw new Error(`Cannot assemble a filter: ${name} is out of reach`);
  return far;
}
