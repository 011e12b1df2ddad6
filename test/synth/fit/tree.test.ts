import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { growTree, treeCells } from '#synth/fit/tree.ts';
import { anyModel } from './any-model.ts';

const anyTree = anyModel().map(({ shape, potentials }) => {
  const sets = potentials.map(({ attributes }) => attributes);
  return { shape, sets, tree: growTree(shape, sets) };
});

function held(set: readonly number[], attributes: readonly number[]): boolean {
  return set.every((attribute) => attributes.includes(attribute));
}

test('growTree holds every measured set and every zero in a clique, and each attribute with its parents at home', () => {
  fc.assert(
    fc.property(anyTree, ({ shape, sets, tree }) => {
      for (const set of [...sets, ...shape.zeros.map(({ attributes }) => attributes)])
        expect(tree.cliques.some(({ attributes }) => held(set, attributes))).toBe(true);
      for (const attribute of tree.order)
        expect(
          held(
            [attribute, ...(tree.parents[attribute] ?? [])],
            tree.cliques[tree.home[attribute] ?? -1]?.attributes ?? [],
          ),
        ).toBe(true);
    }),
  );
});

test('growTree has the running intersection property: the cliques of an attribute are connected', () => {
  fc.assert(
    fc.property(anyTree, ({ shape, tree }) => {
      for (const attribute of shape.sizes.keys()) {
        const tops = tree.cliques.filter(
          ({ attributes, separator }) => attributes.includes(attribute) && !separator.includes(attribute),
        );
        expect(tops.length).toBe(1);
      }
      for (const [at, { attributes, parent, separator }] of tree.cliques.entries()) {
        if (parent === -1) expect(separator).toEqual([]);
        else expect(parent).toBeGreaterThan(at);
        const above = tree.cliques[parent]?.attributes ?? [];
        expect(separator).toEqual(attributes.filter((attribute) => above.includes(attribute)));
      }
    }),
  );
});

test('growTree has no clique that another holds', () => {
  fc.assert(
    fc.property(anyTree, ({ tree }) => {
      const sets = tree.cliques.map(({ attributes }) => attributes);
      for (const a of sets) for (const b of sets) if (a !== b) expect(held(a, b)).toBe(false);
    }),
  );
});

test('growTree eliminates the given attributes last, so that no other is a condition of theirs', () => {
  fc.assert(
    fc.property(anyTree, ({ shape, tree }) => {
      const own = tree.order.slice(0, shape.sizes.length - shape.given);
      expect(own.every((attribute) => attribute >= shape.given)).toBe(true);
      for (let attribute = 0; attribute < shape.given; attribute++)
        expect((tree.parents[attribute] ?? []).every((other) => other < shape.given)).toBe(true);
    }),
  );
});

test('growTree eliminates the cheapest attribute first: a star costs its pairs and no more', () => {
  const shape = { sizes: [10, 2, 3, 4], given: 0, zeros: [] };
  const star = [
    [0, 1],
    [0, 2],
    [0, 3],
  ];
  expect(growTree(shape, star).order[0]).toBe(1);
  expect(treeCells(shape, star)).toBe(20 + 30 + 40);
});

test('treeCells counts what drawing by given attributes costs, and the attributes of zeros', () => {
  const chain = [
    [0, 2],
    [1, 2],
  ];
  expect(treeCells({ sizes: [5, 6, 7], given: 0, zeros: [] }, chain)).toBe(35 + 42);
  expect(treeCells({ sizes: [5, 6, 7], given: 2, zeros: [] }, chain)).toBe(5 * 6 * 7);
  const zero = { attributes: [0, 1], values: new Float64Array(30).fill(1) };
  expect(treeCells({ sizes: [5, 6, 7], given: 0, zeros: [zero] }, [])).toBe(30 + 7);
});

test('treeCells is the sum of the cliques of growTree', () => {
  fc.assert(
    fc.property(anyTree, ({ shape, sets, tree }) => {
      const cells = tree.cliques.map(({ attributes }) => attributes.reduce((n, a) => n * (shape.sizes[a] ?? 0), 1));
      expect(treeCells(shape, sets)).toBe(cells.reduce((a, b) => a + b, 0));
    }),
  );
});
