/**
 * The door to an engine: what the record asks of one, and no more. One SQL text runs on each, with `$1` for the first value; what
 * differs between them stands in {@link Dialect} and in the two files that make a driver.
 *
 * @see record.md §2
 */
export type Value = string | number | null | Uint8Array;
export type Row = Readonly<Record<string, unknown>>;

/** Where the record is kept. */
export type Store =
  /** A file, or `:memory:`. */
  | { readonly kind: 'sqlite'; readonly file: string }
  /** PostgreSQL ≥ 15; several gateways may share it. */
  | { readonly kind: 'postgres'; readonly url: string };

/** One connection. What it was told to write is durable when {@link transaction} returns, and not before. */
export interface Driver {
  readonly dialect: Dialect;
  /** Several statements, without values. */
  readonly exec: (text: string) => void;
  readonly get: (text: string, ...values: Value[]) => Row | undefined;
  readonly all: (text: string, ...values: Value[]) => readonly Row[];
  /** Only inside of {@link transaction}. What is wrong with it may be thrown by a later call, at the latest by its end. */
  readonly run: (text: string, ...values: Value[]) => void;
  /** Runs `work` alone among all who write, in this process and in others. What it throws rolls everything back. */
  readonly transaction: <T>(work: () => T) => T;
  /** Runs `work` inside of a transaction; what it throws rolls back only what it did itself. */
  readonly savepoint: <T>(work: () => T) => T;
  /** All that `work` reads is of one moment; it writes nothing, and keeps nobody from writing. */
  readonly snapshot: <T>(work: () => T) => T;
  readonly close: () => void;
}

/** What one SQL text cannot say for both. */
export interface Dialect {
  readonly bytes: 'BLOB' | 'BYTEA';
  readonly integer: 'INTEGER' | 'BIGINT';
  /** Compared by its bytes. */
  readonly text: string;
  /** Behind the columns of a table. */
  readonly strict: ' STRICT' | '';
  /** Behind the columns of a table whose rows lie in its key. */
  readonly inKey: ' STRICT, WITHOUT ROWID' | '';
  /** Behind a SELECT of a row to be taken that others may be taking. */
  readonly skipLocked: '' | ' FOR UPDATE SKIP LOCKED';
  /** Statements that let a table only grow. */
  readonly onlyGrows: (table: string) => string;
}
