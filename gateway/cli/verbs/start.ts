/** Verbs that begin something: a story, a server, a project. */
import type { Verbs } from '../verb.ts';

export const startVerbs = {
  demo: {
    words: '',
    does: {
      en: 'tell the whole story of one product in the terminal, in a city made for it',
      zh: '在终端演示一个产品的全过程',
    },
    options: [],
    examples: ['demo'],
    run: async () => (await import('../demo.ts')).demo(),
  },
  serve: {
    words: '',
    does: {
      en: 'open an installation for its people; with --demo the demonstration city with all its desks, on this machine alone',
      zh: '打开安装供人使用;--demo 在本机打开演示城市',
    },
    options: ['demo', 'config', 'host', 'port', 'dir', 'scale'],
    examples: ['serve --demo', 'serve --config /etc/sluice/sluice.config.json --dir /var/lib/sluice'],
    one: { en: 'where the installation is not fit to be opened; it says why', zh: '安装不具备打开条件' },
    stays: true,
    run: async (args) => (await import('../serve.ts')).serve(args),
  },
  init: {
    words: '<folder>',
    does: {
      en: 'begin a scenario project: its texts, what may leave, tests that run against pulled simulation data',
      zh: '新建场景项目(查询、程序与测试)',
    },
    options: ['template', 'scale', 'seed', 'level', 'server', 'token'],
    examples: ['init my-index', 'init my-score --template model'],
    run: async (args) => (await import('../init.ts')).init(args),
  },
  doctor: {
    words: '',
    does: {
      en: 'try what this machine is fit for: isolation of programs, node, disk, clock, and the keys of an installation',
      zh: '自检本机:程序隔离、版本、磁盘、时钟与密钥',
    },
    options: ['dir'],
    one: { en: 'where programs cannot run, or something must be put right first', zh: '无法运行程序或须先处理问题' },
    examples: ['doctor', 'doctor --dir /var/lib/sluice --json'],
    run: async (args) => (await import('../doctor.ts')).doctor(args),
  },
  completion: {
    words: '<bash|zsh|fish>',
    does: { en: 'print what a shell needs to complete verbs and options', zh: '输出命令补全脚本' },
    options: [],
    examples: ['completion bash >> ~/.bashrc', 'completion fish > ~/.config/fish/completions/sluice.fish'],
    run: async (args, verbs: Verbs) => (await import('../completion.ts')).completion(args, verbs),
  },
} as const satisfies Verbs;
