import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createHead, type Head } from '../../../client/src/git/head';

interface FakeUri {
  readonly scheme: string;
  readonly path: string;
  readonly fsPath: string;
  toString(): string;
}

// As much of the vscode API as reading HEAD needs, and a Git extension with one repository at /repo.
const fake = vi.hoisted(() => {
  class Emitter<T> {
    private readonly listeners = new Set<(value: T) => void>();
    readonly event = (listener: (value: T) => void) => {
      this.listeners.add(listener);
      return { dispose: () => this.listeners.delete(listener) };
    };
    fire(value: T) {
      for (const listener of [...this.listeners]) listener(value);
    }
    dispose() {
      this.listeners.clear();
    }
    get size() {
      return this.listeners.size;
    }
  }
  const uri = (path: string, scheme = 'file'): FakeUri => ({
    scheme,
    path,
    fsPath: path,
    toString: () => `${scheme}://${path}`,
  });
  const change = (path: string, older = path) => ({
    uri: uri(path),
    originalUri: uri(older),
    renameUri: older === path ? undefined : uri(path),
  });
  const events = {
    state: new Emitter<void>(),
    api: new Emitter<'initialized'>(),
    open: new Emitter<unknown>(),
    close: new Emitter<unknown>(),
    enablement: new Emitter<boolean>(),
    extensions: new Emitter<void>(),
  };
  const repository = {
    rootUri: uri('/repo'),
    state: {
      HEAD: { commit: 'c1' } as { commit?: string } | undefined,
      mergeChanges: [] as unknown[],
      indexChanges: [] as unknown[],
      workingTreeChanges: [] as unknown[],
      untrackedChanges: undefined as unknown[] | undefined,
      onDidChange: events.state.event,
    },
    /** By commit and path. */
    committed: new Map<string, string>(),
    asked: [] as string[],
    broken: false,
    async show(ref: string, path: string) {
      repository.asked.push(`${ref} ${path}`);
      const text = repository.committed.get(`${ref} ${path}`);
      if (text === undefined || repository.broken) throw new Error('Could not show object.');
      return text;
    },
    async getObjectDetails(ref: string, path: string) {
      if (!repository.committed.has(`${ref} ${path}`)) throw new Error('Path not known by git.');
      return { mode: '100644' };
    },
  };
  const api = {
    state: 'initialized' as string,
    onDidChangeState: events.api.event,
    onDidOpenRepository: events.open.event,
    onDidCloseRepository: events.close.event,
    repositories: [repository],
    getRepository: ({ path }: FakeUri) => (path.startsWith('/repo/') ? repository : null),
  };
  return {
    Emitter,
    uri,
    change,
    events,
    repository,
    api,
    documents: [] as { uri: FakeUri; isDirty: boolean }[],
    installed: true,
    enabled: true,
  };
});

vi.mock('vscode', () => ({
  EventEmitter: fake.Emitter,
  extensions: {
    onDidChange: fake.events.extensions.event,
    getExtension: () =>
      fake.installed
        ? {
            activate: async () => ({
              enabled: fake.enabled,
              onDidChangeEnablement: fake.events.enablement.event,
              getAPI: () => fake.api,
            }),
          }
        : undefined,
  },
  workspace: {
    get textDocuments() {
      return fake.documents;
    },
    asRelativePath: ({ path }: FakeUri) => path.replace('/repo/', ''),
    getWorkspaceFolder: ({ path }: FakeUri) => (path.startsWith('/repo/conf/') ? {} : undefined),
  },
}));

const { repository, change, events } = fake;
let head: Head;

beforeEach(() => {
  head = createHead();
});
afterEach(() => {
  head.dispose();
  repository.state.HEAD = { commit: 'c1' };
  repository.state.mergeChanges = [];
  repository.state.indexChanges = [];
  repository.state.workingTreeChanges = [];
  repository.state.untrackedChanges = undefined;
  repository.committed.clear();
  repository.asked.length = 0;
  repository.broken = false;
  fake.documents.length = 0;
  fake.installed = true;
  fake.enabled = true;
  fake.api.state = 'initialized';
});

/** What the tests ask for: a document of the repository. */
const at = (path = '/repo/conf/a.yaml', scheme = 'file') => fake.uri(path, scheme) as never;

async function texts(): Promise<Record<string, string | undefined>> {
  const found = await head.texts(at());
  if ('missing' in found) throw new Error(found.missing);
  return Object.fromEntries(found.texts.map(({ uri, text }) => [uri.replace('file:///repo/conf/', ''), text]));
}

async function missing(uri = at()): Promise<string> {
  const found = await head.texts(uri);
  return 'missing' in found ? found.missing : '';
}

