import { pythonFloat } from './numbers';

export interface CheckParts {
  readonly title: string;
  /** The block as it stands in the file. */
  readonly yaml: string;
  readonly totalSteps: number;
  /** Sentences on what the values rest on. */
  readonly notes: readonly string[];
  /** The unknown that values are multiples of. */
  readonly unit?: string;
  readonly points: readonly { readonly step: number; readonly value: number }[];
}

/**
 * The block and a table of its values as Python literals, to be pasted beside code of one's own that checks them. Nothing
 * in it runs: comments, one string, one number and one list.
 */
export function pythonCheck({ title, yaml, totalSteps, notes, unit, points }: CheckParts): string {
  const comments = [title, ...notes, ...(unit === undefined ? [] : [`Values are multiples of ${unit}.`])];
  const rows = points.map(({ step, value }) => `    (${step}, ${literal(value)}),`);
  return [
    ...comments.flatMap((text) => text.split(/\r\n|[\r\n\u0085\u2028\u2029\f\v]/)).map((line) => `# ${line}`.trimEnd()),
    '',
    `block = """\\`,
    `${quoted(yaml.replace(/\r\n?/g, '\n').replace(/(?<!\n)\n*$/, ''))}`,
    '"""',
    '',
    `total_steps = ${totalSteps}`,
    '',
    '# (step, value)',
    'values = [',
    ...rows,
    ']',
    '',
  ].join('\n');
}

/** Text inside of a string in three double quotes. */
function quoted(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"""', '\\"\\"\\"').replaceAll('\0', '\\0');
}

/** Floats that have no literal are written as the calls that everybody knows. */
function literal(value: number): string {
  return Number.isFinite(value) ? pythonFloat(value) : `float('${pythonFloat(value)}')`;
}
