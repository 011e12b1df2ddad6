/**
 * The engine's parser doubles the tree of `CASE x WHEN …` at each level that one stands inside another, so a short text could fill its
 * memory. The text is looked at before it is parsed.
 */
import { accept, refuse, type Outcome } from '../refusal.ts';

/** No query that people write nests them deeper. */
const maxCases = 8;

/** Texts, quoted names and comments; a CASE in them is none. */
const quotedParts = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$\$[\s\S]*?\$\$/g;

/** Refuses E_TOO_COMPLEX where CASE stands in CASE more than eight times. */
export function requireShallow(sql: string): Outcome<void> {
  let depth = 0;
  let deepest = 0;
  for (const [word] of sql.replace(quotedParts, ' ').matchAll(/\b(?:case|end)\b/gi)) {
    depth = word.toLowerCase() === 'case' ? depth + 1 : Math.max(0, depth - 1);
    deepest = Math.max(deepest, depth);
  }
  if (deepest <= maxCases) return accept(undefined);
  return refuse('E_TOO_COMPLEX', `Cannot run the query: must nest CASE at most ${maxCases} times; got ${deepest}`);
}
