import type { LogColumn, ProposedColumns } from './types';

/** What loggers call the number of training updates, the likeliest first. */
const STEPS = [
  'global_step',
  'trainer/global_step',
  'step',
  '_step',
  'steps',
  'update',
  'updates',
  'n_updates',
  'iteration',
  'iterations',
  'iter',
  'it',
];
const EPOCHS = ['epoch', 'trainer/epoch', 'epochs', '_epoch'];
const TIMES = [
  'wall_time',
  'relative_time_(wall)',
  'relative_time_(process)',
  '_timestamp',
  '_runtime',
  'timestamp',
  'time',
];

/** `run-1 - train/LR__MAX` is written in as many ways as there are loggers: lower case, without the run's name. */
function plain(name: string): string {
  const tail = name.split(' - ').at(-1) ?? name;
  return tail.trim().toLowerCase().replace(/\s+/g, '_');
}

/** How surely a column is a learning rate, from 0 to 3. */
function rateOf(name: string): number {
  const whole = plain(name);
  // Bounds that a logger exports beside the value itself.
  if (/__(min|max)$/.test(whole)) return 0;
  const last = whole.slice(whole.lastIndexOf('/') + 1);
  if (/^(lr|learning_rate)$/.test(last)) return 3;
  if (/(^|[-_./])(lr|learning_rate)($|[-_./\d])/.test(whole)) return 2;
  return whole.includes('learning_rate') ? 1 : 0;
}

function rankIn(names: readonly string[], name: string): number {
  const whole = plain(name);
  const exact = names.indexOf(whole);
  if (exact >= 0) return names.length - exact + 100;
  const last = names.indexOf(whole.slice(whole.lastIndexOf('/') + 1));
  return last < 0 ? 0 : names.length - last;
}

/** Which columns to keep longest where there is no memory for all: those that count, then those that are asked for. */
export function relevance(name: string): number {
  if (rankIn(STEPS, name) > 0) return 4;
  const rate = rateOf(name);
  if (rate > 0) return 2 + rate / 4;
  if (rankIn(EPOCHS, name) > 0) return 2;
  return rankIn(TIMES, name) > 0 ? 0 : 1;
}

/** What the columns most likely are. */
export function propose(columns: readonly LogColumn[]): ProposedColumns {
  const best = (names: readonly string[]) => {
    const [first] = columns
      .filter(({ name }) => rankIn(names, name) > 0)
      .sort((a, b) => rankIn(names, b.name) - rankIn(names, a.name));
    return first?.name;
  };
  const step = best(STEPS);
  const epoch = best(EPOCHS);
  const rates = columns.filter(({ name }) => rateOf(name) > 0).sort((a, b) => rateOf(b.name) - rateOf(a.name));
  const others = columns.filter(({ name }) => {
    return [STEPS, EPOCHS, TIMES].every((names) => rankIn(names, name) === 0) && !/__(min|max)$/.test(plain(name));
  });
  const values = (rates.length > 0 ? rates : others).map(({ name }) => name);
  return { ...(step !== undefined && { step }), ...(epoch !== undefined && { epoch }), values };
}
