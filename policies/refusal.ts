/**
 * What happens when the rules say no. A refusal is a value, not an exception: it has a code, a place, the source it rests on,
 * and the smallest change that helps. The prose lives in one total table; `gateway/status.ts` holds the HTTP status of each.
 * A refusal shown to a vendor carries no number computed from real rows.
 */

/** Where in the vendor's text: a zero-based offset in UTF-16 units, and the length of the offending name where known. */
export interface Position {
  readonly offset: number;
  readonly length?: number;
}

export interface Refusal {
  readonly code: RefusalCode;
  /** "Cannot *do what*: *must be so*; got *this*". */
  readonly detail: string;
  readonly where?: Position;
  /** The edit that would help here; overrides the general remedy of the rule. */
  readonly remedy?: string;
}

/** Either a value, or at least one reason why not. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusals: readonly [Refusal, ...Refusal[]] };

export function accept<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function refuse(code: RefusalCode, detail: string, more: Omit<Refusal, 'code' | 'detail'> = {}): Outcome<never> {
  return { ok: false, refusals: [{ code, detail, ...more }] };
}

/** @throws Error when `outcome` is a refusal: for callers that have already made refusal impossible. */
export function unwrap<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Error(outcome.refusals.map((r) => `${r.code}: ${r.detail}`).join('; '));
}

/** Prose for one code: what it is called, on what it rests, what to do. */
export interface Rule {
  readonly title: string;
  readonly source: string;
  readonly remedy: string;
}

