import type { TextDocument } from 'vscode-languageserver-textdocument';
import {
  type Block,
  type ConfigDocument,
  type ConfigProblem,
  mentionsSchedules,
  type Origin,
  type Path,
  type Place,
  type ResolvedNode,
  Resolver,
  readDocumentAsync,
  resolveBlock,
  type ValueNode,
} from '../config';
import type { ComposedConfig } from '../config/hydra';
import { Spans, spanOf } from '../config/spans';
import {
  blockFindings,
  distinct,
  type Finding,
  holdsMisspeltBlock,
  isOptimizer,
  meantBlockKey,
  type OptimizerMap,
  optimizerFindings,
  type RuleContext,
} from '../rules';
import type { Perspective, WorkspaceView } from '../workspace/types';
import { comparedEntries, Outlook } from './composed';
import { compositionFindings } from './composition-findings';
import { type Environment, environmentOf, suppliedValues } from './environment';
import { MOST_BLOCKS } from './limits';
import { readPerspectives, type Seen } from './perspectives';
import type { Settings } from './settings';
import { lengthKeys, type TrainerFacts, trainerFacts } from './trainer';

/** A written block, or what became of a part of it, in the config that one primary composes to. */
export interface BlockPerspective {
  readonly perspective: Perspective;
  /** The composition of the perspective; it did not fail. */
  readonly composition: ComposedConfig;
  /** Where the block really stands in the composed config: the path of the node, links followed. */
  readonly path: Path;
  /** Every place of the composed config that shows the block: `path` if a key holds it, and those that link to it. */
  readonly shownAt: readonly Path[];
  /** The block as composed, interpolations resolved. Its origins are in several files. */
  readonly resolved: ResolvedNode;
  /** The optimizer and the length of training as composed. */
  readonly context: RuleContext;
  readonly findings: readonly Finding[];
  /**
   * Paths below the block of the values that this text wrote last; a list is one value. Empty where the text holds but
   * the link to the block.
   */
  readonly ownsLeaves: readonly Path[];
  /** Answers about the composed config, with the settings' values for what nobody can tell. */
  readonly resolver: Resolver;
  /** The place of `path` in `resolver`'s tree. */
  readonly place: Place;
  readonly trainer: TrainerFacts;
}

/** One schedule block of a document, with everything that the features need to know about it. */
export interface AnalyzedBlock {
  readonly block: Block;
  /** The block after its interpolations: as the first of `perspectives` composes it, else by this file alone. */
  readonly resolved: ResolvedNode;
  /** The optimizer around it, the length of training, and what else the rules looked at. */
  readonly context: RuleContext;
  /**
   * What every perspective says of it in this file, said once, with the perspectives where not all agree, and what the
   * first of them says in other files; where there is none, what this file alone says.
   */
  readonly findings: readonly Finding[];
  /**
   * Best first, the chosen one in front; one entry for each composed block that holds a part of this text, so that a
   * perspective may come several times. Empty where no perspective reaches the block.
   */
  readonly perspectives: readonly BlockPerspective[];
}

/** What a document says, read once per version. Every feature reads this one analysis. */
export interface Analysis {
  readonly uri: string;
  readonly version: number;
  readonly text: string;
  readonly settings: Settings;
  /** The perspectives that reach the document; undefined where it is taken for the whole config. */
  readonly view?: WorkspaceView;
  /** `silent`: mentions no schedule, and was not read. `too-large`: longer than the setting allows, and was not read. */
  readonly state: 'read' | 'silent' | 'too-large';
  readonly document?: ConfigDocument;
  /** Answers about the document taken for the whole config; of a document that was read. */
  readonly resolver?: Resolver;
  readonly environment?: Environment | undefined;
  readonly blocks: readonly AnalyzedBlock[];
  /** Findings of blocks and optimizers; those of the loader are `problems`. */
  readonly findings: readonly Finding[];
  /** What the loader refuses, without what a finding explains better. */
  readonly problems: readonly ConfigProblem[];
  /** The key (or the start) of the first block that was not looked at any more, where the document holds too many. */
  readonly beyond?: Origin;
  /** The trainer keys of the file, with the settings where the file says nothing. */
  readonly trainer: TrainerFacts;
}

export interface AnalysisOptions {
  readonly settings: Settings;
  readonly environment?: Environment | undefined;
  /** How primary configs see the document; undefined where it is the whole config. */
  readonly view?: WorkspaceView | undefined;
  /** Whether other files may compose the document into something else although nobody knows how. */
  readonly isPart?: boolean | undefined;
  /** Nobody has it open: only what is wrong with it is asked for. */
  readonly isClosed?: boolean;
  /** Gives the event loop a turn. */
  readonly pause: () => Promise<void>;
  /** True once nobody wants this analysis any more. */
  readonly isStale: () => boolean;
  /** The document as it was analysed before, whose untouched parts are taken over. */
  readonly previous?: ConfigDocument | undefined;
}

