/**
 * Reads a bundle before anything runs it, and says where it asks for what a program does not have. Advice and an early error: the worker
 * removes the same things from the realm, and is what protects.
 *
 * @see programs.md §D.3(6), §D.7; docs/decisions/036-bundles.md
 */
import { parse } from 'acorn';
import { accept, type Outcome, type Refusal } from '../refusal.ts';
import { lintRules, type LintRuleName } from './lint-rules.ts';
import { breachesIn } from './lint-tree.ts';
import type { ScriptMode } from './script.ts';
import { sourcePlace, type SourceMap } from './source-map.ts';
import { isSyntax, type Syntax } from './syntax.ts';

export interface LintContext {
  readonly mode: ScriptMode;
  /** Of this bundle; without it places are in the bundle. */
  readonly map?: SourceMap;
}

/** So many findings are told. */
const mostTold = 20;

/** Rules that libraries of the allow-list need not keep: their names are read once by us, and what they name is gone when they run. */
const ownTextOnly: ReadonlySet<LintRuleName> = new Set(['name', 'clock', 'random', 'global', 'hook']);

interface Finding {
  readonly rule: LintRuleName;
  readonly offset: number;
  readonly text: string;
}

/**
 * For every text, returns whether it keeps all of {@link lintRules}; never throws. Refuses with E_LINT, once for each breach, with the place
 * in the source where the map knows it.
 */
export function lintBundle(bundle: string, { mode, map }: LintContext): Outcome<void> {
  const told = findingsIn(bundle, mode).flatMap((finding) => refusalOf(finding, bundle, map) ?? []);
  const [first, ...rest] = told.slice(0, mostTold);
  return first ? { ok: false, refusals: [first, ...rest] } : accept(undefined);
}

function findingsIn(bundle: string, mode: ScriptMode): readonly Finding[] {
  try {
    return breachesIn(treeOf(bundle), mode).map(({ rule, node }) => ({
      rule,
      offset: node.start,
      text: bundle.slice(node.start, Math.min(node.end, node.start + 40)).split('\n', 1)[0] ?? '',
    }));
  } catch (error) {
    // Of our own walk: a tree that is too deep for the stack.
    if (error instanceof RangeError) return [{ rule: 'depth', offset: 0, text: 'more levels than can be read' }];
    if (!(error instanceof SyntaxError)) throw error;
    const offset = 'pos' in error && typeof error.pos === 'number' ? error.pos : 0;
    const text = error.message.replace(/ \(\d+:\d+\)$/, '');
    return [{ rule: text.startsWith('Not enough stack') ? 'depth' : 'syntax', offset, text }];
  }
}

function treeOf(bundle: string): Syntax {
  const tree: unknown = parse(bundle, { ecmaVersion: 2026, sourceType: 'script', allowHashBang: false });
  if (!isSyntax(tree)) throw new Error('acorn made no tree');
  return tree;
}

function refusalOf({ rule, offset, text }: Finding, bundle: string, map: SourceMap | undefined): Refusal | undefined {
  const before = bundle.slice(0, offset).split('\n');
  const place = { line: before.length, column: before.at(-1)?.length ?? 0 };
  const mapped = map && sourcePlace(map, place);
  if (mapped?.source.startsWith('library:') && ownTextOnly.has(rule)) return undefined;
  const { source, line, column } = mapped ?? { source: 'program:bundle', ...place };
  const { must, remedy } = lintRules[rule];
  const where = `${source.replace(/^program:/, '')}:${line}:${column + 1}`;
  return { code: 'E_LINT', detail: `Cannot take the program: must ${must}; got ${text} (${where})`, remedy };
}
