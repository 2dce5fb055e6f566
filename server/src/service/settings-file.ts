import * as l10n from '@vscode/l10n';
import type { Diagnostic } from 'vscode-languageserver-types';
import { type ConfigDocument, type Origin, type Plain, plainOf, readDocument, type ValueNode } from '../config';
import { isRuleId, rules } from '../rules';
import { closest } from '../rules/names';
import { listed, short } from '../rules/text';
import { SETTINGS_FILE } from '../workspace/paths';
import { keyName } from './path-text';
import { type SchemaError, settingNames, validate } from './settings-validator.generated';
import { DIAGNOSTIC_SOURCE } from './validate';

/** The code of its diagnostics: they are about no config, so they are no rules. */
export const BAD_SETTING = 'bad-setting';

export type RawSettings = Readonly<Record<string, unknown>>;

export interface SettingsFile {
  /** What holds, by the names in `Settings`; entries that are wrong are left out. */
  readonly settings: RawSettings;
  /** What is wrong, with its place. */
  readonly problems: readonly Diagnostic[];
}

/** Reads a settings file. Never throws: what cannot be used is told. */
export function readSettingsFile(uri: string, text: string): SettingsFile {
  const document = readDocument(uri, text);
  const problems = document.problems.map(({ origin, message }) => problem(origin, message));
  const { root, tooLarge } = document;
  if (tooLarge)
    return { settings: {}, problems: [problem(document.originAt(0, 0), l10n.t('This file is too large to be read.'))] };
  if (root === undefined || (root.kind === 'scalar' && root.value === null)) return { settings: {}, problems };
  if (root.kind !== 'map') {
    // The loader has a sentence of its own for a text that is a single value.
    const message = l10n.t('Settings are a mapping of names and values, such as "totalSteps: 20000".');
    return { settings: {}, problems: problems.length > 0 ? problems : [problem(root.origin, message)] };
  }
  const values = plainOf(root) as Record<string, Plain>;
  for (const { path, origin, message } of wrong(values, root, document)) {
    problems.push(problem(origin, message));
    remove(values, path);
  }
  return { settings: grouped(values, root, problems), problems };
}

function problem({ range }: Origin, message: string): Diagnostic {
  return { range, severity: 1, code: BAD_SETTING, source: DIAGNOSTIC_SOURCE, message };
}

interface Wrong {
  /** Of what cannot be used: an entry of a mapping of values, else the whole setting. */
  readonly path: readonly string[];
  readonly origin: Origin;
  readonly message: string;
}

function wrong(values: Record<string, Plain>, root: ValueNode, document: ConfigDocument): Wrong[] {
  const found = new Map<string, Wrong>();
  const add = (one: Wrong) => {
    const key = JSON.stringify(one.path);
    if (!found.has(key)) found.set(key, one);
  };
  validate(values);
  for (const { keyword, params, instancePath } of validate.errors ?? []) {
    if (keyword === 'type' && params.type === 'string') takeAsText(values, root, partsOf(instancePath));
  }
  validate(values);
  for (const error of validate.errors ?? []) add(wrongOf(error, root, document));
  const levels = values.rules;
  if (isRecord(levels)) {
    for (const id of Object.keys(levels)) {
      if (isRuleId(id)) continue;
      const meant = closest(id, rules.keys());
      const known = l10n.t`rules names "${short(id)}", and no rule has that id.`;
      add({
        path: ['rules', id],
        origin: entryAt(root, ['rules', id])?.key ?? document.originAt(0, 0),
        message: advised(known, meant),
      });
    }
  }
  return [...found.values()];
}

function wrongOf(error: SchemaError, root: ValueNode, document: ConfigDocument): Wrong {
  const at = partsOf(error.instancePath);
  const nowhere = document.originAt(0, 0);
  const extra = error.params.additionalProperty;
  if (error.keyword === 'additionalProperties' && typeof extra === 'string') {
    const path = [...at, extra];
    return {
      path,
      origin: entryAt(root, path)?.key ?? nowhere,
      message: unknownSetting([...at, keyName(extra)].join('.')),
    };
  }
  const found = entryAt(root, at);
  const isEntry = at[0] === 'rules' && at.length === 2;
  const name = isEntry ? at.join(': ') : at.filter((part) => !/^\d+$/.test(part)).join('.');
  const written = found?.written ?? l10n.t('nothing');
  const item = at.length > 1 && /^\d+$/.test(at.at(-1) ?? '');
  return {
    path: item ? at.slice(0, -1) : at,
    origin: found?.value ?? nowhere,
    message: item
      ? l10n.t`${name} takes a list in which each entry is ${wanted(error)}, not ${written}.`
      : l10n.t`${name} takes ${wanted(error)}, not ${written}.`,
  };
}

