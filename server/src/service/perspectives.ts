import type { Block, Origin } from '../config';
import type { FailedComposition } from '../config/hydra';
import type { Finding } from '../rules';
import type { Perspective, WorkspaceView } from '../workspace/types';
import { type Agreed, agree, type Held } from './agreement';
import type { BlockPerspective } from './analysis';
import { type ComposedFacts, type ComposedPart, type ComposedUnit, composedFacts, type Outlook } from './composed';

/** A perspective that composes, with what its config says about schedules. */
export interface ComposedSide {
  readonly perspective: Perspective;
  readonly label: string;
  readonly facts: ComposedFacts;
  sharing(part: ComposedPart, uri: string): readonly ComposedPart[];
}

/** A perspective that gives no config. */
export interface FailedSide {
  readonly perspective: Perspective;
  readonly failure: FailedComposition;
}

/** A document as its perspectives see it. */
export interface Seen {
  /** Those that compose, best first, the chosen one in front. */
  readonly sides: readonly ComposedSide[];
  readonly failed: readonly FailedSide[];
  /** Whether any of it is about schedules, so that even a document that names none is worth reading. */
  readonly isConcerned: boolean;
  /** Whether all that composes with the document does so in peace, and nothing that anyone says of it stands here. */
  readonly isAtPeace: boolean;
  /** What stands in the document, said once for all perspectives. */
  readonly findings: readonly Finding[];
  ofBlock(block: Block): readonly BlockPerspective[];
  /** What the perspectives of a block say of it here, said once, and what the first of them says in other files. */
  findingsOf(perspectives: readonly BlockPerspective[]): readonly Finding[];
}

/** Looks at a document through every perspective of its view; undefined once nobody waits any more. */
export async function readPerspectives(
  uri: string,
  text: string,
  view: WorkspaceView | undefined,
  outlook: Outlook,
  pace: () => Promise<boolean>,
): Promise<Seen | undefined> {
  const sides: ComposedSide[] = [];
  const failed: FailedSide[] = [];
  for (const perspective of ordered(view)) {
    const { composition, label } = perspective;
    if (composition.stage === 'compose') {
      failed.push({ perspective, failure: composition });
    } else {
      const facts = composedFacts(composition, outlook);
      if (readsText(facts, uri, text)) {
        sides.push({ perspective, label, facts, sharing: (part, of) => facts.sharing(part, of) });
      }
    }
    if (!(await pace())) return undefined;
  }
  const held: Held<ComposedSide>[] = [];
  for (const side of sides) {
    for (const findings of side.facts.findingsIn(uri)) {
      for (const { finding, part } of findings) {
        if (isAt(finding.origin, text)) held.push({ finding, part, side });
      }
      if (!(await pace())) return undefined;
    }
  }
  const agreed: Agreed<ComposedSide>[] = [];
  for (const one of agree(held, sides)) {
    agreed.push(one);
    if (!(await pace())) return undefined;
  }
  return new Perspectives(uri, sides, failed, agreed);
}

function ordered(view: WorkspaceView | undefined): readonly Perspective[] {
  if (view === undefined) return [];
  const { perspectives, chosen } = view;
  if (chosen === undefined) return perspectives;
  return [...perspectives.filter(({ id }) => id === chosen.id), ...perspectives.filter(({ id }) => id !== chosen.id)];
}

/** Whether a composition was made from this text of the document; one of another text says nothing of this one. */
function readsText(facts: ComposedFacts, uri: string, text: string): boolean {
  for (const { leaves } of facts.unitsBetween(uri, 0, Number.POSITIVE_INFINITY)) {
    for (const { node } of leaves) {
      if (node.origin.uri === uri && !isAt(node.origin, text)) return false;
    }
  }
  return true;
}

function isAt(origin: Origin, text: string): boolean {
  return text.startsWith(origin.text, origin.start);
}

/** Resolved and judged when first asked for. */
class UnitPerspective implements BlockPerspective {
  constructor(
    readonly perspective: Perspective,
    private readonly facts: ComposedFacts,
    readonly unit: ComposedUnit,
    readonly ownsLeaves: BlockPerspective['ownsLeaves'],
  ) {}

