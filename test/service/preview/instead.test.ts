import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { decodeCurve } from '../../../server/src/plot';
import type { InsteadText, PreviewResult } from '../../../server/src/protocol';
import { createLanguageService } from '../../../server/src/service';
import { edited } from '../../../server/src/service/edited';
import { kind, serviceOf, uriOf } from '../composed/harness';

const OPTIM = `kind: torch.optim.AdamW
lr: 1.0e-3
schedule_config:
  kind: ${kind('LinearWarmupCosineDecaySchedule')}
  warmup_percent: 0.1
  max_value: \${.lr}
  end_value: 1.0e-6
`;

const TEXTS = {
  'conf/train.yaml': 'defaults:\n  - trainer: short\n  - optim@model.optimizer_config: adamw\n',
  'conf/trainer/short.yaml': 'max_updates: 1000\n',
  'conf/optim/adamw.yaml': OPTIM.replace('${.lr}', '${model.optimizer_config.lr}'),
};

/** Value of the highest point, and the number of steps. */
function peakOf(result: PreviewResult): readonly [number, number | undefined] {
  const [series] = result.curve === undefined ? [] : decodeCurve(result.curve).series;
  return [Math.max(...Array.from(series?.values ?? [])), result.totalSteps?.steps];
}

describe('a preview of other texts', () => {
  it('shows the document with another text, and leaves the live answer as it is', async () => {
    const { service, document } = serviceOf(TEXTS);
    const open = document('conf/optim/adamw.yaml');
    const before = await service.preview(open);
    expect(peakOf(before)).toEqual([1e-3, 1000]);
    const text = open.getText().replace('lr: 1.0e-3', 'lr: 2.5e-3');
    const other = await service.preview(open, { instead: [{ uri: open.uri, text }] });
    expect(peakOf(other)).toEqual([2.5e-3, 1000]);
    expect(other.version).toBe(open.version);
    expect(await service.preview(open)).toEqual(before);
  });

  it('shows the document through other texts of the files around it', async () => {
    const { service, document } = serviceOf(TEXTS);
    const open = document('conf/optim/adamw.yaml');
    const instead = [{ uri: uriOf('conf/trainer/short.yaml'), text: 'max_updates: 400\n' }];
    expect(peakOf(await service.preview(open, { instead }))).toEqual([1e-3, 400]);
    expect(peakOf(await service.preview(open))).toEqual([1e-3, 1000]);
  });

  it('tells that a file was not there', async () => {
    const { service, document } = serviceOf(TEXTS);
    const open = document('conf/optim/adamw.yaml');
    const result = await service.preview(open, { instead: [{ uri: open.uri }] });
    expect(result).toMatchObject({ state: 'empty', blocks: [], message: 'There is no such file in that version.' });
  });

  it('takes a position as one of the other text', async () => {
    const two = `a:\n  schedule_config:\n    kind: ${kind('ConstantSchedule')}\n    value: 1.0\nb:\n  schedule_config:\n    kind: ${kind('ConstantSchedule')}\n    value: 2.0\n`;
    const service = createLanguageService();
    const open = TextDocument.create('file:///c.yaml', 'yaml', 3, two);
    const instead = [{ uri: open.uri, text: `# one\n# two\n# three\n# four\n${two}` }];
    const result = await service.preview(open, { instead, position: { line: 7, character: 6 } });
    expect(result.selected).toBe('["a","schedule_config"]');
    expect(result.blocks[0]?.range.start.line).toBe(5);
  });

  it('follows the live text where the document is not among the others', async () => {
    const { service, document, workspace } = serviceOf(TEXTS);
    const open = document('conf/optim/adamw.yaml');
    workspace.openDocument(open.uri, open.getText());
    const instead = [{ uri: uriOf('conf/trainer/short.yaml'), text: 'max_updates: 400\n' }];
    expect(peakOf(await service.preview(open, { instead }))).toEqual([1e-3, 400]);
    TextDocument.update(open, [{ text: open.getText().replace('lr: 1.0e-3', 'lr: 4.0e-3') }], 2);
    workspace.changeDocument(open.uri, open.getText());
    const after = await service.preview(open, { instead });
    expect(after.version).toBe(2);
    expect(peakOf(after)).toEqual([4e-3, 400]);
  });

  it('answers the texts of a drag, each one right, and ends what nobody waits for', async () => {
    const { service, document } = serviceOf(TEXTS);
    const open = document('conf/optim/adamw.yaml');
    const ask = (lr: string, token?: { isCancellationRequested: boolean }) =>
      service.preview(
        open,
        { instead: [{ uri: open.uri, text: open.getText().replace('lr: 1.0e-3', `lr: ${lr}`) }] },
        token,
      );
    for (let step = 1; step <= 200; step += 1) {
      const lr = `${step}.0e-4`;
      expect(peakOf(await ask(lr))[0]).toBe(Number(lr));
    }
    // Several at a time, all but the last one given up.
    const tokens = Array.from({ length: 50 }, () => ({ isCancellationRequested: false }));
    const answers = tokens.map((token, index) => ask(`${index + 1}.0e-2`, token));
    for (const token of tokens.slice(0, -1)) token.isCancellationRequested = true;
    expect(peakOf((await answers.at(-1)) as PreviewResult)[0]).toBe(0.5);
    for (const answer of answers.slice(0, -1)) expect((await answer).blocks).toEqual([]);
    expect(peakOf(await service.preview(open))[0]).toBe(1e-3);
  });
});

describe('texts after edits', () => {
  const place = (line: number, from: number, to: number) => ({
    start: { line, character: from },
    end: { line, character: to },
  });
  const edit = (uri: string, line: number, from: number, to: number, oldText: string, newText: string) => ({
    uri,
    version: 1,
    range: place(line, from, to),
    oldText,
    newText,
  });
  const texts: Readonly<Record<string, string>> = { a: 'x: 1\ny: 2\n', b: 'z: 3\n' };
  const read = (uri: string) => texts[uri];

  it('hold every edit of every file', async () => {
    const edits = [edit('a', 0, 3, 4, '1', '10'), edit('b', 0, 3, 4, '3', '30'), edit('a', 1, 3, 4, '2', '20')];
    expect(await edited(edits, [], read)).toEqual([
      { uri: 'a', text: 'x: 10\ny: 20\n' },
      { uri: 'b', text: 'z: 30\n' },
    ]);
  });

  it('begin from the texts that are replaced already, and keep the rest of them', async () => {
    const instead: InsteadText[] = [{ uri: 'a', text: 'x: 5\n' }, { uri: 'c' }];
    expect(await edited([edit('a', 0, 3, 4, '5', '6')], instead, read)).toEqual([
      { uri: 'a', text: 'x: 6\n' },
      { uri: 'c' },
    ]);
  });

  it('leave out what is in no file', async () => {
    expect(await edited([edit('gone', 0, 0, 0, '', 'x')], [], read)).toEqual([]);
    expect(await edited([edit('c', 0, 0, 0, '', 'x')], [{ uri: 'c' }], read)).toEqual([{ uri: 'c' }]);
  });
});
