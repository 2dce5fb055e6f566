import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver-types';
import { readDocument, type ValueNode } from '../../../server/src/config';
import { createLanguageService } from '../../../server/src/service';

interface UpstreamError {
  readonly loc: readonly (string | number)[];
  readonly type: string;
  readonly msg: string;
}

interface Outcome {
  readonly error?: string;
}

interface Entry {
  readonly id: string;
  readonly category: string;
  readonly yaml: string;
  readonly verdict: 'accept' | 'reject' | 'load_error';
  readonly errors?: readonly UpstreamError[];
  readonly load_error?: { readonly error: string };
  readonly construct?: { readonly ok: boolean };
  readonly evaluate?: {
    readonly total_steps: number;
    readonly steps: readonly number[];
    readonly values: readonly (number | string | Outcome)[];
  };
  readonly optimizer_config?: { readonly is_none: boolean };
}

const reference: { readonly entries: readonly Entry[] } = JSON.parse(
  readFileSync(new URL('../../reference/reference-validation.json', import.meta.url), 'utf8'),
);

/** What the file alone cannot answer; everything else that does not load is an error. */
const unanswered = ['InterpolationKeyError', 'InterpolationResolutionError', 'UnsupportedInterpolationType'];

/**
 * `error`: upstream refuses it, cannot build it, or raises at every step of training. `fine`: it accepts, builds and
 * evaluates every step of the run. `between`: some steps raise, for a run of that length.
 */
function expectation(entry: Entry): 'error' | 'fine' | 'between' {
  if (entry.optimizer_config?.is_none === true) return 'fine';
  if (entry.verdict === 'load_error') return unanswered.includes(entry.load_error?.error ?? '') ? 'fine' : 'error';
  if (entry.verdict === 'reject' || entry.construct?.ok === false) return 'error';
  const { evaluate } = entry;
  if (evaluate === undefined) throw new Error(`${entry.id} says nothing about evaluation`);
  const inRun = evaluate.values.filter((_, index) => (evaluate.steps[index] ?? 0) < evaluate.total_steps);
  const raising = inRun.filter((value) => typeof value === 'object' && value.error !== undefined);
  if (raising.length === 0) return 'fine';
  // An overhang of minus the run's own length raises for that length alone.
  return raising.length === inRun.length && !entry.yaml.includes(`overhang_steps: -${evaluate.total_steps}\n`)
    ? 'error'
    : 'between';
}

const service = createLanguageService({});

function documentOf(entry: Entry): TextDocument {
  return TextDocument.create(`file:///${entry.id}.yaml`, 'yaml', 1, entry.yaml);
}

function errorsOf(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.filter((one) => one.severity === DiagnosticSeverity.Error);
}

describe('verdicts of upstream', () => {
  it('are matched by every case', async () => {
    const counts = { error: 0, fine: 0, between: 0 };
    const wrong: string[] = [];
    for (const entry of reference.entries) {
      const wanted = expectation(entry);
      counts[wanted] += 1;
      const found = errorsOf(await service.validate(documentOf(entry)));
      const codes = found.map((one) => one.code).join(', ');
      if (wanted === 'error' && found.length === 0) wrong.push(`${entry.id}: no error for\n${entry.yaml}`);
      if (wanted === 'fine' && found.length > 0) wrong.push(`${entry.id}: ${codes} for\n${entry.yaml}`);
    }
    console.log(
      `verdicts: ${reference.entries.length} cases, ${counts.error} refused, ${counts.fine} accepted, ${counts.between} in between, ${wrong.length} wrong`,
    );
    expect(wrong).toEqual([]);
    expect(reference.entries.length).toBeGreaterThan(500);
  });

  it('are information where the file cannot answer an interpolation', async () => {
    const cases = reference.entries.filter((entry) => unanswered.includes(entry.load_error?.error ?? ''));
    expect(cases.length).toBeGreaterThan(0);
    for (const entry of cases) {
      const found = await service.validate(documentOf(entry));
      expect(found.map((one) => [one.code, one.severity])).toEqual([
        ['interpolation-unresolved', DiagnosticSeverity.Information],
      ]);
    }
  });
});

/** Two upstream errors with one cause: `interval` written for the required `update_interval`. */
const oneMistake = new Set(['r324']);

