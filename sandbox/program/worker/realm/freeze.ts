/**
 * Freezes everything that the units of one realm have in common, so that none leaves anything for the next.
 *
 * @see programs.md finding 7, §D.3(6)
 */

/** What no property of the global object leads to. */
function hidden(): readonly unknown[] {
  const iterators = [[][Symbol.iterator](), new Map().entries(), new Set().values(), ''[Symbol.iterator]()];
  const functions = [() => 0, async () => 0, function* () {}, async function* () {}];
  const matches = 'a'.matchAll(/a/g);
  const { Iterator: iterator } = globalThis as unknown as { Iterator?: IteratorMaker };
  const wrapped = iterator?.from({ next: () => ({ done: true, value: undefined }) });
  const helper = wrapped?.map((value) => value);
  return [...iterators, ...functions, matches, helper, wrapped].flatMap((value) => [
    value,
    Object.getPrototypeOf(value) as unknown,
  ]);
}

/** Younger than the types that we check with. */
interface IteratorMaker {
  from(source: object): { map(by: (value: unknown) => unknown): object };
}

/** Names that programs give to their own objects although a prototype has them: frozen, an assignment would be refused. */
const assignable: readonly (readonly [object, readonly string[]])[] = [
  [Object.prototype, ['toString', 'valueOf', 'constructor', 'toLocaleString', 'hasOwnProperty']],
  ...[Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError, AggregateError].map(
    ({ prototype }): readonly [object, readonly string[]] => [
      prototype,
      ['name', 'message', 'toString', 'constructor'],
    ],
  ),
];

export function freezeRealm(): void {
  for (const [holder, names] of assignable) for (const name of names) allowOwn(holder, name);
  const seen = new Set<unknown>();
  const open: unknown[] = [globalThis, ...hidden()];
  while (open.length > 0) {
    const next = open.pop();
    if (!isHolder(next) || seen.has(next)) continue;
    seen.add(next);
    const found = Object.getOwnPropertyDescriptors(next);
    for (const key of Reflect.ownKeys(found)) {
      const property = (found as Record<PropertyKey, PropertyDescriptor>)[key];
      open.push(...Object.values(property ?? {}));
    }
    open.push(Object.getPrototypeOf(next));
    Object.freeze(next);
  }
}

function isHolder(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

/** An assignment to an object below `holder` makes an own property, as if the inherited one were writable. */
function allowOwn(holder: object, name: string): void {
  const found = Object.getOwnPropertyDescriptor(holder, name);
  if (!found || !('value' in found)) return;
  const value: unknown = found.value;
  Object.defineProperty(holder, name, {
    get: () => value,
    set(this: object, own: unknown) {
      if (this === holder) throw new TypeError(`Cannot assign ${name}: it belongs to all`);
      Object.defineProperty(this, name, { value: own, writable: true, enumerable: true, configurable: true });
    },
    enumerable: false,
    configurable: false,
  });
}
