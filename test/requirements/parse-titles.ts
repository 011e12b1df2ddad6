/** What a test file calls its tests, read from its syntax tree: nothing runs, and what never runs does not count. */
import { parseAst } from 'vitest/node';

/** A node of the tree, as far as we look at it. */
interface Node {
  readonly type: string;
  readonly [member: string]: unknown;
}

const roots: ReadonlySet<string> = new Set(['test', 'it', 'describe']);
/** `fails` passes because its requirement does not hold; `skipIf` and `runIf` run where they can. */
const neverRun: ReadonlySet<string> = new Set(['skip', 'todo', 'fails']);

/**
 * The titles of tests and groups of tests, in order, with `${…}` where a template has an expression. Not those that are
 * marked `skip`, `todo` or `fails`, and nothing inside such a group.
 */
export function titlesIn(source: string): readonly string[] {
  const program = parseAst(source, { lang: 'ts' }) as unknown as Node;
  const titles: string[] = [];
  const names = new Set([...roots, ...aliasesIn(program)]);
  const visit = (node: Node): void => {
    const words = node.type === 'CallExpression' ? chainOf(node['callee'] as Node) : [];
    if (names.has(words[0] ?? '')) {
      if (words.some((word) => neverRun.has(word))) return;
      const title = textOf((node['arguments'] as readonly Node[])[0]);
      if (title !== undefined && takesTests(node)) titles.push(title.replaceAll(/\s+/g, ' '));
    }
    for (const child of childrenOf(node)) visit(child);
  };
  visit(program);
  return titles;
}

/** `const inBrowser = test.skipIf(…)`: its calls are tests too, unless it never runs. */
function aliasesIn(program: Node): readonly string[] {
  return (program['body'] as readonly Node[])
    .filter(({ type }) => type === 'VariableDeclaration')
    .flatMap((declaration) => declaration['declarations'] as readonly Node[])
    .flatMap(({ id, init }) => {
      const words = init ? chainOf(init as Node) : [];
      const runs = roots.has(words[0] ?? '') && !words.some((word) => neverRun.has(word));
      return runs && isNode(id) && typeof id['name'] === 'string' ? [id['name']] : [];
    });
}

/** `test.skipIf(a).each(b)` → test, skipIf, each; empty for what does not begin with a name. */
function chainOf(node: Node): readonly string[] {
  if (node.type === 'Identifier') return [String(node['name'])];
  if (node.type === 'CallExpression') return chainOf(node['callee'] as Node);
  if (node.type === 'TaggedTemplateExpression') return chainOf(node['tag'] as Node);
  if (node.type !== 'MemberExpression') return [];
  const before = chainOf(node['object'] as Node);
  return before.length === 0 ? [] : [...before, String((node['property'] as Node)['name'])];
}

/** A title stands before the test itself, so `test.each(['a'])` alone has none. */
function takesTests(call: Node): boolean {
  return (call['arguments'] as readonly Node[]).length > 1;
}

function textOf(node: Node | undefined): string | undefined {
  if (node?.type === 'Literal') return typeof node['value'] === 'string' ? node['value'] : undefined;
  if (node?.type !== 'TemplateLiteral') return undefined;
  return (node['quasis'] as readonly Node[])
    .map((quasi) => String((quasi['value'] as Readonly<Record<string, unknown>>)['cooked']))
    .join('${…}');
}

function childrenOf(node: Node): readonly Node[] {
  return Object.values(node).flat().filter(isNode);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}
