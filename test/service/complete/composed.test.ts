// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of the config, not of the test
import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CompletionItem, CompletionList } from 'vscode-languageserver-types';
import { createLanguageService } from '../../../server/src/service';
import { uriOf, workspaceOf } from '../../unit/workspace/fixtures';
import { flow } from '../define/project';

/** Completes at the end of `typed`, which is written in place of `line` into a file that was good before. */
async function completeIn(
  path: string,
  line: string,
  typed: string,
  files: Readonly<Record<string, string>> = flow,
): Promise<CompletionList> {
  const { workspace } = workspaceOf(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [`conf/${name}`, text])),
  );
  const service = createLanguageService({ workspace });
  const before = files[path] ?? '';
  const document = TextDocument.create(uriOf(`conf/${path}`), 'yaml', 1, before);
  workspace.openDocument(document.uri, before);
  await service.validate(document);
  const at = before.indexOf(line);
  const [head = '', tail = ''] = typed.split('|');
  const text = before.slice(0, at) + head + tail + before.slice(at + line.length);
  TextDocument.update(document, [{ text }], 2);
  workspace.changeDocument(document.uri, text);
  return service.complete(document, document.positionAt(at + head.length));
}

function shown({ label, labelDetails }: CompletionItem): string {
  return `${label} ${labelDetails?.description ?? ''}`;
}

describe('completion inside of an interpolation, as a primary config composes the file', () => {
  it('offers what the block follows first, relative and by its composed paths, then other numbers', async () => {
    const { items } = await completeIn('optim/adamw.yaml', 'max_value: ${model.optim.lr}', 'max_value: ${|');
    expect(items.map(shown).slice(0, 3)).toEqual(['..lr = 3e-4', 'optim.lr = 3e-4', 'model.optim.lr = 3e-4']);
    const labels = items.map(({ label }) => label);
    // Relative ones count from the block; numbers come before texts; the value itself is not offered.
    expect(labels).toContain('.warmup_percent');
    expect(labels).toContain('trainer.max_updates');
    expect(labels.indexOf('model.width')).toBeLessThan(labels.indexOf('optim.kind'));
    expect(labels).not.toContain('optim.schedule_config.max_value');
    expect(items[0]?.detail).toBe('= 3e-4 in train_a');
  });

  it('writes the path and closes what is open', async () => {
    const { items } = await completeIn('optim/adamw.yaml', 'max_value: ${model.optim.lr}', 'max_value: ${mod|');
    const item = items.find(({ label }) => label === 'model.optim.lr');
    expect(item?.textEdit?.newText).toBe('model.optim.lr}');
    expect(item?.filterText).toBe('model.optim.lr');
    const closed = await completeIn('optim/adamw.yaml', 'max_value: ${model.optim.lr}', 'max_value: ${mod|}');
    expect(closed.items.find(({ label }) => label === 'model.optim.lr')?.textEdit?.newText).toBe('model.optim.lr');
  });

  it('works outside of blocks and in files without any', async () => {
    const { items } = await completeIn('model/linked.yaml', 'optim: ${optim}', 'rate: ${|}');
    const labels = items.map(({ label }) => label);
    expect(labels).toContain('.width');
    expect(labels).toContain('optim.lr');
    expect(labels).toContain('trainer.max_updates');
  });

  it('offers many paths only as far as they match', async () => {
    const many = Array.from({ length: 500 }, (_, index) => `  key_${index}: ${index}\n`).join('');
    const files = { 'train.yaml': `defaults: [_self_]\nvalues:\n${many}other:\n  rate: 1\nx: 1\n` };
    const all = await completeIn('train.yaml', 'x: 1', 'x: ${|}', files);
    expect(all.items).toHaveLength(200);
    expect(all.isIncomplete).toBe(true);
    const some = await completeIn('train.yaml', 'x: 1', 'x: ${othra|}', files);
    // o, t, h, r, a stand in this order in other.rate alone.
    expect(some.items.map(({ label }) => label)).toEqual(['other.rate']);
    expect(some.isIncomplete).toBe(false);
  });

  it('keeps to the file where nothing composes it', async () => {
    const files = { 'optim/adamw.yaml': flow['optim/adamw.yaml'] ?? '' };
    const { items } = await completeIn('optim/adamw.yaml', 'max_value: ${model.optim.lr}', 'max_value: ${|', files);
    expect(items.map(shown)[0]).toBe('..lr = 1e-3');
    expect(items.map(({ label }) => label)).not.toContain('optim.lr');
  });
});
