/** How the benchmarks measure, and how they write down what they saw. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The bundles that import this stand in out/benchmark/. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The value below which the share of all values lies; nan of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Runs every side in turn, round after round, so that all of them see the same machine. Milliseconds per side. */
export async function inTurn<K extends string>(
  sides: Readonly<Record<K, () => unknown>>,
  rounds: number,
): Promise<Readonly<Record<K, readonly number[]>>> {
  const names = Object.keys(sides) as K[];
  const times = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<K, number[]>;
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) {
      const start = performance.now();
      await sides[name]();
      times[name].push(performance.now() - start);
    }
  }
  return times;
}

/** The exponent p of cost ≈ c · size^p, fitted to the logarithms by least squares. */
export function exponent(sizes: readonly number[], costs: readonly number[]): number {
  const xs = sizes.map(Math.log);
  const ys = costs.map(Math.log);
  const mean = (all: readonly number[]) => all.reduce((sum, one) => sum + one, 0) / all.length;
  const [x0, y0] = [mean(xs), mean(ys)];
  const up = xs.reduce((sum, x, index) => sum + (x - x0) * ((ys[index] ?? 0) - y0), 0);
  return up / xs.reduce((sum, x) => sum + (x - x0) ** 2, 0);
}

/** Milliseconds for a reader. */
export function ms(value: number): string {
  if (!Number.isFinite(value)) return '–';
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** Median and 95th percentile. */
export function spread(values: readonly number[]): string {
  return `${ms(median(values))} (${ms(quantile(values, 0.95))})`;
}

export function ratio(value: number): string {
  if (!Number.isFinite(value)) return '–';
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

export function count(value: number): string {
  return value.toLocaleString('en-US');
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

/** Prints a section of docs/performance.md and leaves it where scripts/benchmark.mjs puts the page together. */
export function report(name: string, markdown: string): void {
  process.stdout.write(`\n${markdown}\n`);
  const file = join(root, 'out', 'benchmark', `${name}.md`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${markdown.trim()}\n`);
}

/** Resident memory of a process and its peak, in MB, where the system tells (Linux does). */
export function memoryOf(status: string): { readonly now: number; readonly peak: number } {
  const read = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? Number.NaN) / 1000;
  return { now: read('VmRSS'), peak: read('VmHWM') };
}

export const collectGarbage = (): void => (globalThis as { gc?: () => void }).gc?.();
