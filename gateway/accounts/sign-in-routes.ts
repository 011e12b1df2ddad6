/** The routes of who is not signed in yet: password, code, invitation, the first second factor; in a demonstration, entering as somebody. */
import { Hono, type Context } from 'hono';
import type { Refusal } from '#policies/refusal.ts';
import { show } from '../console/console.ts';
import { page } from '../console/frame.ts';
import type { ViewEnv } from '../console/view.ts';
import type { Office } from '../office.ts';
import { challengeName, dropChallenge, dropSession, onlyCookie, setChallenge, setSession } from './cookies.ts';
import {
  localPath,
  ownOrigin,
  paceOf,
  refusalsOf,
  textsOf,
  turnAway,
  viewFor,
  withSession,
  type OfSession,
} from './desk-env.ts';
import { invitedBy, takeUp } from './invitations.ts';
import type { Desk } from './desk.ts';
import { codePage, enrolmentPage, enrolPage, invitationPage, signInPage } from './pages.ts';
import { requirePassword, setPassword } from './password.ts';
import type { Session } from './sessions.ts';

/** The same for every reason. */
const notSignedIn = refusalsOf(
  'E_AUTH',
  'Cannot sign in: must be the name, password and code of an account in force; after several failures, wait',
);

const second = '/account/second-factor';

export function signInRoutes(office: Office, desk: Desk): Hono<ViewEnv> {
  const app = new Hono<ViewEnv>();
  for (const path of ['/sign-in', '/second-factor', '/invitation', '/enter'])
    app.use(path, ownOrigin(desk), paceOf(desk));
  app.get('/sign-in', (c) =>
    show(c, signInPage(c.get('view'), { back: localPath(c.req.query('back')), demo: desk.demo })),
  );
  app.post('/sign-in', (c) => signIn(c, desk));
  app.get('/second-factor', (c) => askCode(c, localPath(c.req.query('back'))));
  app.post('/second-factor', (c) => giveCode(c, desk));
  app.get('/invitation', (c) => show(c, invitationPage(c.get('view'), (c.req.query('code') ?? '').slice(0, 300))));
  app.post('/invitation', (c) => accept(c, office, desk));
  const enrolling = (handle: OfSession) => withSession(desk, 'enrolling', handle);
  app.use('/enrol/*', paceOf(desk));
  app.get('/enrol', enrolling(askPassword));
  app.post(
    '/enrol',
    enrolling((c, session) => enrol(c, desk, session)),
  );
  app.post(
    '/enrol/confirm',
    enrolling((c, session) => confirm(c, desk, session)),
  );
  if (desk.demo) app.post('/enter', (c) => enter(c, desk));
  return app;
}

async function signIn(c: Context<ViewEnv>, desk: Desk): Promise<Response> {
  const { person, password, back } = await textsOf(c, 'person', 'password', 'back');
  const to = localPath(back);
  const passed = await desk.signIn.byPassword(person.trim(), password);
  if (!passed) {
    return show(c, signInPage(c.get('view'), { back: to, demo: desk.demo, refusals: notSignedIn }), 401);
  }
  await endOwn(c, desk);
  if (passed.kind === 'enrol') {
    setSession(c, desk.auth, passed.token);
    return c.redirect('/account/enrol', 303);
  }
  dropSession(c, desk.auth);
  setChallenge(c, desk.auth, passed.challenge);
  return c.redirect(`${second}?back=${encodeURIComponent(to)}`, 303);
}

function askCode(c: Context<ViewEnv>, back: string, refusals?: readonly Refusal[]): Promise<Response> {
  return show(c, codePage(c.get('view'), { action: second, back, refusals }), refusals ? 401 : 200);
}

async function giveCode(c: Context<ViewEnv>, desk: Desk): Promise<Response> {
  const { code, back } = await textsOf(c, 'code', 'back');
  const challenge = onlyCookie(c.req.raw.headers, challengeName(desk.auth.secure));
  const agent = c.req.header('user-agent') ?? '';
  const passed = challenge && (await desk.signIn.byCode(challenge, code, agent));
  if (!passed) return askCode(c, localPath(back), notSignedIn);
  c.set('signedIn', passed.person);
  dropChallenge(c, desk.auth);
  setSession(c, desk.auth, passed.token);
  return c.redirect(localPath(back), 303);
}