function unknownSetting(name: string): string {
  const bare = name.replace(/^scheduleLens\./, '');
  if (bare !== name && settingNames.includes(bare)) {
    return l10n.t`In ${SETTINGS_FILE} settings go without "scheduleLens.". Write ${bare}.`;
  }
  return advised(l10n.t`There is no setting "${short(name)}".`, closest(bare, settingNames));
}

/** A sentence, and behind it what is most likely meant. */
function advised(sentence: string, meant: string | undefined): string {
  return meant === undefined ? sentence : `${sentence} ${l10n.t`Write ${meant}.`}`;
}

/** A type of JSON Schema, as it reads after "takes". */
function typeWord(type: unknown): string {
  switch (type) {
    case 'integer':
      return l10n.t('a whole number');
    case 'string':
      return l10n.t('a text');
    case 'boolean':
      return l10n.t('true or false');
    case 'array':
      return l10n.t('a list');
    case 'object':
      return l10n.t('a mapping');
    default:
      return String(type);
  }
}

/** What a setting takes, as it reads after "takes". */
function wanted({ keyword, params }: SchemaError): string {
  switch (keyword) {
    case 'type':
      return listed([params.type].flat().map(typeWord), 'or');
    case 'enum':
      return listed([params.allowedValues].flat().map(String), 'or');
    case 'minimum':
      return l10n.t`a number of at least ${String(params.limit)}`;
    case 'maximum':
      return l10n.t`a number of at most ${String(params.limit)}`;
    default:
      return l10n.t('another value');
  }
}

/** `noetherVersion: 1.1` and `factor-zero: off` are no texts to the loader, and yet their text is what is meant. */
function takeAsText(values: Record<string, Plain>, root: ValueNode, path: readonly string[]): void {
  const node = entryAt(root, path)?.node;
  if (node?.kind !== 'scalar' || node.style !== 'plain') return;
  const name = path.at(-1) ?? '';
  const holder = path.slice(0, -1).reduce<Plain | undefined>(memberOf, values);
  if (Array.isArray(holder)) holder[Number(name)] = node.origin.text;
  else if (isRecord(holder)) holder[name] = node.origin.text;
}

function memberOf(value: Plain | undefined, name: string): Plain | undefined {
  if (Array.isArray(value)) return value[Number(name)];
  return isRecord(value) ? value[name] : undefined;
}

function partsOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

interface SettingsEntry {
  readonly node: ValueNode;
  readonly key: Origin;
  /** Where the value stands; the key where nothing is written. */
  readonly value: Origin;
  readonly written: string;
}

/** The key and the value at a path, as they stand in the text. */
function entryAt(root: ValueNode, path: readonly string[]): SettingsEntry | undefined {
  let node = root;
  let key = root.origin;
  for (const part of path) {
    let next: ValueNode | undefined;
    if (node.kind === 'map') {
      // Keys that are no strings are known by type and value.
      const entry = node.entries.get(part) ?? node.entries.get(`\0${part}`);
      next = entry?.value;
      key = entry?.key.origin ?? key;
    } else if (node.kind === 'list') {
      next = node.items[Number(part)];
      key = next?.origin ?? key;
    }
    if (next === undefined) return undefined;
    node = next;
  }
  const value = node.alias ?? node.origin;
  const isEmpty = value.text.trim() === '';
  return { node, key, value: isEmpty ? key : value, written: isEmpty ? l10n.t('nothing') : short(value.text) };
}

function remove(values: Record<string, Plain>, path: readonly string[]): void {
  const at = path.slice(0, -1).reduce<Plain | undefined>(memberOf, values);
  const last = path.at(-1);
  if (last !== undefined && isRecord(at)) delete at[last];
}

/** `hover.width: 480` as `hover: {width: 480}`. */
function grouped(values: Record<string, Plain>, root: ValueNode, problems: Diagnostic[]): RawSettings {
  const settings: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) if (!name.includes('.')) settings[name] = value;
  for (const [name, value] of Object.entries(values)) {
    const [group = '', member] = name.split('.');
    if (member === undefined) continue;
    const others = isRecord(settings[group]) ? settings[group] : {};
    const place = entryAt(root, [name])?.key;
    if (member in others && place !== undefined)
      problems.push(problem(place, l10n.t`${name} is set twice in this file.`));
    settings[group] = { ...others, [member]: value };
  }
  return settings;
}

/** Settings over others: mappings entry by entry, everything else as a whole. */
export function mergeSettings(under: RawSettings, over: RawSettings, depth = 0): RawSettings {
  const merged: Record<string, unknown> = { ...under };
  for (const [name, value] of Object.entries(over)) {
    const below = Object.hasOwn(merged, name) ? merged[name] : undefined;
    const deeper = isRecord(value) && isRecord(below) && depth < DEPTH;
    Object.defineProperty(merged, name, {
      value: deeper ? mergeSettings(below, value, depth + 1) : value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return merged;
}

/** Deeper than this no setting nests. */
const DEPTH = 64;

function isRecord<T>(value: T | Record<string, T>): value is Record<string, T> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}
