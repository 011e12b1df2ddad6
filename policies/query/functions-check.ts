/**
 * What the constant arguments of a function must be. The engine would find a bad constant only where a row is, or would take a time
 * that follows from it; so it is refused with the text.
 */
import { calendarParts } from './functions.ts';
import type { ArgumentCheck, FunctionSpec } from './functions-spec.ts';
import { stop } from './stop.ts';
import type { ExprSyntax } from './syntax.ts';

type Call = Extract<ExprSyntax, { kind: 'call' }>;

/** RE2 takes time in proportion to the length of pattern and text. */
const maxPattern = 200;
const maxFormat = 64;
const maxBuckets = 10_000;

/** Stops with E_ARGUMENTS unless number and constants of the arguments fit. */
export function checkArguments(call: Call, spec: FunctionSpec): void {
  const [min, max] = spec.args;
  if (call.args.length < min || call.args.length > max) {
    const want = min === max ? `${min}` : `${min} to ${max}`;
    refuse(call, undefined, `must have ${want} arguments; got ${call.args.length}`);
  }
  for (const index of spec.constant ?? []) requireConstant(call, index);
  for (const index of spec.short ?? []) requireShort(call, index);
  if (spec.part) requirePart(call);
  if (spec.check) checks[spec.check](call);
}

function refuse(call: Call, index: number | undefined, must: string): never {
  const at = index === undefined ? call.at : (call.args[index]?.at ?? call.at);
  const where = index === undefined ? '' : `argument ${index + 1} `;
  return stop('E_ARGUMENTS', `Cannot call ${call.name}: ${where}${must}`, at);
}

function requireConstant(call: Call, index: number): void {
  const arg = call.args[index];
  if (arg && !isConstant(arg)) refuse(call, index, 'must be a constant');
}

/** A literal, or something made of literals alone: `INTERVAL 3 DAY` is `to_days(CAST(trunc(CAST(3 AS DOUBLE)) AS INTEGER))`. */
function isConstant(syntax: ExprSyntax): boolean {
  if (syntax.kind === 'cast') return isConstant(syntax.arg);
  if (syntax.kind === 'call') return !syntax.filter && syntax.args.every(isConstant);
  return syntax.kind === 'literal';
}

function requireShort(call: Call, index: number): void {
  const arg = call.args[index];
  if (!arg || (arg.kind === 'literal' && arg.literal.type === 'number' && /^-?\d{1,4}$/.test(arg.literal.text))) return;
  refuse(call, index, 'must be a whole number below 10000');
}

function requirePart(call: Call): void {
  const name = textOf(call.args[0])?.toLowerCase();
  if (name === undefined || !calendarParts.has(name))
    refuse(call, 0, `must name one of ${[...calendarParts].join(', ')}`);
}

const checks: Readonly<Record<ArgumentCheck, (call: Call) => void>> = {
  pattern: (call) => {
    const pattern = textOf(call.args[1]);
    if (pattern === undefined || pattern.length > maxPattern) {
      refuse(call, 1, `must be a pattern of at most ${maxPattern} characters`);
    }
    const group = call.args[2];
    if (group && !((numberOf(group) ?? -1) >= 0 && (numberOf(group) ?? 10) <= 9)) refuse(call, 2, 'must be 0 to 9');
  },
  escape: (call) => {
    const [pattern, escape] = [textOf(call.args[1]), textOf(call.args[2])];
    if (escape === undefined || lengthOf(escape) !== 1 || escape > '~') refuse(call, 2, 'must be one ASCII character');
    if (pattern === undefined || endsOpen(pattern, escape)) refuse(call, 1, `must not end with ${escape}`);
  },
  format: (call) => {
    const format = textOf(call.args[1]);
    if (!format || format.length > maxFormat || !isFormat(format)) {
      refuse(call, 1, `must be text with at most ${maxFormat} characters and of ${formatSpecifiers} only`);
    }
  },
  shrinks: (call) => {
    const [pattern, replacement] = [textOf(call.args[1]), textOf(call.args[2])];
    if (pattern === undefined || replacement === undefined || lengthOf(replacement) > lengthOf(pattern)) {
      refuse(call, 2, 'must not be longer than what it replaces');
    }
  },
  width: (call) => {
    if (!isWidth(call.args[0])) refuse(call, 0, 'must be a positive interval of one unit, like INTERVAL 7 DAY');
  },
  buckets: (call) => {
    const [lo, hi, count] = call.args.slice(1).map(numberOf);
    if (lo === undefined || hi === undefined || !(lo < hi)) refuse(call, 2, 'must be a number above argument 2');
    if (count === undefined || !Number.isInteger(count) || count < 1 || count > maxBuckets) {
      refuse(call, 3, `must be a whole number of 1 to ${maxBuckets}`);
    }
  },
};

/** Whether the last character of a LIKE pattern would escape what is not there. */
function endsOpen(pattern: string, escape: string): boolean {
  let isOpen = false;
  for (const character of pattern) isOpen = !isOpen && character === escape;
  return isOpen;
}

/** Positive and of one unit: months and days do not divide each other. */
function isWidth(syntax: ExprSyntax | undefined): boolean {
  if (syntax?.kind === 'cast' && syntax.type === 'INTERVAL')
    return /^\s*[1-9]\d{0,8}\s*[a-z]+\s*$/i.test(textOf(syntax.arg) ?? '');
  return syntax?.kind === 'call' && syntax.name.startsWith('to_') && isPositive(syntax.args[0]);
}

function isPositive(syntax: ExprSyntax | undefined): boolean {
  if (syntax?.kind === 'cast') return isPositive(syntax.arg);
  if (syntax?.kind === 'call') return syntax.name === 'trunc' && isPositive(syntax.args[0]);
  const value = Number(textOf(syntax) ?? numberOf(syntax));
  return value >= 1 && value < 1e9;
}

/** Those whose text follows from the date alone. */
export const formatSpecifiers = '%Y %y %m %d %H %I %M %S %p %j %a %A %b %B %u %w %U %W %V %G %-d %-m %%';

function isFormat(format: string): boolean {
  const found = format.match(/%(?:-.|.|$)/gsu) ?? [];
  return found.every((specifier) => formatSpecifiers.split(' ').includes(specifier));
}

/** In characters: bytes grow at most fourfold then, however often texts are replaced. */
function lengthOf(text: string): number {
  return Array.from(text).length;
}

function textOf(syntax: ExprSyntax | undefined): string | undefined {
  return syntax?.kind === 'literal' && syntax.literal.type === 'string' ? syntax.literal.text : undefined;
}

function numberOf(syntax: ExprSyntax | undefined): number | undefined {
  return syntax?.kind === 'literal' && syntax.literal.type === 'number' ? Number(syntax.literal.text) : undefined;
}
