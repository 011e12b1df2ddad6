/** The operations of the lives: for each collection a list, a look, and every command, from the tables that decide them. */
import { z } from 'zod';
import type { Title } from '#policies/catalog/entry.ts';
import type { Move, Stage } from '#policies/procedure/life.ts';
import { lives, type LifeName } from '#policies/procedure/lives.ts';
import type { Role } from '#policies/procedure/roles.ts';
import type { RefusalCode } from '#policies/refusal.ts';
import { caseOf, lifeOf, openings, stageCommands, stages } from '../stages/collections.ts';
import { isLater } from '../stages/life-routes.ts';
import { outside } from '../view.ts';
import { docPaging } from './conventions/page.ts';
import { documentOf, exampleOf } from './documents.ts';
import { exampleBody } from './examples.ts';
import { everybody, json, type Operation } from './operation.ts';
import { pageOf } from './shapes.ts';
import { domainRefusals, lifeRefusals, textRefusals } from './refused.ts';

/** What some lives have against a command besides what all of them have. */
const special: Partial<Record<LifeName, readonly RefusalCode[]>> = {
  application: ['E_COLUMN_RULE', 'E_UNKNOWN_COLUMN', 'E_UNKNOWN_TABLE'],
  agreement: ['E_COLUMN_RULE', 'E_UNKNOWN_COLUMN', 'E_UNKNOWN_TABLE'],
  program: [...textRefusals, 'E_UNKNOWN_SNAPSHOT'],
  run: ['E_BUDGET', 'E_DENIALS', 'E_ISOLATION', 'E_PARAMETER', 'E_UNKNOWN_SNAPSHOT'],
  export: [
    ...(['E_EXCEPTION', 'E_STANDING', 'E_HISTORY', 'E_DENIALS', 'E_QUARANTINE', 'E_CONTRACT', 'E_MODEL'] as const),
    ...(['E_REPORT', 'E_REPORT_NUMBER', 'E_PERMIT'] as const),
  ],
  standingApproval: ['E_STANDING', 'E_EXCEPTION'],
  riskAcceptance: ['E_ISOLATION'],
  fit: [...textRefusals, 'E_BUDGET', 'E_UNKNOWN_SNAPSHOT'],
};

/** Every operation of every life, in the order of the stages. */
export const lifeOperations: readonly Operation[] = stages.flatMap((stage) =>
  Object.entries(stageCommands[stage]).flatMap(([collection, commands]) => [
    ...readsOf(stage, collection, commands),
    ...commands.map((command) => commandOf({ stage, collection, command })),
  ]),
);

/** `list_all` where `list` is a command: to list a product is to offer it. */
function readsOf(stage: Stage, collection: string, commands: readonly string[]): readonly Operation[] {
  const life = lifeOf(collection);
  const { title } = lives[life];
  const document = documentOf(life);
  const path = `/api/v1/${stage}/${collection}`;
  const shared = { method: 'get', section: stage } as const;
  const answer = exampleOf(life);
  return [
    {
      ...shared,
      id: `${stage}.${collection}.${commands.includes('list') ? 'list_all' : 'list'}`,
      path,
      title: { zh: `${title.zh}列表`, en: `list: ${title.en}` },
      summary: 'Those that the caller may see, in pages: `next` is the `after` of the page that follows.',
      who: everybody,
      query: docPaging,
      answers: json(pageOf(document)),
      example: { answer: { items: [answer] } },
    },
    {
      ...shared,
      id: `${stage}.${collection}.read`,
      path: `${path}/:id`,
      title: { zh: `查看${title.zh}`, en: `read: ${title.en}` },
      summary: 'One of them; what the caller may not see is answered as what does not exist.',
      who: readersOf(life),
      answers: json(document),
      isTagged: true,
      example: { path: { id: answer.id }, answer },
    },
  ];
}

/** Who sees any of them at all. */
function readersOf(life: LifeName): readonly Role[] {
  const begin = openings(life).flatMap((kind) => lives[life].moves[kind]?.by ?? []);
  const named = [...begin, ...(caseOf(life)?.readers ?? [])];
  return everybody.filter((role) => !outside.includes(role) || life === 'catalogEntry' || named.includes(role));
}

interface Place {
  readonly stage: Stage;
  readonly collection: string;
  readonly command: string;
}

function commandOf({ stage, collection, command }: Place): Operation {
  const life = lifeOf(collection);
  const move = moveOf(life, command);
  const begins = openings(life).includes(command);
  const path = `/api/v1/${stage}/${collection}`;
  const answer = exampleOf(life, command);
  const later = isLater(life, command);
  return {
    id: `${stage}.${collection}.${command}`,
    method: 'post',
    path: begins ? path : `${path}/:id/${command}`,
    section: stage,
    title: titleOf(life, command, move),
    summary: `From ${move.from.join(' or ')} to ${move.to}. Rests on ${move.source}.`,
    who: doersOf(life, command),
    body: bodyOf(life, command),
    answers: json(documentOf(life), later ? 202 : begins ? 201 : 200),
    isTagged: true,
    refusals: ['E_NOT_FOUND', 'E_STATE', ...lifeRefusals, ...domainRefusals, ...(special[life] ?? [])],
    example: {
      ...(!begins && { path: { id: answer.id } }),
      body: exampleBody(life, command, bodyOf(life, command)),
      answer,
    },
  };
}

function moveOf(life: LifeName, command: string): Move<string> {
  const move = lives[life].moves[command];
  if (!move) throw new Error(`Cannot describe ${life}: must have the move ${command}`);
  return move;
}

function titleOf(life: LifeName, command: string, { to }: Move<string>): Title {
  const { title, states } = lives[life];
  const after = states[to];
  return { zh: `${title.zh}:${after?.zh ?? to}`, en: `${command.replaceAll('_', ' ')}: ${title.en}` };
}

/** The same command may be several moves, by what they come to; whoever may make one of them may give it. */
function doersOf(life: LifeName, command: string): readonly Role[] {
  const kinds = Object.entries(lives[life].moves).filter(
    ([kind]) => kind === command || (kind.startsWith(`${command}_`) && kind.endsWith('_last')),
  );
  const named = kinds.flatMap(([, { by }]) => by);
  return everybody.filter((role) => named.includes(role));
}

/** What the command says besides its type, which stands in the path. */
function bodyOf(life: LifeName, command: string): z.ZodObject {
  const union = lives[life].command as unknown as { readonly options: readonly z.ZodObject[] };
  const form = union.options.find(({ shape }) => shape['type']?.safeParse(command).success);
  if (!form) throw new Error(`Cannot describe ${life}: must have a form of ${command}`);
  const { type: _, ...fields } = form.shape;
  return z.strictObject(fields);
}
