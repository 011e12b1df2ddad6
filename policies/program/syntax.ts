/** A syntax tree as acorn makes it, read without knowing every kind of node. */

export interface Syntax {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

export function isSyntax(value: unknown): value is Syntax {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** The node in this field, where there is one. */
export function child(node: Syntax, field: string): Syntax | undefined {
  const value = node[field];
  return isSyntax(value) ? value : undefined;
}

/** The nodes in this field, one or many, in order. */
export function nodesIn(value: unknown): readonly Syntax[] {
  if (Array.isArray(value)) return value.filter(isSyntax);
  return isSyntax(value) ? [value] : [];
}

/** All nodes directly below. */
export function childrenOf(node: Syntax): readonly Syntax[] {
  return Object.values(node).flatMap(nodesIn);
}

/** Every node of the tree, parents first. */
export function everyNode(root: Syntax): readonly Syntax[] {
  const found: Syntax[] = [];
  const open: Syntax[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    found.push(node);
    for (const below of childrenOf(node).toReversed()) open.push(below);
  }
  return found;
}

/** The name that stands here: of an identifier, or of a property that is named by a constant. */
export function nameOf(node: Syntax | undefined): string | undefined {
  if (node?.type === 'Identifier' && typeof node['name'] === 'string') return node['name'];
  return node?.type === 'Literal' && typeof node['value'] === 'string' ? node['value'] : undefined;
}

/** `x.name`, `x['name']` or `{ name: … }`; undefined where the name is computed. */
export function propertyName(node: Syntax): string | undefined {
  const key = child(node, node.type === 'MemberExpression' ? 'property' : 'key');
  return node['computed'] === true && key?.type === 'Identifier' ? undefined : nameOf(key);
}

export function isFunction({ type }: Syntax): boolean {
  return type === 'FunctionDeclaration' || type === 'FunctionExpression' || type === 'ArrowFunctionExpression';
}
