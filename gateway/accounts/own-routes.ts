/** The routes of one's own account: sessions, tokens, password, second factor. Each needs the session, and its form. */
import { Hono, type Context } from 'hono';
import { z } from 'zod';
import { aTokenScope, holderOf } from '#policies/procedure/cases/access-token.ts';
import { daysAfter } from '#policies/procedure/term.ts';
import { shortText } from '#policies/procedure/fields.ts';
import type { Refusal } from '#policies/refusal.ts';
import { act } from '../act.ts';
import type { Caller } from '../accounts.ts';
import { show, showRefused } from '../console/console.ts';
import type { ViewEnv } from '../console/view.ts';
import { loadAll } from '../load.ts';
import type { Office } from '../office.ts';
import { dropSession, setSession } from './cookies.ts';
import { localPath, paceOf, refusalsOf, textsOf, turnAway, withSession, type OfSession } from './desk-env.ts';
import type { Desk } from './desk.ts';
import { ownPage } from './own-page.ts';
import { backupList, codePage, passwordPage } from './pages.ts';
import { requirePassword, setPassword } from './password.ts';
import { guarded } from './sign-in-routes.ts';
import type { Session } from './sessions.ts';
import { issueToken, type IssuedToken } from './tokens.ts';
import { unlessRefused } from './auth-answers.ts';

const prove = '/account/prove';
const wrong = refusalsOf('E_AUTH', 'Cannot go on: must be your password or code; after several failures, wait');

export function ownRoutes(office: Office, desk: Desk): Hono<ViewEnv> {
  const app = new Hono<ViewEnv>();
  const own = (handle: OfSession) => withSession(desk, 'signed in', handle);
  for (const path of ['/prove', '/password', '/backup-codes']) app.use(path, paceOf(desk));
  app.get(
    '/',
    own((c, session) => showOwn(c, { office, desk, session })),
  );
  app.post(
    '/sign-out',
    own((c, session) => signOut(c, desk, session)),
  );
  app.get(
    '/prove',
    own((c) => askCode(c, localPath(c.req.query('back') ?? '/account'))),
  );
  app.post(
    '/prove',
    own((c, session) => proveAgain(c, desk, session)),
  );
  app.get(
    '/password',
    own((c, session) =>
      desk.sessions.isFresh(session)
        ? show(c, passwordPage(c.get('view')))
        : c.redirect(`${prove}?back=%2Faccount%2Fpassword`, 303),
    ),
  );
  app.post(
    '/password',
    own((c, session) => changePassword(c, desk, session)),
  );
  app.post(
    '/backup-codes',
    own((c, session) => newBackupCodes(c, desk, session)),
  );
  app.post(
    '/tokens',
    own((c, session) => issue(c, { office, desk, session })),
  );
  app.post(
    '/tokens/:id/revoke',
    own((c) => revoke(c, office, c.req.param('id') ?? '')),
  );
  return app;
}

interface Said {
  readonly issued?: IssuedToken;
  readonly refusals?: readonly Refusal[];
}

interface At {
  readonly office: Office;
  readonly desk: Desk;
  readonly session: Session;
}

async function showOwn(c: Context<ViewEnv>, { office, desk, session }: At, said: Said = {}): Promise<Response> {
  const { user, id, person } = session;
  const sessions = await desk.sessions.list(user);
  const tokens = loadAll(office.record.read, 'accessToken').filter((doc) => holderOf(doc) === person);
  return show(c, ownPage(c.get('view'), { sessions, current: id, tokens, ...said }), said.refusals ? 422 : 200);
}

async function signOut(c: Context<ViewEnv>, desk: Desk, session: Session): Promise<Response> {
  const { user, id: current, token } = session;
  const { id, everywhere } = await textsOf(c, 'id', 'everywhere');
  const endsOthers = everywhere !== '' || (id !== '' && id !== current);
  if (endsOthers && !desk.sessions.isFresh(session)) return c.redirect(`${prove}?back=%2Faccount`, 303);
  if (everywhere !== '') await desk.sessions.endAll(user);
  else if (id !== '' && id !== current) {
    await desk.sessions.endOne(user, id);
    return c.redirect('/account', 303);
  } else await desk.sessions.end(token);
  dropSession(c, desk.auth);
  c.header('clear-site-data', '"cache"');
  return c.redirect('/', 303);
}

function askCode(c: Context<ViewEnv>, back: string, refusals?: readonly Refusal[]): Promise<Response> {
  return show(c, codePage(c.get('view'), { action: prove, back, refusals }), refusals ? 401 : 200);
}

