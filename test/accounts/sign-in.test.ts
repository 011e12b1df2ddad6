import { afterAll, beforeAll, expect, test } from 'vitest';
import { people } from '#gateway/city/people.ts';
import { enrol, openDesk, signIn, password, type At, type Enrolled } from './desk.ts';
let at: At;
let lin: Enrolled;
beforeAll(async () => {
  at = await openDesk();
  lin = await enrol(at, people.vendor);
});
afterAll(async () => at[Symbol.asyncDispose]());
test('x', async () => {
  expect(lin.secret).not.toBe('');
  const w = await signIn(at, lin);
  console.log([...w.cookies], await w.api('/me'));
  console.log((await w.get('/account')).text.slice(-6000));
  expect(at.errors).toEqual([]);
});