async function accept(c: Context<ViewEnv>, office: Office, desk: Desk): Promise<Response> {
  const { code, password } = await textsOf(c, 'code', 'password');
  const again = (refusals: readonly Refusal[], status: 401 | 422) =>
    show(c, invitationPage(c.get('view'), code, refusals), status);
  const invited = invitedBy(office, code.trim());
  const good =
    invited === undefined ? undefined : requirePassword({ person: invited, known: desk.knownPasswords }, password);
  if (good && !good.ok) return again(good.refusals, 422);
  const taken = await takeUp(office, code.trim());
  if (!taken.ok) {
    desk.denied.note({ person: '-', operation: 'take up an invitation', code: 'E_AUTH' });
    return again(taken.refusals, 401);
  }
  const user = await desk.sessions.userOf(taken.value);
  await desk.sessions.endAll(user);
  await desk.factor.forget(user);
  await setPassword(desk.auth, user, password);
  desk.attempts.succeed(taken.value);
  await endOwn(c, desk);
  const passed = await desk.signIn.byPassword(taken.value, password);
  if (passed?.kind !== 'enrol') return c.redirect('/account/sign-in', 303);
  setSession(c, desk.auth, passed.token);
  return c.redirect('/account/enrol', 303);
}

async function askPassword(c: Context<ViewEnv>, session: Session): Promise<Response> {
  const view = viewFor(c, session);
  return c.html(await page(view, enrolPage(view)));
}

async function enrol(c: Context<ViewEnv>, desk: Desk, session: Session): Promise<Response> {
  const view = viewFor(c, session);
  const { password } = await textsOf(c, 'password');
  const made = await guarded(desk, session, () =>
    desk.factor.enrol(session.person, password, desk.sessions.headersOf(session)),
  );
  if (!made) return c.html(await page(view, enrolPage(view, notSignedIn)), 401);
  return c.html(await page(view, enrolmentPage(view, made)));
}

async function confirm(c: Context<ViewEnv>, desk: Desk, session: Session): Promise<Response> {
  const { code } = await textsOf(c, 'code');
  const { sessions, factor } = desk;
  const right = await guarded(desk, session, () => factor.verify(session.person, code, sessions.headersOf(session)));
  if (!right) return turnAway(c, desk, 'E_AUTH', 'Cannot confirm: must be the code that the authenticator shows now');
  await sessions.endAll(session.user);
  const now = Date.now();
  const beginning = { secondAt: now, startedAt: now, demo: false };
  setSession(c, desk.auth, await sessions.begin(session.user, beginning, c.req.header('user-agent')));
  return c.redirect('/account', 303);
}

/** Whoever has a session and guesses is counted like whoever has none. */
export async function guarded<T>(
  { attempts, standing, denied }: Desk,
  { person }: Pick<Session, 'person'>,
  prove: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const attempt = attempts.begin(person, standing(person)?.unlocked);
  const proven = attempt === 'refused' ? undefined : await prove();
  if (proven === undefined) denied.note({ person, operation: 'prove again', code: 'E_AUTH' });
  else attempts.succeed(person);
  return proven;
}

/** A session of its own, as after a second factor: a demonstration has nothing to protect. */
async function enter(c: Context<ViewEnv>, desk: Desk): Promise<Response> {
  const { person, back } = await textsOf(c, 'person', 'back');
  if (!desk.demo?.byPerson(person) || !desk.standing(person))
    return turnAway(c, desk, 'E_AUTH', 'Cannot enter: must be a person of the demonstration whose account is in force');
  await endOwn(c, desk);
  const now = Date.now();
  const user = await desk.sessions.userOf(person);
  const beginning = { secondAt: now, startedAt: now, demo: true };
  c.set('signedIn', person);
  setSession(c, desk.auth, await desk.sessions.begin(user, beginning, c.req.header('user-agent')));
  return c.redirect(localPath(back), 303);
}

/** Who signs in anew leaves nothing of before. */
async function endOwn(c: Context<ViewEnv>, desk: Desk): Promise<void> {
  const before = await desk.sessions.read(c.req.raw.headers);
  if (before) await desk.sessions.end(before.token);
}
