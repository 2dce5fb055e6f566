import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LogFailure, type LogSeries, type LogTable, readLog, seriesOf } from '../../../client/src/preview/log';
import { Columns } from '../../../client/src/preview/log/columns';

const bytesOf = (text: string) => new TextEncoder().encode(text);

async function table(text: string | Uint8Array): Promise<LogTable> {
  const read = await readLog(typeof text === 'string' ? bytesOf(text) : text);
  if ('failure' in read) throw new Error(read.failure);
  return read;
}

async function failure(text: string | Uint8Array): Promise<string> {
  const read = await readLog(typeof text === 'string' ? bytesOf(text) : text);
  return 'failure' in read ? read.failure : 'no failure';
}

function course(read: LogSeries | LogFailure): LogSeries {
  if ('failure' in read) throw new Error(read.failure);
  return read;
}

const columnsOf = ({ columns, rows }: LogTable) =>
  columns.map(({ name, at }) => [name, Array.from({ length: rows }, (_, row) => at(row))] as const);

describe('a CSV log', () => {
  it('becomes columns of numbers, whatever else is in it', async () => {
    const read = await table('step,epoch,lr,note\n0,0,1e-3,start\n10,0.5,.5e-3,\n20,1,inf,"a, b"\n');
    expect(read.format).toBe('csv');
    expect(read.rows).toBe(3);
    expect(columnsOf(read)).toEqual([
      ['step', [0, 10, 20]],
      ['epoch', [0, 0.5, 1]],
      ['lr', [1e-3, 5e-4, Number.POSITIVE_INFINITY]],
    ]);
    expect(read.proposed).toEqual({ step: 'step', epoch: 'epoch', values: ['lr'] });
    expect(read.problems).toEqual([]);
  });

  it.each([
    ['a byte order mark', '\ufeffstep,lr\n1,2\n'],
    ['CRLF', 'step,lr\r\n1,2\r\n'],
    ['old Mac line breaks', 'step,lr\r1,2'],
    ['mixed line breaks and blank lines', 'step,lr\r\n\n1,2\n\r\n'],
    ['no line break at the end', 'step,lr\n1,2'],
    ['quotes around everything', '"step","lr"\n"1","2"\n'],
    ['semicolons', 'step;lr\n1;2\n'],
    ['tabs', 'step\tlr\n1\t2\n'],
    ['spaces', 'step, lr\n 1 , 2\n'],
  ])('is read with %s', async (_, text) => {
    expect(columnsOf(await table(text))).toEqual([
      ['step', [1]],
      ['lr', [2]],
    ]);
  });

  it('is read in UTF-16 where it says so', async () => {
    const text = '\ufeffstep,lr\n1,2\n';
    const little = new Uint8Array([...text].flatMap((char) => [char.charCodeAt(0) & 255, char.charCodeAt(0) >> 8]));
    expect(columnsOf(await table(little))).toEqual([
      ['step', [1]],
      ['lr', [2]],
    ]);
  });

  it('takes a comma for the decimal point where fields end with a semicolon', async () => {
    expect(columnsOf(await table('step;lr\n1;0,5\n'))[1]).toEqual(['lr', [0.5]]);
  });

  it('has columns called by their place where no header is, and tells columns of the same name apart', async () => {
    expect(columnsOf(await table('1,2\n3,4\n'))).toEqual([
      ['column 1', [1, 3]],
      ['column 2', [2, 4]],
    ]);
    expect(columnsOf(await table('lr,lr,\n1,2,3\n')).map(([name]) => name)).toEqual(['lr', 'lr (2)', 'column 3']);
  });

  it('leaves out rows that it cannot read, and says which and why', async () => {
    const read = await table('step,lr\n1,2\n3\n4,5,6\n7,"8"x\n9,10\n"11\n",12\nhalf,13\n14,oops\n');
    expect(read.malformed).toBe(3);
    expect(read.problems).toEqual([
      { line: 3, message: 'The row has 1 fields, but the header has 2.' },
      { line: 4, message: 'The row has 3 fields, but the header has 2.' },
      { line: 5, message: 'A quote is not closed, or not where its field ends.' },
    ]);
    expect(columnsOf(read)[0]?.[1].filter((step) => !Number.isNaN(step))).toEqual([1, 9, 11, 14]);
  });

  it('counts lines through quoted line breaks', async () => {
    const read = await table('step,note,lr\n1,"two\nlines",2\n3,"x",4\nbroken\n');
    expect(read.problems).toEqual([{ line: 5, message: 'The row has 1 fields, but the header has 3.' }]);
  });

  it('goes on behind a quote that is never closed', async () => {
    const rows = Array.from({ length: 60_000 }, (_, index) => `${index},1e-3`);
    rows[30_000] = '"30000,1e-3';
    const read = await table(`step,lr\n${rows.join('\n')}\n`);
    expect(read.problems[0]).toEqual({ line: 30_002, message: 'A quote is not closed, or not where its field ends.' });
    expect(read.malformed).toBe(1);
    expect(read.rows).toBe(59_999);
  });

  it('takes quotes for nothing where many of them are not in order', async () => {
    const rows = Array.from({ length: 5000 }, (_, index) => `${index},"${index % 2 === 0 ? '' : '5"'}`);
    const read = await table(`step,lr\n${rows.join('\n')}\n`);
    expect(read.rows + read.malformed).toBe(5000);
    expect(read.malformed).toBeLessThanOrEqual(20);
  });

  it('tells twenty malformed rows one by one and counts the others', async () => {
    const read = await table(`a,b\n${'1\n'.repeat(50)}1,2\n`);
    expect(read.malformed).toBe(50);
    expect(read.problems).toHaveLength(21);
    expect(read.problems.at(-1)).toEqual({ message: '30 more rows could not be read.' });
  });

  it.each([
    // As the loggers export them.
    ['TensorBoard', 'Wall time,Step,Value\n1700000000.1,0,0.001\n', { step: 'Step', values: ['Value'] }],
    [
      'Weights & Biases',
      '"Step","sleek-1 - train/lr","sleek-1 - train/lr__MIN","sleek-1 - train/lr__MAX"\n"0","1","1","1"\n',
      { step: 'Step', values: ['sleek-1 - train/lr'] },
    ],
    [
      'Lightning',
      'epoch,lr-AdamW,lr-AdamW-momentum,step,train_loss\n0,1e-3,0.9,49,\n0,,,49,0.5\n',
      { step: 'step', epoch: 'epoch', values: ['lr-AdamW', 'lr-AdamW-momentum'] },
    ],
    [
      'a Trainer',
      'epoch,trainer/global_step,loss,learning_rate\n0,1,2,3\n',
      { step: 'trainer/global_step', epoch: 'epoch', values: ['learning_rate'] },
    ],
    ['nobody', 'loss,accuracy\n1,2\n', { values: ['loss', 'accuracy'] }],
  ])('of %s has its columns proposed', async (_, text, proposed) => {
    expect((await table(text)).proposed).toEqual(proposed);
  });
});

