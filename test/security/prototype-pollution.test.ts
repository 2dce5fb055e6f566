import { afterEach, beforeEach, expect, it } from 'vitest';
import { readLog } from '../../client/src/preview/log';
import { readFromView } from '../../client/src/preview/messages';
import { readViewQuery, readViewState } from '../../client/src/preview/state';
import { defaultSettings, mergeSettings, readSettingsFile } from '../../server/src/service';
import { withSettings } from '../../server/src/service/settings';
import { answerTo, calls } from '../fuzz/calls';
import { inProcess, type Session } from '../protocol/client';

/** Names that an object has without anybody having written them. */
const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__'];
const uri = 'file:///project/train.yaml';

let session: Session | undefined;
let before: readonly string[];
const everyBuiltIn = () =>
  [Object.prototype, Array.prototype, Function.prototype, String.prototype, Map.prototype].flatMap((prototype) =>
    Reflect.ownKeys(prototype).map(String),
  );
beforeEach(() => {
  before = everyBuiltIn();
});
afterEach(async () => {
  await session?.end();
  session = undefined;
  expect(Object.getOwnPropertyDescriptor({}, 'polluted')).toBeUndefined();
  expect('polluted' in {}).toBe(false);
  expect('polluted' in Object).toBe(false);
  expect(everyBuiltIn()).toEqual(before);
  expect(`${{}}`).toBe('[object Object]');
});

/** As it comes out of a file or a message: there, `__proto__` is a key like any other. */
const parsed = (text: string): unknown => JSON.parse(text);
const evil = (name: string) =>
  `{"${name}": {"polluted": 1, "prototype": {"polluted": 1}, "__proto__": {"polluted": 1}}}`;

async function everything(text: string, settings: unknown): Promise<string> {
  session = await inProcess({
    capabilities: { textDocument: { diagnostic: {}, hover: { contentFormat: ['markdown'] } } },
    initializationOptions: { settings },
  });
  const { connection } = session;
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'yaml', version: 1, text },
  });
  const answers: unknown[] = [];
  for (const [line, row] of text.split('\n').entries()) {
    const position = { line, character: Math.max(0, row.indexOf(':') - 1) };
    for (const { method, params } of calls) {
      answers.push(
        await answerTo(connection, method, params({ uri, position, range: { start: position, end: position } })),
      );
    }
  }
  return JSON.stringify(answers);
}

it.each(NAMES)('%s is a key like any other at every level of a config', async (name) => {
  const text = [
    'trainer: {max_updates: 100}',
    `${name}:`,
    '  polluted: 1',
    `  ${name}: {polluted: 1}`,
    `anchor: &a {${name}: {polluted: 1}}`,
    'merged: {<<: *a}',
    'optim:',
    `  ${name}: {polluted: 1}`,
    '  lr: 1e-3',
    '  schedule_config:',
    '    kind: noether.core.schedules.LinearDecreasingSchedule',
    '    max_value: 1e-3',
    `    ${name}: {polluted: 1}`,
    'other:',
    '  schedule_config:',
    `    kind: ${name}`,
    `    max_value: $\{${name}.polluted}`,
    'third:',
    `  schedule_config: {kind: noether.core.schedules.ConstantSchedule, value: "$\{${name}:x}", steps: $\{oc.create:{${name}: {polluted: 1}}}}`,
    `fourth: $\{oc.select:${name}.polluted,1}`,
    `fifth: $\{oc.dict.keys:${name}}`,
    '',
  ].join('\n');
  const answers = await everything(text, {});
  // The block is still the one that trains from 1e-3 to 0, and its unknown key is reported like any.
  expect(answers).toContain('0.001');
  expect(answers).toContain('unknown-key');
  expect(answers).not.toContain('native code');
});

