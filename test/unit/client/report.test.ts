import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type ReportFacts, registerReport, reportText } from '../../../client/src/report';

// As much of the vscode API as the report asks for, and what it did.
const editor = vi.hoisted(() => ({
  run: undefined as (() => Promise<void>) | undefined,
  executed: [] as unknown[][],
  opened: [] as { language: string; content: string }[],
  known: [] as string[],
  values: {} as Record<string, Record<string, unknown>>,
}));
vi.mock('vscode', () => ({
  UIKind: { Desktop: 1, Web: 2 },
  version: '1.105.0',
  env: {
    appName: 'Code',
    uiKind: 2,
    remoteName: '10.0.0.7:8080',
    machineId: 'secret-machine',
    sessionId: 'secret-session',
  },
  extensions: {
    getExtension: (id: string) => (id === 'redhat.vscode-yaml' ? { packageJSON: { version: '1.19.0' } } : undefined),
  },
  commands: {
    registerCommand: (_: string, run: () => Promise<void>) => {
      editor.run = run;
    },
    getCommands: async () => editor.known,
    executeCommand: async (...all: unknown[]) => editor.executed.push(all),
  },
  window: { activeTextEditor: undefined, showTextDocument: async () => undefined },
  workspace: {
    openTextDocument: async (document: { language: string; content: string }) => editor.opened.push(document),
    getConfiguration: () => ({
      inspect: (id: string) => ({ key: id, defaultValue: 'built in', ...editor.values[id] }),
    }),
  },
}));

function report(bugs?: string): Promise<void> {
  const packageJSON = { version: '0.1.0', ...(bugs !== undefined && { bugs: { url: bugs } }) };
  const context = { extension: { id: 'schedule-lens.schedule-lens', packageJSON } };
  registerReport(context as never, ['scheduleLens.totalSteps', 'scheduleLens.rules'], 'linux x64, Node 20.1.0');
  return editor.run?.() ?? Promise.reject(new Error('no command'));
}

beforeEach(() => {
  Object.assign(editor, { executed: [], opened: [], known: [], values: {} });
});

describe('Report Issue', () => {
  it('gathers versions and the settings that are set, each with its place, and nothing else', async () => {
    editor.values = { 'scheduleLens.totalSteps': { workspaceValue: 500 } };
    await report();
    const [{ language, content } = { language: '', content: '' }] = editor.opened;
    expect(language).toBe('markdown');
    expect(content.slice(content.indexOf('- Schedule Lens'))).toBe(
      [
        '- Schedule Lens: 0.1.0',
        '- VS Code: 1.105.0 (Code)',
        '- Platform: linux x64, Node 20.1.0',
        '- Window: web, remote',
        '- Red Hat YAML: 1.19.0',
        '',
        'Settings that are set:',
        '',
        '```json',
        '{',
        '  "scheduleLens.totalSteps": {',
        '    "workspaceValue": 500',
        '  }',
        '}',
        '```',
        '',
      ].join('\n'),
    );
    expect(editor.executed).toEqual([]);
  });

  it('leaves it to VS Code’s reporter where both that and a tracker are there', async () => {
    editor.known = ['workbench.action.openIssueReporter'];
    await report();
    expect(editor.executed).toEqual([]);
    expect(editor.opened).toHaveLength(1);
    await report('https://example.org/issues');
    expect(editor.executed).toEqual([
      ['workbench.action.openIssueReporter', expect.objectContaining({ extensionId: 'schedule-lens.schedule-lens' })],
    ]);
    expect(editor.opened).toHaveLength(1);
    editor.known = [];
    await report('https://example.org/issues');
    expect(editor.executed).toHaveLength(1);
    expect(editor.opened).toHaveLength(2);
  });

  it('keeps settings inside their fence, whatever they hold', () => {
    const facts: ReportFacts = {
      extension: '0',
      editor: '1',
      platform: 'p',
      window: 'web',
      yamlExtension: undefined,
      settings: { 'scheduleLens.rules': { globalValue: { '````': '```' } } },
    };
    // Four backquotes in the value: the fence has five.
    expect(
      reportText(facts)
        .split('\n')
        .filter((line) => line.startsWith('`')),
    ).toEqual(['`````json', '`````']);
    expect(reportText(facts)).toContain('- Red Hat YAML: not installed');
  });
});
