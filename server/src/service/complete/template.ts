import type { KeySpec, KindSpec, PlainValue } from '../../schedules';
import type { NoetherVersion } from '../settings';
import { type BlockPlace, commonKeys, offeredKeys, referenceTo, type Sibling, siblingOf } from './place';
import { type Layout, listPieces, numberText, type Piece, valueText } from './write';

/** What a value is written into. */
export interface Surroundings {
  readonly block: BlockPlace;
  readonly layout: Layout;
  readonly version: NoetherVersion;
}

/** A weight decay to start from where the optimizer has none; a learning rate's example would be far too small. */
const EXAMPLE_WEIGHT_DECAY = 0.05;

/** The optimizer's value to refer to. A weight decay of zero is no peak that anybody wants. */
export function peakOf(block: BlockPlace): Sibling | undefined {
  const sibling = siblingOf(block);
  return sibling?.value === 0 ? undefined : sibling;
}

/** An interpolation as a value: in flow style its braces would be read as a mapping without quotes. */
export function referenceText(sibling: Sibling, holder: Parameters<typeof referenceTo>[1], flow: boolean): string {
  const reference = referenceTo(sibling, holder);
  return flow ? `"${reference}"` : reference;
}

/** The values of a key that its example and suggestions name, the example first, as text. */
function candidates(spec: KeySpec): string[] {
  const values: PlainValue[] = [
    ...(spec.example === undefined ? [] : [spec.example]),
    ...spec.suggestions.map((suggestion) => suggestion.value),
    ...(spec.values ?? []),
    ...(spec.type === 'bool' ? [true, false] : []),
  ];
  return [...new Set(values.map((value) => valueText(value, spec)))];
}

/** What a block of this role reaches where nothing beside it says; the table's example where undefined. */
export function examplePeak(role: BlockPlace['role']): number | undefined {
  return role === 'weight_decay_schedule' ? EXAMPLE_WEIGHT_DECAY : undefined;
}

/** A sensible value for a key, with the blank behind its colon. */
export function valuePieces(spec: KeySpec, { block, layout }: Surroundings): Piece[] {
  const peak = spec.isLearningRate ? peakOf(block) : undefined;
  if (peak) return [' ', { stop: referenceText(peak, block.map, layout.flow) }];
  if (Array.isArray(spec.example)) return listPieces(spec.example, spec, layout);
  const number = spec.isLearningRate ? examplePeak(block.role) : undefined;
  if (number !== undefined) return [' ', { stop: numberText(number, 'float') }];
  const texts = candidates(spec);
  if (texts.length > 1) return [' ', { choices: texts }];
  const text =
    texts[0] ?? (spec.default === undefined || spec.default === null ? undefined : valueText(spec.default, spec));
  return [' ', { stop: text ?? (spec.type === 'int' ? '1' : '0.0') }];
}

/** The keys of a whole block: the required ones and those whose default is rarely what one wants. */
export function usualKeys(kind: KindSpec, version: NoetherVersion): readonly KeySpec[] {
  const taken = new Set<string>();
  const keys: KeySpec[] = [];
  const later: KeySpec[] = [];
  for (const { spec, required, insteadOf } of offeredKeys(kind, new Set(), version)) {
    const excluded = [...insteadOf, ...kind.exclusive.filter((group) => group.includes(spec.name)).flat()];
    if (excluded.some((key) => key !== spec.name && taken.has(key))) continue;
    // The percentage of two ways to say it: it fits a run of any length.
    if (insteadOf.length > 0 && spec.unit === 'steps') continue;
    // Without its exponent a polynomial is a straight line, which has a kind of its own.
    const shapes = spec.type === 'float' && !spec.nullable && !commonKeys.has(spec.name);
    if (required || spec.isLearningRate || shapes) {
      keys.push(spec);
      taken.add(spec.name);
    } else if (spec.unit === 'learning rate' && spec.default !== 0) later.push(spec);
  }
  return [...keys.filter((key) => key.isLearningRate), ...keys.filter((key) => !key.isLearningRate), ...later];
}

/** A whole block, line by line without indentation: `kind` and the usual keys. */
export function blockLines(kind: KindSpec, surroundings: Surroundings): Piece[][] {
  const { block, version } = surroundings;
  const peak = peakOf(block)?.value ?? examplePeak(block.role);
  return [
    [`kind: ${kind.kind}`],
    ...usualKeys(kind, version).map((spec): Piece[] => {
      // A default end above the peak would stop the run.
      const tooHigh =
        !spec.isLearningRate && typeof spec.default === 'number' && spec.default > (peak ?? Number.POSITIVE_INFINITY);
      const value: Piece[] =
        tooHigh && spec.unit === 'learning rate' ? [' ', { stop: '0.0' }] : valuePieces(spec, surroundings);
      return [`${spec.name}:`, ...value];
    }),
  ];
}

/** The same block as numbers, for its picture. */
export function exampleConfig(
  kind: KindSpec,
  version: NoetherVersion,
  peak: number | undefined,
): Record<string, PlainValue> {
  const config: Record<string, PlainValue> = { kind: kind.kind };
  for (const spec of usualKeys(kind, version)) {
    const value = spec.isLearningRate ? (peak ?? spec.example) : spec.example;
    if (value !== undefined) config[spec.name] = value;
    const above =
      typeof value === 'number' && !spec.isLearningRate && spec.unit === 'learning rate' && peak !== undefined;
    if (above && value > peak) config[spec.name] = 0;
  }
  return config;
}

/** Pieces of several lines as one, in the style of what they stand in. */
export function joinLines(lines: readonly Piece[][], { flow, indent, habits }: Layout): Piece[] {
  return lines.flatMap((line, index) => (index === 0 ? line : [flow ? ', ' : habits.eol + indent, ...line]));
}
