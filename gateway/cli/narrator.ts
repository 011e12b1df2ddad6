/** How the story is told: numbered steps, what was done, what was refused and why. */
import { problemOf } from '../respond.ts';
import type { Outcome } from '#policies/refusal.ts';
import type { ResultTable } from '#sandbox/door.ts';
import { suppressionMarker } from '#policies/disclosure/marker.ts';
import { styled } from './args.ts';

export class Narrator {
  #step = 0;
  readonly #began = performance.now();

  step(stage: string, says: string): void {
    this.#step++;
    console.log(`\n${styled('bold', `${this.#step}. ${stage}`)} — ${says}`);
  }

  done(text: string): void {
    console.log(`   ${styled('green', '✓')} ${text}`);
  }

  note(text: string): void {
    console.log(`     ${styled('dim', text)}`);
  }

  /** Tells a refusal. @throws Error when there was none: the story would not be true */
  refused(tried: string, outcome: Outcome<unknown>): void {
    if (outcome.ok) throw new Error(`it was not refused: ${tried}`);
    const { code, detail, source, remedy } = problemOf(outcome.refusals[0]);
    console.log(`   ${styled('red', '✗')} ${tried}`);
    console.log(`     ${styled('red', code)} ${detail}`);
    console.log(`     ${styled('dim', `${remedy}  [${source}]`)}`);
  }

  table({ columns, rows, hidden }: ResultTable, shown = 5): void {
    const head = columns.map((column) => column.name);
    const body = rows
      .slice(0, shown)
      .map((row, at) => row.map((value, column) => (hidden[at]?.[column] ? suppressionMarker : String(value ?? ''))));
    const widths = head.map((name, column) => Math.max(name.length, ...body.map((row) => row[column]?.length ?? 0)));
    const line = (cells: readonly string[]): string =>
      cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
    console.log(`     ${styled('dim', line(head))}`);
    for (const row of body) console.log(`     ${line(row)}`);
    if (rows.length > shown) console.log(`     ${styled('dim', `… ${rows.length} rows`)}`);
  }

  seconds(): string {
    return ((performance.now() - this.#began) / 1000).toFixed(1);
  }
}
