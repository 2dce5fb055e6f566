import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createDragging } from '../../../client/src/preview/dragging';
import { editedTexts } from '../../../client/src/preview/edited';
import type { MovedMessage } from '../../../client/src/preview/messages';
import type { PreviewEdit, PreviewParams, PreviewResult } from '../../../server/src/protocol';

// As much of an editor as edits need: texts with versions.
const editor = vi.hoisted(() => ({
  texts: new Map<string, { text: string; version: number }>(),
  takesEdits: true,
}));

vi.mock('vscode', () => {
  class Uri {
    constructor(readonly text: string) {}
    toString() {
      return this.text;
    }
    static parse(text: string) {
      return new Uri(text);
    }
  }
  class Range {
    readonly start: { line: number; character: number };
    readonly end: { line: number; character: number };
    constructor(a: number, b: number, c: number, d: number) {
      this.start = { line: a, character: b };
      this.end = { line: c, character: d };
    }
  }
  // The texts of these tests are one line each.
  const open = async (uri: Uri) => {
    const found = editor.texts.get(uri.text);
    if (found === undefined) throw new Error('file not found');
    return {
      uri,
      version: found.version,
      getText: (range?: Range) => found.text.slice(range?.start.character ?? 0, range?.end.character ?? Infinity),
      offsetAt: ({ character }: { character: number }) => character,
    };
  };
  class WorkspaceEdit {
    readonly edits: { uri: Uri; range: Range; text: string }[] = [];
    replace(uri: Uri, range: Range, text: string) {
      this.edits.push({ uri, range, text });
    }
  }
  return {
    Uri,
    Range,
    WorkspaceEdit,
    workspace: {
      openTextDocument: open,
      applyEdit: async ({ edits }: WorkspaceEdit) => {
        if (!editor.takesEdits) return false;
        for (const { uri, range, text } of edits) {
          const found = editor.texts.get(uri.text);
          if (found === undefined) return false;
          found.text = found.text.slice(0, range.start.character) + text + found.text.slice(range.end.character);
          found.version++;
        }
        return true;
      },
    },
  };
});

const FILE = 'file:///a.yaml';

/** The edit that a server makes of `lr: 1e-3`, for the text as it is now. */
function edit(newText: string, more: Partial<PreviewEdit> = {}): PreviewEdit {
  const found = editor.texts.get(FILE) ?? { text: '', version: 0 };
  const start = found.text.indexOf(' ') + 1;
  const range = { start: { line: 0, character: start }, end: { line: 0, character: found.text.length } };
  return { uri: FILE, range, version: found.version, oldText: found.text.slice(start), newText, ...more };
}

function answer(edits: readonly PreviewEdit[], more: Partial<PreviewResult> = {}): PreviewResult {
  const moved = { handleId: 'lr', text: edits[0]?.newText ?? '', edits };
  return { version: 1, blocks: [], state: 'ok', title: '', facts: [], assumptions: [], problems: [], moved, ...more };
}

let posted: MovedMessage[];
let asked: PreviewParams[];

function dragging(answers: () => PreviewResult | Promise<PreviewResult>) {
  return createDragging({
    ask: async (params) => {
      asked.push(params);
      return answers();
    },
    params: () => ({ textDocument: { uri: FILE }, blockId: 'b' }),
    post: (message) => posted.push(message),
    clock: { setTimeout: (run, milliseconds) => setTimeout(run, milliseconds), clearTimeout: () => undefined },
  });
}

beforeEach(() => {
  editor.texts.clear();
  editor.texts.set(FILE, { text: 'lr: 1e-3', version: 7 });
  editor.takesEdits = true;
  posted = [];
  asked = [];
});