describe('a JSON lines log', () => {
  it('has a column for each path of keys, also for those that come later', async () => {
    const lines = [
      '{"step": 1, "train": {"lr": 0.5, "deep": {"x": 1}}, "name": "run"}',
      '',
      '{"step": 2, "train/lr": "2.5e-1", "tags": [1, 2], "ok": true}',
      '{"step": 3, "train": {"lr": NaN}, "loss": Infinity}',
    ];
    const read = await table(lines.join('\r\n'));
    expect(read.format).toBe('json-lines');
    expect(read.rows).toBe(3);
    expect(columnsOf(read)).toEqual([
      ['step', [1, 2, 3]],
      ['train/lr', [0.5, 0.25, Number.NaN]],
      ['train/deep/x', [1, Number.NaN, Number.NaN]],
      ['loss', [Number.NaN, Number.NaN, Number.POSITIVE_INFINITY]],
    ]);
    expect(read.proposed).toEqual({ step: 'step', values: ['train/lr'] });
  });

  it('leaves out lines that are no objects, and says which', async () => {
    const read = await table('{"step": 1, "lr": 2}\n{"step": 2, "lr"\n[1]\n{"step": 3, "lr": 4}\n');
    expect(read.problems).toEqual([
      { line: 2, message: 'The line is not a JSON object.' },
      { line: 3, message: 'The line is not a JSON object.' },
    ]);
    expect(read.rows).toBe(2);
  });

  it('is not led astray by names that objects have of themselves', async () => {
    const read = await table('{"__proto__": {"lr": 1}, "constructor": 2, "step": 3}\n');
    expect(columnsOf(read).map(([name]) => name)).toEqual(['__proto__/lr', 'constructor', 'step']);
    expect(({} as { readonly lr?: unknown }).lr).toBeUndefined();
  });
});

