/**
 * Reads the structure of a CSV file without its values: where records begin, how many fields each has, what is malformed.
 * The engine reads the values; this scanner exists because only it can name the physical line of a bad record without quoting it.
 *
 * @see RFC 4180; a quotation mark inside an unquoted value is an ordinary character here, as in the engine
 */
import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';

export interface CsvDialect {
  readonly delimiter: string;
  readonly columns: number;
  /** Whether the first record names the columns. */
  readonly header: boolean;
}

export type CsvFaultKind =
  'fields' | 'quote' | 'unclosed' | 'return' | 'nul' | 'long' | 'encoding' | 'blank' | 'ending';

export interface CsvFault {
  /** Physical line of the file, from 1. */
  readonly line: number;
  readonly kind: CsvFaultKind;
}

export interface CsvStructure {
  /** Data records, the header not counted. */
  readonly records: number;
  /** The first faults in file order, at most `keptFaults`. */
  readonly faults: readonly CsvFault[];
  readonly faultCount: number;
}

const keptFaults = 20;
/** Half of what the engine takes as one line. */
const longestRecord = 1_000_000;
const [lf, cr, space, quote, nul] = [10, 13, 32, 34, 0];

/** Called for every data record with its number from 0 and the physical line it begins on. */
export type RecordVisitor = (record: number, line: number) => void;

/** One pass over the file; memory is one chunk. */
export async function scanCsv(path: string, dialect: CsvDialect, visit?: RecordVisitor): Promise<CsvStructure> {
  const scanner = new Scanner(dialect, visit);
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    const joined = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const end = joined.lastIndexOf(lf) + 1;
    scanner.push(joined.subarray(0, end));
    rest = joined.subarray(end);
    if (rest.length > 2 * longestRecord) return scanner.giveUp();
  }
  scanner.push(rest);
  return scanner.finish();
}

/**
 * `space` is a value of spaces so far: a quotation mark after them is read differently everywhere, so it is a fault.
 */
type State = 'start' | 'space' | 'plain' | 'quoted' | 'after' | 'return';

class Scanner {
  readonly #dialect: CsvDialect;
  readonly #delimiter: number;
  readonly #visit: RecordVisitor | undefined;
  readonly #faults: CsvFault[] = [];
  #faultCount = 0;
  #state: State = 'start';
  #line = 1;
  #begin = 1;
  #fields = 1;
  #size = 0;
  #empty = true;
  #fault: CsvFaultKind | undefined;
  #seen = 0;
  #first = true;
  /** Whether lines end with CR LF, as the first does; the engine takes no mixture. */
  #crlf: boolean | undefined;

  constructor(dialect: CsvDialect, visit: RecordVisitor | undefined) {
    this.#dialect = dialect;
    this.#delimiter = dialect.delimiter.charCodeAt(0);
    this.#visit = visit;
  }

  /** `bytes` ends at the end of a line or of the file, so that no character is cut in two. */
  push(bytes: Buffer): void {
    let rest = bytes;
    if (this.#first && bytes.length > 0) {
      this.#first = false;
      if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) rest = bytes.subarray(3);
    }
    if (!isUtf8(rest)) this.#reportEncoding(rest);
    for (const byte of rest) this.#step(byte);
  }

  finish(): CsvStructure {
    if (this.#state === 'quoted') this.#fault ??= 'unclosed';
    if (this.#state === 'return') this.#fault ??= 'return';
    if (this.#size > 0) this.#endRecord();
    const header = this.#dialect.header ? 1 : 0;
    const faults = this.#faults.toSorted((a, b) => a.line - b.line).slice(0, keptFaults);
    return { records: Math.max(0, this.#seen - header), faults, faultCount: this.#faultCount };
  }

  /** A line without end: whatever this is, it is not a CSV file. */
  giveUp(): CsvStructure {
    this.#report({ line: this.#line, kind: 'long' });
    return { records: 0, faults: this.#faults, faultCount: this.#faultCount };
  }

  #step(byte: number): void {
    this.#size += 1;
    if (this.#state === 'quoted') {
      if (byte === quote) this.#state = 'after';
      else if (byte === lf) this.#line += 1;
      else if (byte === nul) this.#fault ??= 'nul';
      return;
    }
    if (byte === lf) return this.#endLine();
    if (this.#state === 'return') this.#fault ??= 'return';
    if (byte === cr) {
      this.#state = 'return';
      return;
    }
    this.#empty = false;
    if (byte === this.#delimiter) {
      this.#fields += 1;
      this.#state = 'start';
    } else if (byte === quote && this.#state !== 'plain') {
      if (this.#state === 'space') this.#fault ??= 'quote';
      this.#state = 'quoted';
    } else if (byte === space && (this.#state === 'start' || this.#state === 'space')) {
      this.#state = 'space';
    } else {
      if (this.#state === 'after') this.#fault ??= 'quote';
      if (byte === nul) this.#fault ??= 'nul';
      this.#state = 'plain';
    }
  }

  #endLine(): void {
    const crlf = this.#state === 'return';
    this.#crlf ??= crlf;
    if (crlf !== this.#crlf) this.#fault ??= 'ending';
    this.#line += 1;
    this.#endRecord();
  }

  #endRecord(): void {
    if (this.#empty && this.#dialect.columns > 1 && this.#fault === undefined) {
      if (this.#seen === 0) this.#report({ line: this.#begin, kind: 'blank' });
    } else {
      if (this.#size > longestRecord) this.#fault ??= 'long';
      if (this.#fields !== this.#dialect.columns) this.#fault ??= 'fields';
      if (this.#fault !== undefined) this.#report({ line: this.#begin, kind: this.#fault });
      const record = this.#dialect.header ? this.#seen - 1 : this.#seen;
      if (record >= 0) this.#visit?.(record, this.#begin);
      this.#seen += 1;
    }
    this.#begin = this.#line;
    this.#fields = 1;
    this.#size = 0;
    this.#empty = true;
    this.#fault = undefined;
    this.#state = 'start';
  }

  #reportEncoding(bytes: Buffer): void {
    let line = this.#line;
    for (let at = 0; at < bytes.length; line += 1) {
      const next = bytes.indexOf(lf, at);
      const end = next === -1 ? bytes.length : next + 1;
      if (!isUtf8(bytes.subarray(at, end))) this.#report({ line, kind: 'encoding' });
      at = end;
    }
  }

  #report(fault: CsvFault): void {
    this.#faultCount += 1;
    if (this.#faults.length < keptFaults) this.#faults.push(fault);
  }
}
