/**
 * What can stand in the ledger. Amounts are whole numbers without a sign, written as decimal text because JSON has no integers of that
 * size: no posting can give back what was spent.
 *
 * @see query-and-privacy.md §3.8
 */
import { z } from 'zod';
import { attoDelta, nanoRho, type AttoDelta, type NanoRho, type Sha256 } from '#policies/units.ts';

const digits = z.string().regex(/^(?:0|[1-9][0-9]{0,37})$/);
const rho = z.codec(digits, z.custom<NanoRho>(isNatural), { decode: (text) => nanoRho(BigInt(text)), encode: String });
const delta = z.codec(digits, z.custom<AttoDelta>(isNatural), {
  decode: (text) => attoDelta(BigInt(text)),
  encode: String,
});
const amount = z.strictObject({ rho, delta }).readonly();

const hash = z.custom<Sha256>((value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value));
const run = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/);
const scope = z.string().regex(/^[a-z]+\/[A-Za-z0-9][A-Za-z0-9_.@-]{0,255}$/);

const scopes = z
  .array(z.strictObject({ scope, cap: amount }).readonly())
  .min(1)
  .readonly()
  .refine((all) => new Set(all.map((one) => one.scope)).size === all.length, 'every scope once');

export const posting = z.discriminatedUnion('kind', [
  /** From here on the cap of a scope is this, whatever cap a request names. `act` names the signed act of the owner. */
  z.strictObject({ kind: z.literal('cap'), scope, cap: amount, act: z.string().min(1) }).readonly(),
  z
    .strictObject({
      kind: z.literal('reserve'),
      run,
      canon: hash,
      cost: amount.refine((cost) => cost.rho > 0n || cost.delta > 0n, 'a look at private data costs something'),
      scopes,
    })
    .readonly(),
  z.strictObject({ kind: z.literal('open'), run }).readonly(),
  z.strictObject({ kind: z.literal('commit'), run, result: hash }).readonly(),
  z.strictObject({ kind: z.literal('void'), run }).readonly(),
]);

export type Posting = z.output<typeof posting>;
export type Reserve = Extract<Posting, { kind: 'reserve' }>;

function isNatural(value: unknown): boolean {
  return typeof value === 'bigint' && value >= 0n;
}