describe('the texts at HEAD', () => {
  it('are those of every YAML file of the workspace that differs, wherever Git lists it', async () => {
    for (const name of ['merged', 'staged', 'edited', 'deleted']) {
      repository.committed.set(`c1 /repo/conf/${name}.yaml`, `${name}: 1\n`);
    }
    repository.state.mergeChanges = [change('/repo/conf/merged.yaml')];
    repository.state.indexChanges = [change('/repo/conf/staged.yaml')];
    repository.state.workingTreeChanges = [change('/repo/conf/edited.yaml'), change('/repo/conf/deleted.yaml')];
    repository.state.untrackedChanges = [change('/repo/conf/new.yml')];
    repository.state.workingTreeChanges.push(change('/repo/conf/script.py'), change('/repo/elsewhere/b.yaml'));
    expect(await texts()).toEqual({
      'merged.yaml': 'merged: 1\n',
      'staged.yaml': 'staged: 1\n',
      'edited.yaml': 'edited: 1\n',
      'deleted.yaml': 'deleted: 1\n',
      'new.yml': undefined,
    });
    expect(await head.differs(at())).toBe(true);
  });

  it('have a renamed file under its older name alone', async () => {
    repository.committed.set('c1 /repo/conf/old.yaml', 'x: 1\n');
    repository.state.indexChanges = [change('/repo/conf/new.yaml', '/repo/conf/old.yaml')];
    expect(await texts()).toEqual({ 'new.yaml': undefined, 'old.yaml': 'x: 1\n' });
  });

  it('include open documents with unsaved changes, of this repository', async () => {
    repository.committed.set('c1 /repo/conf/a.yaml', 'x: 1\n');
    fake.documents.push(
      { uri: fake.uri('/repo/conf/a.yaml'), isDirty: true },
      { uri: fake.uri('/repo/conf/clean.yaml'), isDirty: false },
      { uri: fake.uri('/other/conf/b.yaml'), isDirty: true },
      { uri: fake.uri('/repo/conf/c.yaml', 'untitled'), isDirty: true },
    );
    expect(await texts()).toEqual({ 'a.yaml': 'x: 1\n' });
  });

  it('are none where nothing differs, and nothing is read for that', async () => {
    expect(await texts()).toEqual({});
    expect(await head.differs(at())).toBe(false);
    expect(repository.asked).toEqual([]);
  });

  it('are read once per commit', async () => {
    repository.committed.set('c1 /repo/conf/a.yaml', 'x: 1\n');
    repository.committed.set('c2 /repo/conf/a.yaml', 'x: 2\n');
    repository.state.workingTreeChanges = [change('/repo/conf/a.yaml')];
    await texts();
    expect(await texts()).toEqual({ 'a.yaml': 'x: 1\n' });
    expect(repository.asked).toEqual(['c1 /repo/conf/a.yaml']);
    repository.state.HEAD = { commit: 'c2' };
    expect(await texts()).toEqual({ 'a.yaml': 'x: 2\n' });
  });

  it('are asked for again after Git has failed', async () => {
    repository.committed.set('c1 /repo/conf/a.yaml', 'x: 1\n');
    repository.state.workingTreeChanges = [change('/repo/conf/a.yaml')];
    repository.broken = true;
    expect(await missing()).toBe('Git cannot read the files at HEAD: Could not show object.');
    repository.broken = false;
    expect(await texts()).toEqual({ 'a.yaml': 'x: 1\n' });
  });
});

describe('there is a sentence', () => {
  it('where nothing was committed yet', async () => {
    repository.state.HEAD = undefined;
    expect(await missing()).toContain('Nothing has been committed');
    repository.state.HEAD = {};
    expect(await missing()).toContain('Nothing has been committed');
  });

  it('outside of a repository, in a virtual workspace and for a document without a file', async () => {
    expect(await missing(at('/elsewhere/a.yaml'))).toBe('/elsewhere/a.yaml lies in no Git repository.');
    expect(await missing(at('/repo/conf/a.yaml', 'vscode-vfs'))).toContain('virtual workspace');
    expect(await missing(at('Untitled-1', 'untitled'))).toContain('not been saved');
  });

  it('where Git is missing or switched off, until it is there', async () => {
    fake.installed = false;
    expect(await missing()).toContain("VS Code's Git extension is not there");
    fake.installed = true;
    fake.enabled = false;
    events.extensions.fire();
    expect(await missing()).toContain('git.enabled');
    fake.enabled = true;
    events.enablement.fire(true);
    expect(await texts()).toEqual({});
  });

  it('where more files differ than anybody changed', async () => {
    repository.state.workingTreeChanges = Array.from({ length: 1001 }, (_, index) =>
      change(`/repo/conf/${index}.yaml`),
    );
    expect(await missing()).toContain('1001 YAML files differ');
    expect(repository.asked).toEqual([]);
  });
});

describe('listeners', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('are told once of what comes together, and of nothing after the end', async () => {
    let told = 0;
    head.onDidChange(() => {
      told += 1;
    });
    await head.differs(at());
    for (let count = 0; count < 5; count += 1) events.state.fire();
    events.open.fire(repository);
    vi.advanceTimersByTime(1000);
    expect(told).toBe(1);
    events.close.fire(repository);
    vi.advanceTimersByTime(1000);
    expect(told).toBe(2);
    // Closed: its changes mean nothing any more.
    events.state.fire();
    vi.advanceTimersByTime(1000);
    expect(told).toBe(2);
    head.dispose();
    events.open.fire(repository);
    vi.advanceTimersByTime(1000);
    expect(told).toBe(2);
    expect([events.state.size, events.open.size, events.enablement.size, events.extensions.size]).toEqual([0, 0, 0, 0]);
  });

  it('wait for Git to look around first', async () => {
    fake.api.state = 'uninitialized';
    let answered = false;
    const asked = head.differs(at()).then(() => {
      answered = true;
    });
    await vi.advanceTimersByTimeAsync(10);
    expect(answered).toBe(false);
    fake.api.state = 'initialized';
    events.api.fire('initialized');
    await asked;
    expect(answered).toBe(true);
  });
});
