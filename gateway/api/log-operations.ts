/** The log as files: hashes for everybody, entries for those who supervise. @see C2SP tlog-tiles */
import { supervising } from '#policies/procedure/roles.ts';
import type { Operation } from './operation.ts';

const text = [{ status: 200, media: 'text/plain' }] as const;
const bytes = [{ status: 200, media: 'application/octet-stream' }] as const;
const aTile = { path: { path: '0/000' } };

function files(section: 'log' | 'audit', name: string, who: Operation['who']): readonly Operation[] {
  const base = section === 'log' ? '/log' : '/api/v1/log';
  const shared = { section, method: 'get', ...(who && { who }) } as const;
  const forWhom = section === 'log' ? 'for everybody' : 'with entries, for supervising bodies';
  return [
    {
      ...shared,
      id: `${name}.checkpoint`,
      path: `${base}/checkpoint`,
      title: { zh: '检查点文件', en: 'checkpoint of the log' },
      summary: `The newest that a quorum cosigned, ${forWhom}.`,
      answers: text,
      refusals: ['E_WITNESS'],
    },
    {
      ...shared,
      id: `${name}.policy`,
      path: `${base}/policy.txt`,
      title: { zh: '信任策略文件', en: 'policy of the log' },
      summary: `Whom to believe, ${forWhom}.`,
      answers: text,
    },
    {
      ...shared,
      id: `${name}.tile`,
      path: `${base}/tile/:path{.+}`,
      title: { zh: '日志瓦片', en: 'tile of the log' },
      summary: `Some nodes of the tree, ${forWhom}; a tile never changes.`,
      answers: bytes,
      ...(section === 'log' && { refusals: ['E_AUTH'] }),
      example: aTile,
    },
  ];
}

export const logOperations: readonly Operation[] = [
  ...files('log', 'log.files', 'anybody'),
  ...files('audit', 'audit.log', supervising),
];
