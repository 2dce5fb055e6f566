import * as l10n from '@vscode/l10n';
import type { Origin } from '../config';
import { isCommandLine } from '../config/hydra';
import { type Finding, type FindingData, ruleOf, type Severity } from '../rules';
import { listed } from '../rules/text';
import type { ComposedPart } from './composed';
import { pathText } from './path-text';

/** One way in which a document is composed, by the name that readers know it by. */
export interface Side {
  readonly label: string;
  /** Its blocks (or optimizers, or links) that share a text of a file with one of another composition, or of this one. */
  sharing(part: ComposedPart, uri: string): readonly ComposedPart[];
}

/** A finding as one side has it. */
export interface Held<S extends Side> {
  readonly finding: Finding;
  readonly part: ComposedPart;
  readonly side: S;
}

/** A finding said once for all sides that have it. */
export interface Agreed<S extends Side> {
  readonly finding: Finding;
  readonly by: readonly Held<S>[];
}

const severities: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/**
 * Findings of several compositions, each said once: those with the same rule, place and message but for its numbers are
 * one, and the numbers of the others are named. One that does not hold wherever its block (or optimizer) is composed
 * says where it does.
 */
export function* agree<S extends Side>(held: readonly Held<S>[], sides: readonly S[]): Iterable<Agreed<S>> {
  const groups = new Map<string, Held<S>[]>();
  for (const one of held) {
    const { ruleId, origin, message } = one.finding;
    const key = `${ruleId} ${origin.start}-${origin.end}@${origin.uri} ${skeletonOf(message)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  for (const by of groups.values()) {
    const finding = said(by, sides);
    if (finding !== undefined) yield { finding, by };
  }
}

const NUMBER = /\d+(?:[.,_]\d+)*(?:e[-+]?\d+)?/gi;

function skeletonOf(message: string): string {
  return message.replace(NUMBER, '#');
}

/** More compositions than this are counted, not named. */
const MOST_NAMES = 3;

function said<S extends Side>(by: readonly Held<S>[], sides: readonly S[]): Finding | undefined {
  const [first] = by;
  if (first === undefined) return undefined;
  const { finding } = first;
  const holding = new Set(by.map(({ side }) => side));
  const places = new Set(by.map(({ part }) => part));
  let partial = false;
  let elsewhere = false;
  for (const side of sides) {
    const same = side.sharing(first.part, finding.origin.uri);
    if (same.length === 0) continue;
    if (!holding.has(side)) partial = true;
    else if (same.some((part) => !places.has(part))) elsewhere = true;
  }
  let where = '';
  if (partial) where = l10n.t`In ${named([...holding].map(({ label }) => label))}: `;
  else if (elsewhere) where = l10n.t`At ${named([...new Set([...places].map(({ path }) => pathText(path)))])}: `;
  const severity = by
    .map((one) => one.finding.severity ?? ruleOf(finding.ruleId).severity)
    .reduce((a, b) => (severities.indexOf(a) <= severities.indexOf(b) ? a : b));
  const related = distinctPlaces(by.flatMap((one) => one.finding.related ?? []));
  const data = commonData(by.map((one) => one.finding.data));
  return {
    ruleId: finding.ruleId,
    severity,
    ...(partial && { partial }),
    origin: finding.origin,
    message: `${where}${finding.message}${otherNumbers(by)}`,
    ...(related.length > 0 && { related }),
    ...(data !== undefined && { data }),
  };
}

/** `a`, `a and b`, `a, b, c and 5 more`. */
export function named(names: readonly string[]): string {
  const shown = names.length > MOST_NAMES + 1 ? names.slice(0, MOST_NAMES) : names;
  const rest = names.length - shown.length;
  const parts = rest > 0 ? [...shown, l10n.t`${rest} more`] : shown;
  return listed(parts);
}

/** A sentence for each other version of a message: which of its numbers are others there. */
function otherNumbers<S extends Side>(by: readonly Held<S>[]): string {
  const [first] = by;
  if (first === undefined || by.every(({ finding }) => finding.message === first.finding.message)) return '';
  const usual = first.finding.message.match(NUMBER) ?? [];
  const variants = new Map<string, string[]>();
  for (const { finding, side, part } of by) {
    const numbers = finding.message.match(NUMBER) ?? [];
    const differing = new Set<string>();
    for (const [index, number] of numbers.entries()) {
      const other = usual[index];
      if (other !== undefined && other !== number) differing.add(l10n.t`${number} in place of ${other}`);
    }
    if (differing.size === 0) continue;
    const text = [...differing].join(', ');
    const place = side === first.side ? l10n.t`at ${pathText(part.path)}` : l10n.t`in ${side.label}`;
    const places = variants.get(text) ?? [];
    variants.set(text, places);
    if (!places.includes(place)) places.push(place);
  }
  const sentences = [...variants].map(([text, places]) => ` ${capital(named(places))}: ${text}.`);
  const shown = sentences.slice(0, MOST_NAMES);
  return shown.join('') + (sentences.length > shown.length ? l10n.t(' Other numbers elsewhere.') : '');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** More places than this nobody looks at. */
const MOST_RELATED = 10;

/** Words of the command line stand in no file that a reader could be sent to. */
function distinctPlaces(related: NonNullable<Finding['related']>): NonNullable<Finding['related']> {
  const seen = new Set<string>();
  const places = related.filter(({ origin, message }) => {
    const key = `${origin.start}@${origin.uri} ${skeletonOf(message)}`;
    if (seen.has(key) || isCommandLine(origin.uri)) return false;
    seen.add(key);
    return true;
  });
  return places.slice(0, MOST_RELATED);
}

/** What mends a finding in every composition. */
function commonData(all: readonly (FindingData | undefined)[]): FindingData | undefined {
  const [first, ...others] = all;
  if (first === undefined || others.some((data) => data === undefined)) return undefined;
  const replacements = first.replacements?.filter(
    ({ origin, text }) =>
      !isCommandLine(origin.uri) &&
      others.every((data) =>
        data?.replacements?.some((other) => other.text === text && samePlace(other.origin, origin)),
      ),
  );
  const inFiles = (places: readonly Origin[] | undefined) => places?.filter(({ uri }) => !isCommandLine(uri));
  const common = (places: readonly Origin[] | undefined, of: (data: FindingData) => readonly Origin[] | undefined) =>
    inFiles(places)?.filter((place) =>
      others.every((data) => data && of(data)?.some((other) => samePlace(place, other))),
    );
  const removeKeys = common(first.removeKeys, (data) => data.removeKeys);
  const indentKeys = common(first.indentKeys, (data) => data.indentKeys);
  const addKeys = first.addKeys?.filter((key) => others.every((data) => data?.addKeys?.includes(key)));
  return {
    ...(replacements && replacements.length > 0 && { replacements }),
    ...(addKeys && addKeys.length > 0 && { addKeys }),
    ...(removeKeys && removeKeys.length > 0 && { removeKeys }),
    ...(indentKeys && indentKeys.length > 0 && { indentKeys }),
  };
}

function samePlace(a: Origin, b: Origin): boolean {
  return a.uri === b.uri && a.start === b.start && a.end === b.end;
}
