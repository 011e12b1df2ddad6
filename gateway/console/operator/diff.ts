/** Two texts line by line: what is in both, what was added, what was taken away. */

export interface DiffLine {
  readonly kind: 'both' | 'added' | 'taken';
  readonly text: string;
}

/** Above this the table of common lines costs too much; then the whole is shown as changed. */
const mostCells = 4_000_000;

/** The shortest list of whole lines that turns `before` into `after`. */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  if (before === after) return now.map((text) => ({ kind: 'both', text }));
  const start = commonStart(old, now);
  const end = commonEnd(old.slice(start), now.slice(start));
  const [oldMiddle, newMiddle] = [old.slice(start, old.length - end), now.slice(start, now.length - end)];
  return [
    ...now.slice(0, start).map((text) => ({ kind: 'both' as const, text })),
    ...middle(oldMiddle, newMiddle),
    ...now.slice(now.length - end).map((text) => ({ kind: 'both' as const, text })),
  ];
}

function commonStart(old: readonly string[], now: readonly string[]): number {
  const first = old.findIndex((text, at) => text !== now[at]);
  return first < 0 ? Math.min(old.length, now.length) : first;
}

function commonEnd(old: readonly string[], now: readonly string[]): number {
  return commonStart(old.toReversed(), now.toReversed());
}

/** Longest common subsequence. */
function middle(old: readonly string[], now: readonly string[]): readonly DiffLine[] {
  if (old.length * now.length > mostCells)
    return [
      ...old.map((text) => ({ kind: 'taken' as const, text })),
      ...now.map((text) => ({ kind: 'added' as const, text })),
    ];
  const width = now.length + 1;
  const longest = new Uint32Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i -= 1)
    for (let j = now.length - 1; j >= 0; j -= 1) {
      const [down, right, both] = [
        longest[(i + 1) * width + j] ?? 0,
        longest[i * width + j + 1] ?? 0,
        longest[(i + 1) * width + j + 1] ?? 0,
      ];
      longest[i * width + j] = old[i] === now[j] ? both + 1 : Math.max(down, right);
    }
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    const [one, other] = [old[i], now[j]];
    const isBoth = one !== undefined && one === other;
    const takes =
      j >= now.length || (i < old.length && (longest[(i + 1) * width + j] ?? 0) >= (longest[i * width + j + 1] ?? 0));
    if (isBoth) lines.push({ kind: 'both', text: one });
    else if (takes) lines.push({ kind: 'taken', text: one ?? '' });
    else lines.push({ kind: 'added', text: other ?? '' });
    if (isBoth || takes) i += 1;
    if (isBoth || !takes) j += 1;
  }
  return lines;
}
