#!/usr/bin/env node
// Writes everything that is derived from schemas/schedule-config.schema.json and from the settings in package.json:
//   node scripts/generate.mjs            writes the files
//   node scripts/generate.mjs --check    writes nothing; exits 1 where a committed file differs
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { documentSchema, editorSchema } from './generate/editor-schemas.mjs';
import { keyTable } from './generate/key-table.mjs';
import { settingNames, settingsSchema, withoutNames } from './generate/settings-schema.mjs';
import { validatorModule } from './generate/validator.mjs';

const root = new URL('../', import.meta.url);
const source = 'schemas/schedule-config.schema.json';

const readJson = async (path) => JSON.parse(await readFile(new URL(path, root), 'utf8'));
const schema = await readJson(source);
const editor = editorSchema(schema);
const validator = await validatorModule(schema, source);
const strings = await readJson('package.nls.json').catch(() => ({}));
const settings = settingsSchema(await readJson('package.json'), strings);
const settingsValidator = await validatorModule(withoutNames(settings), 'package.json');
const names = settingNames(settings);

const outputs = new Map([
  ['server/src/schedules/keys.generated.ts', keyTable(schema)],
  ['server/src/rules/schema-validator.generated.js', validator.code],
  ['server/src/rules/schema-validator.generated.d.ts', validator.types],
  ['schemas/schedule-config.editor.schema.json', `${JSON.stringify(editor, null, 2)}\n`],
  ['schemas/schedule-lens.schema.json', `${JSON.stringify(settings, null, 2)}\n`],
  ['server/src/service/settings-validator.generated.js', settingsValidator.code + names.code],
  ['server/src/service/settings-validator.generated.d.ts', settingsValidator.types + names.types],
  ['schemas/schedule-document.schema.json', `${JSON.stringify(documentSchema(editor), null, 2)}\n`],
]);

const check = process.argv.includes('--check');
const stale = [];
for (const [path, text] of outputs) {
  const file = fileURLToPath(new URL(path, root));
  const committed = await readFile(file, 'utf8').catch(() => undefined);
  if (committed === text) continue;
  stale.push(path);
  if (!check) await writeFile(file, text);
}

if (check && stale.length > 0) {
  console.error(
    `These files do not match ${source} or the settings in package.json:\n${stale.map((path) => `  ${path}`).join('\n')}`,
  );
  console.error('Run `node scripts/generate.mjs` and commit what it writes.');
  process.exitCode = 1;
} else if (!check) {
  console.log(stale.length === 0 ? 'Generated files are up to date.' : `Wrote ${stale.join(', ')}.`);
}
