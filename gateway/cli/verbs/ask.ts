/** Verbs of the procedure: what is asked for, what became of it, and what comes home. */
import type { OptionName } from '../options.ts';
import type { Verbs } from '../verb.ts';

const where = ['server', 'token', 'dir', 'port', 'as'] as const satisfies readonly OptionName[];

export const askVerbs = {
  propose: {
    words: '[folder]',
    does: {
      en: 'make or update the drafts of a project, application and programs, and say what is missing; nothing is handed in without --submit',
      zh: '由项目生成或更新申请与程序草稿',
    },
    options: ['submit', ...where],
    examples: ['propose', 'propose my-index --submit'],
    run: async (args) => (await import('../propose.ts')).propose(args),
  },
  runs: {
    words: '',
    does: { en: 'list the runs that one may see', zh: '列出运行' },
    options: where,
    examples: ['runs', 'runs --json'],
    run: async (args) => (await import('../runs.ts')).listRuns(args),
  },
  'runs list': {
    words: '',
    does: { en: 'the same', zh: '同上' },
    options: where,
    examples: ['runs list'],
    run: async (args) => (await import('../runs.ts')).listRuns(args),
  },
  'runs show': {
    words: '<run>',
    does: { en: 'show where a run is and its receipt; with --watch, wait for its end', zh: '显示运行与回执' },
    options: ['watch', ...where],
    one: { en: 'where it has failed', zh: '运行失败' },
    examples: ['runs show run-1', 'runs show run-1 --watch'],
    run: async (args) => (await import('../runs.ts')).showRun(args),
  },
  'export get': {
    words: '<export>',
    does: { en: 'download the bundle of an export, and verify it', zh: '下载并核验出域包' },
    options: ['out', 'policy', ...where],
    examples: ['export get exp-1', 'export get exp-1 --out index.zip --policy policy.txt'],
    run: async (args) => (await import('../export-get.ts')).getExport(args),
  },
  duties: {
    words: '',
    does: { en: 'say what a person owes and until when', zh: '列出应办事项与期限' },
    options: where,
    examples: ['duties --as chen.operator'],
    run: async (args) => (await import('../duties.ts')).duties(args),
  },
} as const satisfies Verbs;
