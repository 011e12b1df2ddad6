/** The control of the power cut: says that it wrote, and flushed nothing. `loose.child.ts <file>` */
import { writeSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

const db = new DatabaseSync(process.argv[2] ?? '');
db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; CREATE TABLE word (n INTEGER PRIMARY KEY)');
for (let n = 0; n < 500; n++) {
  db.prepare('INSERT INTO word VALUES (?)').run(n);
  writeSync(1, `written ${n} word\n`);
}
setInterval(() => undefined, 1000);
