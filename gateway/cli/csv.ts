/** Rows of a CSV file by the names of its head. @see RFC 4180 */

export interface CsvRows {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** @throws Error for a row that has not as many fields as the head, and for a quote that is not closed */
export function parseCsv(text: string): CsvRows {
  const [head = [], ...rows] = recordsIn(text.replace(/^\uFEFF/, ''));
  const odd = rows.findIndex((row) => row.length !== head.length);
  if (odd >= 0)
    throw new Error(`Cannot read the rows: row ${odd + 1} must have ${head.length} fields; got ${rows[odd]?.length}`);
  return { head, rows };
}

/** A field is quoted, with every quote in it twice, or has none; then comes a comma, a line end, or the end. */
const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;

function recordsIn(text: string): readonly (readonly string[])[] {
  const records: string[][] = [];
  let record: string[] = [];
  field.lastIndex = 0;
  while (field.lastIndex < text.length || record.length > 0) {
    const at = field.lastIndex;
    const [found, quoted, plain = '', end] = field.exec(text) ?? [];
    if (found === undefined) throw new Error(`Cannot read the rows: must be CSV; got something else at ${at}`);
    record.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === ',') continue;
    records.push(record);
    record = [];
  }
  return records;
}
