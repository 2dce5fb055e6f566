import { distance } from 'fastest-levenshtein';

/** Longer words are not compared: they are no slip of a key or of a kind, and comparing costs their product. */
const LONGEST = 120;

function plain(word: string): string {
  return word.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/**
 * The candidate that a word was most likely meant to be, or undefined where none is near. Case, `_`, `-` and blanks
 * do not count; beyond that one slip in four letters is forgiven, and at least one.
 */
export function closest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length === 0 || word.length > LONGEST) return undefined;
  const wanted = plain(word);
  if (wanted === '') return undefined;
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(wanted.length / 4)) + 1;
  for (const candidate of candidates) {
    const name = plain(candidate);
    // As many letters as one is longer are slips at least.
    if (Math.abs(name.length - wanted.length) >= bestDistance) continue;
    const d = slips(name, wanted);
    // A short word is all different after two slips.
    if (d < bestDistance && d < Math.max(name.length, wanted.length) / 2) {
      best = candidate;
      bestDistance = d;
    }
  }
  return best;
}

/** Two letters in the wrong order are one slip. */
function slips(a: string, b: string): number {
  if (a === b) return 0;
  const d = distance(a, b);
  return d === 2 && a.length === b.length && [...a].sort().join('') === [...b].sort().join('') ? 1 : d;
}

/** What other frameworks call a key, and what people abbreviate it to. Used only for keys the kind then accepts. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  gamma: ['factor'],
  decay: ['factor'],
  decay_factor: ['factor'],
  multiplier: ['factor'],
  milestones: ['steps'],
  step: ['steps'],
  step_size: ['update_interval', 'decreases_interval'],
  interval: ['update_interval', 'decreases_interval'],
  update_interval: ['decreases_interval'],
  decreases_interval: ['update_interval'],
  decrease_interval: ['decreases_interval', 'update_interval'],
  lr: ['max_value', 'value', 'start_value'],
  base_lr: ['start_value', 'max_value', 'value'],
  peak: ['max_value'],
  peak_value: ['max_value'],
  start_value: ['max_value'],
  max_value: ['start_value', 'value'],
  end_value: ['max_value'],
  value: ['values', 'max_value'],
  values: ['value'],
  min_value: ['end_value'],
  eta_min: ['end_value'],
  final_value: ['end_value'],
  initial_value: ['start_value'],
  init_value: ['start_value'],
  warmup: ['warmup_percent', 'warmup_steps'],
  warmup_fraction: ['warmup_percent'],
  warmup_ratio: ['warmup_percent'],
  warmup_updates: ['warmup_steps'],
  cooldown: ['cooldown_percent', 'cooldown_steps'],
  exponent: ['power'],
  points: ['control_points'],
};

/** A candidate that the word is another name for, or the closest by spelling. */
export function meantKey(word: string, candidates: readonly string[]): string | undefined {
  const bySpelling = closest(word, candidates);
  if (bySpelling !== undefined) return bySpelling;
  const names = Object.hasOwn(otherNames, word.toLowerCase()) ? otherNames[word.toLowerCase()] : undefined;
  return names?.find((name) => candidates.includes(name));
}

/** Schedules of other frameworks, by class name in small letters, and the kind that draws the same curve. */
const otherKinds: Readonly<Record<string, string>> = {
  steplr: 'StepIntervalSchedule',
  multisteplr: 'StepFixedSchedule',
  exponentiallr: 'StepIntervalSchedule',
  constantlr: 'ConstantSchedule',
  linearlr: 'LinearDecreasingSchedule',
  polynomiallr: 'PolynomialDecreasingSchedule',
  cosineannealinglr: 'CosineDecreasingSchedule',
  onecyclelr: 'LinearWarmupCosineDecaySchedule',
  lambdalr: 'CustomSchedule',
};

/** The last part of a dotted path. */
export function shortName(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

/** A class name without what people leave out or add. */
function stem(name: string): string {
  return plain(name)
    .replace(/config$/, '')
    .replace(/schedule[rs]?$/, '');
}

/** The full kind that a wrong one was most likely meant to be: short names, module paths, wrong case, slips. */
export function meantKind(text: string, kinds: readonly string[]): string | undefined {
  const written = text.trim();
  if (written === '' || written.length > LONGEST) return undefined;
  const name = shortName(written);
  const wanted = stem(name);
  const same = kinds.find((kind) => stem(shortName(kind)) === wanted);
  if (same !== undefined) return same;
  const key = plain(name);
  const other = Object.hasOwn(otherKinds, key) ? otherKinds[key] : undefined;
  if (other !== undefined) return kinds.find((kind) => shortName(kind) === other);
  const byStem = new Map(kinds.map((kind) => [stem(shortName(kind)), kind]));
  const near = closest(wanted, byStem.keys());
  if (near !== undefined) return byStem.get(near);
  // The slip may be in the word Schedule itself, which then is no ending to leave out.
  return kinds.find((kind) => distance(plain(shortName(kind)), key) <= 3);
}
