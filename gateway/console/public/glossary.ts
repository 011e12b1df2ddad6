/** The words of this place in both languages; what each means is written in GLOSSARY.md, which is read here. */
import { readFileSync } from 'node:fs';
import { html } from 'hono/html';
import { table, type Html } from '../html.ts';
import type { View } from '../view.ts';

interface Term {
  readonly zh: string;
  readonly en: string;
  readonly meaning: string;
}

/** Its rows, as they are written there; none where the file is not at hand. */
function terms(): readonly Term[] {
  const rows = textOf()
    .split('\n')
    .filter((line) => /^\|.*\|\s*$/.test(line) && !/^\|[\s:|-]+\|$/.test(line));
  return rows.slice(1).map((line) => {
    const [zh = '', en = '', meaning = ''] = line
      .split('|')
      .slice(1)
      .map((cell) => cell.trim());
    return { zh, en, meaning: meaning.replaceAll('`', '') };
  });
}

function textOf(): string {
  try {
    return readFileSync(new URL('../../../GLOSSARY.md', import.meta.url), 'utf8');
  } catch {
    return '';
  }
}

/** Meanings are written in English, so a Chinese page has the words alone. */
export function glossaryPage(view: View): Html {
  const isChinese = view.lang === 'zh';
  const head = isChinese ? ['中文', '英文'] : ['word', 'Chinese', 'meaning here'];
  return table(view, {
    caption: view.t({ zh: '一词一义', en: 'One word, one meaning' }),
    head,
    rows: terms().map(({ zh, en, meaning }) =>
      isChinese
        ? [zh, html`<span lang="en">${en}</span>`]
        : [en, html`<span lang="zh-CN">${zh}</span>`, html`${spansOf(meaning)}`],
    ),
  });
}

/** Chinese words within an English text. */
function spansOf(text: string): readonly Html[] {
  return text
    .split(/(\p{Script=Han}+)/u)
    .map((part, at) => (at % 2 === 1 ? html`<span lang="zh-CN">${part}</span>` : html`${part}`));
}
