import * as l10n from '@vscode/l10n';
import { type MapEntry, type MapValue, type Origin, type Path, Place, type Resolver, type ValueNode } from '../config';
import type { ComposedEntry } from '../config/hydra';
import type { Finding } from '../rules';
import { pathText } from './path-text';

/** A mapping that was merged onto a link (`optim: ${optim}`), which ends the link. */
export interface EndedLink {
  /** Where both stand in the composed config. */
  readonly place: Place;
  /** The interpolation that stood there. */
  readonly link: ValueNode;
}

/**
 * What became of a link that something was merged onto. Hydra makes a copy of what the link led to and merges into that;
 * where it led to nothing yet, the link is dropped without a word.
 */
export function linkFindings({ place, link }: EndedLink, resolver: Resolver): Finding[] {
  const { node } = place;
  if (node.kind !== 'map' || link.kind !== 'scalar' || typeof link.value !== 'string') return [];
  // As if the link still stood there.
  const answer = resolver.dereference(new Place(link, place.parent, place.key));
  if ('failure' in answer || !answer.written || answer.place.node.kind !== 'map') return [];
  const target = answer.place;
  if (target === place || target.node.kind !== 'map') return [];
  const name = pathText(place.path);
  const targetName = pathText(target.path);
  const { own, copied, outdated } = compare(node, target.node);
  const first = own[0];
  if (first === undefined) return [];
  const stood = { origin: link.origin, message: l10n.t`The link ${link.value} stood here` };
  if (copied === 0) {
    return [
      {
        ruleId: 'link-ended',
        severity: 'warning',
        origin: first.key,
        message: l10n.t`This is merged onto the link ${link.value} at ${name} while ${targetName} is not composed yet, so the link is dropped and nothing of ${targetName} arrives at ${name}. Change ${targetName} instead, or let its file come earlier in the defaults list.`,
        related: [stood, { origin: target.node.origin, message: l10n.t`${targetName} is written here` }],
      },
    ];
  }
  const late = outdated[0];
  if (late !== undefined) {
    return [
      {
        ruleId: 'link-ended',
        severity: 'warning',
        origin: first.key,
        message: l10n.t`This is merged onto the link ${link.value}, which makes ${name} a copy of ${targetName} from here on: what is written to ${targetName} later, such as its ${pathText(late.path)}, does not arrive at ${name}. Change ${targetName} instead.`,
        related: [stood, { origin: late.now, message: l10n.t`Written to ${targetName} after the copy was made` }],
      },
    ];
  }
  return [
    {
      ruleId: 'link-ended',
      origin: first.key,
      message: l10n.t`This is merged onto the link ${link.value}, which makes ${name} a copy of ${targetName}: from here on they differ, and absolute interpolations in the copy still read ${targetName}. To change both, change ${targetName}.`,
      related: [stood],
    },
  ];
}

interface Comparison {
  /** Keys of what was merged onto the link. */
  readonly own: readonly { readonly key: Origin }[];
  /** How many values came from the target. */
  readonly copied: number;
  /** Values of the target that were written over after they had been copied. */
  readonly outdated: readonly { readonly path: Path; readonly now: Origin }[];
}

function compare(copy: MapValue, target: MapValue): Comparison {
  const own: { key: Origin }[] = [];
  const outdated: { path: Path; now: Origin }[] = [];
  let copied = 0;
  const visit = (map: MapValue, other: MapValue | undefined, path: Path): void => {
    for (const [id, entry] of map.entries) {
      const theirs = other?.entries.get(id);
      const { value } = entry;
      if (value.kind === 'map' && value.entries.size > 0) {
        visit(value, theirs?.value.kind === 'map' ? theirs.value : undefined, [...path, id]);
      } else if (theirs !== undefined && isSame(value, theirs.value)) {
        copied += 1;
      } else if (theirs !== undefined && wasBefore(value, theirs)) {
        copied += 1;
        outdated.push({ path: [...path, id], now: theirs.value.origin });
      } else {
        own.push({ key: entry.key.origin });
      }
    }
  };
  visit(copy, target, []);
  return { own, copied, outdated };
}

function wasBefore(value: ValueNode, entry: MapEntry): boolean {
  return ((entry as ComposedEntry).overrode ?? []).some((before) => isSame(value, before));
}

/** Copies of a mapping share what stands in it; a mapping itself is known by its text. */
function isSame(a: ValueNode, b: ValueNode): boolean {
  if (a === b) return true;
  const [one, two] = [a.origin, b.origin];
  return one.uri === two.uri && one.start === two.start && one.end === two.end;
}