  get composition() {
    return this.facts.composition;
  }

  get path() {
    return this.unit.path;
  }

  get shownAt() {
    return this.unit.shownAt;
  }

  get resolved() {
    return this.unit.resolved;
  }

  get context() {
    return this.unit.context;
  }

  get findings() {
    return this.unit.findings;
  }

  get resolver() {
    return this.facts.resolver;
  }

  get place() {
    return this.unit.place;
  }

  get trainer() {
    return this.facts.trainer;
  }
}

class Perspectives implements Seen {
  readonly findings: readonly Finding[];
  /** What stands in the document, by the block or optimizer that it is about. */
  private readonly byPart = new Map<ComposedPart, Finding[]>();

  constructor(
    private readonly uri: string,
    readonly sides: readonly ComposedSide[],
    readonly failed: readonly FailedSide[],
    agreed: readonly Agreed<ComposedSide>[],
  ) {
    this.findings = agreed.map(({ finding }) => finding);
    for (const { finding, by } of agreed) {
      for (const { part } of by) {
        const known = this.byPart.get(part);
        if (known === undefined) this.byPart.set(part, [finding]);
        else if (!known.includes(finding)) known.push(finding);
      }
    }
  }

  get isConcerned(): boolean {
    return (
      this.findings.length > 0 ||
      this.failed.some(({ failure }) => failure.origin?.uri === this.uri) ||
      this.sides.some(({ facts }) => facts.units.length > 0)
    );
  }

  get isAtPeace(): boolean {
    return (
      this.sides.length > 0 &&
      this.failed.length === 0 &&
      this.findings.length === 0 &&
      this.sides.every(({ facts }) => !facts.concerns(this.uri))
    );
  }

  ofBlock(block: Block): readonly BlockPerspective[] {
    const { start, end } = block.value.origin;
    const seen: BlockPerspective[] = [];
    for (const { perspective, facts } of this.sides) {
      const units = new Set(facts.unitsBetween(this.uri, start, end));
      if (block.keyOrigin) for (const unit of facts.unitsOfKey(this.uri, block.keyOrigin.start)) units.add(unit);
      for (const unit of units) {
        const ownsLeaves = this.ownedBy(block, unit);
        if (ownsLeaves) seen.push(new UnitPerspective(perspective, facts, unit, ownsLeaves));
      }
    }
    return seen;
  }

  /** Paths of the values of a composed block that a written one gave; undefined where it is no part of it. */
  private ownedBy(block: Block, unit: ComposedUnit): BlockPerspective['ownsLeaves'] | undefined {
    const starts = unit.scope.get(this.uri);
    if (starts === undefined) return undefined;
    const { value, keyOrigin: key } = block;
    const span = value.origin;
    const inside = ({ uri, start, end }: Origin) => uri === span.uri && start >= span.start && end <= span.end;
    const own = unit.leaves.filter(({ node }) => inside(node.origin)).map(({ path }) => path);
    const isLink = unit.link !== undefined && inside(unit.link);
    // What came in by an alias or a merge key is written elsewhere in the document; then the key tells.
    if (key !== undefined && unit.keyOrigin?.uri === key.uri && unit.keyOrigin.start === key.start) {
      if (isLink) return [];
      return unit.leaves.filter(({ node }) => node.origin.uri === this.uri).map(({ path }) => path);
    }
    if (isLink) return [];
    if (own.length === 0) return undefined;
    // Of several keys with one alias only the one that lands at this path is meant.
    return value.alias === undefined || endsWith(unit.path, block.path) ? own : undefined;
  }

  findingsOf(perspectives: readonly BlockPerspective[]): readonly Finding[] {
    const seen = perspectives as readonly UnitPerspective[];
    const findings = new Set<Finding>();
    for (const { unit } of seen) for (const finding of this.byPart.get(unit) ?? []) findings.add(finding);
    for (const finding of seen[0]?.findings ?? []) if (finding.origin.uri !== this.uri) findings.add(finding);
    return [...findings];
  }
}

function endsWith(path: readonly (string | number)[], end: readonly (string | number)[]): boolean {
  return end.every((part, index) => path[path.length - end.length + index] === part);
}
