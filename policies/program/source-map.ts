/**
 * From a place in a bundle back to the vendor's source, by the map that the bundler makes beside it. A map is never part of a program: it
 * only helps people to find a line.
 *
 * @see ECMA-426, Source map format, "Mappings structure"
 */

/** As esbuild prints it. Each source is `program:<path>` or `library:<name>`. */
export interface SourceMap {
  readonly sources: readonly string[];
  readonly mappings: string;
}

/** Line from 1, column from 0, in UTF-16 units. */
export interface LineColumn {
  readonly line: number;
  readonly column: number;
}

export interface SourcePlace extends LineColumn {
  readonly source: string;
}

/** @returns the source of the nearest mapped place at or before this one in its line; undefined for what the bundler wrote itself */
export function sourcePlace({ sources, mappings }: SourceMap, { line, column }: LineColumn): SourcePlace | undefined {
  // Source, line and column run on over all lines; the column in the bundle begins anew in each.
  let [source, sourceLine, sourceColumn] = [0, 0, 0];
  let found: SourcePlace | undefined;
  for (const [at, text] of mappings.split(';', line).entries()) {
    let generated = 0;
    for (const segment of text.split(',')) {
      const [step = 0, toSource, toLine = 0, toColumn = 0] = decoded(segment);
      generated += step;
      if (toSource === undefined) continue;
      [source, sourceLine, sourceColumn] = [source + toSource, sourceLine + toLine, sourceColumn + toColumn];
      if (at !== line - 1 || generated > column) continue;
      found = { source: sources[source] ?? '', line: sourceLine + 1, column: sourceColumn };
    }
  }
  return found;
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base 64 VLQ: five bits a digit, lowest first, the sixth says that more follow; the lowest bit of all is the sign. */
function decoded(segment: string): readonly number[] {
  const numbers: number[] = [];
  let [value, scale] = [0, 1];
  for (const digit of segment) {
    const bits = digits.indexOf(digit);
    value += (bits & 31) * scale;
    scale *= 32;
    if (bits & 32) continue;
    numbers.push(value & 1 ? -(value >> 1) : value >> 1);
    [value, scale] = [0, 1];
  }
  return numbers;
}
