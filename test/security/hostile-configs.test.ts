import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { nodeFiles } from '../../server/src/lsp/node-files';
import { COMPOSED_CONFIG_REQUEST } from '../../server/src/protocol';
import { answerTo, calls } from '../fuzz/calls';
import { inProcess, type Play, type Session } from '../protocol/client';

/** What nobody but the owner of the machine should see: once in the environment, once in a file beside the workspace. */
const SECRET = 'hunter2-of-the-environment';
const OUTSIDE = '0.0123454321';

/** Keeps an interpolation of the config out of the template's. */
const dollar = '$';
const KINDS = 'noether.core.schedules';

let root: string;
let session: Session | undefined;
/** Every path that the server asked the disk for. */
let asked: string[];
/** Every variable that it asked the environment for. */
let variables: string[];

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'schedule-lens-hostile-')));
  asked = [];
  variables = [];
  process.env.SCHEDULE_LENS_SECRET = SECRET;
});
afterEach(async () => {
  await session?.end();
  session = undefined;
  delete process.env.SCHEDULE_LENS_SECRET;
  delete process.env.SCHEDULE_LENS_NAMED;
  await rm(root, { recursive: true, force: true });
});

const uriOf = (name: string) => pathToFileURL(join(root, 'project', name)).href;

const outside = {
  'elsewhere/secret.yaml': `lr: ${OUTSIDE}\nschedule_config:\n  kind: ${KINDS}.ConstantSchedule\n  value: ${OUTSIDE}\n`,
  'elsewhere/optim/secret.yaml': `lr: ${OUTSIDE}\n`,
  'secret.yaml': `lr: ${OUTSIDE}\n`,
};

/** A server on the folder `project`, with more beside it on the disk. */
async function start(files: Readonly<Record<string, string>>, settings?: unknown): Promise<Session> {
  const all = Object.entries(files).map(([name, text]) => [`project/${name}`, text] as const);
  for (const [name, text] of [...all, ...Object.entries(outside)]) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
  }
  const play: Play = {
    capabilities: {
      textDocument: {
        diagnostic: {},
        hover: { contentFormat: ['markdown'] },
        completion: { completionItem: { documentationFormat: ['markdown'] } },
      },
    },
    folders: [uriOf('')],
    initializationOptions: { settings },
  };
  const watched = {
    read: (path: string) => nodeFiles.read(recorded(path)),
    entries: (path: string) => nodeFiles.entries(recorded(path)),
    realPath: (path: string) => nodeFiles.realPath(recorded(path)),
  };
  session = await inProcess(play, undefined, watched, (name) => {
    variables.push(name);
    return process.env[name];
  });
  return session;
}

function recorded(path: string): string {
  asked.push(path);
  return path;
}

/** Everything that an editor can ask about every line of a file, as one text. */
async function everything({ connection }: Session, name: string, text: string): Promise<string> {
  const uri = uriOf(name);
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'yaml', version: 1, text },
  });
  const answers: unknown[] = [];
  for (const [line, row] of text.split('\n').entries()) {
    for (const character of [row.indexOf(':') - 1, row.indexOf('${') + 3, row.length - 1]) {
      if (character < 0) continue;
      const position = { line, character };
      for (const { method, params } of calls) {
        answers.push(
          await answerTo(connection, method, params({ uri, position, range: { start: position, end: position } })),
        );
      }
    }
  }
  return JSON.stringify([answers, await connection.sendRequest(COMPOSED_CONFIG_REQUEST, { textDocument: { uri } })]);
}

/** Paths asked for that are not of the workspace. */
const strayed = () =>
  asked.filter((path) => path !== join(root, 'project') && !path.startsWith(join(root, 'project/')));

const block = (value: string) => `  schedule_config:\n    kind: ${KINDS}.ConstantSchedule\n    value: ${value}\n`;
const training = 'trainer:\n  max_updates: 100\n';