/** The session gets a new name, as whenever what it may do grows. Of a demonstration it is as it was. */
async function proveAgain(c: Context<ViewEnv>, desk: Desk, session: Session): Promise<Response> {
  const { code, back } = await textsOf(c, 'code', 'back');
  const { sessions, factor } = desk;
  const proof = () => factor.verify(session.person, code, sessions.headersOf(session));
  const right = session.demo || (await guarded(desk, session, proof));
  if (!right) return askCode(c, localPath(back), wrong);
  await renew(c, desk, { ...session, secondAt: Date.now() });
  return c.redirect(localPath(back), 303);
}

/** Every other session ends. */
async function changePassword(c: Context<ViewEnv>, desk: Desk, session: Session): Promise<Response> {
  const { password, next } = await textsOf(c, 'password', 'next');
  if (!desk.sessions.isFresh(session)) return notFresh(c, desk);
  const good = requirePassword({ person: session.person, known: desk.knownPasswords }, next);
  if (!good.ok) return show(c, passwordPage(c.get('view'), good.refusals), 422);
  const headers = desk.sessions.headersOf(session);
  const proof = () => unlessRefused(desk.auth.api.verifyPassword({ body: { password }, headers }));
  if (!(await guarded(desk, session, proof))) return show(c, passwordPage(c.get('view'), wrong), 401);
  await setPassword(desk.auth, session.user, next);
  await desk.sessions.endAll(session.user);
  await renew(c, desk, session);
  return c.redirect('/account', 303);
}

async function newBackupCodes(c: Context<ViewEnv>, desk: Desk, session: Session): Promise<Response> {
  const { password } = await textsOf(c, 'password');
  if (!desk.sessions.isFresh(session)) return notFresh(c, desk);
  const made = await guarded(desk, session, () => desk.factor.backupCodes(password, desk.sessions.headersOf(session)));
  if (!made)
    return turnAway(c, desk, 'E_AUTH', 'Cannot make backup codes: must be your password; after several failures, wait');
  return show(c, { title: { zh: '备用码', en: 'Backup codes' }, body: backupList(c.get('view'), made) });
}

/** What changes who may sign in, or acts in his name, needs more than a session that somebody left open. @see ASVS 5.0.0 7.5.1 */
function notFresh(c: Context<ViewEnv>, desk: Desk): Promise<Response> {
  return turnAway(c, desk, 'E_SECOND_FACTOR', 'Cannot go on: must have proven the second factor just before');
}

const asked = z.object({
  name: shortText,
  stages: z.array(z.string()),
  readOnly: z.boolean(),
  days: z.coerce.number().int().min(1).max(10_000),
});

async function issue(c: Context<ViewEnv>, at: At): Promise<Response> {
  const { office, desk, session } = at;
  if (!desk.sessions.isFresh(session)) return notFresh(c, desk);
  const form = await c.req.formData();
  const said = asked.safeParse({
    name: form.get('name'),
    stages: form.getAll('stages'),
    readOnly: form.get('readOnly') === 'yes',
    days: form.get('days'),
  });
  const scope = aTokenScope.safeParse(said.success && { stages: said.data.stages, readOnly: said.data.readOnly });
  if (!said.success || !scope.success) {
    const detail = 'Cannot issue a token: must have a name, at least one stage, and a number of days';
    return showOwn(c, at, { refusals: refusalsOf('E_INPUT', detail) });
  }
  const until = daysAfter(office.clock(), said.data.days);
  const issued = await issueToken(office, callerIn(c), { name: said.data.name, scope: scope.data, until });
  return showOwn(c, at, issued.ok ? { issued: issued.value } : { refusals: issued.refusals });
}

async function revoke(c: Context<ViewEnv>, office: Office, id: string): Promise<Response> {
  const { person, org, role } = callerIn(c);
  const command = { type: 'revoke', reason: '本人撤销 revoked by its person' } as const;
  const done = await act(office, { life: 'accessToken', id, command, actor: { person, org, role } });
  return done.ok ? c.redirect('/account', 303) : showRefused(c, done);
}

/** `withSession` has let him through, so there is one. */
function callerIn(c: Context<ViewEnv>): Caller {
  const { viewer } = c.get('view');
  if (!viewer) throw new Error('a page of an account without a viewer');
  return viewer;
}

async function renew(c: Context<ViewEnv>, desk: Desk, session: Session): Promise<void> {
  const { user, token, startedAt, demo, secondAt = 0 } = session;
  await desk.sessions.end(token);
  const next = await desk.sessions.begin(user, { secondAt, startedAt, demo }, c.req.header('user-agent'));
  setSession(c, desk.auth, next);
}
