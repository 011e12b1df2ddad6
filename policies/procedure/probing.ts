/**
 * Programs that differ in one constant only: asked one after another, they try out where a rule bites. Read from the text alone, by a
 * tokenizer that knows constants, names and comments and nothing of what a query means.
 *
 * @see disclosure.md §2.9 (6); docs/decisions/024-denials.md
 */

/** A text without its constants, and these. */
export interface Skeleton {
  /** Words and signs; lists of constants count as one. */
  readonly shape: string;
  readonly constants: readonly string[];
}

/** Comments, texts (quoted, or between dollars), quoted names, words, numbers, everything else sign by sign. */
const token =
  /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|(\$[\p{L}_]*\$)[\s\S]*?\1|"(?:[^"]|"")*"|[\p{L}_$][\p{L}\p{N}_$]*|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|\S/gu;

/** For every two texts that differ in space, case of words, comments and constants only, returns equal shapes. */
export function skeletonOf(sql: string): Skeleton {
  const written = [...sql.matchAll(token)].map(([text]) => text).filter((text) => !/^(--|\/\*)/.test(text));
  const tokens = withSigns(written);
  const shape = tokens.map((text) => (isConstant(text) ? '?' : text.startsWith('"') ? text : text.toLowerCase()));
  return {
    shape: shape.join(' ').replaceAll(/\?(?: , \?)+/g, '?'),
    constants: tokens.filter(isConstant),
  };
}

/** Do they differ in one constant: another in its place, one more, or one less? */
export function isNeighbour(one: Skeleton, other: Skeleton): boolean {
  if (one.shape !== other.shape) return false;
  const [left, right] = [without(one.constants, other.constants), without(other.constants, one.constants)];
  return left.length <= 1 && right.length <= 1 && left.length + right.length > 0;
}

/** Texts with which a third of a kind is an attempt and no longer a correction. */
const few = 2;

/** Whether `sql` has more neighbours among `earlier` texts than a vendor who corrects himself. */
export function isProbing(sql: string, earlier: readonly string[]): boolean {
  const mine = skeletonOf(sql);
  const neighbours = new Set(earlier.filter((other) => isNeighbour(mine, skeletonOf(other))));
  return neighbours.size >= few;
}

/** A minus that stands after no value belongs to the number behind it. */
function withSigns(tokens: readonly string[]): readonly string[] {
  const isSign = (at: number) =>
    tokens[at] === '-' && /^[\d.]/.test(tokens[at + 1] ?? '') && /^[(,<>=*/+%]$/.test(tokens[at - 1] ?? ',');
  return tokens.flatMap((text, at) => (isSign(at) ? [] : isSign(at - 1) ? `-${text}` : text));
}

function isConstant(text: string): boolean {
  return /^(?:'|-?\d|-?\.\d|\$[\p{L}_]*\$)/u.test(text);
}

/** What of the first list is left when each of the second has taken away one like it. */
function without(these: readonly string[], those: readonly string[]): readonly string[] {
  const left = [...those];
  return these.filter((text) => {
    const at = left.indexOf(text);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
