/**
 * Bounds the methods that walk a length: the engine does not stop in the middle of one, and a length is easily 2⁵³ − 1.
 *
 * @see programs.md finding 2, §D.3(5)
 */

/** Elements that one step of the engine may walk. */
export const mostElements = 16_777_216;

const walkers = [
  'concat',
  'copyWithin',
  'every',
  'fill',
  'filter',
  'find',
  'findIndex',
  'findLast',
  'findLastIndex',
  'flat',
  'flatMap',
  'forEach',
  'includes',
  'indexOf',
  'join',
  'lastIndexOf',
  'map',
  'reduce',
  'reduceRight',
  'reverse',
  'shift',
  'slice',
  'some',
  'sort',
  'splice',
  'toReversed',
  'toSorted',
  'toSpliced',
  'toString',
  'unshift',
  'with',
] as const;

type Walker = (this: unknown, ...values: unknown[]) => unknown;

export function boundLengths(): void {
  const { apply } = Reflect;
  const holder = Array.prototype as unknown as Record<string, Walker>;
  for (const name of walkers) {
    const native = holder[name];
    if (native) replace(holder, name, bounded(native, apply));
  }
  boundFrom(apply);
}

function bounded(native: Walker, apply: typeof Reflect.apply): Walker {
  const walker: Walker = function walk(...values) {
    const length = (this as { readonly length?: unknown } | null | undefined)?.length;
    if (typeof length !== 'number' || length > mostElements) requireShort(length);
    return apply(native, this, values);
  };
  Object.defineProperty(walker, 'name', { value: native.name });
  Object.defineProperty(walker, 'length', { value: native.length });
  return walker;
}

function requireShort(length: unknown): void {
  if (length === undefined || Number(length) <= mostElements) return;
  throw new RangeError(`Cannot walk an array: it must have ${mostElements} elements or fewer`);
}

function boundFrom(apply: typeof Reflect.apply): void {
  const holder = Array as unknown as Record<string, Walker>;
  const native = holder.from;
  if (!native) return;
  replace(holder, 'from', function from(source, ...values) {
    requireShort((source as { readonly length?: unknown } | null | undefined)?.length);
    return apply(native, this, [source, ...values]);
  });
}

function replace(holder: Record<string, Walker>, name: string, value: Walker): void {
  Object.defineProperty(holder, name, { value, writable: true, enumerable: false, configurable: true });
}