describe('what is no log', () => {
  it.each([
    ['nothing', new Uint8Array(), 'empty'],
    ['gzip', new Uint8Array([0x1f, 0x8b, 8, 0]), 'gzip'],
    ['zip', new Uint8Array([0x50, 0x4b, 3, 4]), 'zip'],
    ['Parquet', bytesOf('PAR1....'), 'Parquet'],
    ['other bytes', new Uint8Array([1, 0, 2, 0]), 'not a text file'],
    ['a JSON list', bytesOf(' [{"step": 1}]'), 'one JSON list'],
    ['a header alone', bytesOf('step,lr\n'), 'no row'],
    ['words', bytesOf('name,note\na,b\n'), 'no column of numbers'],
    ['malformed rows alone', bytesOf('a,b\n1\n'), 'Line 2: The row has 1 fields'],
    ['a line without end', bytesOf('x'.repeat(600_000)), 'too long'],
  ])('says so: %s', async (_, bytes, words) => {
    expect(await failure(bytes)).toContain(words);
  });

  it('never rejects, and its rows and malformed rows are all rows', async () => {
    const cell = fc.oneof(
      fc.integer().map(String),
      fc.constantFrom('', '"', '""', 'a', '"a"', 'nan', '1e5', '\r', ';'),
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .array(fc.array(cell, { maxLength: 4 }), { maxLength: 30 })
        .map((rows) => rows.map((row) => row.join(',')).join('\n')),
      fc.array(fc.json(), { maxLength: 10 }).map((lines) => lines.join('\n')),
    );
    await fc.assert(
      fc.asyncProperty(text, async (content) => {
        const read = await readLog(bytesOf(content));
        if ('failure' in read) expect(read.failure).not.toBe('');
        else expect(read.rows).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a course over steps', () => {
  it('is what the chosen columns say, without the rows that lack either', async () => {
    const read = await table('step,lr\n0,1\n,2\n10,\n20,3\n');
    const { steps, values, points, notes } = course(await seriesOf(read, { step: 'step', value: 'lr', unit: 'steps' }));
    expect([Array.from(steps), Array.from(values), points]).toEqual([[0, 20], [1, 3], 2]);
    expect(notes).toEqual(['2 of 4 rows have no number in lr.']);
  });

  it('counts epochs in steps, and rows where no column counts', async () => {
    const read = await table('epoch,lr\n0,1\n0.5,2\n1,3\n');
    const epochs = { step: 'epoch', value: 'lr', unit: 'epochs' } as const;
    expect(Array.from(course(await seriesOf(read, { ...epochs, updatesPerEpoch: 100 })).steps)).toEqual([0, 50, 100]);
    expect(await seriesOf(read, epochs)).toEqual({
      failure: expect.stringContaining('how many updates make an epoch'),
    });
    expect(Array.from(course(await seriesOf(read, { value: 'lr', unit: 'steps' })).steps)).toEqual([0, 1, 2]);
  });

  it('goes on from where a run was taken up again, and says so', async () => {
    const read = await table('step,lr\n0,1\n10,2\n20,3\n10,4\n15,5\n25,6\n0,7\n');
    const all = course(await seriesOf(read, { step: 'step', value: 'lr', unit: 'steps' }));
    expect([Array.from(all.steps), Array.from(all.values)]).toEqual([[0], [7]]);
    expect(all.notes[0]).toBe(
      'step goes back 2 times, first from 20 to 10 in row 4: what follows stands in place of what was there.',
    );
    const once = await table('step,lr\n0,1\n10,2\n20,3\n10,4\n15,5\n');
    const resumed = course(await seriesOf(once, { step: 'step', value: 'lr', unit: 'steps' }));
    expect([Array.from(resumed.steps), Array.from(resumed.values)]).toEqual([
      [0, 10, 15],
      [1, 4, 5],
    ]);
  });

  it('names a column that is not there', async () => {
    const read = await table('step,lr\n0,1\n');
    expect(await seriesOf(read, { step: 'step', value: 'wd', unit: 'steps' })).toEqual({
      failure: 'The log has no column of numbers called wd.',
    });
  });

  it('keeps lowest and highest values where it is reduced', async () => {
    const count = 100_000;
    const lines = Array.from(
      { length: count },
      (_, step) => `${step},${step === 54_321 ? 9 : step === 77_777 ? -9 : step % 7}`,
    );
    const read = await table(`step,lr\n${lines.join('\n')}`);
    const { steps, values, points } = course(await seriesOf(read, { step: 'step', value: 'lr', unit: 'steps' }));
    expect(points).toBe(count);
    expect(steps.length).toBeLessThanOrEqual(4000);
    expect(values[steps.indexOf(54_321)]).toBe(9);
    expect(values[steps.indexOf(77_777)]).toBe(-9);
    expect([steps[0], steps.at(-1)]).toEqual([0, count - 1]);
    for (const [index, step] of steps.entries()) expect(step).toBeGreaterThan(steps[index - 1] ?? -1);
  });
});

describe('a million rows', () => {
  const ROWS = 1_000_000;
  /** Rows of a linear decay, written by a program and not by hand. */
  function generated(head: string, row: (step: number) => string): Uint8Array {
    const parts = [head];
    for (let step = 0; step < ROWS; step += 1) parts.push(row(step));
    return bytesOf(parts.join('\n'));
  }
  const rate = (step: number) => 1e-3 * (1 - step / ROWS);

  it.each([
    ['CSV', generated('step,epoch,train/loss,lr', (step) => `${step},${step / 1e4},0.5,${rate(step)}`)],
    ['JSON lines', generated('', (step) => `{"step": ${step}, "train": {"lr": ${rate(step)}}}`).subarray(1)],
  ])(
    'of %s are read while others get their turn',
    async (_, bytes) => {
      let turns = 0;
      const timer = setInterval(() => {
        turns += 1;
      }, 1);
      const parts: number[] = [];
      const read = await readLog(bytes, { onProgress: (part) => parts.push(part) });
      clearInterval(timer);
      if ('failure' in read) throw new Error(read.failure);
      expect(read.rows).toBe(ROWS);
      expect(turns).toBeGreaterThan(5);
      expect(parts.at(-1)).toBe(1);
      for (const [index, part] of parts.entries()) expect(part).toBeGreaterThanOrEqual(parts[index - 1] ?? 0);
      const [value = ''] = read.proposed.values;
      const { steps, values, points } = course(await seriesOf(read, { step: 'step', value, unit: 'steps' }));
      expect(points).toBe(ROWS);
      expect(steps.length).toBeLessThanOrEqual(4000);
      for (const [index, step] of steps.entries()) expect(values[index]).toBe(rate(step));
    },
    120_000,
  );

  it('are given up at once where nobody waits for them', async () => {
    const bytes = generated('step,lr', (step) => `${step},1`);
    const token = { isCancellationRequested: false };
    let last = 0;
    const read = await readLog(bytes, {
      token,
      onProgress: (part) => {
        last = part;
        token.isCancellationRequested = true;
      },
    });
    expect(read).toMatchObject({ cancelled: true });
    expect(last).toBeLessThan(1);
  });
});

describe('memory', () => {
  it('is bounded: columns that matter least are given up, and the reader is told', () => {
    // Room for four columns of 1,024 rows.
    const columns = new Columns(4096, 1024);
    const names = ['step', 'loss', 'time', 'grad_norm', 'accuracy', 'lr'];
    for (let row = 0; row < 1500; row += 1) {
      for (const name of names) columns.set(columns.column(name) ?? -1, row);
      columns.endRow(row + 2);
    }
    const kept = columns.finish();
    // Of 1,500 rows, two columns of 2,048 fit (two pieces each): the one that counts and the one that is asked for.
    expect(kept.map(({ name }) => name)).toEqual(['step', 'lr']);
    for (const { at } of kept) for (let row = 0; row < 1500; row += 1) expect(at(row)).toBe(row);
    expect(columns.problems.map(({ message }) => message)).toEqual(
      ['time', 'loss', 'grad_norm', 'accuracy'].map(
        (name) => `The log is too large for all of its columns: ${name} is left out.`,
      ),
    );
  });

  it('takes no more rows than two columns have room for', () => {
    const columns = new Columns(4096, 1024);
    const lr = columns.column('lr') ?? -1;
    for (let row = 0; row < 5000 && !columns.full; row += 1) {
      columns.set(lr, row);
      columns.endRow(row + 2);
    }
    expect(columns.rows).toBe(2048);
    expect(columns.problems).toEqual([{ line: 2049, message: 'The log is too long: it is read up to this line.' }]);
  });
});