/** Longer than this at a time the event loop is not held. */
const SLICE = 10;

/** Gives way when the last time is too long ago; false once nobody waits any more. */
export function pacer({ pause, isStale }: Pick<AnalysisOptions, 'pause' | 'isStale'>): () => Promise<boolean> {
  let since = Date.now();
  return async () => {
    if (Date.now() - since < SLICE) return !isStale();
    await pause();
    since = Date.now();
    return !isStale();
  };
}

/** Reads a document; undefined where it went stale on the way. */
export async function analyze(
  document: Pick<TextDocument, 'uri' | 'version' | 'getText'>,
  options: AnalysisOptions,
): Promise<Analysis | undefined> {
  const { settings, pause, isStale, view, environment } = options;
  const text = document.getText();
  const nothing = {
    uri: document.uri,
    version: document.version,
    text,
    settings,
    ...(view && { view }),
    environment,
    blocks: [],
    findings: [],
    problems: [],
    trainer: {},
  };
  if (text.length > settings.maxFileSize) return { ...nothing, state: 'too-large' };
  const pace = pacer(options);
  const seen = await readPerspectives(document.uri, text, view, new Outlook(settings, environment), pace);
  if (seen === undefined) return undefined;
  const read = view?.document;
  if (!mentionsSchedules(text) && (!seen.isConcerned || (options.isClosed === true && isQuiet(text, seen, read)))) {
    return { ...nothing, state: 'silent' };
  }

  const config =
    read?.text === text && read.uri === document.uri
      ? read
      : await readDocumentAsync(document.uri, text, {
          previous: options.previous,
          maxFileSize: settings.maxFileSize,
          pause,
          isCancelled: isStale,
        });
  if (config === undefined || isStale()) return undefined;
  const resolver = new Resolver({
    root: config.root,
    supplied: suppliedValues(settings.interpolations),
    environment: environmentOf(settings, environment),
    guessesPaths: options.isPart === true && seen.sides.length === 0,
  });
  const words = wordsOf(config);
  const alone = trainerOf(words, resolver, settings);
  // What is wrong with a part of something known is said of the whole; the part counts where it does not load, and where
  // comments of it silence something.
  const isSaid = options.isClosed === true && seen.sides.length > 0;
  const isWhole = isSaid && config.problems.length === 0 && !text.includes('schedule-lens');
  const circumstances = seen.sides.length > 0 ? undefined : circumstancesOf(config, settings, alone);
  const { optimizers, explained, findings, faulty } = isWhole
    ? NO_OPTIMIZERS
    : lookAtOptimizers(config, settings, words, circumstances);

  const blocks: AnalyzedBlock[] = [];
  const beyond = config.blocks[MOST_BLOCKS];
  for (const block of isWhole ? [] : config.blocks.slice(0, MOST_BLOCKS)) {
    const perspectives = seen.ofBlock(block);
    const judge = () => analyzeBlock(config, block, resolver, alone, settings, optimizers, seen.sides.length > 0);
    if (perspectives.length > 0) blocks.push(seenBlock(block, perspectives, seen));
    else if (isSound(block, circumstances)) blocks.push(new SoundBlock(block, judge));
    else {
      const judged = judge();
      blocks.push(judged);
      if (!faulty.has(pathKey(block.path.slice(0, -1)))) remember(judged, circumstances);
    }
    if (!(await pace())) return undefined;
  }
  // Where the document is a part of something known, the parts of it do not count by themselves.
  const own = seen.sides.length > 0 ? [] : [...findings, ...blocks.flatMap((block) => block.findings)];
  const grammar = new Spans(config.interpolationProblems.map(({ origin }) => spanOf(origin)));
  const found = [...own, ...seen.findings, ...compositionFindings(config, seen)].filter(
    ({ ruleId, origin }) =>
      ruleId !== 'interpolation-syntax' || origin.uri !== config.uri || !grammar.touch(spanOf(origin)),
  );
  const problems = [...config.problems, ...config.interpolationProblems].filter((one) => !explained.has(one));
  return {
    ...nothing,
    state: 'read',
    document: config,
    resolver,
    blocks,
    ...(beyond && { beyond: beyond.keyOrigin ?? beyond.value.origin }),
    problems,
    trainer: seen.sides[0]?.facts.trainer ?? alone,
    findings: distinct(found),
  };
}

/** Signs of what is wrong with a file all by itself: comments of ours and of Hydra, and texts that say in escapes what they mean. */
const OWN_SIGNS = /schedule-lens|@|_(?:global|group|name|here)_|\\/;

