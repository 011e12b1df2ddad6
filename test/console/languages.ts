/**
 * Is all of a page in the language of its reader? Texts that people or programs have written in another are marked with `lang`, or stand as
 * code. Whoever makes pages adds them to the list of a test that calls this.
 */

const other = { zh: 'en', en: 'zh(?:-CN)?' } as const;
/** Four words one after another are a sentence; names and codes are shorter. */
const sentence = /[A-Za-z]{2,}(?:[ ,’']+[A-Za-z]{2,}){3,}/g;
const han = /\p{Script=Han}+/gu;

/** What stands on the page in the other language, piece by piece. */
export function strangeTexts(page: string, lang: 'zh' | 'en'): readonly string[] {
  const body = page
    .replace(/^[\s\S]*?<body/, '<body')
    .replaceAll(/<(script|style|pre|code|textarea)\b[\s\S]*?<\/\1>/g, ' ');
  const marked = new RegExp(`<(\\w+)\\b[^>]*\\slang="${other[lang]}"[^>]*>[\\s\\S]*?</\\1>`, 'g');
  const own = body.replaceAll(marked, ' ');
  const spoken = [...own.matchAll(/\s(?:alt|title|placeholder|aria-label)="([^"]*)"/g)].map(([, text = '']) => text);
  const texts = [own.replaceAll(/<[^>]*>/g, '\n'), ...spoken.map((text) => text.replaceAll(/\S+\/\S+/g, ' '))];
  return texts.flatMap((text) => text.replaceAll(/&#?\w+;/g, ' ').match(lang === 'en' ? han : sentence) ?? []);
}
