/** One text for every construct that keeps units apart, over the tables of the generators. What a construct needs is in its name. */
export const corpus: Readonly<Record<string, string>> = {
  'one table': 'SELECT g, count(*) AS n, sum(w) AS s FROM visit GROUP BY g',
  'inner join on the unit':
    'SELECT p.g, count(*) AS n, sum(v.w) AS s FROM person p JOIN visit v ON p.u = v.u GROUP BY p.g',
  'inner join by USING': 'SELECT p.b, count(*) AS n FROM person p JOIN visit v USING (u) GROUP BY p.b',
  'left join':
    'SELECT p.b, count(v.w) AS n, sum(v.w) AS s FROM person p LEFT JOIN visit v ON p.u = v.u AND v.n > 1 GROUP BY p.b',
  'right join': 'SELECT p.b, count(*) AS n FROM visit v RIGHT JOIN person p ON p.u = v.u GROUP BY p.b',
  'full join': 'SELECT coalesce(p.g, v.g) AS k, count(*) AS n FROM person p FULL JOIN visit v ON p.u = v.u GROUP BY 1',
  'full join by USING':
    'SELECT count(*) AS n, count(DISTINCT u) AS m, sum(w) AS s FROM person FULL JOIN visit USING (u)',
  'full join, then join on the merged unit':
    'SELECT count(*) AS n FROM (SELECT u, h, w FROM person FULL JOIN visit USING (u)) f JOIN visit v ON f.u = v.u',
  'full join of groups per unit':
    'SELECT a.c AS c, count(*) AS n FROM (SELECT u, count(*) AS c FROM visit GROUP BY u) a FULL JOIN (SELECT u, sum(x) AS s FROM person GROUP BY u) b USING (u) GROUP BY 1',
  'semi join': 'SELECT p.b, count(*) AS n FROM person p SEMI JOIN visit v ON p.u = v.u AND v.w > p.x GROUP BY p.b',
  'anti join': 'SELECT p.b, count(*) AS n FROM person p ANTI JOIN visit v ON p.u = v.u GROUP BY p.b',
  EXISTS:
    'SELECT p.b, count(*) AS n FROM person p WHERE EXISTS (SELECT 1 FROM visit v WHERE v.u = p.u AND v.w > p.x) GROUP BY p.b',
  'NOT EXISTS':
    'SELECT count(*) AS n FROM person p WHERE NOT EXISTS (SELECT 1 FROM visit v WHERE v.u = p.u AND v.n < 2)',
  'IN, correlated':
    'SELECT count(*) AS n FROM person p WHERE p.g IN (SELECT v.g FROM visit v WHERE v.u = p.u AND v.n > 0)',
  'NOT IN, correlated': 'SELECT count(*) AS n FROM person p WHERE p.g NOT IN (SELECT v.g FROM visit v WHERE v.u = p.u)',
  'IN the units of a table':
    'SELECT count(*) AS n, sum(x) AS s FROM person p WHERE p.u IN (SELECT v.u FROM visit v WHERE v.n > 0)',
  'NOT IN the units of a table':
    'SELECT count(*) AS n FROM person p WHERE p.u NOT IN (SELECT v.u FROM visit v WHERE v.n > 0)',
  'IN a public table': 'SELECT count(*) AS n FROM visit WHERE g IN (SELECT g FROM area)',
  'NOT IN a public table': 'SELECT count(*) AS n FROM visit WHERE g NOT IN (SELECT g FROM area)',
  'a scalar subquery of the unit':
    'SELECT count(*) AS n FROM person p WHERE p.x < (SELECT max(v.w) FROM visit v WHERE v.u = p.u)',
  'a scalar subquery of a public table': 'SELECT count(*) AS n FROM visit WHERE n < (SELECT max(n) FROM area)',
  DISTINCT: 'SELECT g, count(*) AS n FROM (SELECT DISTINCT u, g FROM visit) GROUP BY g',
  'DISTINCT without the unit': 'SELECT DISTINCT g FROM visit',
  'aggregates per unit':
    'SELECT k, count(*) AS n, sum(least(greatest(s, 0), 50)) AS s FROM (SELECT u, count(*) AS k, sum(w) AS s, min(a) AS lo, max(a) AS hi FROM visit GROUP BY u) GROUP BY k',
  'aggregates of floating-point numbers per unit':
    'SELECT sum(least(greatest(s, 0), 50)) AS s, avg(least(greatest(m, 0), 50)) AS m FROM (SELECT u, sum(z) AS s, avg(z) AS m, quantile_cont(z, 0.5) AS q FROM visit GROUP BY u)',
  'aggregates per unit and key':
    'SELECT g, sum(least(c, 3)) AS s FROM (SELECT u, g, count(*) AS c FROM visit GROUP BY u, g) GROUP BY g',
  'two levels per unit':
    'SELECT most, count(*) AS n FROM (SELECT u, max(c) AS most FROM (SELECT u, g, count(*) AS c FROM visit GROUP BY u, g) GROUP BY u) GROUP BY most',
  'rank with ties':
    'SELECT r, count(*) AS n, sum(w) AS s FROM (SELECT u, w, rank() OVER (PARTITION BY u ORDER BY n) AS r FROM visit) GROUP BY r',
  'row_number with ties':
    'SELECT r, count(*) AS n, sum(w) AS s FROM (SELECT u, w, row_number() OVER (PARTITION BY u ORDER BY n) AS r FROM visit) GROUP BY r',
  'lag with ties':
    'SELECT count(*) AS n, sum(least(greatest(w - b, 0), 9)) AS s FROM (SELECT u, w, lag(w) OVER (PARTITION BY u ORDER BY n) AS b FROM visit)',
  'first_value with ties':
    'SELECT count(*) AS n, sum(f) AS s FROM (SELECT u, first_value(w) OVER (PARTITION BY u ORDER BY n) AS f FROM visit)',
  'ntile with ties':
    'SELECT t, sum(w) AS s FROM (SELECT u, w, ntile(2) OVER (PARTITION BY u ORDER BY n) AS t FROM visit) GROUP BY t',
  'a running sum in rows':
    'SELECT sum(least(greatest(s, 0), 50)) AS s FROM (SELECT u, sum(w) OVER (PARTITION BY u ORDER BY n ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS s FROM visit)',
  'a running sum of floating-point numbers':
    'SELECT sum(least(greatest(s, 0), 50)) AS s FROM (SELECT u, sum(z) OVER (PARTITION BY u) AS s, avg(z) OVER (PARTITION BY u ORDER BY n) AS m FROM visit)',
  'a window in a range':
    'SELECT sum(c) AS s FROM (SELECT u, count(*) OVER (PARTITION BY u ORDER BY n RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS c FROM visit)',
  'UNION ALL': 'SELECT g, count(*) AS n FROM (SELECT u, g FROM person UNION ALL SELECT u, g FROM visit) GROUP BY g',
  'UNION with the unit':
    'SELECT g, count(*) AS n FROM (SELECT u, g FROM person UNION SELECT u, g FROM visit) GROUP BY g',
  'INTERSECT with the unit': 'SELECT count(*) AS n FROM (SELECT u, g FROM person INTERSECT SELECT u, g FROM visit)',
  'EXCEPT with the unit': 'SELECT count(*) AS n FROM (SELECT u, g FROM visit EXCEPT SELECT u, g FROM person)',
  'a CTE twice':
    'WITH c AS (SELECT u, count(*) AS k FROM visit GROUP BY u) SELECT count(*) AS n FROM c a JOIN c b ON a.u = b.u',
  'a self join': 'SELECT count(*) AS n FROM visit a JOIN visit b ON a.u = b.u AND a.n < b.n',
  'a lookup in a public table':
    'SELECT a.n, count(*) AS m, sum(v.w) AS s FROM visit v JOIN area a ON v.g = a.g GROUP BY a.n',
  'a lookup that may miss': 'SELECT a.n, count(*) AS m FROM visit v LEFT JOIN area a ON v.g = a.g GROUP BY a.n',
  'the product with a public table': 'SELECT a.g, count(*) AS m FROM visit v CROSS JOIN area a GROUP BY a.g',
  'a mixed key': 'SELECT b, g, count(*) AS n FROM person GROUP BY b, g',
  'grouping sets': 'SELECT b, g, count(*) AS n FROM person GROUP BY CUBE (b, g)',
  'a median and distinct values': 'SELECT b, median(x) AS m, count(DISTINCT h) AS d FROM person GROUP BY b',
  'a median and distinct values of many rows': 'SELECT g, median(w) AS m, count(DISTINCT n) AS d FROM visit GROUP BY g',
  variances: 'SELECT b, var_pop(x) AS v, stddev_samp(y) AS s FROM person GROUP BY b',
  'NULL-safe join on the unit':
    'SELECT count(*) AS n FROM person p JOIN visit v ON p.u IS NOT DISTINCT FROM v.u AND p.g IS NOT DISTINCT FROM v.g',
  'a join on the unit after an outer join':
    'SELECT count(*) AS n, sum(least(c, 9)) AS s FROM (SELECT v.u AS u, count(*) AS c FROM person p LEFT JOIN visit v ON p.u = v.u GROUP BY p.u, v.u) q JOIN person r ON r.u IS NOT DISTINCT FROM q.u',
  'groups without a bound, kept by a left join':
    'SELECT count(*) AS n FROM (SELECT v.u AS u, a.g AS k, a.n AS i, count(*) AS c FROM visit v CROSS JOIN area a GROUP BY v.u, a.g, a.n) q LEFT JOIN visit w ON q.u = w.u AND q.k = w.g AND q.i = w.n',
};
