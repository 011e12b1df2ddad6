/** Numbers as instruments show them: grouped, of few digits, never with an exponent where it can be helped. */
import { textOf } from '../html.ts';
import type { View } from '../view.ts';

/** Three significant digits. */
export function short(view: View, value: number): string {
  return new Intl.NumberFormat(localeOf(view), { maximumSignificantDigits: 3 }).format(value);
}

export function whole(view: View, value: number): string {
  return new Intl.NumberFormat(localeOf(view), { maximumFractionDigits: 0 }).format(value);
}

/** @param share from 0 to 1 */
export function percent(view: View, share: number): string {
  return new Intl.NumberFormat(localeOf(view), { style: 'percent', maximumFractionDigits: 1 }).format(share);
}

/** For many values: numbers come grouped, with all digits that matter; one formatter for all. */
export function cellFormat(view: View): (value: unknown, isNumber: boolean) => string {
  const format = new Intl.NumberFormat(localeOf(view), { maximumSignificantDigits: 12 });
  return (value, isNumber) => {
    if (value === null || value === undefined) return 'NULL';
    if (!isNumber) return textOf(value);
    if (typeof value === 'number') return format.format(value);
    const text = textOf(value);
    return /^-?\d{1,15}(?:\.\d+)?$/.test(text) ? format.format(Number(text)) : text;
  };
}

function localeOf({ lang }: View): string {
  return lang === 'zh' ? 'zh-CN' : 'en-GB';
}
