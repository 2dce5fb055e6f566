/**
 * Problems of closed files after changes, told by the server as it goes, against those of a server that is started
 * afresh on the same files. `SURVEYS=2000 npx vitest run test/service/closed` is a long run.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Connection, Diagnostic } from 'vscode-languageserver';
import { createClosedFiles } from '../../../server/src/lsp/closed-files';
import { createLanguageService } from '../../../server/src/service';
import type { ConfigWorkspace, FileEvent } from '../../../server/src/workspace';
import { type MapDisk, PREFIX, uriOf, workspaceOf } from '../../unit/workspace/fixtures';
import { FILES, startTexts } from './project';

const RUNS = Number(process.env.SURVEYS ?? 40);
const SEED = Number(process.env.SEED ?? 20_261_127);

type Told = Map<string, readonly Diagnostic[]>;

/** The part of a server that looks at closed files. */
class Server {
  readonly told: Told = new Map();
  readonly open = new Map<string, string>();
  readonly disk: MapDisk;
  readonly workspace: ConfigWorkspace;
  looked = 0;
  private readonly closed;
  private working = 0;

  constructor(texts: Readonly<Record<string, string>>, choices: Readonly<Record<string, string>> = {}) {
    const { disk, workspace } = workspaceOf(texts, { choices });
    const service = createLanguageService({ workspace });
    const sendDiagnostics = async ({ uri, diagnostics }: { uri: string; diagnostics: Diagnostic[] }) => {
      if (diagnostics.length === 0) this.told.delete(uri);
      else this.told.set(uri, diagnostics);
    };
    this.disk = disk;
    this.workspace = workspace;
    this.closed = createClosedFiles({
      connection: { sendDiagnostics } as unknown as Connection,
      workspace,
      isOpen: (uri) => this.open.has(uri),
      others: () => [],
      isWanted: async () => true,
      survey: () => service.survey(),
      diagnose: (uri, text, survey) => {
        this.looked += 1;
        return survey.validate(uri, text);
      },
      guard: async (_, work) => {
        this.working += 1;
        try {
          return await work();
        } finally {
          this.working -= 1;
        }
      },
    });
    workspace.onDidChange((_, changed) => (changed === undefined ? this.closed.all() : this.closed.some(changed)));
  }

  start(): void {
    this.closed.all();
  }

  /** Creates the folders around a file, where they are missing. */
  private makeFolders(path: string): FileEvent[] {
    const events: FileEvent[] = [];
    for (let slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      const folder = `/ws/${path.slice(0, slash)}`;
      if (this.disk.texts.has(`${folder}/.keep`)) continue;
      this.disk.texts.set(`${folder}/.keep`, '');
      events.push({ path: folder, kind: 'created' });
    }
    return events;
  }

  write(path: string, text: string): void {
    const kind = this.disk.texts.has(`/ws/${path}`) ? 'changed' : 'created';
    const events: FileEvent[] = [...this.makeFolders(path), { path: `/ws/${path}`, kind }];
    this.disk.texts.set(`/ws/${path}`, text);
    this.workspace.filesChanged(events);
  }

  remove(path: string): void {
    if (!this.disk.texts.delete(`/ws/${path}`)) return;
    this.workspace.filesChanged([{ path: `/ws/${path}`, kind: 'deleted' }]);
  }

  /** Nobody tells of the files in it. */
  moveFolder(from: string, to: string): void {
    if (!this.disk.texts.has(`/ws/${from}/.keep`) || this.disk.texts.has(`/ws/${to}/.keep`)) return;
    for (const [path, text] of [...this.disk.texts]) {
      if (!path.startsWith(`/ws/${from}/`)) continue;
      this.disk.texts.delete(path);
      this.disk.texts.set(path.replace(`/ws/${from}/`, `/ws/${to}/`), text);
    }
    this.workspace.filesChanged([
      { path: `/ws/${from}`, kind: 'deleted' },
      { path: `/ws/${to}`, kind: 'created' },
    ]);
  }

  show(path: string, text: string): void {
    const uri = uriOf(path);
    this.workspace.filesChanged(this.makeFolders(path));
    if (this.open.has(uri)) this.workspace.changeDocument(uri, text);
    else this.workspace.openDocument(uri, text);
    this.open.set(uri, text);
    this.closed.opened(uri);
  }

  close(path: string): void {
    const uri = uriOf(path);
    if (!this.open.delete(uri)) return;
    this.workspace.closeDocument(uri);
    this.closed.some([uri]);
  }

  async choose(path: string, which: number): Promise<void> {
    const view = await this.workspace.viewOf(uriOf(path));
    this.workspace.choose(uriOf(path), view?.perspectives[which]?.id);
  }

  release(): void {
    this.workspace.release();
    this.closed.release();
  }

  /** Everything that was told so far has been taken in and looked at. */
  async settled(): Promise<Told> {
    do {
      await this.workspace.textOf(`${PREFIX}ws/x.yaml`);
      await new Promise((resolve) => setTimeout(resolve, 0));
    } while (this.working > 0);
    return this.told;
  }
}

/** What a server says that has just been started. */
async function afresh(server: Server): Promise<Told> {
  const texts = [...server.disk.texts].map(([path, text]) => [path.slice('/ws/'.length), text] as const);
  const other = new Server(Object.fromEntries(texts), server.workspace.choices());
  for (const [uri, text] of server.open) other.show(uri.slice(uriOf('').length), text);
  other.start();
  const told = await other.settled();
  other.workspace.dispose();
  return told;
}

type Step = readonly [action: string, file: number, text: number];

const steps = fc.array(
  fc.tuple(
    fc.constantFrom('write', 'write', 'write', 'write', 'remove', 'show', 'close', 'choose', 'move', 'release', 'wait'),
    fc.nat({ max: FILES.length - 1 }),
    fc.nat({ max: 30 }),
  ),
  { minLength: 1, maxLength: 12 },
);

async function take(server: Server, [action, file, number]: Step): Promise<void> {
  const [path, texts] = FILES[file] as (typeof FILES)[number];
  const text = texts[number % texts.length] ?? '';
  if (action === 'write') server.write(path, text);
  else if (action === 'remove') server.remove(path);
  else if (action === 'show') server.show(path, text);
  else if (action === 'close') server.close(path);
  else if (action === 'choose') await server.choose(path, number % 3);
  else if (action === 'move')
    server.moveFolder(...((number % 2 ? ['conf/optim', 'conf/old'] : ['conf/old', 'conf/optim']) as [string, string]));
  else if (action === 'release') server.release();
  else await server.settled();
}

describe('problems of closed files', () => {
  it('are after any changes those that a fresh start finds', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const server = new Server(startTexts());
        server.start();
        await server.settled();
        for (const [index, step] of all.entries()) {
          await take(server, step);
          // Some changes come one by one, some in a burst.
          if ((step[2] + index) % 3 === 0) continue;
          expect(await server.settled()).toEqual(await afresh(server));
        }
        expect(await server.settled()).toEqual(await afresh(server));
        server.workspace.dispose();
      }),
      { numRuns: RUNS, seed: SEED, endOnFailure: RUNS > 100 },
    );
  });
});
