/**
 * Finds the numbers that somebody wrote into a report: digits of every script, figures in circles, Roman, Chinese and English number words.
 * A citation counts as a digit, so that nothing written can stick to a released number and make another one of it.
 *
 * Not found: a single Chinese or English word below eleven (一个, "two"), halves, and numbers that letters stand for by agreement. The rule
 * is against numbers that nobody checked; whoever writes the text does not know the released ones yet.
 *
 * @see procedure.md §5, data_report; Unicode 16 §4.6 (Numeric Value)
 */
import { placeholder } from './markdown.ts';

/** A number as it is written, and where. */
export interface WrittenNumber {
  readonly offset: number;
  readonly text: string;
}

const han = '〇零一二三四五六七八九十百千万亿兆两俩仨廿卅卌壹贰貳叁參叄肆伍陆陸柒捌玖拾佰仟萬億弌弍弎';
/** What stands inside a number, or vanishes between two parts of it when the text is shown. */
const glue = `(?:[ \\u3000.,'’·:/*_．]|\\n(?!\\n| *[*+-] ))*`;
const any = `(?:\\p{N}|${placeholder}|[${han}])`;
/** A sign belongs to the number behind it, but for the dash of a range. */
const written = new RegExp(`(?:(?<!${any})[-+–—])?${any}(?:${glue}${any})*[%‰％]?`, 'gu');
const lone = new RegExp(`^[${han}]$`, 'u');
const cited = new RegExp(`^${placeholder}[%‰％]?$`, 'u');

/** From the first character of a word on: trying again from each of the next would take the square of its length. */
const fractions = new RegExp(`(?<![${han}])[${han}]+(?:分之[${han}]+|成|折|倍|个?百分点)`, 'gu');

const small = 'one|two|three|four|five|six|seven|eight|nine|ten';
const large =
  'zero|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|trillion|dozen';
const english = new RegExp(
  `\\b(?:(?:${large})s?|(?:${small})[ -]+(?:and |point )?(?:${small}|${large}|point|half|halves|thirds?|quarters?|fifths?|tenths?|per ?cent)s?)\\b`,
  'giu',
);
const roman =
  /(?<![\p{Script=Latin}\p{N}])(?=[IVXLCDM]{2})M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?![\p{Script=Latin}\p{N}])|(?<![\p{Script=Latin}\p{N}])[ivx]{2,}(?![\p{Script=Latin}\p{N}])/gu;

/** All numbers of `text` in which each citation is one {@link placeholder}, but for citations that stand alone. */
export function findNumbers(text: string): readonly WrittenNumber[] {
  const shown = fold(text);
  const folded = shown.map(({ unit }) => unit).join('');
  return [written, fractions, english, roman]
    .flatMap((pattern) => [...folded.matchAll(pattern)])
    .map(({ index, 0: match }) => {
      const offset = shown[index]?.from ?? 0;
      return { offset, text: text.slice(offset, shown[index + match.length - 1]?.to) };
    })
    .filter(({ text: number }) => !isHarmless(number))
    .toSorted((a, b) => a.offset - b.offset);
}

/** Whether all of `text` is one number, so that it can be declared as a constant. */
export function isNumber(text: string): boolean {
  return findNumbers(text).some((number) => number.text === text) || lone.test(text);
}

function isHarmless(number: string): boolean {
  return lone.test(number) || cited.test(number);
}

/** One UTF-16 unit of what is shown, and where in the text it comes from. */
interface Shown {
  readonly unit: string;
  readonly from: number;
  readonly to: number;
}

/** Compatibility forms as what they stand for: fullwidth letters, circled and ligated numbers. Signs of emphasis are not shown. */
function fold(text: string): readonly Shown[] {
  const shown: Shown[] = [];
  let from = 0;
  for (const character of text) {
    const to = from + character.length;
    const isEmphasis = /[*_]/.test(character) && /\S/.test(text[to] ?? ' ');
    if (!isEmphasis)
      shown.push(
        ...foldOne(character)
          .split('')
          .map((unit) => ({ unit, from, to })),
      );
    from = to;
  }
  return shown;
}

/** A number stays one figure, also where its parts are letters (Ⅻ). Fullwidth punctuation stays: a Chinese comma does not join numbers. */
function foldOne(character: string): string {
  if (/\p{N}/u.test(character)) return '0';
  return /\p{P}/u.test(character) ? character : character.normalize('NFKC');
}
