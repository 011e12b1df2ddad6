/** A trace as pages show it: what the API tells of both ways, sorted into the layers that a thing passes through on its way out. */
import type { Title } from '#policies/catalog/entry.ts';
import { lives, type LifeName } from '#policies/procedure/lives.ts';
import type { Edge, Node } from '#policies/procedure/trace.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import type { Client } from '../../client.ts';

export const sights = ['both', 'back', 'forth'] as const;
/** Which way to look. */
export type Sight = (typeof sights)[number];

/** From where data comes to who has it: columns of the picture and headings of the list, in this order. */
export const layers = [
  { id: 'datasets', title: { zh: '数据目录', en: 'Datasets' }, kinds: ['catalogEntry', 'sharingItem'] },
  { id: 'versions', title: { zh: '数据版本', en: 'Versions' }, kinds: ['snapshot', 'provision', 'externalDataset'] },
  {
    id: 'asked',
    title: { zh: '登记与申请', en: 'Registered, applied' },
    kinds: ['registration', 'application', 'demand'],
  },
  {
    id: 'authorized',
    title: { zh: '授权', en: 'Authorized by' },
    kinds: ['agreement', 'consent', 'standingApproval', 'riskAcceptance', 'operatorAuthorization'],
  },
  { id: 'code', title: { zh: '程序', en: 'Code' }, kinds: ['program', 'fit'] },
  { id: 'runs', title: { zh: '运行', en: 'Runs' }, kinds: ['run'] },
  { id: 'products', title: { zh: '出域成果', en: 'Exports' }, kinds: ['export', 'product'] },
  { id: 'recipients', title: { zh: '接收方', en: 'Received by' }, kinds: ['recipient', 'download'] },
  { id: 'other', title: { zh: '相关事项', en: 'What came of it' }, kinds: [] },
] as const satisfies readonly { readonly id: string; readonly title: Title; readonly kinds: readonly string[] }[];

export type LayerId = (typeof layers)[number]['id'];

export function layerOf(kind: string): LayerId {
  return layers.find(({ kinds }) => (kinds as readonly string[]).includes(kind))?.id ?? 'other';
}

/** How a kind of thing is called. */
export function kindTitle(kind: string): Title {
  if (Object.hasOwn(lives, kind)) return lives[kind as LifeName].title;
  return outsiders[kind] ?? { zh: '记录', en: kind.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase() };
}

/** Where the record ends: things of the world. */
const outsiders: Readonly<Record<string, Title>> = {
  snapshot: { zh: '快照', en: 'snapshot' },
  recipient: { zh: '接收方', en: 'recipient' },
  download: { zh: '下载', en: 'download' },
  person: { zh: '人员', en: 'person' },
  org: { zh: '机构', en: 'organization' },
  bundle: { zh: '文件包', en: 'bundle' },
  replay: { zh: '复算', en: 'replay' },
  report: { zh: '报表', en: 'report' },
  erasure: { zh: '删除', en: 'erasure' },
};

export interface Way {
  readonly start: string;
  readonly sight: Sight;
  /** Layers that are not looked at. */
  readonly without: readonly string[];
}

export interface Graph {
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
}

/** Refuses as the API does: E_ROLE, E_NOT_FOUND. */
export async function graphFor(api: Client, { start, sight, without }: Way): Promise<Outcome<Graph>> {
  const nodes = new Map<string, Node>();
  const edges = new Map<string, Edge>();
  for (const direction of sight === 'both' ? ['back', 'forth'] : [sight]) {
    const answer = await api.call(`/audit/graph?start=${encodeURIComponent(start)}&direction=${direction}`);
    if (!answer.ok) return answer;
    const found = answer.value as unknown as Graph;
    for (const node of found.nodes) nodes.set(node.name, nodes.get(node.name) ?? node);
    for (const edge of found.edges) edges.set(`${edge.from} ${edge.to}`, edge);
  }
  const shown = [...nodes.values()].filter(({ name, kind }) => name === start || !without.includes(layerOf(kind)));
  const names = new Set(shown.map(({ name }) => name));
  return accept({
    nodes: shown,
    edges: [...edges.values()].filter(({ from, to }) => names.has(from) && names.has(to)),
  });
}

/** The layers that have something, each with its things, near ones first. */
export function layered({
  nodes,
}: Graph): readonly { readonly id: LayerId; readonly title: Title; readonly nodes: readonly Node[] }[] {
  return layers
    .map(({ id, title }) => ({ id, title, nodes: nodes.filter(({ kind }) => layerOf(kind) === id) }))
    .filter((layer) => layer.nodes.length > 0);
}
