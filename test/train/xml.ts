/** A reader of XML that accepts elements, quoted attributes and text in leaves only, and nothing that is not well-formed. */
export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: Element[];
  text: string;
}

const token = /([^<]*)<(\/?)([A-Za-z]\w*)((?:\s+[A-Za-z]\w*="[^"<]*")*)\s*(\/?)>/y;

/** @throws Error when the document is not one well-formed element after the declaration */
export function readXml(text: string): Element {
  const root: Element = { name: '#document', attributes: new Map(), children: [], text: '' };
  const open = [root];
  token.lastIndex = /^<\?xml version="1\.0" encoding="UTF-8"\?>/.exec(text)?.[0].length ?? 0;
  while (text.slice(token.lastIndex).trim() !== '') {
    const from = token.lastIndex;
    const [found, before = '', closing, name = '', attributes = '', empty] = token.exec(text) ?? [];
    if (found === undefined) throw new Error(`not XML at ${from}: ${text.slice(from, from + 40)}`);
    const around = open.at(-1);
    if (around && before.trim() !== '') around.text += unescape(before.trim());
    if (closing) {
      if (around && around.text !== '' && around.children.length > 0)
        throw new Error(`text beside elements in ${name}`);
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes another element`);
      continue;
    }
    const element: Element = { name, attributes: readAttributes(attributes), children: [], text: '' };
    around?.children.push(element);
    if (!empty) open.push(element);
  }
  const [only, ...more] = root.children;
  if (open.length !== 1 || !only || more.length > 0 || root.text !== '') throw new Error('not one element');
  return only;
}

function readAttributes(text: string): ReadonlyMap<string, string> {
  const pairs = [...text.matchAll(/([A-Za-z]\w*)="([^"]*)"/g)].map(
    ([, name = '', value = '']) => [name, unescape(value)] as const,
  );
  if (new Set(pairs.map(([name]) => name)).size < pairs.length) throw new Error('an attribute twice');
  return new Map(pairs);
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescape(text: string): string {
  return text.replaceAll(/&([^;&]*);?/g, (whole, name: string) => {
    const code = /^#(\d+)$/.exec(name)?.[1];
    const found = code === undefined ? entities[name] : String.fromCodePoint(Number(code));
    if (found === undefined || !whole.endsWith(';')) throw new Error(`no entity: ${whole}`);
    return found;
  });
}

/** All elements of a name, in document order. */
export function elements(root: Element, name: string): readonly Element[] {
  return [...(root.name === name ? [root] : []), ...root.children.flatMap((child) => elements(child, name))];
}
