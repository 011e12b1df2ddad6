/** What is given to the decoding of a column. */
import type { Attribute } from '#policies/simulation/attribute.ts';
import type { Column } from '#policies/catalog/entry.ts';
import type { DecodedColumn } from './decoded.ts';

/** What a column is decoded from: the cells of one or two attributes, and the start that a gap is counted from. */
export interface Coded {
  readonly column: Column;
  readonly main: { readonly attribute: Attribute; readonly cells: Uint16Array };
  readonly hour?: Uint16Array | undefined;
  readonly start?: DecodedColumn | undefined;
}
