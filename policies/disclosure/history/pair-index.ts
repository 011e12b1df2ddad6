/** Counts by pair of cells: an array where most of it would be filled, else open addressing over the pairs that occur. */

/** At most this many pairs are counted in an array: 16 MB. */
const maxArray = 1 << 22;

/** An array may have so many places for each entry. */
const maxRoom = 8;

export interface PairCount {
  readonly a: number;
  readonly b: number;
  readonly count: number;
  readonly slot: number;
}

export class PairIndex {
  readonly #width: number;
  readonly #isArray: boolean;
  #counts: Int32Array;
  /** Key + 1 by slot, where the slots are not the pairs themselves; 0: empty. */
  #keys = new Float64Array(0);
  #size = 0;

  /** @param entries how many are to come, about */
  constructor(lefts: number, rights: number, entries: number) {
    this.#width = rights;
    this.#isArray = lefts * rights <= Math.min(maxArray, maxRoom * entries);
    this.#counts = new Int32Array(this.#isArray ? lefts * rights : roomFor(entries));
    if (!this.#isArray) this.#keys = new Float64Array(this.#counts.length);
  }

  /** Where the pairs are not those of an array. */
  get isEmpty(): boolean {
    return !this.#isArray && this.#size === 0;
  }

  /** All slots are below. */
  get slots(): number {
    return this.#counts.length;
  }

  /** @returns −1 for a pair that was never added */
  find(a: number, b: number): number {
    const key = a * this.#width + b;
    if (this.#isArray) return this.#counts[key] === 0 ? -1 : key;
    const slot = this.#place(key);
    return this.#keys[slot] === 0 ? -1 : slot;
  }

  /** @returns the slot of the pair, until the next pair comes that was not there */
  add(a: number, b: number): number {
    const key = a * this.#width + b;
    const slot = this.#isArray ? key : this.#slotOf(key);
    this.#counts[slot] = (this.#counts[slot] ?? 0) + 1;
    return slot;
  }

  /** The counted pairs that `keep` accepts, in the order of the cells. */
  select(keep: (pair: PairCount, slot: number) => boolean): readonly PairCount[] {
    const found: PairCount[] = [];
    for (let slot = 0; slot < this.#counts.length; slot += 1) {
      const count = this.#counts[slot] ?? 0;
      if (count === 0) continue;
      const key = this.#isArray ? slot : (this.#keys[slot] ?? 0) - 1;
      const a = Math.floor(key / this.#width);
      const pair = { a, b: key - a * this.#width, count, slot };
      if (keep(pair, slot)) found.push(pair);
    }
    return this.#isArray ? found : found.sort((x, y) => x.a - y.a || x.b - y.b);
  }

  #slotOf(key: number): number {
    if (2 * this.#size >= this.#keys.length) this.#grow();
    const slot = this.#place(key);
    if (this.#keys[slot] === 0) {
      this.#keys[slot] = key + 1;
      this.#size += 1;
    }
    return slot;
  }

  /** Where the pair is, or would be. */
  #place(key: number): number {
    const mask = this.#keys.length - 1;
    let slot = hashOf(key) & mask;
    while (this.#keys[slot] !== 0 && this.#keys[slot] !== key + 1) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const [keys, counts] = [this.#keys, this.#counts];
    this.#keys = new Float64Array(2 * keys.length);
    this.#counts = new Int32Array(2 * counts.length);
    this.#size = 0;
    for (let slot = 0; slot < keys.length; slot += 1) {
      const key = keys[slot] ?? 0;
      if (key > 0) this.#counts[this.#slotOf(key - 1)] = counts[slot] ?? 0;
    }
  }
}

/** Slots to begin with. */
function roomFor(entries: number): number {
  return 2 ** Math.ceil(Math.log2(2 * Math.min(Math.max(entries, 512), 1 << 17)));
}

function hashOf(key: number): number {
  const high = Math.floor(key / 4_294_967_296);
  let hash = Math.imul((key >>> 0) ^ Math.imul(high, 0x85ebca6b), 0x9e3779b1);
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x2c1b3c6d) >>> 0;
}