/** Whether nothing can be wrong with a file that names no schedule: what composes with it has loaded it, and says nothing of it. */
function isQuiet(text: string, seen: Seen, loaded: ConfigDocument | undefined): boolean {
  return loaded?.text === text && seen.isAtPeace && !OWN_SIGNS.test(text);
}

/** Most files have no trainer, and then their tree need not be searched for one. */
function trainerOf(words: Words, resolver: Resolver, settings: Settings): TrainerFacts {
  return trainerFacts(words.length ? resolver : new Resolver({ root: undefined }), settings);
}

/** Which keys a text may hold, as its words tell. */
interface Words {
  /** Of a trainer, for the length of training. */
  readonly length: boolean;
  /** A slip of a block key. */
  readonly misspelt: boolean;
}

const wordsOfPiece = new WeakMap<object, Words>();

function wordsOf({ pieces }: ConfigDocument): Words {
  let length = false;
  let misspelt = false;
  for (const piece of pieces) {
    let words = wordsOfPiece.get(piece);
    if (words === undefined) {
      const { text } = piece;
      words = { length: lengthKeys.some((key) => text.includes(key)), misspelt: mentionsMisspeltKey(text) };
      wordsOfPiece.set(piece, words);
    }
    length ||= words.length;
    misspelt ||= words.misspelt;
  }
  return { length, misspelt };
}

function seenBlock(block: Block, perspectives: readonly BlockPerspective[], seen: Seen): AnalyzedBlock {
  const [{ resolved, context }] = perspectives as readonly [BlockPerspective];
  return { block, resolved, context, findings: seen.findingsOf(perspectives), perspectives };
}

/** What beside its own lines decides how a block is judged that stands alone; undefined where more does. */
function circumstancesOf(config: ConfigDocument, settings: Settings, trainer: TrainerFacts): string | undefined {
  if (config.problems.length > 0 || Object.keys(settings.interpolations).length > 0) return undefined;
  return JSON.stringify([settings.noetherVersion, trainer.totalSteps?.value, trainer.updatesPerEpoch]);
}

/** Blocks that stand alone (see `Block`) and were found sound, with the optimizer around them, in which circumstances. */
const sound = new WeakMap<object, string>();

function isSound({ alone }: Block, circumstances: string | undefined): boolean {
  return alone !== undefined && circumstances !== undefined && sound.get(alone) === circumstances;
}

function remember({ block: { alone }, findings, resolved }: AnalyzedBlock, circumstances: string | undefined): void {
  if (alone === undefined || circumstances === undefined) return;
  if (findings.length === 0 && isSmall(resolved)) sound.set(alone, circumstances);
  else sound.delete(alone);
}

/** What links repeat in larger trees is counted, over all blocks of a document. */
const SMALL = 500;

function isSmall(root: ResolvedNode): boolean {
  const open: ResolvedNode[] = [root];
  let count = 0;
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    count += 1;
    if (count > SMALL) return false;
    if (node.kind === 'list') open.push(...node.items.slice(0, SMALL));
    else if (node.kind === 'map') for (const { value } of node.entries.values()) open.push(value);
  }
  return true;
}

/** A block of which is known that nothing is wrong with it; what else there is to know is found out when asked for. */
class SoundBlock implements AnalyzedBlock {
  readonly findings = [];
  readonly perspectives = [];
  private judged: AnalyzedBlock | undefined;

  constructor(
    readonly block: Block,
    private readonly judge: () => AnalyzedBlock,
  ) {}

  get resolved(): ResolvedNode {
    this.judged ??= this.judge();
    return this.judged.resolved;
  }

  get context(): RuleContext {
    this.judged ??= this.judge();
    return this.judged.context;
  }
}

/** Optimizer configs by the path of the mapping. */
type Optimizers = ReadonlyMap<string, OptimizerMap>;

interface OptimizersSeen {
  readonly optimizers: Optimizers;
  /** Problems of the loader that a finding explains better. */
  readonly explained: ReadonlySet<ConfigProblem>;
  readonly findings: readonly Finding[];
  /** Those that something is wrong with, by path. */
  readonly faulty: ReadonlySet<string>;
}

const NO_OPTIMIZERS: OptimizersSeen = {
  optimizers: new Map(),
  explained: new Set(),
  findings: [],
  faulty: new Set(),
};

function pathKey(path: Path): string {
  return JSON.stringify(path);
}