describe('a handle that is released', () => {
  const move = { handleId: 'lr', value: 2e-3 };

  it('writes the number once', async () => {
    await dragging(() => answer([edit('2e-3')])).drop(4, move, undefined, false);
    expect(editor.texts.get(FILE)?.text).toBe('lr: 2e-3');
    expect(asked).toEqual([{ textDocument: { uri: FILE }, blockId: 'b', move }]);
    expect(posted).toEqual([{ type: 'moved', turn: 4, outcome: 'written' }]);
  });

  it('asks again instead of writing over a newer text', async () => {
    let first = true;
    const server = () => {
      const made = answer([edit('2e-3')]);
      if (first) {
        first = false;
        // Somebody types a comment in front while the answer is on its way.
        editor.texts.set(FILE, { text: '#a: 1e-3', version: 8 });
      }
      return made;
    };
    await dragging(server).drop(1, move, undefined, false);
    expect(asked).toHaveLength(2);
    expect(editor.texts.get(FILE)?.text).toBe('#a: 2e-3');
  });

  it('checks the text itself where the server has no version of it', async () => {
    let times = 0;
    const server = () => {
      times++;
      return answer([edit('2e-3', times === 1 ? { version: null, oldText: '5e-3' } : { version: null })]);
    };
    await dragging(server).drop(1, move, undefined, false);
    expect(times).toBe(2);
    expect(editor.texts.get(FILE)?.text).toBe('lr: 2e-3');
  });

  it('gives up on a text that never stands still, and on an editor that takes nothing', async () => {
    await dragging(() => answer([edit('2e-3', { version: 1 })])).drop(1, move, undefined, false);
    expect(posted[0]?.message).toContain('keeps changing');
    editor.takesEdits = false;
    await dragging(() => answer([edit('2e-3')])).drop(2, move, undefined, false);
    expect(posted[1]).toMatchObject({ outcome: 'kept', message: expect.stringContaining('read-only') });
    expect(editor.texts.get(FILE)?.text).toBe('lr: 1e-3');
  });

  it('says why nothing was written', async () => {
    const { moved: _, ...gone } = answer([]);
    await dragging(() => gone).drop(1, move, undefined, false);
    await dragging(() => ({ ...gone, state: 'error' as const })).drop(2, move, undefined, false);
    await dragging(() => answer([], { moved: { handleId: 'lr', text: '', edits: [], refused: 'At its limit.' } })).drop(
      3,
      move,
      undefined,
      false,
    );
    await dragging(() => Promise.reject(new Error('connection closed'))).drop(4, move, undefined, false);
    expect(posted.map(({ outcome }) => outcome)).toEqual(['kept', 'kept', 'kept', 'kept']);
    expect(posted.map(({ message }) => message)).toEqual([
      'Nothing was written: the number is not there any more.',
      'Nothing was written: the schedule has errors now.',
      'At its limit.',
      'Nothing was written: connection closed',
    ]);
  });

  it('asks once before it changes a definition that others read', async () => {
    const held = dragging(() => answer([edit('2e-3')]));
    const behind = 'model.optim.lr in train.yaml, which two schedules read.';
    await held.drop(1, move, behind, false);
    expect(editor.texts.get(FILE)?.text).toBe('lr: 1e-3');
    expect(posted).toEqual([{ type: 'moved', turn: 1, outcome: 'asks', message: behind }]);
    await held.drop(2, move, behind, true);
    await held.drop(3, move, behind, false);
    expect(posted.slice(1).map(({ outcome }) => outcome)).toEqual(['written', 'written']);
    // Another definition is another question.
    await held.drop(4, move, 'data.lr', false);
    expect(posted.at(-1)).toEqual({ type: 'moved', turn: 4, outcome: 'asks', message: 'data.lr' });
  });
});

describe('a handle on its way', () => {
  it('asks for the newest place only', async () => {
    vi.useFakeTimers();
    try {
      const waiting: ((result: PreviewResult) => void)[] = [];
      const held = dragging(() => new Promise((resolve) => waiting.push(resolve)));
      for (let turn = 1; turn <= 5; turn++) held.drag(turn, { handleId: 'lr', value: turn });
      await vi.advanceTimersByTimeAsync(1);
      expect(asked.map(({ move }) => move?.value)).toEqual([5]);
      held.drag(6, { handleId: 'lr', value: 6 });
      held.drag(7, { handleId: 'lr', value: 7 });
      waiting[0]?.(answer([]));
      await vi.advanceTimersByTimeAsync(1);
      expect(asked.map(({ move }) => move?.value)).toEqual([5, 7]);
      expect(posted.map(({ turn, outcome }) => [turn, outcome])).toEqual([[5, 'shown']]);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('texts as edits would make them', () => {
  it('are made without touching the files', async () => {
    const at = (from: number, to: number, newText: string) => ({
      ...edit(newText),
      range: { start: { line: 0, character: from }, end: { line: 0, character: to } },
    });
    expect(await editedTexts([at(0, 2, 'max'), at(4, 8, '2'), at(8, 8, ' # a'), at(8, 8, ' b')])).toEqual([
      { uri: FILE, text: 'max: 2 # a b' },
    ]);
    expect(editor.texts.get(FILE)?.text).toBe('lr: 1e-3');
  });
});
