/** A machine for classic BPF, as obvious as can be: the judge of the filter. @see linux/filter.h */

export interface SystemCall {
  readonly number: number;
  readonly architecture: number;
  /** Six of 64 bits; nought where not given. */
  readonly arguments?: readonly bigint[];
}

/** @returns what the program answers to the call @throws Error when it leaves itself, or uses what a filter need not */
export function runFilter(program: Uint8Array, call: SystemCall): number {
  const data = seccompData(call);
  const code = new DataView(program.buffer, program.byteOffset, program.byteLength);
  let accumulator = 0;
  for (let at = 0; at < program.length; at += 8) {
    const [opcode, yes, no, operand] = [
      code.getUint16(at, true),
      code.getUint8(at + 2),
      code.getUint8(at + 3),
      code.getUint32(at + 4, true),
    ];
    if (opcode === 0x20) accumulator = data.getUint32(operand, true);
    else if (opcode === 0x54) accumulator = (accumulator & operand) >>> 0;
    else if (opcode === 0x15) at += 8 * (accumulator === operand ? yes : no);
    else if (opcode === 0x35) at += 8 * (accumulator >= operand ? yes : no);
    else if (opcode === 0x06) return operand;
    else throw new Error(`unknown instruction ${opcode} at ${at}`);
  }
  throw new Error('the program ends without an answer');
}

function seccompData({ number, architecture, arguments: args = [] }: SystemCall): DataView {
  const data = new DataView(new ArrayBuffer(64));
  data.setUint32(0, number, true);
  data.setUint32(4, architecture, true);
  for (const [index, value] of args.entries()) data.setBigUint64(16 + 8 * index, BigInt.asUintN(64, value), true);
  return data;
}
