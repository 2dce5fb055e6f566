/** Time and memory of the server: opening a file of 50,000 lines, and holding 1,000 open files. */
import { count, median, ms, report, spread, table } from './measure';
import { type Session, startSession } from './session';
import { fileOf } from './texts';

const ROUNDS = 5;
const FILES = 1_000;

async function open(session: Session, uri: string, text: string): Promise<number> {
  const start = performance.now();
  await session.connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'yaml', version: 1, text },
  });
  await session.connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } });
  return performance.now() - start;
}

const large = fileOf(50_000, 2_000);
const times: number[] = [];
const empty: number[] = [];
const grown: number[] = [];
const peaks: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  const session = await startSession();
  empty.push(session.memory().now);
  times.push(await open(session, 'file:///large.yaml', large));
  grown.push(session.memory().now);
  peaks.push(session.memory().peak);
  await session.end();
}

const session = await startSession();
const before = session.memory().now;
const many: number[] = [];
for (let index = 0; index < FILES; index += 1) {
  many.push(await open(session, `file:///many/${index}.yaml`, fileOf(120, 5).replaceAll('model_', `model_${index}_`)));
}
const after = session.memory().now;
await session.end();

const mb = (value: number) => (Number.isFinite(value) ? `${value.toFixed(0)} MB` : 'not told by this system');
report(
  'memory',
  `## Memory

Resident memory of the server process.

${table(
  ['', 'Figure'],
  [
    ['First opening of 50,000 lines with 2,000 blocks, to its diagnostics', `${spread(times)} ms`],
    ['Server before it', mb(median(empty))],
    ['Server after it', mb(median(grown))],
    ['Peak on the way', mb(median(peaks))],
    [`Server with ${count(FILES)} open files of 120 lines and 5 blocks`, mb(after)],
    ['Each of them', Number.isFinite(after) ? `${(((after - before) * 1000) / FILES).toFixed(0)} kB` : mb(after)],
    ['Opening one of them', `${ms(median(many))} ms`],
  ],
)}`,
);