interface Place {
  readonly start: number;
  readonly end: number;
}

/** Where a diagnostic for an upstream error stands, by the rules on `loc`. */
function placeOf(entry: Entry, error: UpstreamError): Place {
  const { blocks } = readDocument('file:///x.yaml', entry.yaml);
  const block = blocks.find((one) => one.key === 'schedule_config');
  if (block?.keyOrigin === undefined) throw new Error(`${entry.id} has no block`);
  const entries = block.value.kind === 'map' ? block.value.entries : new Map<string, never>();
  const kind = entries.get('kind');
  const [, key, ...path] = error.loc;
  if (error.loc.length === 0) return kind === undefined ? block.keyOrigin : valuePlace(kind.key.origin, kind.value);
  if (kind === undefined) throw new Error(`${entry.id} has no kind`);
  if (key === undefined) {
    // A check across keys: the first of those that its message names, else the kind.
    const involved = [...entries].filter(([name]) => new RegExp(`\\b${name}\\b`).test(error.msg));
    const first = involved.sort(([, a], [, b]) => a.key.origin.start - b.key.origin.start)[0];
    return first === undefined ? kind.value.origin : first[1].key.origin;
  }
  const found = typeof key === 'string' ? entries.get(key) : undefined;
  if (error.type === 'missing' || found === undefined) return kind.value.origin;
  let node: ValueNode = found.value;
  for (const index of path) {
    const item: ValueNode | undefined = node.kind === 'list' ? node.items[Number(index)] : undefined;
    if (item === undefined) throw new Error(`${entry.id} has no item ${index}`);
    node = item;
  }
  return valuePlace(found.key.origin, node);
}

/** A value that is not written has no width; then its key and colon are marked with it. */
function valuePlace(key: Place, value: ValueNode): Place {
  const { start, end } = value.origin;
  return end > start || start < key.end ? { start, end } : { start: key.start, end };
}

describe('places of upstream errors', () => {
  it('are those of the diagnostics', async () => {
    const wrong: string[] = [];
    let compared = 0;
    for (const entry of reference.entries) {
      if (entry.verdict !== 'reject' || entry.optimizer_config !== undefined) continue;
      const document = documentOf(entry);
      const found = errorsOf(await service.validate(document))
        // Says what upstream would only find out after validation; it stands beside what validation finds.
        .filter((one) => one.code !== 'kind-unusable' || entry.errors?.every((error) => error.type === 'missing'))
        .map(({ range }) => ({ start: document.offsetAt(range.start), end: document.offsetAt(range.end) }));
      const wanted = (entry.errors ?? []).map((error) => placeOf(entry, error));
      compared += wanted.length;
      const key = (place: Place) => `${place.start}-${place.end}`;
      const foundKeys = found.map(key);
      const missing = wanted.filter((place) => !foundKeys.includes(key(place)));
      const extra = found.filter((place) => !wanted.map(key).includes(key(place)));
      const allowed = oneMistake.has(entry.id) ? 1 : 0;
      if (missing.length > allowed || extra.length > 0) {
        const text = ({ start, end }: Place) => JSON.stringify(entry.yaml.slice(start, end));
        wrong.push(`${entry.id}: wanted ${wanted.map(text)}, found ${found.map(text)}`);
      }
    }
    console.log(`places: ${compared} upstream errors compared, ${wrong.length} wrong`);
    expect(wrong).toEqual([]);
  });

  it('come with one message per upstream error', async () => {
    const wrong: string[] = [];
    for (const entry of reference.entries) {
      if (entry.verdict !== 'reject' || entry.optimizer_config !== undefined) continue;
      const found = errorsOf(await service.validate(documentOf(entry)));
      const unusable = found.filter((one) => one.code === 'kind-unusable').length;
      // Required keys that are missing together are said together.
      const missing = (entry.errors ?? []).filter((error) => error.type === 'missing').length;
      const wanted = (entry.errors ?? []).length - Math.max(0, missing - 1);
      if (found.length - unusable > wanted) wrong.push(`${entry.id}: ${found.map((one) => one.message).join(' | ')}`);
    }
    expect(wrong).toEqual([]);
  });
});
