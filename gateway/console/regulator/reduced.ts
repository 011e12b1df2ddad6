/** The lines of a picture: those that no chain of others says already, so that what is next to what can be seen. The list has all of them. */
import type { Edge } from '#policies/procedure/trace.ts';
import { layerOf, layers, type Graph } from './graph.ts';
import { partsOf } from './items.ts';

/**
 * Edges that lead from a later layer to an earlier one, or within one, without those that follow from longer ways. Of two things that name
 * each other the later one rests on the earlier.
 */
export function reduced({ edges }: Graph): readonly Edge[] {
  const inOrder = edges.filter(({ from, to }) => placeOf(from) > placeOf(to) || isWithin(edges, from, to));
  const next = new Map<string, string[]>();
  for (const { from, to } of inOrder) next.set(from, [...(next.get(from) ?? []), to]);
  return inOrder.filter(({ from, to }) => !(next.get(from) ?? []).some((by) => by !== to && leads(by, to, next)));
}

function placeOf(name: string): number {
  const id = layerOf(partsOf(name).kind);
  return layers.findIndex((layer) => layer.id === id);
}

/** In the same layer, and not answered by an edge the other way round that comes first. */
function isWithin(edges: readonly Edge[], from: string, to: string): boolean {
  if (placeOf(from) !== placeOf(to)) return false;
  return from < to || !edges.some((edge) => edge.from === to && edge.to === from);
}

function leads(from: string, to: string, next: ReadonlyMap<string, readonly string[]>): boolean {
  const seen = new Set([from]);
  for (const name of seen) {
    if (name === to) return true;
    for (const near of next.get(name) ?? []) seen.add(near);
  }
  return false;
}
