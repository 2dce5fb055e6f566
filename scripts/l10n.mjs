// npm run l10n: brings the language bundles up to date with the sources, and says what is to be translated.
//   node scripts/l10n.mjs            adds an empty entry for each new string, drops entries that nothing uses
//   node scripts/l10n.mjs --check    writes nothing; exits 1 where a translation is missing, unused, or has other placeholders
//
// Strings come from `l10n.t` in the sources, from the schema's documentation, and for package.json from package.nls.json.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getL10nJson } from '@vscode/l10n-dev';
import { root } from './install.mjs';
import { languages } from './strings.mjs';

async function json(path) {
  return JSON.parse(await readFile(join(root, path), 'utf8'));
}

async function sourceStrings() {
  const files = [];
  for (const folder of ['client/src', 'server/src']) {
    for (const entry of await readdir(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !entry.name.endsWith('.ts')) continue;
      const contents = await readFile(join(entry.parentPath, entry.name), 'utf8');
      if (!contents.includes('l10n')) continue;
      // The tool would take such a template for another string than the one that runs.
      const misread = /l10n\.t`(?:[^`\\]|\\.)*\\[`$](?:[^`\\]|\\.)*(?<!\\)\$\{[^`]*`/.exec(contents)?.[0];
      if (misread !== undefined)
        throw new Error(`${entry.name}: write l10n.t('… {0} …', …) in place of a template with an escape: ${misread}`);
      files.push({ contents, extension: '.ts' });
    }
  }
  return Object.keys(await getL10nJson(files));
}

/** The texts of the schema that hovers and completion show. */
function schemaStrings(schema) {
  const found = [];
  const visit = (node) => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (typeof value !== 'string') visit(value);
      else if (key === 'description' || key === 'title') found.push(value);
    }
  };
  for (const part of ['properties', 'definitions', 'oneOf']) visit(schema[part]);
  return found;
}

/** Every string of the extension in English, and what each bundle makes of it. */
export async function strings() {
  const manifest = await readFile(join(root, 'package.json'), 'utf8');
  const english = await json('package.nls.json');
  const used = [...manifest.matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key);
  const sources = [...(await sourceStrings()), ...schemaStrings(await json('schemas/schedule-config.schema.json'))];
  const own = Object.fromEntries([...new Set(sources)].sort().map((text) => [text, text]));
  const pairs = [
    { path: 'package.nls.json', expected: Object.fromEntries(used.map((key) => [key, english[key] ?? ''])) },
  ];
  for (const language of languages) {
    pairs.push({ path: `package.nls.${language}.json`, expected: english });
    pairs.push({ path: `l10n/bundle.l10n.${language}.json`, expected: own });
  }
  return Promise.all(
    pairs.map(async ({ path, expected }) => ({ path, expected, found: await json(path).catch(() => ({})) })),
  );
}

const placeholders = (text) => (text.match(/\{\d+\}/g) ?? []).sort().join();

/** What is wrong with one bundle, a sentence each. */
export function problemsOf({ path, expected, found }) {
  const problems = [];
  for (const [key, english] of Object.entries(expected)) {
    const text = found[key];
    if (typeof text !== 'string' || text === '') problems.push(`${path}: nothing for ${JSON.stringify(key)}`);
    else if (placeholders(text) !== placeholders(english))
      problems.push(`${path}: other placeholders in ${JSON.stringify(text)}`);
  }
  for (const key of Object.keys(found))
    if (!(key in expected)) problems.push(`${path}: nothing uses ${JSON.stringify(key)}`);
  return problems;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const bundles = await strings();
  if (!process.argv.includes('--check')) {
    for (const bundle of bundles) {
      const { path, expected, found } = bundle;
      bundle.found = Object.fromEntries(Object.keys(expected).map((key) => [key, found[key] ?? '']));
      await writeFile(join(root, path), `${JSON.stringify(bundle.found, null, 2)}\n`);
    }
  }
  const problems = bundles.flatMap(problemsOf);
  if (problems.length > 0) {
    console.error(`${problems.join('\n')}\nRun \`npm run l10n\` and translate the empty entries.`);
    process.exitCode = 1;
  } else {
    console.log('Every string has its translations.');
  }
}
