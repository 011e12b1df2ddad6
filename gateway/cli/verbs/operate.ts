/** Verbs of who answers for an installation or its data, on its own machine. */
import type { Verbs } from '../verb.ts';

export const operateVerbs = {
  config: {
    words: '',
    does: {
      en: 'print the configuration in force, where each value comes from, and how the environment calls it',
      zh: '显示生效配置及其来源',
    },
    options: ['config', 'host', 'port', 'dir'],
    examples: ['config', 'config --config /etc/sluice/sluice.config.json --json'],
    run: async (args) => (await import('../config.ts')).config(args),
  },
  backup: {
    words: '<file>',
    does: {
      en: 'write the whole installation, open or not, into one file that SLUICE_BACKUP_PASSPHRASE opens',
      zh: '将整个安装加密备份为一个文件',
    },
    options: ['dir'],
    examples: ['backup /backup/sluice-2026-11-22.sealed --dir /var/lib/sluice'],
    run: async (args) => (await import('../backup.ts')).backup(args),
  },
  restore: {
    words: '<file>',
    does: { en: 'make an installation again from a backup, in an empty folder', zh: '由备份恢复安装' },
    options: ['dir'],
    examples: ['restore /backup/sluice-2026-11-22.sealed --dir /var/lib/sluice'],
    run: async (args) => (await import('../backup.ts')).restoreBackup(args),
  },
  'data publish': {
    words: '<entry.json>',
    does: {
      en: 'put a catalog entry of one’s department before the bodies that decide, or its new version; says what comes next',
      zh: '提交目录条目(数源部门)',
    },
    options: ['evidence', 'risk', 'server', 'token', 'dir', 'port', 'as'],
    examples: ['data publish entry.json --as meteorology.department --evidence 002-11:分类分级意见 --risk 低'],
    run: async (args) => (await import('../data-publish.ts')).publish(args),
  },
  'data ingest': {
    words: '<entry> <table=file>…',
    does: {
      en: "turn a department's files into a checked snapshot inside the domain; the installation must not be open",
      zh: '将部门数据导入域内快照',
    },
    options: ['dir', 'as', 'options'],
    examples: ['data ingest weather_station_hourly weather_station_hourly=june.csv --as meteorology.department'],
    run: async (args) => (await import('../data.ts')).data(args),
  },
  'fit report': {
    words: '<fit>',
    does: {
      en: 'show the owner of the data how far a fit is, or how near and how private its model came',
      zh: '显示仿真拟合报告(数据所有者)',
    },
    options: ['dir', 'out'],
    examples: ['fit report fit-1 --out report.html'],
    run: async (args) => (await import('../fit.ts')).fit(args),
  },
} as const satisfies Verbs;
