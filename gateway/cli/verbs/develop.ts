/** Verbs of who develops: the catalog, simulation data, what the rules say. Beside a kit they need no server. */
import type { OptionName } from '../options.ts';
import type { Verbs } from '../verb.ts';

/** Where the answer is asked. */
const where = ['kit', 'server', 'token', 'dir', 'port', 'as'] as const satisfies readonly OptionName[];
const reading = ['lane', 'epsilon', 'profile', 'set'] as const satisfies readonly OptionName[];

export const developVerbs = {
  'catalog ls': {
    words: '[word]…',
    does: { en: 'list the published entries that all the words are in', zh: '列出已发布的目录条目' },
    options: where,
    examples: ['catalog ls', 'catalog ls 企业 --json'],
    run: async (args) => (await import('../catalog.ts')).listCatalog(args),
  },
  'catalog show': {
    words: '<entry>',
    does: { en: 'show an entry: tables, columns, what may be done with each, terms', zh: '显示目录条目' },
    options: where,
    examples: ['catalog show ent_registration'],
    run: async (args) => (await import('../catalog.ts')).showCatalog(args),
  },
  'sim pull': {
    words: '<entry>…',
    does: {
      en: 'bring simulation data, catalog and rules into a folder, beside which everything up to propose works offline',
      zh: '拉取仿真数据、目录与规则,供离线开发',
    },
    options: ['out', 'level', 'seed', 'scale', 'server', 'token', 'dir', 'port', 'as'],
    examples: ['sim pull ent_registration power_usage_daily', 'sim pull ent_registration --level schema --out kit'],
    run: async (args) => (await import('../sim-pull.ts')).pull(args),
  },
  'sim query': {
    words: '<file.sql|text>',
    does: { en: 'ask simulation data, and show what the rules would leave of the answer', zh: '在仿真数据上查询' },
    options: [...reading, 'rows', ...where],
    examples: [
      'sim query districts.sql',
      'sim query "SELECT district_code, count(DISTINCT uscc) FROM ent_registration GROUP BY ALL"',
    ],
    run: async (args) => (await import('../sim-query.ts')).simQuery(args),
  },
  'sim run': {
    words: '<folder>',
    does: { en: 'run a program on simulation data, as sluice program test does', zh: '在仿真数据上运行程序' },
    options: where,
    examples: ['sim run programs/score'],
    run: async (args) => (await import('../program.ts')).testProgram(args),
  },
  'sim generate': {
    words: '',
    does: { en: 'make the simulation data of an installation anew', zh: '重新生成仿真数据' },
    options: ['dir', 'scale', 'seed'],
    examples: ['sim generate --scale 0.1'],
    run: async (args) => (await import('../sim.ts')).sim(args),
  },
  check: {
    words: '[file.sql|folder]…',
    does: {
      en: 'hold texts, programs or the project in this folder against all rules, as a forecast on simulation data',
      zh: '以预测方式检查全部规则',
    },
    options: [...reading, ...where],
    one: { en: 'where one of them is refused', zh: '有任一项被拒绝' },
    examples: ['check', 'check districts.sql', 'check programs/score --json'],
    run: async (args) => (await import('../check.ts')).check(args),
  },
  explain: {
    words: '<code|file.sql>',
    does: {
      en: 'say what a refusal means and what to do; or what the rules make of a text, and what it would cost',
      zh: '解释拒绝代码,或说明规则如何处理一段查询',
    },
    options: [...reading, ...where],
    examples: ['explain E_COLUMN_RULE', 'explain districts.sql --lane private --epsilon 0.5'],
    run: async (args) => (await import('../explain.ts')).explain(args),
  },
  attack: {
    words: '[file.sql|folder]',
    does: {
      en: 'try the classic attacks against an installation made for it; of a text, what its release would let an attacker learn of pulled simulation data',
      zh: '红队攻击:内置全套,或针对自己的查询',
    },
    options: [...reading, 'kit'],
    one: { en: 'where an attack succeeds', zh: '有攻击成功' },
    examples: ['attack', 'attack districts.sql'],
    run: async (args) => (await import('../attack.ts')).attack(args),
  },
  'program pack': {
    words: '<folder>',
    does: { en: 'bundle a folder with sluice.json, and say its hashes', zh: '打包程序' },
    options: ['out'],
    examples: ['program pack score --out program.json'],
    run: async (args) => (await import('../program.ts')).packFolder(args),
  },
  'program check': {
    words: '<folder>',
    does: { en: 'say what could ever leave of a program', zh: '说明程序可能输出的内容' },
    options: [],
    examples: ['program check score'],
    run: async (args) => (await import('../program.ts')).checkProgram(args),
  },
  'program test': {
    words: '<folder>',
    does: { en: 'run a program on simulation data: console, errors, times, forecast', zh: '在仿真数据上测试程序' },
    options: where,
    examples: ['program test score'],
    run: async (args) => (await import('../program.ts')).testProgram(args),
  },
  score: {
    words: '<model.json> <rows.csv>',
    does: { en: 'say what a released model says of rows of your own, offline', zh: '用已发布模型为自有数据评分' },
    options: [],
    examples: ['score model-run-1.json rows.csv'],
    run: async (args) => (await import('../score.ts')).score(args),
  },
} as const satisfies Verbs;
