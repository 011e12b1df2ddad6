/** V11 cryptography to V16 logging and errors. */
import { because, by, documented, itemsOf, none, noted, notMet, own, type Answer } from '../item.ts';

const decision = 'docs/decisions/062-asvs.md';
const proxy = because('TLS is ended by the proxy in front; what it offers is the installation’s.');
const weak: Answer = by(['asvs/source', 'ASVS 11.3.1 ASVS 11.3.2']);

export const machineItems = itemsOf([
  ['11.1.1', 2, 'Keys have a documented life', documented(decision, 'Section Keys.')],
  ['11.1.2', 2, 'An inventory of cryptography', own],
  [
    '11.2.1',
    2,
    'Implementations are proven ones',
    notMet(
      'OpenSSL and noble for everything international. SM2 and SM3 of signatures, where an installation asks for both, are software that nobody has certified; a device can be the signer.',
    ),
  ],
  [
    '11.2.2',
    2,
    'Algorithms and keys can be exchanged',
    noted(
      by(['record/cipher', 'openBytes gives back what sealBytes took']),
      'What is sealed, signed or hashed names its algorithm; the master key is rotated.',
    ),
  ],
  ['11.2.3', 2, '128 bits of security or more', noted(weak, 'HMAC, commitments and tokens have 256.')],
  ['11.3.1', 1, 'No ECB, no PKCS #1 v1.5', own],
  [
    '11.3.2',
    1,
    'Approved ciphers and modes only',
    noted(own, 'SM4-CTR with HMAC-SM3 where an installation asks for Chinese algorithms.'),
  ],
  ['11.3.3', 2, 'What is encrypted is authenticated', own],
  ['11.4.1', 1, 'Approved hashes only', own],
  ['11.4.2', 2, 'Passwords are stretched as guidance says', own],
  ['11.4.3', 2, 'Hashes of signatures have 256 bits', noted(weak, 'SHA-256, SM3, and SHA-512 inside Ed25519.')],
  ['11.4.4', 2, 'Keys from passwords are stretched', own],
  ['11.5.1', 2, 'What is not to be guessed comes from a CSPRNG', own],
  ['11.6.1', 2, 'Signing keys are of approved algorithms', own],
  ['12.1.1', 1, 'TLS 1.2 and 1.3 only', proxy],
  ['12.1.2', 2, 'Strong cipher suites', proxy],
  ['12.1.3', 2, 'Client certificates are verified', none('No client certificates.')],
  [
    '12.2.1',
    1,
    'TLS from the client to the service',
    noted(
      by(['operations/configuration', 'productionFaults names %s']),
      'Production does not open without an https address; the proxy keeps it.',
    ),
  ],
  ['12.2.2', 1, 'Publicly trusted certificates', proxy],
  [
    '12.3.1',
    2,
    'All connections are encrypted',
    notMet(
      'Nothing refuses a witness by http (what is sent to it is public and signed) or a PostgreSQL without sslmode in its address.',
    ),
  ],
  ['12.3.2', 2, 'Certificates of servers are verified', own],
  [
    '12.3.3',
    2,
    'Internal services speak over TLS',
    none('Gateway and domain are processes of one machine that speak over pipes.'),
  ],
  ['12.3.4', 2, 'Internal certificates are trusted ones', none('As 12.3.3.')],
  ['13.1.1', 2, 'Whom the application speaks with is documented', documented(decision, 'Section Connections.')],
  [
    '13.2.1',
    2,
    'Parts authenticate without lasting passwords',
    notMet(
      'A PostgreSQL is reached with what its address says, which may be a password. With SQLite there is nobody to authenticate.',
    ),
  ],
  [
    '13.2.2',
    2,
    'Parts have the least privilege',
    by(
      ['architecture', 'AO-12-1 imports run one way'],
      ['gateway/domain', 'AO-12-1 DC-03: the domain refuses a forged leaf'],
    ),
  ],
  ['13.2.3', 2, 'No default credentials', own],
  ['13.2.4', 2, 'A list of whom the application may reach', own],
  ['13.2.5', 2, 'A list of what the server may load', own],
  [
    '13.3.1',
    2,
    'Secrets are kept by a secret manager',
    notMet(
      'Keys lie in files of their owner (0600), those of personal texts wrapped by a passphrase from outside. No vault is spoken to. None stands in the source.',
    ),
  ],
  [
    '13.3.2',
    2,
    'Secrets are for who needs them',
    by(
      ['accounts/sessions', 'the installation keeps its secrets'],
      ['operations/configuration', 'readConfiguration takes no secret'],
    ),
  ],
  ['13.4.1', 1, 'No source control metadata is served', own],
  ['13.4.2', 2, 'No debug mode in production', own],
  ['13.4.3', 2, 'No listing of folders', own],
  ['13.4.4', 2, 'No TRACE', own],
  [
    '13.4.5',
    2,
    'Documentation and monitoring only where meant',
    noted(
      by(['operations/watch', 'metrics count answers']),
      'The API’s description and /healthz, /readyz are public on purpose.',
    ),
  ],
  ['14.1.1', 2, 'Sensitive data is classified', documented(decision, 'Section Levels of protection.')],
  ['14.1.2', 2, 'Each class has its protection', documented(decision, 'Section Levels of protection.')],
  [
    '14.2.1',
    1,
    'Nothing secret in addresses',
    noted(own, 'An invitation may be opened by a link: it is good once, and no page sends it on.'),
  ],
  [
    '14.2.2',
    2,
    'Nothing sensitive in caches of servers',
    by(
      ['console/charts', 'a chart is found by whom'],
      ['api/conventions/idempotency', 'a kept answer opens for its key alone'],
    ),
  ],
  ['14.2.3', 2, 'Nothing goes to trackers', own],
  ['14.2.4', 2, 'Protection is as documented', own],
  ['14.3.1', 1, 'Nothing stays in the browser after signing out', noted(own, 'But for drafts: see 14.3.3.')],
  [
    '14.3.2',
    2,
    'Sensitive answers are in no cache',
    noted(
      own,
      'Tiles of the log for auditors, charts and the list of tables are kept by the browser of who asked, for as long as they say.',
    ),
  ],
  [
    '14.3.3',
    2,
    'Browser storage holds nothing sensitive',
    notMet(
      'The workbench keeps the texts that a person was writing in localStorage, by person, until they are written over; signing out leaves them.',
    ),
  ],
  [
    '15.1.1',
    1,
    'Times for updating packages are documented',
    notMet('Versions are pinned; no time frames are promised.'),
  ],
  ['15.1.2', 2, 'An inventory of packages from trusted sources', own],
  ['15.1.3', 2, 'Costly functions are documented', documented(decision, 'Section Limits.')],
  ['15.2.1', 1, 'No package is older than promised', notMet('See 15.1.1.')],
  [
    '15.2.2',
    2,
    'Costly functions cannot bring it down',
    by(
      ['gateway/crash', 'a killed query worker fails'],
      ['gateway/hostile', 'E_TEXT_SIZE'],
      ['accounts/lock-out', 'a caller who asks too often'],
    ),
  ],
  ['15.2.3', 2, 'Production holds what it needs only', own],
  [
    '15.3.1',
    1,
    'Answers hold the fields that are meant',
    by(['accounts/tokens', 'a token is told once'], ['gateway/http', 'the public pages answer']),
  ],
  ['15.3.2', 2, 'No redirects are followed', own],
  ['15.3.3', 2, 'No field can be set that is not asked for', own],
  ['15.3.4', 2, 'Addresses of callers come from who is trusted', own],
  ['15.3.5', 2, 'Types are checked', own],
  ['15.3.6', 2, 'Prototypes cannot be polluted', own],
  ['15.3.7', 2, 'Parameters cannot be polluted', own],
  ['16.1.1', 2, 'Logs are listed and documented', documented(decision, 'Section Logs.')],
  ['16.2.1', 2, 'Entries say when, where, who and what', own],
  ['16.2.2', 2, 'Times are UTC, of one clock', noted(own, 'The machine’s clock is the installation’s to keep.')],
  [
    '16.2.3',
    2,
    'Logs go only where documented',
    by(['operations/serve', 'serve opens a new installation without anybody']),
  ],
  ['16.2.4', 2, 'Logs can be read by machines', own],
  ['16.2.5', 2, 'Logs hold no secrets', own],
  ['16.3.1', 2, 'Every authentication is logged', own],
  ['16.3.2', 2, 'Refused access is logged', by(['accounts/denied', 'AO-29-2 refused for who asks'])],
  [
    '16.3.3',
    2,
    'Attempts around the controls are logged',
    by(['operations/watch', 'a line for each request'], ['gateway/denials', 'a block beside earlier releases']),
  ],
  ['16.3.4', 2, 'Unexpected errors are logged', by(['operations/watch', 'a fault is told by its name'])],
  ['16.4.1', 2, 'Log entries cannot be forged by input', own],
  [
    '16.4.2',
    2,
    'Logs cannot be read or changed by others',
    noted(
      by(['record/tampering', 'AO-27-1 openRecord refuses'], ['gateway/roles', 'AO-30-1, DC-13: entries']),
      'Of the record; lines of the process are the system’s to keep.',
    ),
  ],
  [
    '16.4.3',
    2,
    'Logs are sent to another system',
    because(
      'Lines go to standard output for the installation’s collector; the record is cosigned by witnesses in other houses.',
    ),
  ],
  [
    '16.5.1',
    2,
    'Errors tell nothing of the inside',
    noted(own, 'And test/gateway/http: our own failure answers 500 and keeps its words.'),
  ],
  [
    '16.5.2',
    2,
    'It goes on when something outside fails',
    by(['gateway/log', 'AO-27-1 two of three witnesses'], ['gateway/crash', 'a killed supervisor fails its run']),
  ],
  ['16.5.3', 2, 'It fails closed', noted(own, 'And access denies where a policy errs.')],
]);
