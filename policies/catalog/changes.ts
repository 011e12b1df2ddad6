/** What differs between two versions of a catalog entry, place by place: what a reader of the catalog is told of a new version. @see AO-08-6, GD-06-2 */
import type { CatalogEntry } from './entry.ts';

/** One place that differs. Short values stand beside it; a longer one is read in the versions themselves. */
export interface Change {
  /** `tables.visits.columns.cost.grade`: tables and columns by name. */
  readonly path: string;
  readonly kind: 'added' | 'removed' | 'changed';
  readonly from?: string;
  readonly to?: string;
}

/**
 * For every place in one of them and not equal in the other, returns one change, in the order of places; none exactly when they are the same
 * but for their version.
 */
export function changesBetween(before: CatalogEntry, after: CatalogEntry): readonly Change[] {
  const [old, now] = [placesOf(before), placesOf(after)];
  const paths = [...new Set([...old.keys(), ...now.keys()])].filter((path) => path !== 'version').sort();
  return paths.flatMap((path): Change[] => {
    const [from, to] = [old.get(path), now.get(path)];
    if (from === to) return [];
    const kind = from === undefined ? 'added' : to === undefined ? 'removed' : 'changed';
    return [{ path, kind, ...shown('from', from), ...shown('to', to) }];
  });
}

const longest = 120;

function shown(name: 'from' | 'to', value: string | undefined): Partial<Record<'from' | 'to', string>> {
  return value !== undefined && value.length <= longest ? { [name]: value } : {};
}

function placesOf(entry: CatalogEntry): ReadonlyMap<string, string> {
  const places = new Map<string, string>();
  const walk = (value: unknown, path: string): void => {
    const inside = childrenOf(value);
    if (inside === undefined) places.set(path, typeof value === 'string' ? value : JSON.stringify(value));
    else for (const [name, one] of inside) walk(one, path === '' ? name : `${path}.${name}`);
  };
  walk(entry, '');
  return places;
}

/** What is walked into: objects, and lists of things with names; other lists are values. */
function childrenOf(value: unknown): readonly (readonly [string, unknown])[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value)) return Object.entries(value);
  const named = value.map((item: unknown): readonly [string, unknown] => [nameOf(item), item]);
  return named.length > 0 && named.every(([name]) => name !== '') ? named : undefined;
}

function nameOf(item: unknown): string {
  if (typeof item !== 'object' || item === null || !('name' in item)) return '';
  return typeof item.name === 'string' ? item.name : '';
}
