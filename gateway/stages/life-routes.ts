/**
 * The routes of documents: list, show, begin, move. Each is parse → act → respond; what follows by itself (routing, static check,
 * the run, the automatic check) is in `follow-up.ts`.
 */
import { Hono, type Context } from 'hono';
import { z } from 'zod';
import type { Stage } from '#policies/procedure/life.ts';
import { accountIdOf } from '#policies/procedure/cases/account.ts';
import { disputesOf } from '#policies/procedure/disputed.ts';
import { lives, type CommandOf, type LifeName } from '#policies/procedure/lives.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import type { Caller } from '../accounts.ts';
import { isToldOf } from '../accounts/view.ts';
import { mayRead } from '../access/may.ts';
import { act } from '../act.ts';
import { followAll } from '../follow-up.ts';
import { loadAll, loadDoc } from '../load.ts';
import type { Office } from '../office.ts';
import { openPersonal } from '../personal.ts';
import { respond } from '../respond.ts';
import { viewOf } from '../view.ts';
import type { CallerEnv } from './caller.ts';
import { parseBody } from './parse-body.ts';
import { idPrefix, lifeOf, openings, stageCommands } from './collections.ts';

/** Adds the routes of every collection that this stage moves. */
export function lifeRoutes(office: Office, stage: Stage): Hono<CallerEnv> {
  const app = new Hono<CallerEnv>();
  for (const [collection, commands] of Object.entries(stageCommands[stage])) {
    const life = lifeOf(collection);
    app.get(`/${collection}`, (c) => c.json({ items: visible(office, life, c.get('caller')) }));
    app.get(`/${collection}/:id`, (c) =>
      respond(c, show(office, life, { id: c.req.param('id'), caller: c.get('caller') })),
    );
    const first = commands.find((command) => openings(life).includes(command));
    if (first) app.post(`/${collection}`, (c) => give(c, office, { life, id: undefined, type: first }));
    if (commands.every((command) => command === first)) continue;
    app.post(`/${collection}/:id/:command`, (c) => {
      const { id, command } = c.req.param();
      if (!commands.includes(command) || command === first) return respond(c, unknownCommand(command, collection));
      return give(c, office, { life, id, type: command });
    });
  }
  return app;
}

function unknownCommand(command: string, collection: string): Outcome<never> {
  return refuse('E_NOT_FOUND', `Cannot ${command} ${collection}: must be a command of this stage`);
}

interface Given {
  readonly life: LifeName;
  readonly id: string | undefined;
  readonly type: string;
}

async function give(c: Context<CallerEnv>, office: Office, { life, id, type }: Given): Promise<Response> {
  const body = await parseBody(c, z.record(z.string(), z.unknown()));
  if (!body.ok) return respond(c, body);
  const command = parseCommand(life, { ...body.value, type });
  if (!command.ok) return respond(c, command);
  const actor = actorOf(c.get('caller'));
  const target = id ?? beginId(office, life, command.value, c.get('caller'));
  const done = await act(office, { life, id: target, command: command.value, actor, caller: c.get('caller') });
  if (!done.ok) return respond(c, done);
  const followed = await followAll(office, done.value.moved);
  if (!followed.ok) return respond(c, followed);
  const doc = loadDoc(office.record.read, life, target);
  return respond(c, accept(doc && opened(office, life, { id: target, view: viewOf(life, doc, c.get('caller')) })), {
    status: isLater(life, type) ? 202 : id === undefined ? 201 : 200,
  });
}

/** Is what is asked for done later? */
export function isLater(life: LifeName, type: string): boolean {
  return (
    type === 'request' && (life === 'run' || life === 'fit' || life === 'standingApproval' || life === 'riskAcceptance')
  );
}

/** An entry is named by its department, a registration by its vendor, an account by its person; everything else gets a new id. */
function beginId(office: Office, life: LifeName, command: CommandOf<LifeName>, caller: Caller): string {
  if (life === 'registration') return caller.org;
  if (life === 'account' && 'person' in command && typeof command.person === 'string')
    return accountIdOf(command.person);
  if (life === 'catalogEntry' && 'entry' in command && typeof command.entry === 'object') return command.entry.id;
  return office.newId(idPrefix(life));
}

function parseCommand<Name extends LifeName>(life: Name, body: unknown): Outcome<CommandOf<Name>> {
  const parsed = lives[life].command.safeParse(body);
  return parsed.success
    ? accept(parsed.data)
    : refuse('E_INPUT', `Cannot read the command: ${z.prettifyError(parsed.error)}`);
}

export function actorOf({ person, org, role }: Caller) {
  return { person, org, role };
}

/** Who may read a document reads the personal texts in it; of a catalog entry everybody is told whether it is disputed. */
function opened(office: Office, life: LifeName, { id, view }: { id: string; view: unknown }): unknown {
  const told = openPersonal(office.keyring, { life, id }, view);
  if (life !== 'catalogEntry') return told;
  const disputed = disputesOf(id, loadAll(office.record.read, 'objection')).length > 0;
  return disputed ? { ...(told as object), disputed } : told;
}

function visible(office: Office, life: LifeName, caller: Caller): readonly unknown[] {
  const found = loadAll(office.record.read, life).filter((doc) => mayRead(life, doc, caller));
  return found.map((doc) => opened(office, life, { id: doc.id, view: viewOf(life, doc, caller) }));
}

/** The document as `caller` may read it; refuses with E_NOT_FOUND what it may not see, as what is not there. */
export function show(office: Office, life: LifeName, { id, caller }: { id: string; caller: Caller }): Outcome<unknown> {
  const doc = loadDoc(office.record.read, life, id);
  if (doc && mayRead(life, doc, caller)) return accept(opened(office, life, { id, view: viewOf(life, doc, caller) }));
  return refuse('E_NOT_FOUND', `Cannot show ${id}: must be an existing thing of your organization; got none`);
}