export const rules = {
  // — the query language (spec: query-and-privacy §3.11) —
  E_PARSE: {
    title: 'The text is not SQL',
    source: 'DuckDB grammar',
    remedy: 'Correct the syntax at the marked place.',
  },
  E_TEXT_SIZE: {
    title: 'The text is too long',
    source: 'programs.md §B.2',
    remedy: 'Keep a query under 64 KiB; move repeated parts into a CTE.',
  },
  E_MULTI_STMT: {
    title: 'Not exactly one statement',
    source: 'DC-06',
    remedy: 'Send one SELECT statement.',
  },
  E_NOT_SELECT: {
    title: 'Not a SELECT statement',
    source: 'DC-06',
    remedy: 'Only SELECT is available: data cannot be changed, copied or attached.',
  },
  E_UNSUPPORTED: {
    title: 'Syntax outside the query language',
    source: 'DC-06',
    remedy: 'Rewrite without this construct; the language page lists what is available.',
  },
  E_UNKNOWN_TABLE: {
    title: 'No such table in the catalog',
    source: 'DC-06',
    remedy: 'Use a table of the catalog; file paths, table functions and system catalogs are not available.',
  },
  E_UNKNOWN_COLUMN: {
    title: 'No such column',
    source: 'DC-06',
    remedy: 'Use a column of the catalog entry, or qualify the name.',
  },
  E_AMBIGUOUS_COLUMN: {
    title: 'The column name has more than one meaning here',
    source: 'SQL name resolution',
    remedy: 'Qualify the column with its table alias.',
  },
  E_FUNC_NOT_ALLOWED: {
    title: 'Function not in the allow-list',
    source: 'DC-06; query-and-privacy §2.15',
    remedy: 'Use an allowed function; the language page lists them.',
  },
  E_VOLATILE: {
    title: 'Another answer every time',
    source: 'query-and-privacy §2.3, §3.11',
    remedy: 'Write the date or the number as a constant; noise and samples are drawn by the rules, not by the query.',
  },
  E_ARGUMENTS: {
    title: 'Arguments do not fit the function',
    source: 'query language',
    remedy: 'Give the number and kind of arguments that the function takes.',
  },
  E_TYPE: {
    title: 'The types do not fit',
    source: 'DuckDB binder on the empty schema',
    remedy: 'Cast the operands, or compare values of one type.',
  },
  E_NO_AGGREGATE: {
    title: 'Rows of protected units must be aggregated',
    source: 'AO-28-4, DC-07',
    remedy:
      'Group and aggregate the rows; for one data subject, apply with the subject\u2019s consent (matter, count, term).',
  },
  E_COLUMN_RULE: {
    title: 'The column rule does not permit this use',
    source: 'procedure.md §4; SCQL column control',
    remedy:
      'Use the column only as its rule permits (P output, G group key, A aggregate, J join key, F filter, X never).',
  },
  E_NOT_GROUPED: {
    title: 'Neither a group key nor an aggregate',
    source: 'SQL grouping',
    remedy: 'Put the column into GROUP BY, or aggregate it.',
  },
  E_JOIN_UNIT: {
    title: 'The join pairs rows of different units',
    source: 'query-and-privacy §3.2',
    remedy: 'Join protected tables on the column that identifies the unit.',
  },
  E_JOIN_KIND: {
    title: 'This kind of join is not available here',
    source: 'query-and-privacy §3.2',
    remedy: 'Use INNER or LEFT JOIN with ON or USING, the protected table on the preserved side.',
  },
  E_NESTED_AGGREGATE: {
    title: 'An inner aggregate mixes units',
    source: 'query-and-privacy §3.2',
    remedy: 'Group the inner query by the unit column; only the outermost aggregate may mix units.',
  },
  E_NONLOCAL: {
    title: 'LIMIT, DISTINCT or ordering inside the query depends on other units\u2019 rows',
    source: 'query-and-privacy §2.9',
    remedy: 'Use LIMIT and ORDER BY only on the final result.',
  },
  E_SUBQ_PRIVATE: {
    title: 'A subquery reads units that the row outside does not belong to',
    source: 'query-and-privacy §3.2',
    remedy: 'Correlate the subquery on the unit, or read public tables only.',
  },
  E_WINDOW: {
    title: 'A window over the rows of several units',
    source: 'query-and-privacy §3.2',
    remedy: 'Add PARTITION BY with the unit column.',
  },
  E_UNION_MIX: {
    title: 'A UNION of different units',
    source: 'query-and-privacy §3.2',
    remedy: 'Unite rows of one kind of unit, or public rows.',
  },
  E_TWO_UNITS: {
    title: 'Two kinds of units in one private query',
    source: 'query-and-privacy §3.2',
    remedy: 'Ask about one kind of unit at a time.',
  },
  E_GROUP_DETERMINES_UNIT: {
    title: 'The groups are single units',
    source: 'query-and-privacy §3.11',
    remedy: 'Group by something that many units share, or aggregate again: SELECT avg(n), count(*) FROM (this query).',
  },
  E_FLOAT_KEY: {
    title: 'A floating-point number is a group key',
    source: 'query-and-privacy §3.11',
    remedy: 'Group by width_bucket(x, lo, hi, n), or cast to a whole number.',
  },
  E_NO_BOUNDS: {
    title: 'The size of this value has no public bounds',
    source: 'query-and-privacy §3.11',
    remedy: 'Write least(greatest(x, lo), hi) with constants, or ask the department to declare bounds.',
  },
  E_BOUNDS_OVERFLOW: {
    title: 'The sum could leave 62 bits',
    source: 'query-and-privacy §2.5',
    remedy: 'Use narrower bounds or a coarser step.',
  },
  E_MINMAX: {
    title: 'MIN and MAX of a group are somebody\u2019s value',
    source: 'disclosure.md §1.3; MHRA statbarns',
    remedy: 'Use quantile_cont(x, 0.05) or quantile_cont(x, 0.95).',
  },
  E_QUANTILE: {
    title: 'This quantile is not available',
    source: 'disclosure.md §1.3',
    remedy: 'Use a constant of 0.05, 0.1, 0.25, 0.5, 0.75, 0.9 or 0.95 and round the result to whole units.',
  },
  E_AGGREGATE: {
    title: 'This aggregate returns raw values',
    source: 'DC-06; disclosure.md §1.3',
    remedy:
      'Use count, count(DISTINCT …), sum, avg, quantile_cont, a variance or, in the exact lane, covar_samp, corr, hhi or gini.',
  },
  E_TREATMENT: {
    title: 'The table cannot be rounded or perturbed in this way',
    source: 'disclosure.md §2.6',
    remedy: 'Count units, or release the table with suppression.',
  },
  E_PARAMETER: {
    title: 'A parameter outside what the program declares',
    source: 'DC-03; docs/decisions/020-parameters.md',
    remedy: 'Declare the parameter with all its values, few enough to look at each, or write the constant.',
  },
  E_RECURSIVE: {
    title: 'Recursive queries are not available',
    source: 'query-and-privacy §3.2',
    remedy: 'Write the steps one after another, each as its own CTE.',
  },
  E_PIVOT: {
    title: 'PIVOT and UNPIVOT are not available',
    source: 'query-and-privacy §3.2',
    remedy: 'Write one aggregate with FILTER for each column of the result.',
  },
  E_TOO_COMPLEX: {
    title: 'The query is too large',
    source: 'query-and-privacy §3.12',
    remedy: 'Use fewer tables, columns or nested levels.',
  },

  // — the private lane (spec: query-and-privacy §2.6, §3.8) —
  E_BUDGET: {
    title: 'The privacy budget does not suffice',
    source: 'query-and-privacy §3.8',
    remedy:
      'Ask for less accuracy, use the answer of an earlier query, or have the owner raise the cap by a signed act.',
  },
  E_COST_CLASS: {
    title: 'The query would run too long',
    source: 'query-and-privacy §2.6',
    remedy: 'Read fewer or smaller tables, or bound contributions by a cheaper tier.',
  },

  // — the domain (spec: programs.md decisions 1, 2, 7) —
  E_PERMIT: {
    title: 'The run permit does not hold',
    source: 'programs.md decision 2; DC-03',
    remedy: 'Order the run through the gateway, so that the order stands in the record first.',
  },
  E_EXEC: {
    title: 'The run did not complete',
    source: 'DC-15',
    remedy: 'Test on simulation data; the owner of the domain can see why.',
  },
  E_PROGRAM: {
    title: 'The program failed on simulation data',
    source: 'programs.md decision 7, §D.3',
    remedy: 'Look at the error and the console of the test; on real data nothing of them is told.',
  },
  E_DOMAIN_DOWN: {
    title: 'The domain is not available',
    source: 'programs.md decision 1',
    remedy: 'Try again; the operator restarts the domain.',
  },
  E_QUARANTINE: {
    title: 'No such quarantined result',
    source: 'DC-10',
    remedy: 'Run the program again.',
  },
  E_INGEST: {
    title: 'The data does not fit the catalog entry',
    source: 'AO-10; programs.md §B',
    remedy: 'Correct the listed rows or the entry, then ingest again; nothing was kept.',
  },
  E_SECRET_TABLE: {
    title: 'State secrets and work secrets are not accepted',
    source: 'AO-02-2',
    remedy: 'Remove the table from the entry; such data follows its own law.',
  },
  E_UNKNOWN_SNAPSHOT: {
    title: 'No data has been published for this entry',
    source: 'AO-09-1',
    remedy: 'The source department ingests and publishes the data first.',
  },
  E_ENTRY: {
    title: 'The catalog entry is not valid',
    source: 'AO-08; procedure.md §4',
    remedy: 'Correct the entry at the named place.',
  },

  // — procedure —
  E_ROLE: {
    title: 'This role may not do that',
    source: 'procedure.md §2.1',
    remedy: 'Ask a person who holds the role.',
  },
  E_CONTRACT: {
    title: 'The outputs are not those that the program declares',
    source: 'disclosure.md decision 1; procedure.md §5',
    remedy: 'Declare every output with the columns that the query makes, in their order.',
  },
  E_REPORT: {
    title: 'The report is more than headings, text, lists, tables and links around cited cells',
    source: 'procedure.md §5, data_report',
    remedy: 'Keep to the allowed Markdown, and cite cells of runs of this export: {{run[key=value].column}}.',
  },
  E_REPORT_NUMBER: {
    title: 'A number in the report is neither a cited cell nor a declared constant',
    source: 'procedure.md §5, data_report',
    remedy: 'Cite the cell of a checked table, or declare the constant (a year, an article) so that reviewers see it.',
  },
  E_STATE: {
    title: 'Not possible in this state',
    source: 'procedure.md §3',
    remedy: 'See the state table of this life for the legal moves.',
  },
  E_SEPARATION: {
    title: 'Separation of duty',
    source: 'AO-04-8; procedure.md decision 4',
    remedy: 'Another person, of another organization where named, must do this.',
  },
  E_NOT_FOUND: {
    title: 'No such thing',
    source: 'gateway',
    remedy: 'Check the identifier.',
  },
  E_INPUT: {
    title: 'The request is not well-formed',
    source: 'gateway',
    remedy: 'Correct the named field.',
  },
  E_NO_RIGHTS: {
    title: 'Rights open only when an agreement is in force',
    source: 'AO-20-3',
    remedy: 'Have the application approved and the agreement signed by both sides first.',
  },
  E_SCOPE: {
    title: 'Outside the granted scope',
    source: 'AO-04-1, GD-26-2',
    remedy: 'Apply for the column or table in a new application for this scenario.',
  },
  E_NOT_APPROVED: {
    title: 'This exact program is not approved',
    source: 'DC-03, AO-21-2',
    remedy: 'Freeze the changed program and have the new hash approved.',
  },
  E_CONSENT: {
    title: 'Personal and secret data is used desensitised, or with the consent of whom it is about',
    source: 'AO-21-3, GD-24-1',
    remedy:
      'Use the columns in a table, with noise, or name consents in force for this vendor, matter and these columns.',
  },
  E_DISPUTED: {
    title: 'What is alleged to infringe somebody stays in the domain until it is decided',
    source: 'SH-23-1, GD-24-2',
    remedy: 'Leave out the disputed columns, or wait for the decision on the objection.',
  },
  E_OVERDUE: {
    title: 'A report on the use of the data is overdue',
    source: 'AO-27-6, GD-26-1',
    remedy: 'Submit the report on the use that the agreement owes.',
  },
  E_NOT_FILED: {
    title: 'Only checked and filed products may leave',
    source: 'AO-22-2',
    remedy: 'Pass the export check and have the filing accepted by the data agency.',
  },
  E_STOPPED: {
    title: 'Everything is stopped, or what this scenario does',
    source: 'DC-19; AO-28-2',
    remedy: 'Wait until two bodies have lifted the emergency stop, or the plan has been stood down.',
  },
  E_SANCTIONED: {
    title: 'The vendor is under a sanction that keeps it from this',
    source: '001-26; 002-34',
    remedy: 'Wait for the end of the sanction, or appeal against it.',
  },
  E_WITHDRAWN: {
    title: 'The data has been withdrawn',
    source: '001-27(2)',
    remedy:
      'Wait until its department has evaluated it and the agency has reopened it with a new snapshot; then run again.',
  },
  E_NORM: {
    title: 'No effective norm stands behind it',
    source: '003-14(1), 003-20(1), 003-31(1)',
    remedy: 'Name the version that is effective now; the operator drafts, the agency reviews, the authority consents.',
  },
  E_DENIALS: {
    title: 'Too many requests were refused beside earlier releases',
    source: 'disclosure.md §2.9 (6)',
    remedy:
      'Wait for the next month, use a product that was released already, or ask the operating institution to look at it.',
  },
  E_CHECK_ITEM: {
    title: 'An item of the compliance check has failed',
    source: '003-15; AO-15-1, AO-15-2',
    remedy: 'Do what the remedy of the item says; GET …/checks lists all of them.',
  },
  E_EXCEPTION: {
    title: 'What speaks against it has not been excepted, or no longer is',
    source: 'disclosure.md §6 (5)',
    remedy:
      'Have the operating institution ask the data agency for an exception; what earlier releases give away is never excepted.',
  },
  E_STANDING: {
    title: 'No standing approval for this, as it is now',
    source: 'disclosure.md decision 6',
    remedy: 'Have the export reviewed by people.',
  },
  E_ISOLATION: {
    title: 'Programs are not confined here, and nobody has accepted the risk',
    source: 'programs.md decision 6',
    remedy:
      'Install bubblewrap where the domain runs (`sluice doctor` says how), or have the custodian of the domain accept the risk for these entries.',
  },
  E_HISTORY: {
    title: 'Together with earlier releases this one says too much',
    source: 'disclosure.md §2.8',
    remedy:
      'Use a coarser design, the same query as before, counts by cell key (treatment cell_key), or the private lane.',
  },

  // — models —
  E_MODEL_ROWS: {
    title: 'An exact model or program reads one row for each unit',
    source: 'disclosure.md §3; decision 023',
    remedy: 'Group the rows by the unit first, read tables of one kind of unit, or use the private lane.',
  },
  E_MODEL: {
    title: 'The checks of this model failed',
    source: 'disclosure.md §3',
    remedy: 'Use fewer or coarser features, merge rare values, or train in the private lane.',
  },

  // — programs —
  E_PROGRAM_COLUMN: {
    title: 'A program cannot read this column',
    source: 'programs.md §D.3',
    remedy: 'List the values of a text by CASE, compute a number from it, or leave the column out.',
  },
  E_MANIFEST: {
    title: 'The folder does not make a program',
    source: 'programs.md decision 3; docs/decisions/036-bundles.md',
    remedy: 'Correct the named field of sluice.json.',
  },
  E_SCRIPT: {
    title: 'What the program declares does not fit together',
    source: 'programs.md decision 3; docs/decisions/032-programs.md',
    remedy: 'Correct the declaration in sluice.json and pack the program again.',
  },
  E_BUNDLE: {
    title: 'The bundle cannot be made from the source, or is another',
    source: 'programs.md §D.7; docs/decisions/036-bundles.md',
    remedy: 'Correct the source at the marked place and pack the program again.',
  },
  E_LINT: {
    title: 'The program asks for what it does not have',
    source: 'programs.md §D.3(5, 6), §D.7',
    remedy: 'Write it without this at the marked place.',
  },

  // — how requests are made —
  E_METHOD: {
    title: 'This address does not take this method',
    source: 'RFC 9110 §15.5.6',
    remedy: 'Use a method that the header Allow names.',
  },
  E_ACCEPT: {
    title: 'Not to be had in this form',
    source: 'RFC 9110 §12.5.1, §15.5.7',
    remedy: 'Accept application/vnd.apache.arrow.stream, application/vnd.apache.parquet, text/csv or application/json.',
  },
  E_MEDIA: {
    title: 'The body is in a form that is not read here',
    source: 'RFC 9110 §15.5.16',
    remedy: 'Send JSON, as "Content-Type: application/json".',
  },
  E_CONFLICT: {
    title: 'Somebody has moved it since you looked',
    source: 'RFC 9110 §13.1.1',
    remedy: 'Get it again, look at what is new, and send the command with its ETag of now.',
  },
  E_IDEMPOTENCY: {
    title: 'This key has named another request',
    source: 'draft-ietf-httpapi-idempotency-key-header-07 §2.6',
    remedy: 'Make a new Idempotency-Key for every new request; a UUID will do.',
  },
  E_REPLAY: {
    title: 'The request of this key is not done again, and its answer is not at hand',
    source: 'draft-ietf-httpapi-idempotency-key-header-07 §2.6',
    remedy: 'Wait a second and send the same request again; if it stays so, look at what it was to make.',
  },
  E_CONNECTIONS: {
    title: 'Too many open streams',
    source: 'RFC 6585 §4',
    remedy: 'Close a stream first, or get the resource now and then.',
  },

  E_NO_ANSWER: {
    title: 'Nothing has been released for these parameters',
    source: 'AO-22-2; procedure.md §5',
    remedy:
      'Ask the vendor to have the result for these parameters checked and released; the description lists those that are answered.',
  },

  // — record and access —
  E_AUTH: {
    title: 'Who are you?',
    source: 'DC-01',
    remedy: 'Send the token of your account as "Authorization: Bearer …".',
  },
  E_RATE: {
    title: 'Too many requests',
    source: 'DC-01, AO-29-2',
    remedy: 'Wait as many seconds as Retry-After says, and ask less often.',
  },
  E_CSRF: {
    title: 'The request may come from another site',
    source: 'console.md, accounts',
    remedy: 'Send it from a page of this console that you have open; a script sends what the page has as x-csrf-token.',
  },
  E_TOKEN_SCOPE: {
    title: 'The token is not good for this',
    source: 'console.md, accounts',
    remedy: 'Issue a token whose scope names this stage, and which may change things where it should.',
  },
  E_SECOND_FACTOR: {
    title: 'The second factor was proven too long ago',
    source: 'AO-29-2; console.md, accounts',
    remedy: 'Enter a code of your second factor once more, at /account/prove, then try again.',
  },
  E_VERIFY: {
    title: 'Verification failed',
    source: 'record.md §3',
    remedy: 'Do not use the file; ask the operating institution for the bundle again and tell the data agency.',
  },
  E_RECORD: {
    title: 'The record does not verify',
    source: 'record.md §1',
    remedy: 'Stop; compare with the witness and restore from a complete backup.',
  },
  E_WITNESS: {
    title: 'Too few witnesses have cosigned',
    source: 'record.md §1 rules 4 and 5',
    remedy: 'Try again when the witnesses can be reached; nothing that was recorded is lost.',
  },
} as const satisfies Record<string, Rule>;

export type RefusalCode = keyof typeof rules;
