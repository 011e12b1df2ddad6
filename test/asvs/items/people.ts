/** V6 authentication, V7 sessions, V8 authorization, V9 self-contained tokens. */
import { by, documented, itemsOf, none, noted, notMet, own } from '../item.ts';

const decision = 'docs/decisions/062-asvs.md';
const lost = by(['accounts/invitations', 'whoever lost the second factor']);
const noBand = none('No codes by telephone, mail or push.');
const noProvider = none('No identity provider: people sign in here.');
const noClaims = none('Tokens and cookies are references; what they may do is looked up with every request.');
const noLists = notMet(
  'No list is shipped. A list that the installation lays at accounts/known-passwords.txt is kept to; without it only length, variety and words of this place are asked.',
);

export const peopleItems = itemsOf([
  [
    '6.1.1',
    1,
    'Defences against guessing are documented',
    documented(decision, 'Sections Limits and Ways in; docs/decisions/051.'),
  ],
  [
    '6.1.2',
    2,
    'Words that passwords must not rest on are documented',
    documented('docs/asvs.md', 'Printed below from what is checked.'),
  ],
  ['6.1.3', 2, 'All ways to sign in are documented', documented(decision, 'Section Ways in.')],
  ['6.2.1', 1, 'At least 8 characters', noted(own, '12 here.')],
  ['6.2.2', 1, 'People can change their password', own],
  ['6.2.3', 1, 'Changing asks for the current password', own],
  ['6.2.4', 1, 'Common passwords are refused', noLists],
  ['6.2.5', 1, 'No rules of composition', noted(own, 'Five different signs are asked, of any kind.')],
  ['6.2.6', 1, 'Passwords are masked', own],
  ['6.2.7', 1, 'Paste and managers are permitted', own],
  [
    '6.2.8',
    1,
    'Passwords are taken exactly as typed',
    noted(own, 'Two ways of Unicode to write one letter (NFC) are one.'),
  ],
  ['6.2.9', 2, 'At least 64 characters are permitted', noted(own, 'Up to 128.')],
  ['6.2.10', 2, 'No password must be changed by time', own],
  ['6.2.11', 2, 'Words of this place are kept out of passwords', own],
  ['6.2.12', 2, 'Breached passwords are refused', noLists],
  [
    '6.3.1',
    1,
    'Guessing is held back',
    by(
      ['accounts/lock-out', 'AO-29-2 so many failures'],
      ['accounts/lock-out', 'brute force over many accounts'],
      ['accounts/lock-out', 'codes are counted'],
    ),
  ],
  [
    '6.3.2',
    1,
    'No default accounts',
    by(
      ['operations/serve', 'serve opens a new installation without anybody'],
      ['accounts/demo', 'the same installation outside'],
    ),
  ],
  ['6.3.3', 2, 'More than one factor', by(['accounts/sign-in', 'the password alone is not signed in'])],
  [
    '6.3.4',
    2,
    'No other way in, all equally strong',
    by(
      ['accounts/sign-in', 'none of the endpoints of Better Auth'],
      ['accounts/tokens', 'a token is issued by a session'],
    ),
  ],
  [
    '6.4.1',
    1,
    'First codes are random, short-lived and once',
    by(['accounts/invitations', 'an invitation is good once']),
  ],
  ['6.4.2', 1, 'No hints, no secret questions', none('There are none.')],
  [
    '6.4.3',
    2,
    'Resetting a password keeps the second factor',
    noted(lost, 'Both are lost and made anew together, by two persons.'),
  ],
  ['6.4.4', 2, 'A lost factor asks for proof of identity again', lost],
  [
    '6.5.1',
    2,
    'Codes are good once',
    by(['accounts/sign-in', 'TOTP replay'], ['accounts/sign-in', 'a backup code is good once']),
  ],
  [
    '6.5.2',
    2,
    'Stored backup codes are hashed',
    notMet(
      'They are encrypted (XChaCha20-Poly1305) under the key of the installation, not hashed: Better Auth compares the texts.',
    ),
  ],
  ['6.5.3', 2, 'Codes and seeds come from a CSPRNG', own],
  ['6.5.4', 2, 'Backup codes have 20 bits or more', own],
  [
    '6.5.5',
    2,
    'A TOTP is good for 30 seconds',
    notMet(
      'A step is 30 seconds; the steps before and after are good too, for clocks that differ (RFC 6238 §5.2), each code once.',
    ),
  ],
  ['6.6.1', 2, 'Codes by telephone only beside better ones', noBand],
  ['6.6.2', 2, 'Out-of-band codes are bound to their request', noBand],
  ['6.6.3', 2, 'Out-of-band codes cannot be guessed', noBand],
  ['6.8.1', 2, 'Identities of several providers are kept apart', noProvider],
  ['6.8.2', 2, 'Assertions are verified', noProvider],
  ['6.8.3', 2, 'Assertions are good once', noProvider],
  ['6.8.4', 2, 'Strength of a provider’s sign-in is checked', noProvider],
  ['7.1.1', 2, 'Times of sessions are documented', documented(decision, 'Section Sessions.')],
  [
    '7.1.2',
    2,
    'How many sessions at once is documented',
    documented(decision, 'Section Sessions: not limited, listed, each can be ended.'),
  ],
  ['7.1.3', 2, 'Federated sessions are documented', noProvider],
  ['7.2.1', 1, 'Sessions are verified at the server', by(['accounts/sessions', 'sign-out ends this one'])],
  ['7.2.2', 1, 'Sessions are made for each sign-in', own],
  ['7.2.3', 1, 'Names of sessions are random, 128 bits or more', own],
  [
    '7.2.4',
    1,
    'Signing in makes a new session and ends the old',
    by(['accounts/sign-in', 'fixation'], ['accounts/sessions', 'proving the second factor again']),
  ],
  ['7.3.1', 2, 'Idle sessions end', by(['accounts/sessions', 'a session ends when nobody uses it'])],
  ['7.3.2', 2, 'Every session ends', by(['accounts/sessions', 'a session ends when nobody uses it'])],
  ['7.4.1', 1, 'An ended session is of no use', by(['accounts/sessions', 'sign-out ends this one'])],
  ['7.4.2', 1, 'Sessions end with the account', by(['accounts/sessions', 'a suspension ends sessions'])],
  [
    '7.4.3',
    2,
    'Others can be ended when a factor changes',
    noted(by(['accounts/sessions', 'proving the second factor again']), 'They are.'),
  ],
  ['7.4.4', 2, 'A way out on every page', own],
  [
    '7.4.5',
    2,
    'Administrators can end sessions',
    noted(
      by(['accounts/sessions', 'a suspension ends sessions']),
      'Of one person by suspending; of all by removing accounts/session.key.',
    ),
  ],
  [
    '7.5.1',
    2,
    'Changing factors asks to sign in again',
    noted(own, 'The second factor within ten minutes, and the password.'),
  ],
  ['7.5.2', 2, 'People see and, proven again, end their sessions', own],
  ['7.6.1', 2, 'Sessions of provider and application agree', noProvider],
  ['7.6.2', 2, 'No session without an act of its person', noProvider],
  [
    '8.1.1',
    1,
    'Who may do what is documented',
    documented('docs/operations.md', 'Printed from the policies that decide; policies/access.'),
  ],
  [
    '8.1.2',
    2,
    'Who may see which field is documented',
    documented('docs/decisions/052-cedar.md', 'And docs/states.md: by role, side and state.'),
  ],
  [
    '8.2.1',
    1,
    'Functions are for whom they name',
    by(['access/decisions', 'Access decides about every command and role'], ['gateway/roles', 'procedure.md §3']),
  ],
  [
    '8.2.2',
    1,
    'Things are for whose they are',
    by(['gateway/tenants', 'AO-03-2 AO-04-9'], ['api/matrix', 'AO-04-9: what is another']),
  ],
  [
    '8.2.3',
    2,
    'Fields are for whom they may concern',
    by(['console/review', 'a first vote is in nobody'], ['accounts/tokens', 'a token is told once']),
  ],
  ['8.3.1', 1, 'Decided at the server', by(['api/matrix', 'every operation is refused to everybody'])],
  ['8.4.1', 2, 'Tenants cannot reach each other', by(['gateway/tenants', 'AO-04-9: a vendor moves nothing'])],
  ['9.1.1', 1, 'Self-contained tokens are verified', noClaims],
  ['9.1.2', 1, 'Algorithms of tokens from a list', noClaims],
  ['9.1.3', 1, 'Keys of tokens from trusted sources', noClaims],
  ['9.2.1', 1, 'Validity times of tokens', noClaims],
  ['9.2.2', 2, 'Types of tokens', noClaims],
  ['9.2.3', 2, 'Audiences of tokens', noClaims],
  ['9.2.4', 2, 'Audiences of one issuer', noClaims],
]);
