import type { ConfigDocument, MapValue, Origin, Path, Resolver } from '../config';
import type { TotalSteps } from '../rules';
import type { Settings } from './settings';

/** What is known about the length of training. */
export interface TrainerFacts {
  /** Training updates; undefined where neither the file nor the settings tell. */
  readonly totalSteps?: TotalSteps;
  /** Whether `totalSteps` comes from the file itself or from the setting. */
  readonly totalFrom?: 'config' | 'setting';
  /** Updates in one epoch, at least 1. */
  readonly updatesPerEpoch?: number;
  /** The epoch at which training begins on the curve. */
  readonly startAtEpoch?: { readonly value: number; readonly origin: Origin };
}

const lengthKeys = ['max_updates', 'max_epochs', 'max_samples'] as const;

/**
 * The length of training by the file's own trainer keys: `max_updates`, or `max_epochs` times the updates per epoch of
 * the settings, or `max_samples` divided by `effective_batch_size`. Where the file does not tell, the setting does.
 * Exactly one of the three may be set; where several are, or several trainers disagree, nothing is known.
 */
export function trainerFacts(config: ConfigDocument, resolver: Resolver, settings: Settings): TrainerFacts {
  const updatesPerEpoch = settings.updatesPerEpoch ?? undefined;
  const known = updatesPerEpoch === undefined ? {} : { updatesPerEpoch };
  const trainers = findTrainers(config);
  let found: TotalSteps | undefined;
  let disagree = false;
  let start: TrainerFacts['startAtEpoch'];
  for (const { map, path } of trainers) {
    const read = (key: string) => countAt(path, key, resolver);
    start ??= read('start_at_epoch');
    const total = totalOf(map, read, updatesPerEpoch);
    if (total === undefined) continue;
    if (found !== undefined && found.value !== total.value) disagree = true;
    found ??= total;
  }
  const startAtEpoch = start === undefined ? {} : { startAtEpoch: start };
  if (found !== undefined && !disagree) return { ...known, ...startAtEpoch, totalSteps: found, totalFrom: 'config' };
  if (settings.totalSteps === null) return { ...known, ...startAtEpoch };
  return {
    ...known,
    ...startAtEpoch,
    totalSteps: { value: settings.totalSteps, source: 'the setting scheduleLens.totalSteps' },
    totalFrom: 'setting',
  };
}

type ReadCount = (key: string) => { readonly value: number; readonly origin: Origin } | undefined;

function totalOf(map: MapValue, read: ReadCount, updatesPerEpoch: number | undefined): TotalSteps | undefined {
  const written = lengthKeys.filter((key) => {
    const value = map.entries.get(key)?.value;
    return value !== undefined && !(value.kind === 'scalar' && value.value === null);
  });
  const [key, ...more] = written;
  if (key === undefined || more.length > 0) return undefined;
  const count = read(key);
  if (count === undefined || count.value < 1) return undefined;
  const { origin } = count;
  if (key === 'max_updates') return { value: count.value, source: key, origin };
  if (key === 'max_epochs') {
    if (updatesPerEpoch === undefined) return undefined;
    return { value: count.value * updatesPerEpoch, source: 'max_epochs and scheduleLens.updatesPerEpoch', origin };
  }
  const batch = read('effective_batch_size');
  if (batch === undefined || batch.value < 1) return undefined;
  const value = Math.floor(count.value / batch.value);
  return value < 1 ? undefined : { value, source: 'max_samples and effective_batch_size', origin };
}

/** A whole number at a key, after interpolation. */
function countAt(path: Path, key: string, resolver: Resolver): { value: number; origin: Origin } | undefined {
  const place = resolver.locate([...path, key]);
  if (place === undefined) return undefined;
  const node = resolver.resolve(place);
  if (node.kind !== 'scalar') return undefined;
  const value = typeof node.value === 'string' && /^\s*\d+\s*$/.test(node.value) ? Number(node.value) : node.value;
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) return undefined;
  return { value, origin: node.origin };
}

/**
 * Mappings with a trainer's keys: the one under `trainer` if there is one, else the root and what stands right below
 * it. Deeper down such keys belong to something else.
 */
function findTrainers(config: ConfigDocument): { map: MapValue; path: Path }[] {
  const { root, text } = config;
  if (root?.kind !== 'map' || !lengthKeys.some((key) => text.includes(key))) return [];
  const holds = (map: MapValue) => lengthKeys.some((key) => map.entries.has(key));
  const trainer = root.entries.get('trainer')?.value;
  if (trainer?.kind === 'map' && holds(trainer)) return [{ map: trainer, path: ['trainer'] }];
  const found: { map: MapValue; path: Path }[] = holds(root) ? [{ map: root, path: [] }] : [];
  for (const [key, { value }] of root.entries) {
    if (value.kind === 'map' && holds(value)) found.push({ map: value, path: [key] });
  }
  return found;
}
