/** The word lists of TPC-H. @see TPC-H specification, clauses 4.2.2.13 and 4.2.3 */

export const segments = ['AUTOMOBILE', 'BUILDING', 'FURNITURE', 'HOUSEHOLD', 'MACHINERY'];
export const priorities = ['1-URGENT', '2-HIGH', '3-MEDIUM', '4-NOT SPECIFIED', '5-LOW'];
export const instructions = ['COLLECT COD', 'DELIVER IN PERSON', 'NONE', 'TAKE BACK RETURN'];
export const modes = ['AIR', 'FOB', 'MAIL', 'RAIL', 'REG AIR', 'SHIP', 'TRUCK'];
export const containers = crossed(words('SM LG MED JUMBO WRAP'), words('CASE BOX BAG JAR PKG PACK CAN DRUM'));
export const types = crossed(
  crossed(words('STANDARD SMALL MEDIUM LARGE ECONOMY PROMO'), words('ANODIZED BURNISHED PLATED POLISHED BRUSHED')),
  words('TIN NICKEL BRASS STEEL COPPER'),
);
export const manufacturers = [1, 2, 3, 4, 5].map((m) => `Manufacturer#${m}`);
export const brands = [1, 2, 3, 4, 5].flatMap((m) => [1, 2, 3, 4, 5].map((n) => `Brand#${m}${n}`));

/** A part has five of them in its name. */
export const colors = words(`
  almond antique aquamarine azure beige bisque black blanched blue blush brown burlywood burnished chartreuse chiffon chocolate
  coral cornflower cornsilk cream cyan dark deep dim dodger drab firebrick floral forest frosted gainsboro ghost goldenrod green
  grey honeydew hot indian ivory khaki lace lavender lawn lemon light lime linen magenta maroon medium metallic midnight mint
  misty moccasin navajo navy olive orange orchid pale papaya peach peru pink plum powder puff purple red rose rosy royal saddle
  salmon sandy seashell sienna sky slate smoke snow spring steel tan thistle tomato turquoise violet wheat white yellow`);

export const regions = ['AFRICA', 'AMERICA', 'ASIA', 'EUROPE', 'MIDDLE EAST'];
/** By nation key, each with the key of its region. */
export const nations: readonly (readonly [name: string, region: number])[] = [
  ['ALGERIA', 0],
  ['ARGENTINA', 1],
  ['BRAZIL', 1],
  ['CANADA', 1],
  ['EGYPT', 4],
  ['ETHIOPIA', 0],
  ['FRANCE', 3],
  ['GERMANY', 3],
  ['INDIA', 2],
  ['INDONESIA', 2],
  ['IRAN', 4],
  ['IRAQ', 4],
  ['JAPAN', 2],
  ['JORDAN', 4],
  ['KENYA', 0],
  ['MOROCCO', 0],
  ['MOZAMBIQUE', 0],
  ['PERU', 1],
  ['CHINA', 2],
  ['ROMANIA', 3],
  ['SAUDI ARABIA', 4],
  ['VIETNAM', 2],
  ['RUSSIA', 3],
  ['UNITED KINGDOM', 3],
  ['UNITED STATES', 1],
];

/** For comments: so few that about one order in a hundred has `special … requests`, as in the reference data. */
export const adverbs = words('blithely carefully daringly evenly finally furiously quickly quietly slyly');
export const adjectives = words(
  'bold brave busy careful even express final fluffy ironic pending quick regular silent special unusual',
);
export const nouns = words(
  `accounts asymptotes courts deposits dependencies dolphins excuses foxes ideas instructions packages patterns pearls
  platelets requests sentiments theodolites warhorses`,
);
export const verbs = words('are boost cajole detect doze haggle integrate nag sleep snooze solve use wake');
export const prepositions = words('about above according across after against along among beneath beside during into');

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

function crossed(first: readonly string[], second: readonly string[]): readonly string[] {
  return first.flatMap((a) => second.map((b) => `${a} ${b}`));
}
