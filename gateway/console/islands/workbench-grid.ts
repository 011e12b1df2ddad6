/** A grid of many rows: only those in sight are in the page. Arrows, Page, Home and End move a cell; a line below says where it is and why it is hidden. */
import type { Grid } from '../workbench/wire.ts';

/** Rows drawn beyond what is seen, so that a step of the wheel shows no gap. */
const spare = 12;
/** Before one was drawn. */
const guessedHeight = 33;

interface Place {
  readonly row: number;
  readonly column: number;
}

export function showGrid(parent: HTMLElement, grid: Grid): void {
  const width = grid.columns.length + (grid.reasons.length > 0 ? 1 : 0);
  const frame = make('div', { class: 'cells' });
  const sight = make('div', { class: 'view' });
  const rowCount = String(grid.rows.length + 1);
  const table = make('table', {
    role: 'grid',
    'aria-label': grid.caption,
    'aria-rowcount': rowCount,
    'aria-colcount': String(width),
  });
  const line = make('p', { class: 'place', role: 'status' });
  const body = make('tbody', {});
  const caption = make('p', { class: 'soft' });
  caption.textContent = grid.caption;
  table.append(headOf(grid), body);
  sight.append(table);
  frame.append(sight, line);
  parent.replaceChildren(caption, frame);
  const drawn = new Window(grid, { sight, body, line }, width);
  drawn.draw();
}

/** What is drawn of a grid, and which of its cells the keyboard is at. */
class Window {
  readonly #grid: Grid;
  readonly #parts: Parts;
  readonly #width: number;
  #height = guessedHeight;
  #at: Place = { row: 0, column: 0 };
  #first = -1;
  #last = -1;

