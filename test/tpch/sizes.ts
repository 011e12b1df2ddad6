/** How many rows a scale factor has. @see TPC-H specification, clause 4.2.5 */
export interface Sizes {
  readonly suppliers: number;
  readonly parts: number;
  readonly customers: number;
  readonly orders: number;
  readonly clerks: number;
  /** Suppliers of whom customers complain, and as many that they recommend. */
  readonly remarks: number;
}

/** @param scale 1 for a gigabyte as text; from 0.01, below which the four suppliers of a part may no longer differ */
export function sizesAt(scale: number): Sizes {
  if (!(scale >= 0.01)) throw new Error(`Cannot size TPC-H: the scale must be from 0.01; got ${scale}`);
  const of = (count: number): number => Math.round(count * scale);
  return {
    suppliers: of(10_000),
    parts: of(200_000),
    customers: of(150_000),
    orders: of(1_500_000),
    clerks: of(1_000),
    remarks: Math.max(1, of(5)),
  };
}
