/** What the page and its script tell each other. Words come from the server, in the language of the reader; the script only places them. */

/** A refusal with its place in one of the texts of the editor; offsets count UTF-16 units. */
export interface Problem {
  /** The name of the text's field; absent where there is no place. */
  readonly text?: TextName;
  readonly from: number;
  readonly to: number;
  readonly title: string;
  readonly detail: string;
  readonly remedy: string;
}

export type TextName = 'sql' | 'source' | 'manifest';

/** A result as it is shown: every cell a text. `hidden` cells would not be shown on real data; `why` names, by row, a sentence of `reasons`. */
export interface Grid {
  readonly caption: string;
  readonly columns: readonly { readonly name: string; readonly about: string; readonly isNumber: boolean }[];
  readonly rows: readonly (readonly string[])[];
  readonly hidden: readonly (readonly boolean[])[];
  readonly why: readonly (readonly number[])[];
  readonly reasons: readonly { readonly short: string; readonly long: string }[];
  readonly words: GridWords;
}

/** What the grid says by itself. */
export interface GridWords {
  readonly why: string;
  /** With `{row}`, `{rows}`, `{column}` and `{value}` in it. */
  readonly place: string;
  readonly hidden: string;
}

export interface Answer {
  /** One sentence for who listens. */
  readonly says: string;
  readonly forecast: string;
  /** Absent where nothing was run. */
  readonly result?: string;
  readonly grid?: Grid;
  readonly problems: readonly Problem[];
}

/** A table of the catalog as the editor completes it. */
export interface KnownTable {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly columns: readonly KnownColumn[];
}

export interface KnownColumn {
  readonly name: string;
  readonly title: string;
  readonly type: string;
  /** Grade, rule and domain, one in each line. */
  readonly about: readonly string[];
}

export interface Known {
  readonly tables: readonly KnownTable[];
  readonly functions: readonly { readonly name: string; readonly about: string }[];
}
