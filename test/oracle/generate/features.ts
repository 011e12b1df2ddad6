/** Parts of the language that a generated text may use, each by a short name. */
export const features = [
  'window',
  'qualify',
  'set operation',
  'exists',
  'in subquery',
  'scalar subquery',
  'grouping sets',
  'full join',
  'semi join',
] as const;

export type Feature = (typeof features)[number];
export type Features = ReadonlySet<Feature>;

/** The smallest text over the generated tables that uses a feature. */
export const smallest: Readonly<Record<Feature, string>> = {
  window: 'SELECT u, rank() OVER (PARTITION BY u ORDER BY h) AS r FROM person',
  qualify: 'SELECT u FROM person QUALIFY rank() OVER (PARTITION BY u ORDER BY h) < 2',
  'set operation': 'SELECT u FROM person UNION ALL SELECT u FROM visit',
  exists: 'SELECT u FROM person AS p WHERE EXISTS (SELECT 1 FROM visit AS v WHERE v.u = p.u)',
  'in subquery': 'SELECT u FROM person WHERE g IN (SELECT g FROM area)',
  'scalar subquery': 'SELECT u FROM person WHERE h < (SELECT max(n) FROM area)',
  'grouping sets': 'SELECT g, count(*) AS n FROM area GROUP BY ROLLUP (g)',
  'full join': 'SELECT p.u FROM person AS p FULL JOIN visit AS v ON p.u = v.u',
  'semi join': 'SELECT u FROM person AS p SEMI JOIN visit AS v ON p.u = v.u',
};