it.each(NAMES)('%s in the settings changes nothing but what it says', async (name) => {
  const hostile = {
    rules: parsed(evil(name)),
    interpolations: parsed(evil(name)),
    hover: parsed(evil(name)),
    ...(parsed(evil(name)) as object),
  };
  const { interpolations, ...rest } = withSettings(defaultSettings, hostile);
  const { interpolations: none, ...clean } = defaultSettings;
  expect(none).toEqual({});
  expect(rest).toEqual(clean);
  expect(Object.getPrototypeOf(interpolations)).toBe(Object.prototype);
  const twice = mergeSettings(hostile, parsed(`{"rules": ${evil(name)}, "totalSteps": 7}`) as Record<string, unknown>);
  expect(Object.getPrototypeOf(twice)).toBe(Object.prototype);
  expect(withSettings(defaultSettings, twice)).toMatchObject({ ...clean, totalSteps: 7 });

  const text = `${name}: {polluted: 1}\nrules:\n  ${name}: error\ninterpolations:\n  ${name}: {polluted: 1}\n  a.${name}.b: 1\ntotalSteps: 7\n`;
  const { settings, problems } = readSettingsFile('file:///project/.schedule-lens.yaml', text);
  expect(settings).toMatchObject({ totalSteps: 7 });
  expect(problems.length).toBeGreaterThan(0);
  const answers = await everything(
    'schedule_config:\n  kind: noether.core.schedules.ConstantSchedule\n  value: 0.25\n',
    hostile,
  );
  expect(answers).toContain('0.25');
});

it.each(NAMES)('%s in what the panel kept, and in what its page says, is left out', (name) => {
  const curve =
    '{"series": [{"label": "a", "steps": [0], "values": [1], "shape": "line"}], "totalSteps": 1, "quantity": "lr"}';
  const state = parsed(
    `{"${name}": {"polluted": 1}, "layout": "${name}", "x": "${name}", "scale": "${name}", "zoom": ${evil(name)}, "log": ${evil(name)},
      "pins": [${evil(name)}, {"id": "${name}", "label": "p", "curve": ${curve}, "${name}": {"polluted": 1}}],
      "comparisons": [{"id": "1", "kind": "${name}", "label": "x"}, {"id": "${name}", "kind": "head", "${name}": {"polluted": 1}}]}`,
  );
  const read = readViewState(state);
  expect(JSON.stringify(read)).not.toContain('polluted');
  expect(read).toMatchObject({ x: 'auto', scale: 'linear', layout: 'one', pins: [{ id: name }] });
  expect(read.comparisons).toEqual([{ id: name, kind: 'head' }]);
  expect(readViewQuery(state)).toEqual({ comparisons: [{ id: name, kind: 'head' }] });
  // Nothing that is inherited counts as said.
  expect(readViewState(parsed('{"__proto__": {"layout": "model", "uri": "file:///x"}}'))).toEqual(readViewState({}));

  expect(readFromView(parsed(`{"type": "${name}"}`))).toBeUndefined();
  expect(readFromView(parsed(evil(name)))).toBeUndefined();
  expect(readFromView(parsed('{"__proto__": {"type": "ready"}}'))).toBeUndefined();
  const drag = readFromView(
    parsed(
      `{"type": "drag", "turn": 1, "move": {"handleId": "${name}", "${name}": {"polluted": 1}, "nudge": ${evil(name)}}}`,
    ),
  );
  expect(drag).toEqual({ type: 'drag', turn: 1, move: { handleId: name } });
});

it.each(NAMES)('%s is the name of a column like any other', async (name) => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const csv = await readLog(bytes(`step,${name}\n1,0.5\n2,0.25\n`));
  const json = await readLog(
    bytes(`{"step": 1, "${name}": 0.5, "polluted": {"${name}": 2}}\n{"step": 2, "${name}": {"polluted": 1}}\n`),
  );
  if ('failure' in csv) throw new Error(csv.failure);
  if ('failure' in json) throw new Error(json.failure);
  expect(csv.columns.map((column) => [column.name, column.at(1)])).toEqual([
    ['step', 2],
    [name, 0.25],
  ]);
  expect(json.columns.map((column) => [column.name, column.count])).toEqual([
    ['step', 2],
    [name, 1],
    [`polluted/${name}`, 1],
    [`${name}/polluted`, 1],
  ]);
});
