import type { MapEntry, MapValue } from '../../config';
import type { KeySpec, KindSpec } from '../../schedules';
import { writtenEntries } from '../fix/text';

/** What becomes of the keys of a block that gets another kind. */
export interface Carried {
  /** Entries that stay as they are. */
  readonly kept: readonly MapEntry[];
  /** Entries whose value stays and means the same under another name. */
  readonly renamed: readonly { readonly entry: MapEntry; readonly key: KeySpec }[];
  /** Entries that the new kind does not know, or does not use. */
  readonly removed: readonly MapEntry[];
  /** The keys of the new kind that have a value then, those from elsewhere included. */
  readonly given: ReadonlySet<string>;
}

/** What a key says, whatever a kind calls it: two keys of one meaning can take each other's value. */
function meaningOf(key: KeySpec): string {
  if (key.isLearningRate) return 'peak';
  return key.name.endsWith('_interval') ? 'interval of changes' : key.name;
}

/** An entry's key without its quotes. */
export function nameOf({ key }: MapEntry): string {
  return key.kind === 'scalar' ? String(key.value) : '';
}

/** `elsewhere` are the keys of the block that other files give. */
export function carryOver(from: KindSpec, to: KindSpec, map: MapValue, elsewhere: ReadonlySet<string>): Carried {
  const kept: MapEntry[] = [];
  const renamed: { readonly entry: MapEntry; readonly key: KeySpec }[] = [];
  const removed: MapEntry[] = [];
  const given = new Set<string>();
  const effective = [...to.keys.values()].filter(({ noEffect }) => !noEffect);
  for (const name of elsewhere) {
    const [old, same] = [from.keys.get(name), to.keys.get(name)];
    if (old && same && !same.noEffect && meaningOf(old) === meaningOf(same)) given.add(name);
  }
  for (const entry of writtenEntries(map)) {
    const name = nameOf(entry);
    const old = from.keys.get(name);
    const same = to.keys.get(name);
    // `kind` has its own change; what no kind knows is told by a rule, and may be a slip of something.
    if (name === 'kind' || (old === undefined && same === undefined)) {
      kept.push(entry);
    } else if (old === undefined) {
      removed.push(entry);
    } else if (old.noEffect) {
      // It did nothing, and it should not begin to do something.
      if (same?.noEffect) kept.push(entry);
      else removed.push(entry);
    } else {
      const meant = effective.find((key) => meaningOf(key) === meaningOf(old) && !given.has(key.name));
      if (meant === undefined || excludes(to, meant.name, given)) removed.push(entry);
      else {
        given.add(meant.name);
        if (meant.name === name) kept.push(entry);
        else renamed.push({ entry, key: meant });
      }
    }
  }
  return { kept, renamed, removed, given };
}

/** Whether a key cannot stand beside one that is there already. */
export function excludes({ exclusive, exactlyOneOf }: KindSpec, name: string, given: ReadonlySet<string>): boolean {
  return [...exclusive, ...exactlyOneOf].some(
    (group) => group.includes(name) && group.some((other) => other !== name && given.has(other)),
  );
}
