/** V1 encoding and sanitization, V2 validation and business logic. */
import { because, by, documented, itemsOf, none, noted, own } from '../item.ts';

const escaped = by(['asvs/requests', 'ASVS 1.2.1 ASVS 1.2.3']);
const fuzzed = by(
  ['api/fuzz', 'the API answers hostile requests'],
  ['gateway/hostile', 'E_INPUT: a body of another form is refused at every command'],
);

export const inputItems = itemsOf([
  ['1.1.1', 2, 'Input is decoded once, before it is checked', own],
  ['1.1.2', 2, 'Output is escaped last, where it is written', noted(escaped, 'By the template of every page.')],
  ['1.2.1', 1, 'Output is escaped for its place: HTML, attribute, header', own],
  [
    '1.2.2',
    1,
    'Parts of addresses are encoded; only safe schemes',
    by(['accounts/sign-in', 'signing in leads to a path'], ['console/desk', 'isOwnPath']),
  ],
  ['1.2.3', 1, 'Scripts and JSON are built with escaping', own],
  [
    '1.2.4',
    1,
    'Database statements carry values as parameters',
    noted(
      by(['attacks/refused', 'DC-16 simulate refuses every attack']),
      'Queries of vendors are parsed, judged and printed anew, never passed on.',
    ),
  ],
  ['1.2.5', 1, 'No command of the operating system from texts', own],
  ['1.2.6', 2, 'LDAP injection', none('No LDAP.')],
  ['1.2.7', 2, 'XPath injection', none('No XPath.')],
  ['1.2.8', 2, 'LaTeX injection', none('No LaTeX.')],
  [
    '1.2.9',
    2,
    'Special signs of patterns are escaped',
    noted(own, 'The places that make patterns are listed; the CLI and the attack kit escape.'),
  ],
  ['1.3.1', 1, 'HTML from people is sanitized', none('No HTML is taken; what people write is shown as text.')],
  [
    '1.3.2',
    1,
    'No code is made of texts',
    noted(own, 'Programs of vendors are code: they run below walls in the domain, never in the gateway.'),
  ],
  [
    '1.3.3',
    2,
    'What goes to a dangerous place is restricted before',
    by(
      ['gateway/hostile', 'no id, command or path is more than a name'],
      ['gateway/hostile', 'a text that is not well-formed Unicode'],
    ),
  ],
  [
    '1.3.4',
    2,
    'Pictures of people hold no scripts',
    noted(
      by(['console/charts', 'svgOf draws a hostile label as text']),
      'No picture is taken from people; ours are drawn from their words.',
    ),
  ],
  ['1.3.5', 2, 'Markup and template languages of people are disabled', none('None is taken: no Markdown, CSS or XSL.')],
  ['1.3.6', 2, 'No request to an address that somebody sent', own],
  ['1.3.7', 2, 'No template is built from input', own],
  ['1.3.8', 2, 'JNDI injection', none('No Java.')],
  ['1.3.9', 2, 'Memcache injection', none('No memcache.')],
  [
    '1.3.10',
    2,
    'Format strings are restricted',
    documented('docs/language.md', 'Specifiers of strftime are a closed list.'),
  ],
  ['1.3.11', 2, 'Mail injection', none('No mail is sent.')],
  ['1.4.1', 2, 'Memory is handled safely', own],
  [
    '1.4.2',
    2,
    'Numbers are checked against overflow',
    by(['gateway/hostile', 'E_INPUT: numbers of the log'], ['api/conventions/tables', 'columnsOf throws for a value']),
  ],
  [
    '1.4.3',
    2,
    'Memory and handles are given back',
    because('Memory is the engine’s; files, databases and processes close with `using`.'),
  ],
  ['1.5.1', 1, 'XML parsers resolve nothing from outside', none('No XML is read.')],
  ['1.5.2', 2, 'What is deserialized is restricted by schema', own],
  [
    '2.1.1',
    1,
    'Rules of input are documented',
    documented('gateway/api/openapi.ts', '`/openapi.json` is printed from the schemas that check.'),
  ],
  [
    '2.1.2',
    2,
    'Rules of combined input are documented',
    documented('docs/states.md', 'Which command, of whom, in which state; docs/refusals.md has the rest.'),
  ],
  [
    '2.1.3',
    2,
    'Limits of the business are documented, each and together',
    documented('docs/decisions/062-asvs.md', 'Section Limits.'),
  ],
  ['2.2.1', 1, 'Input is checked against what is expected', fuzzed],
  ['2.2.2', 1, 'Input is checked at the server', fuzzed],
  [
    '2.2.3',
    2,
    'Combinations of input are checked',
    by(['gateway/rights', 'AO-21-2: a changed program'], ['gateway/rights', 'GD-26-2: a program with a column']),
  ],
  [
    '2.3.1',
    1,
    'Steps are taken in order, none left out',
    by(
      ['gateway/release', 'GD-18-1 GD-18-2 GD-18-6 SH-18-2 AO-22-2'],
      ['gateway/rights', 'AO-20-3: program and run are refused'],
    ),
  ],
  [
    '2.3.2',
    2,
    'Limits of the business are kept',
    by(['accounts/tokens', 'a token ends: with its time'], ['accounts/lock-out', 'a caller who asks too often']),
  ],
  [
    '2.3.3',
    2,
    'A business step happens whole or not',
    by(
      ['record/kill', 'AO-28-1 AO-27-1 a gateway killed while it writes'],
      ['record/job-table', 'enqueue in the transaction'],
    ),
  ],
  [
    '2.3.4',
    2,
    'Nothing limited is given twice at once',
    by(['record/postgres', 'record.md §2: four gateways race'], ['accounts/invitations', 'an invitation is good once']),
  ],
  [
    '2.4.1',
    2,
    'Excessive calls are held back',
    by(
      ['accounts/lock-out', 'a caller who asks too often'],
      ['api/conventions/conventions', 'events: so many streams'],
    ),
  ],
]);
