import * as l10n from '@vscode/l10n';
import type { MapValue, Origin, Place, Resolver } from '../config';
import type { TotalSteps } from '../rules';
import type { Settings } from './settings';

/** What is known about the length of training. */
export interface TrainerFacts {
  /** Training updates; undefined where neither the config nor the settings tell. */
  readonly totalSteps?: TotalSteps;
  /** Whether `totalSteps` comes from the config itself or from the setting. */
  readonly totalFrom?: 'config' | 'setting';
  /** Updates in one epoch, at least 1. */
  readonly updatesPerEpoch?: number;
  /** What tells `updatesPerEpoch`. */
  readonly epochFrom?: EpochSource;
  /** The epoch at which training begins on the curve. */
  readonly startAtEpoch?: { readonly value: number; readonly origin: Origin };
  /** The value of `max_epochs`, where it alone says how long training is and nobody knows how long an epoch is. */
  readonly maxEpochs?: Origin;
}

/** No config tells how long an epoch is without a setting. */
export interface EpochSource {
  /** The setting, and the key of the config that goes with it where there is one. */
  readonly keys: readonly string[];
  /** The value of that key. */
  readonly origin?: Origin;
}

/** The keys that say how long training is. */
export const lengthKeys = ['max_updates', 'max_epochs', 'max_samples'] as const;

/**
 * The length of training by the trainer keys of a config, of one file or composed: `max_updates`, or `max_epochs` times
 * the updates per epoch, or `max_samples` divided by `effective_batch_size`. Where the config does not tell, the setting
 * does. Exactly one of the three may be set; where several are, or several trainers disagree, nothing is known. The
 * updates per epoch come from the setting, or from the dataset's length divided by `effective_batch_size`.
 */
export function trainerFacts(resolver: Resolver, settings: Settings): TrainerFacts {
  let epoch = epochOfSettings(settings);
  let found: TotalSteps | undefined;
  let disagree = false;
  let start: TrainerFacts['startAtEpoch'];
  let maxEpochs: Origin | undefined;
  for (const trainer of findTrainers(resolver)) {
    const read = (key: string) => countAt(trainer, key, resolver);
    epoch ??= epochOfDataset(settings, read);
    start ??= read('start_at_epoch');
    const total = totalOf(trainer, read, epoch);
    if (total === undefined) continue;
    if (!('value' in total)) {
      maxEpochs ??= total;
      continue;
    }
    if (found !== undefined && found.value !== total.value) disagree = true;
    found ??= total;
  }
  const known = {
    ...(epoch && { updatesPerEpoch: epoch.updates, epochFrom: epoch }),
    ...(start && { startAtEpoch: start }),
  };
  if (found !== undefined && !disagree) return { ...known, totalSteps: found, totalFrom: 'config' };
  if (settings.totalSteps === null) return { ...known, ...(maxEpochs && { maxEpochs }) };
  return {
    ...known,
    totalSteps: { value: settings.totalSteps, source: l10n.t('the setting scheduleLens.totalSteps') },
    totalFrom: 'setting',
  };
}

interface Epoch extends EpochSource {
  readonly updates: number;
}

type ReadCount = (key: string) => { readonly value: number; readonly origin: Origin } | undefined;

function epochOfSettings({ updatesPerEpoch }: Settings): Epoch | undefined {
  return updatesPerEpoch === null ? undefined : { updates: updatesPerEpoch, keys: ['scheduleLens.updatesPerEpoch'] };
}

/** As upstream counts: samples that do not fill a batch are left out. */
function epochOfDataset({ datasetLength }: Settings, read: ReadCount): Epoch | undefined {
  const batch = datasetLength === null ? undefined : read('effective_batch_size');
  if (datasetLength === null || batch === undefined || batch.value < 1) return undefined;
  const updates = Math.floor(datasetLength / batch.value);
  return updates < 1
    ? undefined
    : { updates, keys: ['scheduleLens.datasetLength', 'effective_batch_size'], origin: batch.origin };
}

/** The length that a trainer gives; the place of `max_epochs` where that is all it gives. */
function totalOf(trainer: Place, read: ReadCount, epoch: Epoch | undefined): TotalSteps | Origin | undefined {
  const { node } = trainer;
  if (node.kind !== 'map') return undefined;
  const written = lengthKeys.filter((key) => {
    const value = node.entries.get(key)?.value;
    return value !== undefined && !(value.kind === 'scalar' && value.value === null);
  });
  const [key, ...more] = written;
  if (key === undefined || more.length > 0) return undefined;
  const count = read(key);
  if (key === 'max_epochs' && epoch === undefined) return node.entries.get(key)?.value.origin;
  if (count === undefined || count.value < 1) return undefined;
  const { origin } = count;
  if (key === 'max_updates') return { value: count.value, source: key, origin };
  if (key === 'max_epochs') {
    if (epoch === undefined) return undefined;
    return { value: count.value * epoch.updates, source: listedKeys(['max_epochs', ...epoch.keys]), origin };
  }
  const batch = read('effective_batch_size');
  if (batch === undefined || batch.value < 1) return undefined;
  const value = Math.floor(count.value / batch.value);
  return value < 1 ? undefined : { value, source: listedKeys(['max_samples', 'effective_batch_size']), origin };
}

/** A whole number at a key, after interpolation. */
function countAt(trainer: Place, key: string, resolver: Resolver): { value: number; origin: Origin } | undefined {
  const place = trainer.child(key);
  if (place === undefined) return undefined;
  const node = resolver.resolve(place);
  if (node.kind !== 'scalar') return undefined;
  const value = typeof node.value === 'string' && /^\s*\d+\s*$/.test(node.value) ? Number(node.value) : node.value;
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) return undefined;
  return { value, origin: node.origin };
}

/**
 * Mappings with a trainer's keys: the one under `trainer` if there is one, links followed, else the root and what stands
 * right below it. Deeper down such keys belong to something else.
 */
function findTrainers(resolver: Resolver): Place[] {
  const { root } = resolver;
  if (root?.node.kind !== 'map') return [];
  const holds = (map: MapValue) => lengthKeys.some((key) => map.entries.has(key));
  const trainer = root.child('trainer');
  const answer = trainer === undefined ? undefined : resolver.dereference(trainer);
  const target = answer === undefined || 'failure' in answer ? trainer : answer.place;
  if (target?.node.kind === 'map' && holds(target.node)) return [target];
  const found: Place[] = holds(root.node) ? [root] : [];
  for (const [key, { value }] of root.node.entries) {
    const place = value.kind === 'map' && holds(value) ? root.child(key) : undefined;
    if (place !== undefined) found.push(place);
  }
  return found;
}

/** Keys as the source of a number; readers take them apart at the same word. */
export function listedKeys(keys: readonly string[]): string {
  const last = keys.at(-1) ?? '';
  return keys.length < 2 ? last : `${keys.slice(0, -1).join(', ')}${l10n.t(' and ')}${last}`;
}