it.each([
  ['a config that composes', []],
  ['a defaults list that asks for one', [`  - optional optim: ${dollar}{oc.env:SCHEDULE_LENS_SECRET}`]],
])('of %s, a variable of the environment is read where a setting names it, and no other is', async (_, entries) => {
  process.env.SCHEDULE_LENS_NAMED = '0.25';
  const text = [
    'defaults:',
    '  - _self_',
    ...entries,
    'hydra:',
    '  job:',
    `    name: ${dollar}{oc.env:SCHEDULE_LENS_SECRET}`,
    'trainer:',
    '  max_updates: 100',
    `secret: ${dollar}{oc.env:SCHEDULE_LENS_SECRET}`,
    `decoded: ${dollar}{oc.decode:${dollar}{oc.env:SCHEDULE_LENS_SECRET}}`,
    `created: ${dollar}{oc.create:{a:${dollar}{oc.env:SCHEDULE_LENS_SECRET}}}`,
    'name: SCHEDULE_LENS_SECRET',
    `indirect: ${dollar}{oc.env:${dollar}{name}}`,
    `whole: ${dollar}{oc.env:PATH}-${dollar}{oc.env:HOME,none}`,
    'optim:',
    `  lr: ${dollar}{oc.env:SCHEDULE_LENS_NAMED}`,
    block(`${dollar}{oc.env:SCHEDULE_LENS_SECRET,0.5}`),
  ].join('\n');
  const running = await start({ 'train.yaml': text }, { environmentVariables: ['SCHEDULE_LENS_NAMED'] });
  const answers = await everything(running, 'train.yaml', text);
  expect(answers).not.toContain(SECRET);
  expect(answers).not.toContain(process.env.PATH);
  expect(new Set(variables)).toEqual(new Set(['SCHEDULE_LENS_NAMED']));
  expect(answers).toContain(entries.length === 0 ? "lr: '0.25'" : '0.25');
});

const beside = (path: string) => pathToFileURL(join('/', path)).href;

it.each([
  [
    'entries that climb',
    (): string =>
      'defaults:\n  - ../elsewhere/secret\n  - ../../../../elsewhere/secret@optim\n  - /../elsewhere/secret\n  - optim: ../../elsewhere/optim/secret\n  - ../elsewhere/optim: secret\n  - _self_\n',
  ],
  [
    'absolute entries',
    (): string =>
      `defaults:\n  - ${root}/elsewhere/secret\n  - /${root}/elsewhere/secret\n  - ${beside(`${root}/elsewhere/secret.yaml`)}\n  - ${root}/elsewhere/optim: secret\n  - _self_\n`,
  ],
  [
    'entries of another spelling',
    (): string =>
      'defaults:\n  - "..\\\\elsewhere\\\\secret"\n  - "%2e%2e/elsewhere/secret"\n  - "..%2felsewhere%2fsecret"\n  - ".../elsewhere/secret"\n  - "./../elsewhere/secret"\n  - _self_\n',
  ],
  [
    'a search path of files',
    (): string =>
      `defaults:\n  - optim: secret\n  - secret\n  - _self_\nhydra:\n  searchpath:\n    - ${beside(`${root}/elsewhere`)}\n    - file://../elsewhere\n    - file://${root}/project/../elsewhere\n    - ${root}/elsewhere\n    - ../elsewhere\n`,
  ],
  [
    'a search path of packages',
    (): string =>
      'defaults:\n  - optim: secret\n  - _self_\nhydra:\n  searchpath:\n    - pkg://elsewhere\n    - pkg://..elsewhere\n    - pkg://os\n    - structured://x\n    - https://example.org/configs\n',
  ],
  [
    'interpolations of paths',
    (): string =>
      `defaults:\n  - optim: ${dollar}{where}\n  - _self_\nwhere: ../../elsewhere/optim/secret\nhydra:\n  searchpath:\n    - file://${dollar}{oc.env:HOME}\n    - ${dollar}{where}\n`,
  ],
] as const)('%s lead nowhere outside of the workspace', async (_, defaults) => {
  const text = `${defaults()}${training}optim:\n  lr: 1e-3\n${block('0.5')}`;
  const running = await start({ 'configs/train.yaml': text, 'configs/optim/adam.yaml': 'lr: 1\n' });
  const answers = await everything(running, 'configs/train.yaml', text);
  expect(strayed()).toEqual([]);
  expect(asked).toContain(join(root, 'project/configs/train.yaml'));
  expect(answers).not.toContain(OUTSIDE);
});

