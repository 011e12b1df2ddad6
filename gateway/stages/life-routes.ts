/**
 * The routes of documents: list, show, begin, move. Each is parse → act → respond; what follows by itself (routing, static check,
 * the run, the automatic check) is in `follow-up.ts`.
 */
import { Hono, type Context } from 'hono';
import { z } from 'zod';
import type { Stage } from '#policies/procedure/life.ts';
import { accountIdOf } from '#policies/procedure/cases/account.ts';
import { disputesOf } from '#policies/procedure/disputed.ts';
import { lives, type CommandOf, type DocOf, type LifeName } from '#policies/procedure/lives.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import type { Caller } from '../accounts.ts';
import { respondDoc, wantedViews } from '../api/conventions/etag.ts';
import { docPaging, pageOfLife, parsePaging, sendPage } from '../api/conventions/page.ts';
import { pointTo } from '../api/conventions/point-to.ts';
import { viewTag } from '../api/conventions/view-tag.ts';
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
    app.get(`/${collection}`, (c) => list(c, office, life));
    app.get(`/${collection}/:id`, (c) => {
      const asked = { id: c.req.param('id'), caller: c.get('caller') };
      return respondDoc(c, show(office, life, asked), { view: tagOf(office, life, asked) });
    });
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
  const ifViews = wantedViews(c);
  const done = await act(office, { life, id: target, command: command.value, actor, caller: c.get('caller'), ifViews });
  if (!done.ok) return respond(c, done);
  const followed = await followAll(office, done.value.moved);
  if (!followed.ok) return respond(c, followed);
  const doc = loadDoc(office.record.read, life, target);
  const status = isLater(life, type) ? 202 : id === undefined ? 201 : 200;
  if (status !== 200) pointTo(c, life, target);
  const told = accept(doc && opened(office, life, { id: target, view: viewOf(life, doc, c.get('caller')) }));
  return respondDoc(c, told, { view: tagOf(office, life, { id: target, caller: c.get('caller') }), status });
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

function list(c: Context<CallerEnv>, office: Office, life: LifeName): Response {
  const asked = parsePaging(c, docPaging);
  if (!asked.ok) return respond(c, asked);
  const caller = c.get('caller');
  const states = asked.value.state?.split(',');
  const page = pageOfLife(office.record.read, { life, ...asked.value }, ({ json }) => {
    const doc = json as DocOf<LifeName>;
    if (!mayRead(life, doc, caller)) return undefined;
    const view = viewOf(life, doc, caller) as { readonly state: string };
    // By the state that he sees: another would tell him the one that he does not.
    return states && !states.includes(view.state) ? undefined : opened(office, life, { id: doc.id, view });
  });
  return page.ok ? sendPage(c, page.value) : respond(c, page);
}

/** What its ETag says of the document; undefined for what there is not. */
function tagOf({ record }: Office, life: LifeName, { id, caller }: { id: string; caller: Caller }): string | undefined {
  const doc = loadDoc(record.read, life, id);
  return doc && viewTag(life, doc, caller);
}

/** The document as `caller` may read it; refuses with E_NOT_FOUND what it may not see, as what is not there. */
export function show(office: Office, life: LifeName, { id, caller }: { id: string; caller: Caller }): Outcome<unknown> {
  const doc = loadDoc(office.record.read, life, id);
  if (doc && mayRead(life, doc, caller)) return accept(opened(office, life, { id, view: viewOf(life, doc, caller) }));
  return refuse('E_NOT_FOUND', `Cannot show ${id}: must be an existing thing of your organization; got none`);
}
