import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { decodeCurve } from '../../../server/src/plot';
import { createLanguageService } from '../../../server/src/service';

type Value = number | 'inf' | '-inf' | 'nan' | { readonly error: string };

interface Entry {
  readonly id: string;
  readonly yaml: string;
  readonly verdict: 'accept' | 'reject' | 'load_error';
  readonly construct?: { readonly ok: boolean };
  readonly optimizer_config?: unknown;
  readonly evaluate?: {
    readonly total_steps: number;
    readonly steps: readonly number[];
    readonly values: readonly Value[];
  };
}

const { entries } = JSON.parse(
  readFileSync(new URL('../../reference/reference-validation.json', import.meta.url), 'utf8'),
) as { entries: readonly Entry[] };

const service = (totalSteps: number) => createLanguageService({ totalSteps, noetherVersion: '1.1' });

async function previewOf(entry: Entry, totalSteps: number) {
  const document = TextDocument.create(`file:///${entry.id}.yaml`, 'yaml', 1, entry.yaml);
  return service(totalSteps).preview(document);
}

function plain(value: Value | undefined): number | string | undefined {
  if (value === 'inf') return Number.POSITIVE_INFINITY;
  if (value === '-inf') return Number.NEGATIVE_INFINITY;
  return value === 'nan' ? Number.NaN : typeof value === 'object' ? value.error : value;
}

describe('from text to curve, as upstream evaluates it', () => {
  const evaluated = entries.filter(({ evaluate }) => evaluate !== undefined);

  it('has a value for every step that upstream has one for', async () => {
    let compared = 0;
    for (const entry of evaluated) {
      const { total_steps: total, steps, values } = entry.evaluate ?? { total_steps: 0, steps: [], values: [] };
      const result = await previewOf(entry, total);
      const series = result.curve && decodeCurve(result.curve).series[0];
      const highest = Math.max(...values.map((value) => (typeof value === 'number' ? Math.abs(value) : 0)));
      for (const [index, step] of steps.entries()) {
        // Training ends before `step === total`.
        if (step >= total) continue;
        const wanted = plain(values[index]);
        const at = series === undefined ? -1 : Array.from(series.steps).indexOf(step);
        const got = series?.values[at];
        if (typeof wanted === 'string') {
          expect(got, `${entry.id} at ${step}`).toBeUndefined();
        } else if (wanted === undefined || !Number.isFinite(wanted)) {
          expect(got, `${entry.id} at ${step}`).toBe(wanted);
        } else {
          // V8 and libm differ in the last bits of pow and cos.
          expect(Math.abs((got ?? Number.NaN) - wanted), `${entry.id} at ${step}`).toBeLessThanOrEqual(1e-15 * highest);
        }
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(800);
  });

  it('has no curve where upstream refuses the block or cannot build it', async () => {
    const refused = entries.filter(
      ({ verdict, construct, optimizer_config }) =>
        optimizer_config === undefined && (verdict !== 'accept' || construct?.ok === false),
    );
    expect(refused.length).toBeGreaterThan(200);
    const drawn: string[] = [];
    for (const entry of refused) {
      const { curve, state } = await previewOf(entry, 10);
      // What is unknown here may be filled in by another file: only the shape in units or with assumptions is shown.
      if (curve !== undefined && state !== 'unknown') drawn.push(`${entry.id} ${state}`);
    }
    // r510: a second document further down. The file does not load, but nothing is wrong with the block.
    expect(drawn).toEqual(['r510 ok']);
  });
});
