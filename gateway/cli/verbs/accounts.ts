/** Verbs of who lets people into an installation, on its own machine. */
import type { Verbs } from '../verb.ts';

const options = ['dir', 'config'] as const;
const reasoned = ['dir', 'config', 'reason'] as const;

export const accountVerbs = {
  'account open': {
    words: '<account.json>',
    does: {
      en: 'open an account, bound to a real name, and print the invitation to its first sign-in; the installation must not be open',
      zh: '开立实名账户并生成首次登录邀请(安装须未打开)',
    },
    options,
    examples: ['account open chen.json'],
    run: async (args) => (await import('../account.ts')).openAccounts(args),
  },
  'account list': {
    words: '',
    does: { en: 'say who has an account, for which organization, and how it stands', zh: '列出账户' },
    options,
    examples: ['account list --dir /var/lib/sluice'],
    run: async (args) => (await import('../account.ts')).listAccounts(args),
  },
  'account invite': {
    words: '<person>',
    does: { en: 'make a new invitation; password and second factor are set anew with it', zh: '重新邀请' },
    options,
    examples: ['account invite chen.operator'],
    run: async (args) => (await import('../account.ts')).inviteAgain(args),
  },
  'account suspend': {
    words: '<person>',
    does: { en: 'suspend an account, with its sessions and tokens', zh: '暂停账户' },
    options: reasoned,
    examples: ['account suspend chen.operator --reason 异常登录'],
    run: async (args) => (await import('../account.ts')).move('suspend')(args),
  },
  'account reinstate': {
    words: '<person>',
    does: { en: 'let a suspended account act again; it signs in anew', zh: '恢复账户' },
    options: reasoned,
    examples: ['account reinstate chen.operator --reason 已核实'],
    run: async (args) => (await import('../account.ts')).move('reinstate')(args),
  },
  'account close': {
    words: '<person>',
    does: { en: 'close an account for good', zh: '注销账户' },
    options: reasoned,
    examples: ['account close chen.operator --reason 离职'],
    run: async (args) => (await import('../account.ts')).move('close')(args),
  },
  'account unlock': {
    words: '<person>',
    does: { en: 'let a person try again who failed too often', zh: '解除登录锁定' },
    options: reasoned,
    examples: ['account unlock chen.operator --reason 本人来电核实'],
    run: async (args) => (await import('../account.ts')).move('unlock')(args),
  },
} as const satisfies Verbs;
