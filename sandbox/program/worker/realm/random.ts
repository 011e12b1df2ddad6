/**
 * A program's own random numbers: sfc32, the same sequence for the same seed. They decide nothing that is private, so they need not be secret.
 *
 * @see https://pracrand.sourceforge.net/RNG_engines.txt sfc32
 */

/** @returns numbers in [0, 1) on the grid of 2⁻⁵³ */
export function seeded(seed: number): () => number {
  let [a, b, c, counter] = [0, seed | 0, 0x9e3779b9 | 0, 1];
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let round = 0; round < 16; round++) next();
  return () => ((next() >>> 5) * 67_108_864 + (next() >>> 6)) / 9_007_199_254_740_992;
}
