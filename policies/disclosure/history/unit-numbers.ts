/**
 * Dense numbers for units that are known by 64-bit hashes: open addressing over typed arrays, 16 to 24 bytes for each unit. Two units with
 * one hash would be taken for one; among ten million that happens with probability 3·10⁻⁶.
 */
export class UnitNumbers {
  /** Unit number + 1 by slot; 0: empty. Its length is a power of two and more than the number of units. */
  #slots = new Int32Array(1024);
  #high = new Uint32Array(512);
  #low = new Uint32Array(512);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** @returns −1 for a unit that has no number */
  find(high: number, low: number): number {
    return (this.#slots[this.#slotOf(high, low)] ?? 0) - 1;
  }

  /** What the unit is known by. */
  hashOf(unit: number): readonly [high: number, low: number] {
    return [this.#high[unit] ?? 0, this.#low[unit] ?? 0];
  }

  /** The unit's number; the next one where it had none. */
  number(high: number, low: number): number {
    const slot = this.#slotOf(high, low);
    const known = this.#slots[slot] ?? 0;
    if (known > 0) return known - 1;
    const unit = this.#size;
    if (unit === this.#high.length) this.#grow();
    this.#high[unit] = high;
    this.#low[unit] = low;
    this.#size = unit + 1;
    this.#slots[this.#slotOf(high, low)] = unit + 1;
    return unit;
  }

  #slotOf(high: number, low: number): number {
    const mask = this.#slots.length - 1;
    let slot = (low ^ Math.imul(high, 0x9e3779b1)) & mask;
    for (;;) {
      const known = this.#slots[slot] ?? 0;
      if (known === 0 || (this.#low[known - 1] === low >>> 0 && this.#high[known - 1] === high >>> 0)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    const high = new Uint32Array(2 * this.#high.length);
    const low = new Uint32Array(high.length);
    high.set(this.#high);
    low.set(this.#low);
    this.#high = high;
    this.#low = low;
    this.#slots = new Int32Array(2 * high.length);
    for (let unit = 0; unit < this.#size; unit += 1)
      this.#slots[this.#slotOf(high[unit] ?? 0, low[unit] ?? 0)] = unit + 1;
  }
}
