/** Words that values are composed of: faker's Chinese lists, and a few of our own where faker has none. */
import { zh_CN } from '@faker-js/faker';

const person = zh_CN.person;
const location = zh_CN.location;

/** Faker's lists are optional in its types, and a few of their items are patterns in braces, which are left out. */
function words(items: unknown): readonly string[] {
  const kept = (Array.isArray(items) ? items : []).filter(
    (item): item is string => typeof item === 'string' && !item.includes('{'),
  );
  if (kept.length === 0) throw new Error('Cannot use the dictionary: must have words; got none');
  return [...new Set(kept)];
}

export const surnames = words(person?.last_name?.generic);
/** Women's names first. Faker's names for anybody are names of men. */
export const givenNames = words([
  ...(person?.first_name?.female ?? []),
  ...(person?.first_name?.generic ?? []),
  ...(person?.first_name?.male ?? []),
]);
export const femaleNames = new Set(person?.first_name?.female ?? []).size;
export const streets = words(location?.street_name);
export const companyCategories = words(zh_CN.company?.category);
export const nouns = words(zh_CN.word?.noun);
export const verbs = words(zh_CN.word?.verb);

/**
 * How common each surname is, in parts of a thousand: the twenty most common by rounded shares of the 2010s, three of ten people have
 * one of the first five; the others alike.
 */
const commonSurnames = new Map(
  '王72 李71 张68 刘54 陈46 杨31 黄23 赵22 吴21 周20 徐17 孙15 马13 朱13 胡13 郭12 何12 林12 高11 罗11'
    .split(' ')
    .map((text) => [text.slice(0, 1), Number(text.slice(1))]),
);
export const surnameWeights = surnames.map((surname) => commonSurnames.get(surname) ?? 3);

/** Characters that brands are made of, two each. */
export const brandCharacters = Array.from(
  '华瑞盛恒嘉德信泰宏达联创智云天海新安康丰源力远志诚博雅明凯卓越金龙星辰腾翔融汇通拓正润',
);

/** Legal forms in names. */
export const legalForms = ['有限公司', '有限责任公司', '股份有限公司'];

/** The sections of GB/T 4754. */
export const industrySections = Array.from('ABCDEFGHIJKLMNOPQRST');

/** Districts of Guangzhou, GB/T 2260: used when a district column declares no domain. */
export const districtCodes = [
  '440103',
  '440104',
  '440105',
  '440106',
  '440111',
  '440112',
  '440113',
  '440114',
  '440115',
  '440117',
  '440118',
];

/** ICD-10 categories over the chapters: used when a diagnosis column declares no domain. */
export const diagnosisCodes = (
  'A09.9 A16.2 B18.1 B34.9 C16.9 C18.9 C34.9 C50.9 D25.9 D50.9 E03.9 E11.9 E78.5 F32.9 F41.1 G40.9 G47.0 H25.9 H66.9 ' +
  'I10 I20.0 I25.1 I48 I50.9 I63.9 J06.9 J18.9 J44.9 J45.9 K21.0 K29.7 K80.2 L20.9 L40.0 M17.9 M51.2 N18.9 N20.0 O80 ' +
  'P59.9 Q21.1 R50.9 R51 S52.5 S82.6 T14.9 Z51.1'
).split(' ');

/** First characters of plates. */
export const plateProvinces = Array.from('京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼');
