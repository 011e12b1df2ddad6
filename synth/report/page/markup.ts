/** HTML and SVG from templates: what is put in is text and is escaped, unless it is markup itself. */

export interface Markup {
  readonly markup: string;
}

type Piece = string | number | Markup | readonly Markup[];

export function markup(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  const text = parts.map((part, at) => part + (at < pieces.length ? rendered(pieces[at] ?? '') : ''));
  return { markup: text.join('') };
}

function rendered(piece: Piece): string {
  if (typeof piece === 'string') return escaped(piece);
  if (typeof piece === 'number') return String(piece);
  return 'markup' in piece ? piece.markup : piece.map((one) => one.markup).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? '');
}