  constructor(grid: Grid, parts: Parts, width: number) {
    this.#grid = grid;
    this.#parts = parts;
    this.#width = width;
    parts.sight.addEventListener('scroll', () => requestAnimationFrame(() => this.draw()), { passive: true });
    parts.body.addEventListener('keydown', (event) => this.#onKey(event));
    parts.body.addEventListener('focusin', (event) => this.#onFocus(event));
  }

  draw(): void {
    const { sight, body } = this.#parts;
    const seen = Math.ceil(Math.max(sight.clientHeight, 400) / this.#height);
    const first = Math.max(0, Math.floor(sight.scrollTop / this.#height) - spare);
    const last = Math.min(this.#grid.rows.length, first + seen + 2 * spare);
    if (first === this.#first && last === this.#last) return;
    const focused = body.contains(document.activeElement);
    [this.#first, this.#last] = [first, last];
    const rows = Array.from({ length: last - first }, (_, at) => this.#row(first + at));
    body.replaceChildren(gap(first * this.#height), ...rows, gap((this.#grid.rows.length - last) * this.#height));
    const real = rows[0]?.getBoundingClientRect().height;
    if (real !== undefined && real > 0 && Math.abs(real - this.#height) > 0.5) {
      this.#height = real;
      this.#first = -1;
      return this.draw();
    }
    if (focused) this.#cell(this.#at)?.focus({ preventScroll: true });
  }

  #row(number: number): HTMLTableRowElement {
    const row = make('tr', { role: 'row', 'aria-rowindex': String(number + 2) });
    for (let column = 0; column < this.#width; column++) row.append(this.#drawCell({ row: number, column }));
    return row;
  }

  #drawCell(place: Place): HTMLTableCellElement {
    const { columns, hidden } = this.#grid;
    const isHidden = hidden[place.row]?.[place.column] === true;
    const isNumber = columns[place.column]?.isNumber === true;
    const cell = make('td', { role: 'gridcell', tabindex: '-1', 'aria-colindex': String(place.column + 1) });
    cell.className = `${isNumber ? 'number' : ''}${isHidden ? ' hid' : ''}`;
    cell.textContent = this.#textOf(place);
    if (this.#isAt(place)) cell.tabIndex = 0;
    return cell;
  }

  #isAt({ row, column }: Place): boolean {
    const inSight = this.#at.row >= this.#first && this.#at.row < this.#last;
    return column === this.#at.column && row === (inSight ? this.#at.row : this.#first);
  }

  #textOf({ row, column }: Place): string {
    const { columns, rows, why, reasons } = this.#grid;
    if (column < columns.length) return rows[row]?.[column] ?? '';
    return (why[row] ?? []).map((at) => reasons[at]?.short ?? '').join(', ');
  }

  #cell({ row, column }: Place): HTMLElement | undefined {
    const found = this.#parts.body.querySelector(`tr[aria-rowindex="${row + 2}"]`)?.children[column];
    return found instanceof HTMLElement ? found : undefined;
  }

  #onFocus({ target }: FocusEvent): void {
    const cell = target instanceof Element ? target.closest('td') : null;
    const row = Number(cell?.parentElement?.getAttribute('aria-rowindex')) - 2;
    if (!cell || !(row >= 0)) return;
    this.#cell(this.#at)?.setAttribute('tabindex', '-1');
    this.#at = { row, column: cell.cellIndex };
    cell.tabIndex = 0;
    this.#tell();
  }

  #tell(): void {
    const { columns, rows, hidden, why, reasons, words } = this.#grid;
    const { row, column } = this.#at;
    const name = columns[column]?.name ?? words.why;
    const said = words.place
      .replace('{row}', String(row + 1))
      .replace('{rows}', String(rows.length))
      .replace('{column}', name)
      .replace('{value}', this.#textOf(this.#at));
    const isHidden = hidden[row]?.[column] === true || column >= columns.length;
    const because = isHidden ? (why[row] ?? []).map((at) => reasons[at]?.long ?? '').join('; ') : '';
    this.#parts.line.textContent = because === '' ? said : `${said} — ${words.hidden}: ${because}`;
  }

  #onKey(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(this.#parts.sight.clientHeight / this.#height) - 2);
    const { row, column } = this.#at;
    const [lastRow, lastColumn] = [this.#grid.rows.length - 1, this.#width - 1];
    const jump = event.ctrlKey || event.metaKey;
    const moves: Readonly<Record<string, Place>> = {
      ArrowDown: { row: row + 1, column },
      ArrowUp: { row: row - 1, column },
      ArrowRight: { row, column: column + 1 },
      ArrowLeft: { row, column: column - 1 },
      PageDown: { row: row + page, column },
      PageUp: { row: row - page, column },
      Home: { row: jump ? 0 : row, column: 0 },
      End: { row: jump ? lastRow : row, column: lastColumn },
    };
    const to = moves[event.key];
    if (!to) return;
    event.preventDefault();
    this.#go({ row: clamp(to.row, lastRow), column: clamp(to.column, lastColumn) });
  }

  #go(to: Place): void {
    const { sight } = this.#parts;
    const top = to.row * this.#height;
    const room = sight.clientHeight - 2 * this.#height;
    this.#cell(this.#at)?.setAttribute('tabindex', '-1');
    this.#at = to;
    if (top < sight.scrollTop) sight.scrollTop = top;
    else if (top > sight.scrollTop + room) sight.scrollTop = top - room;
    this.draw();
    const cell = this.#cell(to);
    cell?.setAttribute('tabindex', '0');
    cell?.focus({ preventScroll: true });
    cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }
}

interface Parts {
  readonly sight: HTMLElement;
  readonly body: HTMLElement;
  readonly line: HTMLElement;
}

/** Columns as wide as their longest text, so that scrolling moves nothing sideways. */
function headOf({ columns, rows, why, reasons, words }: Grid): HTMLElement {
  const row = make('tr', { role: 'row', 'aria-rowindex': '1' });
  columns.forEach(({ name, about, isNumber }, at) => {
    const cell = make('th', { scope: 'col', role: 'columnheader', 'aria-colindex': String(at + 1), title: about });
    cell.className = isNumber ? 'number' : '';
    cell.textContent = name;
    cell.style.minWidth = `${rows.reduce((most, texts) => Math.max(most, widthOf(texts[at] ?? '')), 0) + 3}ch`;
    row.append(cell);
  });
  if (reasons.length > 0) {
    const cell = make('th', { scope: 'col', role: 'columnheader', 'aria-colindex': String(columns.length + 1) });
    cell.textContent = words.why;
    const longest = why.reduce(
      (most, one) =>
        Math.max(
          most,
          one.reduce((sum, at) => sum + widthOf(reasons[at]?.short ?? '') + 2, 0),
        ),
      0,
    );
    cell.style.minWidth = `${Math.min(60, longest + 3)}ch`;
    row.append(cell);
  }
  const head = make('thead', {});
  head.append(row);
  return head;
}

/** Wide characters take two places. */
function widthOf(text: string): number {
  let width = 0;
  for (const sign of text) width += (sign.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1;
  return width;
}

/** The room of the rows that are not drawn. */
function gap(height: number): HTMLTableRowElement {
  const row = make('tr', { class: 'gap', 'aria-hidden': 'true' });
  const cell = make('td', {});
  cell.style.height = `${height}px`;
  row.append(cell);
  return row;
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(most, value));
}

function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>>,
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
