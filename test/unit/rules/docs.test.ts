import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { isRuleId, ruleOf, rules } from '../../../server/src/rules';
import { createLanguageService } from '../../../server/src/service';
import { serviceOf } from '../../service/composed/harness';

const page = readFileSync(new URL('../../../docs/rules.md', import.meta.url), 'utf8');

interface Section {
  readonly id: string;
  readonly severity: string;
  readonly prose: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly bad: Example | undefined;
  readonly good: Example | undefined;
}

/** A text, or the files of a project. */
type Example = string | Readonly<Record<string, string>>;

const sections: readonly Section[] = page
  .split(/^### /m)
  .slice(1)
  .map((text) => {
    const example = (name: string): Example | undefined => {
      const part = new RegExp(`^${name}:\\n\\n((?:\`\`\`yaml[^\\n]*\\n[\\s\\S]*?\\n\`\`\`\\n*)+)`, 'm').exec(text)?.[1];
      const fences = [...(part ?? '').matchAll(/^```yaml(?: title="([^"]+)")?\n([\s\S]*?)\n```/gm)];
      const files: Record<string, string> = {};
      for (const [, title, body = ''] of fences) {
        if (title === undefined) return body.replaceAll('␀', '\0');
        files[title] = `${body}\n`;
      }
      return fences.length === 0 ? undefined : files;
    };
    const settings: Record<string, unknown> = {};
    for (const [, key, value] of text.matchAll(/`scheduleLens\.(\w+): ([^`]+)`/g)) {
      if (key !== undefined && value !== undefined) settings[key] = JSON.parse(value);
    }
    return {
      id: text.slice(0, text.indexOf('\n')).trim(),
      severity: /^\*(\w+)\.\*/m.exec(text)?.[1]?.toLowerCase() ?? '',
      prose: /^\*\w+\.\* (.+)$/m.exec(text)?.[1] ?? '',
      settings,
      bad: example('Bad'),
      good: example('Good'),
    };
  });

async function codesIn(example: Example | undefined, settings: Section['settings']): Promise<unknown[]> {
  if (typeof example === 'object') {
    const project = serviceOf(example, settings);
    const found = await Promise.all(Object.keys(example).map((path) => project.diagnostics(path)));
    return found.flat().map((one) => one.code);
  }
  const document = TextDocument.create('file:///example.yaml', 'yaml', 1, `${example ?? ''}\n`);
  return (await createLanguageService(settings).validate(document)).map((one) => one.code);
}

describe('docs/rules.md', () => {
  it('has one section per rule, and no other', () => {
    expect(sections.map(({ id }) => id).sort()).toEqual([...rules.keys()].sort());
  });

  it.each(sections)('explains $id and shows it', async ({ id, severity, prose, settings, bad, good }) => {
    expect(isRuleId(id) && ruleOf(id).severity).toBe(severity);
    expect(prose.split(' ').length).toBeGreaterThan(7);
    expect(bad).toBeDefined();
    expect(good).toBeDefined();
    expect(await codesIn(bad, settings)).toContain(id);
    expect(await codesIn(good, settings)).not.toContain(id);
  });

  it.each(sections)('has nothing else wrong with the good example of $id', async ({ id, settings, good }) => {
    // It takes an optimizer of a newer noether to show this one.
    const allowed = id === 'alpha-without-muon' || id === 'invalid-combination' ? ['version-differs'] : [];
    expect((await codesIn(good, settings)).filter((code) => !allowed.includes(String(code)))).toEqual([]);
  });

  it.each(sections)('says one thing about the bad example of $id', async ({ id, settings, bad }) => {
    const codes = await codesIn(bad, settings);
    // The keys of a pair have no effect either, which is another mistake.
    const others = codes.filter((code) => code !== id && code !== 'version-differs');
    expect(others).toEqual([]);
  });
});

describe('the rule table', () => {
  it('gives every rule a title and an anchor of its own', () => {
    const all = [...rules.values()];
    expect(new Set(all.map((rule) => rule.anchor)).size).toBe(all.length);
    for (const rule of all) {
      expect(rule.id).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(rule.title.length).toBeGreaterThan(5);
    }
  });
});
