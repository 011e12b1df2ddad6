/**
 * Which names of a script are its own and which it takes from outside: every use of a name that no function, block or class around it declares.
 *
 * @see ECMA-262 §8.2 (VarScopedDeclarations, LexicallyScopedDeclarations), §10.2.11
 */
import { child, childrenOf, isFunction, nameOf, nodesIn, type Syntax } from './syntax.ts';

export interface FreeName {
  readonly name: string;
  readonly node: Syntax;
}

type Scope = (name: string) => boolean;

/**
 * For every script in strict mode, returns all uses of names from outside, in order. `typeof x` alone is no use: it is how a library asks
 * where it is, and it is never an error.
 */
export function freeNames(program: Syntax): readonly FreeName[] {
  const found: FreeName[] = [];
  visit(program, () => false, found);
  return found;
}

function visit(node: Syntax, outer: Scope, found: FreeName[]): void {
  const scope = scopeOf(node, outer);
  if (node.type === 'Identifier') {
    const name = nameOf(node);
    if (name !== undefined && !scope(name)) found.push({ name, node });
    return;
  }
  for (const below of usesIn(node)) visit(below, scope, found);
}

/** Children that are, or hold, uses of names; a pattern's own names are declared, so that they may count as uses. */
function usesIn(node: Syntax): readonly Syntax[] {
  switch (node.type) {
    case 'MemberExpression':
      return [...nodesIn(node['object']), ...(node['computed'] === true ? nodesIn(node['property']) : [])];
    case 'Property':
    case 'MethodDefinition':
    case 'PropertyDefinition':
      return [...(node['computed'] === true ? nodesIn(node['key']) : []), ...nodesIn(node['value'])];
    case 'LabeledStatement':
      return nodesIn(node['body']);
    case 'BreakStatement':
    case 'ContinueStatement':
    case 'MetaProperty':
      return [];
    case 'UnaryExpression':
      return node['operator'] === 'typeof' && child(node, 'argument')?.type === 'Identifier' ? [] : childrenOf(node);
    default:
      return childrenOf(node);
  }
}

function scopeOf(node: Syntax, outer: Scope): Scope {
  const own = new Set(declaredBy(node));
  return own.size === 0 ? outer : (name) => own.has(name) || outer(name);
}

function declaredBy(node: Syntax): readonly string[] {
  if (isFunction(node)) {
    const self = node.type === 'ArrowFunctionExpression' ? [] : ['arguments', ...namesOf(child(node, 'id'))];
    return [...self, ...nodesIn(node['params']).flatMap(namesOf), ...varsIn(node)];
  }
  switch (node.type) {
    case 'Program':
    case 'StaticBlock':
      return [...varsIn(node), ...lexicalIn(node['body'])];
    case 'BlockStatement':
      return lexicalIn(node['body']);
    case 'SwitchStatement':
      return nodesIn(node['cases']).flatMap((branch) => lexicalIn(branch['consequent']));
    case 'ForStatement':
      return lexicalIn(node['init']);
    case 'ForInStatement':
    case 'ForOfStatement':
      return lexicalIn(node['left']);
    case 'CatchClause':
      return namesOf(child(node, 'param'));
    case 'ClassExpression':
    case 'ClassDeclaration':
      return namesOf(child(node, 'id'));
    default:
      return [];
  }
}

/** What `let`, `const`, `class` and `function` declare directly here. */
function lexicalIn(value: unknown): readonly string[] {
  return nodesIn(value).flatMap((node) => {
    if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') return namesOf(child(node, 'id'));
    return node.type === 'VariableDeclaration' ? declaredIn(node) : [];
  });
}

/** What `var` declares anywhere below, other functions left out. */
function varsIn(node: Syntax): readonly string[] {
  const found: string[] = [];
  const open = [...childrenOf(node)];
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.type === 'VariableDeclaration' && next['kind'] === 'var') found.push(...declaredIn(next));
    if (!isFunction(next) && next.type !== 'StaticBlock') open.push(...childrenOf(next));
  }
  return found;
}

function declaredIn(declaration: Syntax): readonly string[] {
  return nodesIn(declaration['declarations']).flatMap((declarator) => namesOf(child(declarator, 'id')));
}

/** The names that a pattern binds. */
function namesOf(pattern: Syntax | undefined): readonly string[] {
  if (!pattern) return [];
  switch (pattern.type) {
    case 'Identifier':
      return [nameOf(pattern) ?? ''];
    case 'ObjectPattern':
      return nodesIn(pattern['properties']).flatMap((item) => namesOf(child(item, 'value') ?? child(item, 'argument')));
    case 'ArrayPattern':
      return nodesIn(pattern['elements']).flatMap(namesOf);
    case 'AssignmentPattern':
      return namesOf(child(pattern, 'left'));
    case 'RestElement':
      return namesOf(child(pattern, 'argument'));
    default:
      return [];
  }
}
