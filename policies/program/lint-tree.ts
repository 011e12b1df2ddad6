/** The rules of `lint-rules.ts`, found in a syntax tree. */
import { freeNames, type FreeName } from './free-names.ts';
import { knownNames, refusedNames, type LintRuleName } from './lint-rules.ts';
import type { ScriptMode } from './script.ts';
import { child, everyNode, isFunction, nameOf, nodesIn, propertyName, type Syntax } from './syntax.ts';

export interface Found {
  readonly rule: LintRuleName;
  readonly node: Syntax;
}

/** For every script, returns each breach of a rule, in the order of the text. */
export function breachesIn(program: Syntax, mode: ScriptMode): readonly Found[] {
  const all = everyNode(program);
  const free = freeNames(program);
  const names = free.flatMap(({ name, node }) => found(ruleOfName(name), node));
  const maths = new Set(free.filter(({ name }) => name === 'Math').map(({ node }) => node));
  const errors = new Set(free.filter(({ name }) => name === 'Error').map(({ node }) => node));
  const nodes = all.flatMap((node) => [
    ...found(ruleOfNode(node, mode), node),
    ...found(ruleOfMember(node, { maths, errors }), node),
  ]);
  return [...(hasForm(program) ? [] : found('form', program)), ...names, ...nodes].toSorted(
    (a, b) => a.node.start - b.node.start,
  );
}

function found(rule: LintRuleName | undefined, node: Syntax): readonly Found[] {
  return rule === undefined ? [] : [{ rule, node }];
}

/** `"use strict"; var program = (() => { … })();`, the first part being optional. */
function hasForm(program: Syntax): boolean {
  const statements = nodesIn(program['body']);
  const [first, ...others] = statements[0]?.['directive'] === 'use strict' ? statements.slice(1) : statements;
  const [declarator, ...more] = nodesIn(first?.['declarations']);
  if (others.length + more.length > 0 || first?.['kind'] !== 'var' || !declarator) return false;
  const call = child(declarator, 'init');
  const callee = call && child(call, 'callee');
  return (
    nameOf(child(declarator, 'id')) === 'program' &&
    call?.type === 'CallExpression' &&
    callee?.type === 'ArrowFunctionExpression' &&
    callee['async'] === false &&
    nodesIn(call['arguments']).length + nodesIn(callee['params']).length === 0
  );
}

function ruleOfName(name: FreeName['name']): LintRuleName | undefined {
  return knownNames.has(name) ? undefined : (refusedNames.get(name) ?? 'name');
}

function ruleOfNode(node: Syntax, mode: ScriptMode): LintRuleName | undefined {
  if (isFunction(node) && node['async'] === true) return 'async';
  if (isFunction(node) && node['generator'] === true && mode === 'map') return 'generator';
  switch (node.type) {
    case 'ImportExpression':
      return 'module';
    case 'AwaitExpression':
      return 'async';
    case 'ForOfStatement':
      return node['await'] === true ? 'async' : undefined;
    case 'WithStatement':
      return 'with';
    case 'DebuggerStatement':
      return 'debugger';
    default:
      return undefined;
  }
}

interface Globals {
  readonly maths: ReadonlySet<Syntax>;
  readonly errors: ReadonlySet<Syntax>;
}

const errorHooks = new Set(['prepareStackTrace', 'captureStackTrace', 'stackTraceLimit']);

function ruleOfMember(node: Syntax, { maths, errors }: Globals): LintRuleName | undefined {
  const callee = node.type === 'CallExpression' ? child(node, 'callee') : undefined;
  // Any function's constructor makes code from text; nobody else calls a constructor without `new`.
  if (callee?.type === 'MemberExpression' && propertyName(callee) === 'constructor') return 'code';
  if (node.type === 'Property') return propertyName(node) === 'maxByteLength' ? 'memory' : undefined;
  const init = node.type === 'VariableDeclarator' ? child(node, 'init') : undefined;
  if (init && maths.has(init)) return takesRandom(child(node, 'id')) ? 'random' : undefined;
  const object = node.type === 'MemberExpression' ? child(node, 'object') : undefined;
  if (!object) return undefined;
  const name = propertyName(node);
  if (maths.has(object)) return name === 'random' ? 'random' : name === undefined ? 'global' : undefined;
  if (errors.has(object)) return name !== undefined && errorHooks.has(name) ? 'hook' : undefined;
  return object.type === 'MemberExpression' && name === 'constructor' && propertyName(object) === 'constructor'
    ? 'code'
    : undefined;
}

function takesRandom(pattern: Syntax | undefined): boolean {
  return pattern !== undefined && nodesIn(pattern['properties']).some((item) => propertyName(item) === 'random');
}
