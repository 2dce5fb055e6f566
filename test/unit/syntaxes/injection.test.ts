import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import * as oniguruma from 'vscode-oniguruma';
import { INITIAL, type IRawGrammar, Registry } from 'vscode-textmate';

const injection = JSON.parse(
  readFileSync(new URL('../../../syntaxes/schedule-lens.injection.tmLanguage.json', import.meta.url), 'utf8'),
) as IRawGrammar;

/** What any YAML grammar has, and an injection has to live with: keys, comments, quotes, plain text. */
const yaml = {
  scopeName: 'source.yaml',
  patterns: [
    { match: '(?:^|\\s)#.*$', name: 'comment.line.number-sign.yaml' },
    { begin: '"', end: '"', name: 'string.quoted.double.yaml' },
    { begin: "'", end: "'", name: 'string.quoted.single.yaml' },
    { match: '[\\w"\']+(?=:(?:\\s|$))', name: 'entity.name.tag.yaml' },
    { begin: '(?=[^\\s:#{}\\[\\],"\'-])', end: '(?=\\s*$|\\s#|[,\\]}])', name: 'string.unquoted.plain.yaml' },
  ],
  repository: {},
} as unknown as IRawGrammar;

async function grammarOf() {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm'));
  await oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
  const registry = new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (sources) => new oniguruma.OnigScanner(sources),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (scope) => (scope === 'source.yaml' ? yaml : scope === injection.scopeName ? injection : null),
    getInjections: (scope) => (scope === 'source.yaml' && injection.scopeName ? [injection.scopeName] : undefined),
  });
  const grammar = await registry.loadGrammar('source.yaml');
  if (grammar === null) throw new Error('No grammar.');
  return grammar;
}

const grammar = grammarOf();

/** The pieces of a text that the injection colours: `text → last scope`. */
async function coloured(text: string): Promise<string[]> {
  const tokenizer = await grammar;
  let stack = INITIAL;
  const found: string[] = [];
  for (const line of text.split('\n')) {
    const { tokens, ruleStack } = tokenizer.tokenizeLine(line, stack);
    stack = ruleStack;
    for (const { startIndex, endIndex, scopes } of tokens) {
      const scope = scopes.at(-1) ?? '';
      if (!/\.(?:omegaconf|noether)$/.test(scope) || scope.startsWith('meta.')) continue;
      found.push(`${line.slice(startIndex, endIndex)} → ${scope.replace(/\.(?:omegaconf|noether)$/, '')}`);
    }
  }
  return found;
}

const open = '${ → punctuation.definition.interpolation.begin';
const close = '} → punctuation.definition.interpolation.end';
const dot = '. → punctuation.accessor';

describe('the injection grammar', () => {
  it('is for YAML, and not for its comments', async () => {
    expect(injection.injectionSelector).toBe('L:source.yaml -comment');
    expect(await coloured('a: 1 # ${b} ??? noether.core.schedules.ConstantSchedule')).toEqual([]);
    expect(await coloured('# ${b}')).toEqual([]);
  });

  it.each(['lr: ${a.b}', 'lr: "${a.b}"', "lr: '${a.b}'", '- ${a.b}', '{lr: "${a.b}"}'])(
    'colours a path in %s',
    async (text) => {
      expect(await coloured(text)).toEqual([open, 'a → variable.other.path', dot, 'b → variable.other.path', close]);
    },
  );

  it('colours relative paths, dashes and indices', async () => {
    expect(await coloured('lr: ${..my-lr[0]}')).toEqual([
      open,
      dot,
      dot,
      'my-lr → variable.other.path',
      '[ → punctuation.section.brackets',
      '0 → constant.numeric.integer',
      '] → punctuation.section.brackets',
      close,
    ]);
  });

  it('colours nested interpolations', async () => {
    expect(await coloured('lr: ${a.${b}.c}')).toEqual([
      open,
      'a → variable.other.path',
      dot,
      open,
      'b → variable.other.path',
      close,
      dot,
      'c → variable.other.path',
      close,
    ]);
  });

  it('colours resolvers and their arguments', async () => {
    expect(await coloured('lr: ${oc.env:LR,1e-3}')).toEqual([
      open,
      'oc.env → support.function.resolver',
      ': → punctuation.separator.resolver',
      'LR → string.unquoted.argument',
      ', → punctuation.separator.argument',
      '1e-3 → constant.numeric',
      close,
    ]);
    expect(await coloured('a: ${oc.select:${b},null}')).toEqual([
      open,
      'oc.select → support.function.resolver',
      ': → punctuation.separator.resolver',
      open,
      'b → variable.other.path',
      close,
      ', → punctuation.separator.argument',
      'null → constant.language',
      close,
    ]);
  });

  it('leaves text around interpolations to YAML', async () => {
    expect(await coloured('lr: 1e-${exp}0')).toEqual([open, 'exp → variable.other.path', close]);
    expect(await coloured('a: ${b} text ${c}')).toEqual([
      open,
      'b → variable.other.path',
      close,
      open,
      'c → variable.other.path',
      close,
    ]);
  });

  it('shows an escaped interpolation as text', async () => {
    expect(await coloured('a: \\${b}')).toEqual(['\\${ → constant.character.escape']);
  });

  it('ends what is not closed with the line, or with the quotes', async () => {
    expect(await coloured('a: ${b\nc: d')).toEqual([open, 'b → variable.other.path']);
    expect(await coloured('a: ${oc.env:LR\nc: d')).toEqual([
      open,
      'oc.env → support.function.resolver',
      ': → punctuation.separator.resolver',
      'LR → string.unquoted.argument',
    ]);
    expect(await coloured('a: "${b"\nc: d')).toEqual([open, 'b → variable.other.path']);
  });

  it.each(['lr: ???', 'lr: "???"', '- ???', '[1, "???"]'])('colours a mandatory value in %s', async (text) => {
    expect(await coloured(text)).toEqual(['??? → keyword.other.mandatory']);
  });

  it.each(['a: what???', 'a: ????', 'a: ??'])('colours no mandatory value in %s', async (text) => {
    expect(await coloured(text)).toEqual([]);
  });

  it.each(['kind: noether.core.schedules.StepFixedSchedule', 'kind: "noether.core.schedules.StepFixedSchedule" # x'])(
    'colours a kind in %s',
    async (text) => {
      expect(await coloured(text)).toEqual([
        'noether.core.schedules. → entity.name.namespace.schedule',
        'StepFixedSchedule → support.class.schedule',
      ]);
    },
  );

  it('colours no other class', async () => {
    expect(await coloured('kind: my_noether.core.schedules.X\nother: noether.core.models.Y')).toEqual([]);
  });
});
