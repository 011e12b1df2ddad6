/** Facts as the entities that Cedar takes. */
import type { EntityJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { TokenScope } from '#policies/procedure/cases/access-token.ts';
import type { Deeds, Principal, Thing } from './facts.ts';

/** No policy names a person or a thing, so one name does for all: equal facts make equal questions. */
export const principalId = { type: 'Person', id: 'who' } as const;
export const resourceId = { type: 'Thing', id: 'what' } as const;

export function entitiesOf({ asking, controlled }: Principal, thing: Thing): EntityJson[] {
  const { person, org, role, via = 'act', scope } = asking;
  const { affiliates, readers, asked, people, orgs, desks, roles, ...plain } = thing;
  return [
    {
      uid: principalId,
      attrs: { person, org, role, via, controlled, ...(scope && { scopes: scopesOf(scope) }) },
      parents: [{ type: 'Role', id: role }],
    },
    {
      uid: resourceId,
      attrs: {
        ...recordsOf(plain),
        affiliates: [...affiliates],
        readers: [...readers],
        asked: asked.map((party) => ({ ...party })),
        ...Object.fromEntries(Object.keys({ people, orgs, desks, roles }).map((id) => [id, { __entity: deedsId(id) }])),
      },
      parents: [],
    },
    ...Object.entries({ people, orgs, desks, roles }).map(([id, deeds]) => deedsOf(id, deeds)),
  ];
}

/** Who one is may be asked with every token. @see isInScope */
function scopesOf({ stages, readOnly }: TokenScope): string[] {
  const names = stages.flatMap((stage) => (readOnly ? [`${stage}:read`] : [`${stage}:read`, `${stage}:write`]));
  return ['account:read', ...names];
}

type Plain = Omit<Thing, 'affiliates' | 'readers' | 'asked' | 'people' | 'orgs' | 'desks' | 'roles'>;

function recordsOf({ owner, ...rest }: Plain) {
  return { ...rest, ...(owner && { owner: { ...owner } }) };
}

function deedsId(id: string) {
  return { type: 'Deeds', id };
}

function deedsOf(id: string, deeds: Deeds): EntityJson {
  const tags = Object.fromEntries(Object.entries(deeds).map(([name, did]) => [name, [...did]]));
  return { uid: deedsId(id), attrs: {}, parents: [], tags };
}
