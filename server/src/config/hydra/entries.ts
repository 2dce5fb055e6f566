import * as l10n from '@vscode/l10n';
import type { ListValue, MapValue, ScalarValue, ValueNode } from '../types';
import { CompositionFailure } from './failure';
import { isMissing, type Placed, shownKey } from './tree';

/** One item of a defaults list as its file writes it. */
export interface DefaultsEntry {
  readonly kind: 'config' | 'group';
  /** The path of a string entry, the group of a `group: option` entry; with a leading `/` where it is absolute. */
  readonly target: string;
  /** The option, several options, or null for none. Always undefined for a string entry. */
  readonly value: string | readonly string[] | null | undefined;
  /** What stands behind `@`. */
  readonly package: string | undefined;
  readonly optional: boolean;
  readonly override: boolean;
  /** The whole item. */
  readonly item: Placed;
  /** The group or path, with its keywords and package. */
  readonly targetPlace: Placed;
  readonly valuePlace: Placed;
  /** One per option where `value` is a list. */
  readonly optionPlaces: readonly Placed[];
  /** A word before the group that looks like a misspelt keyword; Hydra drops such words silently. */
  readonly ignoredWords: readonly string[];
}

const PYTHON_TYPES = (): Readonly<Record<ScalarValue['type'], string>> => ({
  null: 'null',
  bool: l10n.t('a boolean'),
  int: l10n.t('a number'),
  float: l10n.t('a number'),
  str: l10n.t('a text'),
  bytes: l10n.t('binary data'),
});

function describe(node: ValueNode): string {
  if (node.kind === 'map') return l10n.t('a mapping');
  return node.kind === 'list' ? l10n.t('a list') : PYTHON_TYPES()[node.type];
}

/**
 * The entries of a `defaults:` list, in its order.
 * @throws CompositionFailure where Hydra raises (ValueError, for odd keys AssertionError).
 */
export function readDefaultsEntries(node: ValueNode | undefined): DefaultsEntry[] {
  // A defaults list that is still to be filled in counts as none.
  if (node === undefined || isMissing(node)) return [];
  if (node.kind !== 'list') {
    const message = l10n.t`'defaults' is ${describe(node)}, but Hydra wants a list: write '- group: option' below it, or '[]' for none.`;
    throw new CompositionFailure('ValueError', message, { origin: node.origin });
  }
  return readItems(node);
}

function readItems(list: ListValue): DefaultsEntry[] {
  return list.items.map((item) => {
    if (item.kind === 'map') return groupEntry(item);
    if (item.kind === 'scalar' && typeof item.value === 'string') return stringEntry(item, item.value);
    const message = l10n.t`An item of a defaults list is ${describe(item)}; Hydra wants 'group: option' or the path of a config.`;
    throw new CompositionFailure('ValueError', message, { origin: item.origin });
  });
}

/** Splits `group@package`; what follows a colon in the package is a rename that Hydra no longer honours. */
function splitPackage(text: string): { target: string; package: string | undefined } {
  const at = text.indexOf('@');
  if (at === -1) return { target: text, package: undefined };
  return { target: text.slice(0, at), package: text.slice(at + 1).split(':')[0] };
}

function stringEntry(item: ScalarValue, text: string): DefaultsEntry {
  const { target, package: pkg } = splitPackage(text);
  if (target === '_self_' && pkg !== undefined) {
    const message = l10n.t("'_self_' takes no package: move the whole file with a '# @package' header instead.");
    throw new CompositionFailure('ValueError', message, { origin: item.origin });
  }
  return {
    kind: 'config',
    target,
    value: undefined,
    package: pkg === '_here_' ? '' : pkg,
    optional: false,
    override: false,
    item,
    targetPlace: item,
    valuePlace: item,
    optionPlaces: [],
    ignoredWords: [],
  };
}

function truthy(node: ValueNode): boolean {
  if (node.kind === 'map') return node.entries.size > 0;
  if (node.kind === 'list') return node.items.length > 0;
  return Boolean(node.value) && node.value !== 0n;
}

function groupEntry(item: MapValue): DefaultsEntry {
  const entries = [...item.entries.values()];
  let oldOptional = false;
  const optional = item.entries.get('optional');
  if (entries.length > 1 && optional) {
    oldOptional = truthy(optional.value);
    entries.splice(entries.indexOf(optional), 1);
  }
  const [entry, second] = entries;
  if (!entry) {
    const message = l10n.t("This item of the defaults list is empty: write 'group: option'.");
    throw new CompositionFailure('ValueError', message, { origin: item.origin });
  }
  if (second) {
    const name = shownKey(String(second.key.value));
    const message = l10n.t`An item of a defaults list has one group, but '${name}' is a second one: give it an item of its own, with a '-'.`;
    throw new CompositionFailure('ValueError', message, { origin: second.key.origin });
  }
  const key = entry.key;
  if (typeof key.value !== 'string') {
    const message = l10n.t`A group of a defaults list is ${PYTHON_TYPES()[key.type]}; Hydra takes text only.`;
    throw new CompositionFailure('AssertionError', message, { origin: key.origin });
  }
  const { target: worded, package: pkg } = splitPackage(key.value);
  const words = worded.split(' ');
  const group = words.pop() ?? '';
  let isOptional = false;
  let isOverride = false;
  let read = 0;
  for (const word of words) {
    if (word === 'optional') isOptional = true;
    else if (word === 'override') isOverride = true;
    else break;
    read += 1;
  }
  const { value, optionPlaces } = optionsOf(entry.value);
  if (group === '') {
    throw new CompositionFailure('AssertionError', l10n.t('This item of the defaults list names no group.'), {
      origin: key.origin,
    });
  }
  return {
    kind: 'group',
    target: group,
    value,
    package: pkg === '_here_' ? '' : pkg,
    optional: isOptional || oldOptional,
    override: isOverride,
    item,
    targetPlace: key,
    valuePlace: entry.value,
    optionPlaces,
    ignoredWords: words.slice(read).filter((word) => word !== ''),
  };
}

function optionsOf(node: ValueNode): { value: string | readonly string[] | null; optionPlaces: readonly Placed[] } {
  if (node.kind === 'list') {
    const options = node.items.map((item) => {
      if (item.kind === 'scalar' && typeof item.value === 'string') return item.value;
      const message = l10n.t`An option is ${describe(item)}; Hydra takes the names of config files only${quoteHint(item)}.`;
      throw new CompositionFailure('ValueError', message, { origin: item.origin });
    });
    return { value: options, optionPlaces: node.items };
  }
  if (node.kind === 'scalar' && (node.value === null || typeof node.value === 'string')) {
    return { value: node.value, optionPlaces: [] };
  }
  const message = l10n.t`The option of a group is ${describe(node)}; Hydra takes the name of a config file or a list of names${quoteHint(node)}.`;
  throw new CompositionFailure('ValueError', message, { origin: node.origin });
}

function quoteHint(node: ValueNode): string {
  return node.kind === 'scalar' && node.origin.text !== '' ? l10n.t`: put it in quotes ('${node.origin.text}')` : '';
}
