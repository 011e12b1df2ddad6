/** Where randomness comes from: an argument, as everything that is not pure. The domain gives its CSPRNG; tests give a known stream. */
export interface RandomSource {
  /** `count` independent uniform bytes. */
  bytes(count: number): Uint8Array;
}