function lookAtOptimizers(
  config: ConfigDocument,
  settings: Settings,
  words: Words,
  circumstances: string | undefined,
): OptimizersSeen {
  const optimizers = new Map<string, OptimizerMap>();
  /** Those that nothing is wrong with, by path. */
  const known = new Set<string>();
  const add = (map: OptimizerMap['map'], path: Path): void => {
    const name = path.at(-1);
    optimizers.set(pathKey(path), {
      map,
      keyName: typeof name === 'string' ? name : undefined,
      atRoot: path.length === 0,
    });
  };
  for (const block of config.blocks.slice(0, MOST_BLOCKS)) {
    if (block.parent === undefined || block.key === undefined) continue;
    const path = block.path.slice(0, -1);
    add(block.parent, path);
    if (isSound(block, circumstances)) known.add(pathKey(path));
  }
  if (words.misspelt) {
    const most = optimizers.size + MOST_BLOCKS;
    walk(config.root, (node, path) => {
      if (node.kind === 'map' && holdsMisspeltBlock(node) && !optimizers.has(pathKey(path))) add(node, path);
      return optimizers.size < most;
    });
  }
  const explained = new Set<ConfigProblem>();
  const findings: Finding[] = [];
  const faulty = new Set<string>();
  const problems = new Spans(config.problems.map((problem) => ({ ...spanOf(problem.origin), problem })));
  for (const [path, optimizer] of optimizers) {
    if (known.has(path)) continue;
    const { origin } = optimizer.map;
    const within = () => [...problems.over(spanOf(origin))].map(({ problem }) => problem).reverse();
    const result = optimizerFindings(optimizer, settings.noetherVersion, within);
    for (const problem of result.explained) explained.add(problem);
    findings.push(...result.findings);
    if (result.findings.length > 0) faulty.add(path);
  }
  return { optimizers, explained, findings, faulty };
}

/** Whether some key of the text looks like a slip of a block key, so that the tree is worth searching for it. */
function mentionsMisspeltKey(text: string): boolean {
  const seen = new Set<string>();
  for (const match of text.matchAll(/(?:^|[\s{,'"])([A-Za-z][\w-]{5,29})['"]?[ \t]*:/g)) {
    const key = match[1];
    if (key === undefined || seen.has(key)) continue;
    seen.add(key);
    if (meantBlockKey(key) !== undefined) return true;
  }
  return false;
}

/** Deeper than this nothing is searched; no config nests so far. */
const DEPTH = 64;

/** Every mapping and list in the order of the text, as long as `visit` answers true. */
function walk(root: ValueNode | undefined, visit: (node: ValueNode, path: Path) => boolean): void {
  const open: { node: ValueNode; path: Path }[] = root === undefined ? [] : [{ node: root, path: [] }];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const { node, path } = at;
    if (!visit(node, path)) return;
    if (path.length >= DEPTH) continue;
    const below: { node: ValueNode; path: Path }[] = [];
    if (node.kind === 'list') {
      for (const [index, item] of node.items.entries()) {
        if (item.kind !== 'scalar' && item.alias === undefined) below.push({ node: item, path: [...path, index] });
      }
    } else if (node.kind === 'map') {
      for (const [key, { value, merged }] of node.entries) {
        // What comes from elsewhere is looked at where it is written.
        if (value.kind !== 'scalar' && value.alias === undefined && !merged) {
          below.push({ node: value, path: [...path, key] });
        }
      }
    }
    for (const one of below.reverse()) open.push(one);
  }
}

function analyzeBlock(
  config: ConfigDocument,
  block: Block,
  resolver: Resolver,
  trainer: TrainerFacts,
  settings: Settings,
  optimizers: Optimizers,
  isLost: boolean,
): AnalyzedBlock {
  const resolved = resolveBlock(config, block, {}, resolver);
  const name = block.path.at(-1);
  const parentPath = block.path.slice(0, -1);
  const optimizer = optimizers.get(pathKey(parentPath));
  const holder = optimizer === undefined ? undefined : resolver.locate(parentPath);
  // A block under a misspelt key is judged as if its key were right; the key itself is a finding of the optimizer.
  const meant = block.key ?? (typeof name === 'string' && optimizer !== undefined ? meantBlockKey(name) : undefined);
  const keyOrigin: Origin | undefined =
    block.keyOrigin ?? (typeof name === 'string' ? optimizer?.map.entries.get(name)?.key.origin : undefined);
  const context: RuleContext = {
    version: settings.noetherVersion,
    role: meant,
    keyOrigin,
    ...(optimizer && {
      optimizer: {
        entries: holder === undefined ? new Map() : comparedEntries(holder, resolver),
        certain: isOptimizer(optimizer),
      },
    }),
    ...(trainer.totalSteps && { totalSteps: trainer.totalSteps }),
    ...(trainer.updatesPerEpoch !== undefined && { updatesPerEpoch: trainer.updatesPerEpoch }),
  };
  // Of a block that arrives nowhere nothing is wrong: every value of it is replaced by another file's.
  return { block, resolved, context, findings: isLost ? [] : blockFindings(resolved, context), perspectives: [] };
}