it('command lines and hydra.main in the project’s other files lead nowhere outside of it either', async () => {
  const text = `defaults:\n  - _self_\n${training}optim:\n  lr: 1e-3\n${block('0.5')}`;
  const running = await start({
    'configs/train.yaml': text,
    'README.md': [
      '```',
      'noether-train --hp ../elsewhere/secret.yaml',
      `noether-train --hp ${root}/elsewhere/secret.yaml`,
      'noether-train --hp configs/train.yaml --config-dir ../elsewhere +optim=secret',
      `python train.py --config-path ${root}/elsewhere --config-name secret`,
      'python train.py --config-path ../../elsewhere --config-name secret',
      'noether-train --hp configs/train.yaml "hydra.searchpath=[file://../elsewhere]" +optim=secret',
      'noether-train --hp configs/train.yaml +x=../../elsewhere/secret; cat ../elsewhere/secret.yaml',
      '```',
      '',
    ].join('\n'),
    'train.py': '@hydra.main(config_path="../../elsewhere", config_name="secret")\ndef main(): pass\n',
    '.schedule-lens.yaml':
      'primaryConfig: ../elsewhere/secret.yaml\noverrides: ["+optim=../../elsewhere/optim/secret"]\n',
  });
  const answers = await everything(running, 'configs/train.yaml', text);
  expect(strayed()).toEqual([]);
  expect(asked).toContain(join(root, 'project/README.md'));
  expect(answers).not.toContain(OUTSIDE);
});

it('nothing that a config names is run', async () => {
  const code = `require('fs').writeFileSync('${root}/ran', '')`;
  const python = `__import__('pathlib').Path('${root}/ran').touch()`;
  const text = [
    `_target_: os.system`,
    `_args_: ["touch ${root}/ran"]`,
    'hydra:',
    '  callbacks:',
    `    evil: {_target_: os.system, command: "touch ${root}/ran"}`,
    `run: ${dollar}{system:touch ${root}/ran}`,
    `evaluated: ${dollar}{eval:"${python}"}`,
    `decoded: ${dollar}{oc.decode:"!!python/object/apply:os.system [touch ${root}/ran]"}`,
    `created: ${dollar}{oc.create:{_target_:os.system}}`,
    `function: ${dollar}{oc.decode:"!!js/function 'function() { ${code} }'"}`,
    `constructor: ${dollar}{constructor.constructor:"${code}"}`,
    `deep: ${dollar}{oc.decode:"${'['.repeat(2000)}"}`,
    training.trimEnd(),
    'optim:',
    '  kind: os.system',
    '  lr: 1e-3',
    block(`${dollar}{system:touch ${root}/ran}`),
    'tagged: !!python/object/apply:os.system ["touch ran"]',
  ].join('\n');
  for (const shown of [text, text.replace(/^tagged.*$/m, '')]) {
    const running = await start({ 'train.yaml': shown });
    const answers = await everything(running, 'train.yaml', shown);
    expect(answers).toContain('0.001');
    const textDocument = { uri: uriOf('train.yaml') };
    const found = JSON.stringify(await running.connection.sendRequest('textDocument/diagnostic', { textDocument }));
    expect(found).not.toContain('yaml-syntax');
    expect(strayed()).toEqual([]);
    expect(await nodeFiles.read(join(root, 'ran'))).toBeUndefined();
    await running.end();
    session = undefined;
  }
});
