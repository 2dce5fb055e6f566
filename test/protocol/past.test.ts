import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  CHANGED_BLOCKS_REQUEST,
  type ChangedBlocksParams,
  type ChangedBlocksResult,
  CURVE_VALUES_REQUEST,
  type CurveValuesParams,
  type CurveValuesResult,
  PREVIEW_REQUEST,
  type PreviewParams,
  type PreviewResult,
} from '../../server/src/protocol';
import { inProcess, type Session } from './client';

const project = {
  'train.yaml': 'defaults:\n  - optim: group\n  - trainer: short\n  - _self_\n',
  'trainer/short.yaml': 'max_updates: 100\n',
  'optim/group.yaml':
    'lr: 1.0\nschedule_config:\n  kind: noether.core.schedules.LinearDecreasingSchedule\n  max_value: ${optim.lr}\n',
};

let folder: string;
let session: Session;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'schedule-lens-past-'));
  for (const [name, text] of Object.entries(project)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  session = await inProcess({ folders: [pathToFileURL(folder).toString()] });
});
afterEach(async () => {
  await session.end();
  await rm(folder, { recursive: true, force: true });
});

const uriOf = (name: string) => pathToFileURL(join(folder, name)).toString();
const group = () => ({ textDocument: { uri: uriOf('optim/group.yaml') } });

async function open(text: string = project['optim/group.yaml']): Promise<void> {
  await session.connection.sendNotification('textDocument/didOpen', {
    textDocument: { ...group().textDocument, languageId: 'yaml', version: 7, text },
  });
}

const changed = (params: ChangedBlocksParams) =>
  session.connection.sendRequest<ChangedBlocksResult>(CHANGED_BLOCKS_REQUEST, params);
const values = (params: CurveValuesParams) =>
  session.connection.sendRequest<CurveValuesResult>(CURVE_VALUES_REQUEST, params);
const preview = (params: PreviewParams) => session.connection.sendRequest<PreviewResult>(PREVIEW_REQUEST, params);

describe('older texts', () => {
  it('tell which blocks of an open document have changed since', async () => {
    await open(project['optim/group.yaml'].replace('lr: 1.0', 'lr: 0.5'));
    const instead = [{ uri: uriOf('optim/group.yaml'), text: project['optim/group.yaml'] }];
    expect(await changed({ ...group(), instead })).toEqual({
      version: 7,
      blocks: [
        {
          blockId: '["schedule_config"]',
          range: { start: { line: 1, character: 0 }, end: { line: 1, character: 15 } },
          before: '1 → 0, 100 steps',
          after: '0.5 → 0, 100 steps',
        },
      ],
    });
    const trainer = [{ uri: uriOf('trainer/short.yaml'), text: 'max_updates: 100  # the same\n' }];
    expect((await changed({ ...group(), instead: trainer })).blocks).toEqual([]);
  });

  it('are drawn, with what was asked for beside the curve', async () => {
    await open();
    const instead = [{ uri: uriOf('trainer/short.yaml'), text: 'max_updates: 11\n' }];
    const result = await preview({ ...group(), instead, at: [0, 5, 10] });
    // 1 − s / 10 over the steps 0 … 10.
    expect(result.at?.map(({ value }) => value)).toEqual([1, 0.5, 0]);
    expect(result.totalSteps).toMatchObject({ steps: 11, place: { uri: uriOf('trainer/short.yaml') } });
    expect((await preview(group())).totalSteps?.steps).toBe(100);
  });

  it('of a file that is not open are answered with nothing', async () => {
    expect(await changed({ ...group(), instead: [] })).toEqual({ version: null, blocks: [] });
    expect(await values({ ...group(), from: 0, count: 5 })).toEqual({ version: null, totalSteps: 0, values: [] });
  });
});

describe('the values of steps', () => {
  it('are those of the block as it is composed, or would be', async () => {
    await open();
    expect(await values({ ...group(), from: 98, count: 5 })).toEqual({
      version: 7,
      totalSteps: 100,
      values: [expect.closeTo(1 / 99, 12), 0],
    });
    const instead = [{ uri: uriOf('trainer/short.yaml'), text: 'max_updates: 3\n' }];
    expect((await values({ ...group(), instead, from: 0, count: 5 })).values).toEqual([1, 0.5, 0]);
  });
});
