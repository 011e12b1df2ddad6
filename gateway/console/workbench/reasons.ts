/** Why a text needs each of its columns, as far as the text itself says: a first version that its vendor completes. @see AO-18-2 */
import type { Explanation } from '#sandbox/door.ts';
import type { View } from '../view.ts';

/** Of every `table.column` that is read. */
export function reasonsOf(view: View, { used, lineage, columns }: Explanation): ReadonlyMap<string, string> {
  const keys = new Set(columns.filter(({ role }) => role === 'key').map(({ name }) => name));
  const comma = view.t({ zh: '、', en: ', ' });
  return new Map(
    used.map((name) => {
      const named = (place: 'values' | 'conditions') =>
        lineage.columns.filter((one) => one[place].includes(name)).map(({ column }) => column);
      const values = named('values');
      const grouped = values.filter((column) => keys.has(column)).join(comma);
      const computed = values.filter((column) => !keys.has(column)).join(comma);
      const counted = named('conditions').join(comma);
      const said = [
        ...(grouped === '' ? [] : [view.t({ zh: `按其分组(${grouped})`, en: `to group by (${grouped})` })]),
        ...(computed === '' ? [] : [view.t({ zh: `计算 ${computed}`, en: `to compute ${computed}` })]),
        ...(counted === ''
          ? []
          : [view.t({ zh: `用于 ${counted} 的条件或去重`, en: `to condition or count ${counted} by` })]),
        ...(lineage.filters.includes(name) ? [view.t({ zh: '筛选或关联记录', en: 'to filter or join rows' })] : []),
      ];
      return [name, said.join(view.t({ zh: ';', en: '; ' }))] as const;
    }),
  );
}
