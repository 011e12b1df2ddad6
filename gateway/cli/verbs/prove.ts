/** Verbs of who verifies: bundles, the log, and what is computed again. */
import type { OptionName } from '../options.ts';
import type { Verbs } from '../verb.ts';

const witness = ['key', 'state', 'log-vkey'] as const satisfies readonly OptionName[];

export const proveVerbs = {
  verify: {
    words: '<bundle.zip>',
    does: {
      en: 'check an exported bundle, offline; with --log also whether it was suspended or recalled since',
      zh: '离线核验出域包',
    },
    options: ['policy', 'log', 'token'],
    one: { en: 'where it does not verify, or no longer stands', zh: '核验不通过或已撤回' },
    examples: ['verify exp-1.zip', 'verify exp-1.zip --policy policy.txt --log https://sluice.example/log'],
    run: async (args) => (await import('../verify.ts')).verify(args),
  },
  replay: {
    words: '<run|export>',
    does: {
      en: 'have a released export computed again in the domain, and compare; a supervising body asks, with a reason',
      zh: '在域内重放并比对(监管)',
    },
    options: ['reason', 'server', 'token', 'dir', 'port', 'as'],
    one: { en: 'where something comes out otherwise', zh: '结果不一致' },
    examples: ['replay exp-1 --reason 抽查 --as ren.regulator'],
    run: async (args) => (await import('../replay.ts')).replay(args),
  },
  'log verify': {
    words: '<address|folder>',
    does: {
      en: 'verify the log from its files alone; with --state, also against what was seen last time',
      zh: '核验日志',
    },
    options: ['policy', 'state'],
    examples: ['log verify https://sluice.example/log --policy policy.txt --state seen'],
    run: async (args) => (await import('../log-verify.ts')).verifyLog(args),
  },
  'log export': {
    words: '<folder>',
    does: { en: 'write the log as files, for a supervising body', zh: '导出日志' },
    options: ['server', 'token', 'dir', 'port', 'as'],
    examples: ['log export ./log --as ren.regulator'],
    run: async (args) => (await import('../log-export.ts')).exportLog(args),
  },
  'log witness init': {
    words: '',
    does: { en: 'make a witness: its key, its memory, its name', zh: '新建见证' },
    options: ['key', 'state', 'name'],
    examples: ['log witness init --key key --state state --name witness.example'],
    run: async (args) => (await import('../log-witness.ts')).initWitness(args),
  },
  'log witness serve': {
    words: '',
    does: { en: 'run a witness, in front of which a proxy adds TLS', zh: '运行见证服务' },
    options: [...witness, 'port'],
    examples: ['log witness serve --key key --state state --log-vkey sluice.local/record+… --port 8700'],
    stays: true,
    run: async (args) => (await import('../log-serve.ts')).serveWitness(args),
  },
  'log witness cosign': {
    words: '',
    does: { en: 'cosign the request on standard input, without a network', zh: '离线联署' },
    options: witness,
    examples: ['log witness cosign --key key --state state --log-vkey sluice.local/record+… < request > answer'],
    run: async (args) => (await import('../log-witness.ts')).cosignRequest(args),
  },
  'log witness request': {
    words: '<witness>',
    does: { en: 'print the newest request to a witness without a network', zh: '输出联署请求' },
    options: ['dir'],
    examples: ['log witness request witness.example > request'],
    run: async (args) => (await import('../log-carry.ts')).printRequest(args),
  },
  'log witness accept': {
    words: '<witness> <request> <answer>',
    does: { en: 'take in what a witness without a network answered', zh: '收回联署结果' },
    options: ['dir'],
    examples: ['log witness accept witness.example request answer'],
    run: async (args) => (await import('../log-carry.ts')).acceptWitness(args),
  },
} as const satisfies Verbs;
