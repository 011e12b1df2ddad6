/**
 * What tests do not show. `reasons`: requirements of core priority without any test of their name, and why. `gaps`: what of a requirement its
 * tests leave open, because it is not built or because software cannot show it. Whatever can be shown has a test instead.
 */

/** Id → why no test is named after it. */
export const reasons: Readonly<Record<string, string>> = {
  'GD-20-1':
    'Not built: direct download of unconditional data. Its department publishes it outside; here it is computed on like other data, and its rows may leave as they are.',
  'SH-11-1': 'Not built: anonymous download under an open licence. See GD-20-1.',
  'GY-28': 'Found by an accredited body on the installation.',
  'GZ-13':
    'Keeping a platform secure is its operator’s work; what the product does towards it is AO-28-3, SH-16-2 and GD-35-1.',
};

/** Id with tests → what they leave open. */
export const gaps: Readonly<Record<string, string>> = {
  'AO-29-2':
    'Whether an installation meets level 3 of classified protection is found by an accredited body on that installation. SM2, SM3 and SM4 are GY-14.',
  'AO-05-2': 'Not built: dashboards.',
  'AO-05-6': 'How departments aggregate data before they hand it over is outside of the product.',
  'AO-06-1': 'Not built: watching the health of the connection with the government’s data centre.',
  'AO-07-1': 'Running and supporting it is the operator’s work.',
  'AO-07-4': 'Not built: the script that derived a column is not named in the manifest of the snapshot.',
  'AO-07-7': 'Anomalies are reported by people; what is flagged by itself is probing by constants.',
  'AO-07-8': 'Downloads are events of the record. Not built: a watermark in CSV and JSON, and downloads that expire.',
  'AO-08-1': 'An entry does not cite the version of the guide that it was classified by.',
  'AO-11-1': 'Hardware and support are the operator’s work. Not built: support tickets.',
  'AO-13-1': 'Not built: a library of scenarios with sector, value and needs.',
  'AO-16-2': 'The four fields are fixed: no installation shows more of them by configuration.',
  'AO-27-7': 'What is done with a product after it has left is found by people.',
  'AO-29-1': 'Files are handed over in batches. Not built: a connection with keys on both sides.',
  'GD-22-1': 'The five ways are named; storage media are not built.',
  'GD-32-1': 'Not built: a dashboard.',
  'GY-13':
    'How others get what is shared stands in the words of its conditions; the hand-over itself takes place outside of the product.',
  'SH-08-3': 'Departments’ own details below the common rules have no life of their own; they stand in their entries.',
  'SH-16-2':
    'Personal texts of the record are encrypted; snapshots are protected by file modes and need an encrypted volume.',
  'SH-26-1': 'Not built: a page of one dataset’s use for its department.',
  'SH-38-1': 'Not built: watching how often and at what hours somebody asks.',
  'DC-11':
    'A bundle holds CSV, JSON, PMML and text; a released table is also had as Arrow and Parquet, which bear the name of their download. Not built: a watermark in CSV and JSON.',
  'DC-18': 'Words of refusals that come from the engine or from a case are in English on Chinese pages too.',
};
