/**
 * The end of the log while a batch writes it: how long it is, and the last node of each level of its tree, which is all that the next
 * leaf and the next root need. It spares a question to the store for each.
 */
import type { ReadNode, TreeNode } from '#policies/record/tree.ts';
import type { Tables } from './tables.ts';

export interface Growth {
  readonly size: () => number;
  readonly readNode: ReadNode;
  /** The next leaf with the nodes that it completes; they must be written too. */
  readonly grow: (nodes: readonly TreeNode[]) => void;
  /** @returns a function that goes back to now */
  readonly mark: () => () => void;
}

/** Only inside of a transaction: nobody else may write meanwhile. */
export function growthOf(tables: Pick<Tables, 'size' | 'readNode'>): Growth {
  let size = tables.size();
  let last = new Map<number, TreeNode>();
  return {
    size: () => size,
    readNode(level, index) {
      const known = last.get(level);
      if (known?.index === index) return known.hash;
      const hash = tables.readNode(level, index);
      if (known === undefined || known.index < index) last.set(level, { level, index, hash });
      return hash;
    },
    grow(nodes) {
      size++;
      for (const node of nodes) last.set(node.level, node);
    },
    mark() {
      const [sizeThen, lastThen] = [size, new Map(last)];
      return () => void ([size, last] = [sizeThen, lastThen]);
    },
  };
}
