// The schema as a typed table, through which keys, types, ranges, defaults and documentation reach TypeScript code.

const prefix = 'noether.core.schedules.';

/** Follows a local $ref; keys beside the $ref win over those of its target. */
function resolve(schema, node) {
  if (node?.$ref === undefined) return node ?? {};
  const { $ref, ...own } = node;
  const target = $ref
    .replace(/^#\//, '')
    .split('/')
    .reduce((at, part) => at[part], schema);
  return { ...resolve(schema, target), ...own };
}

function typeOf(spec) {
  if (spec.enum !== undefined) return 'enum';
  const types = [spec.type].flat();
  if (types.includes('number')) return 'float';
  if (types.includes('integer')) return 'int';
  if (types.includes('boolean')) return 'bool';
  if (types.includes('array')) return [spec.items.type].flat().includes('array') ? 'list-of-points' : 'list-of-float';
  throw new Error(`No key type for ${JSON.stringify(spec)}`);
}

function range(spec) {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = spec;
  return { minimum, maximum, exclusiveMinimum, exclusiveMaximum };
}

function keySpec(name, spec, required, noEffect) {
  const type = typeOf(spec);
  const items = Array.isArray(spec.items) ? spec.items : (spec.items?.items ?? spec.items);
  return {
    name,
    type,
    nullable: [spec.type].flat().includes('null'),
    required,
    default: required ? undefined : spec.default,
    ...range(spec),
    values: spec.enum,
    minItems: spec.minItems,
    items: items === undefined ? undefined : [items].flat().map(range),
    title: spec.title,
    description: spec.description,
    unit: spec['x-unit'],
    noEffect,
    isLearningRate: spec['x-lr'] === true,
    requiredIn: spec['x-requiredIn'],
    since: spec['x-since'],
    example: spec['x-example'],
    suggestions: spec['x-suggestions'] ?? [],
  };
}

/** The kinds in the schema's order, each with its keys in the order in which upstream checks them. */
function kindsOf(schema) {
  return schema.oneOf.map((entry) => {
    const kind = entry.properties.kind.const;
    const names = [...new Set([...Object.keys(schema.properties), ...Object.keys(entry.properties)])];
    const noEffect = new Set([...schema['x-noEffect'], ...(entry['x-noEffect'] ?? [])]);
    const required = new Set(entry.required);
    const keys = names
      .filter((name) => name !== 'kind')
      .map((name) => {
        const spec = { ...schema.properties[name], ...resolve(schema, entry.properties[name]) };
        return [name, keySpec(name, spec, required.has(name), noEffect.has(name))];
      });
    return {
      kind,
      name: kind.slice(prefix.length),
      title: entry.title,
      description: entry.description,
      usable: entry['x-usable'] !== false,
      failure: entry['x-failure'],
      since: entry['x-since'],
      exactlyOneOf: entry['x-exactlyOneOf'] ?? [],
      exclusive: [...schema['x-exclusive'], ...(entry['x-exclusive'] ?? [])],
      together: schema['x-together'],
      keys,
    };
  });
}

const header = `// Generated from schemas/schedule-config.schema.json by scripts/generate.mjs; edit that file and generate again.
`;

const types = `
export type KeyType = 'float' | 'int' | 'bool' | 'enum' | 'list-of-float' | 'list-of-points';

export type KeyUnit = UNITS;

/** Inclusive (minimum, maximum) and exclusive bounds of a number; an absent bound is none. */
export interface NumberRange {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

/** Something that can stand as a key's value in JSON. */
export type PlainValue = number | boolean | string | null | readonly PlainValue[];

export interface Suggestion {
  readonly value: PlainValue;
  /** What the value does, in words. */
  readonly description: string;
}

export interface KeySpec extends NumberRange {
  readonly name: string;
  readonly type: KeyType;
  readonly nullable: boolean;
  readonly required: boolean;
  /** The value that a missing key has; absent for a required key. */
  readonly default?: PlainValue;
  /** The words of an enum. */
  readonly values?: readonly string[];
  readonly minItems?: number;
  /** list-of-float: the range of every entry. list-of-points: of a point's fraction and of its value. */
  readonly items?: readonly NumberRange[];
  readonly title: string;
  /** Markdown. */
  readonly description: string;
  readonly unit?: KeyUnit;
  /** Accepted and checked on this kind, and then not used. */
  readonly noEffect: boolean;
  /** Where the optimizer's own learning rate is what one would write. */
  readonly isLearningRate: boolean;
  readonly requiredIn?: 'newer';
  readonly since?: 'newer';
  /** A sensible value to start from. */
  readonly example?: PlainValue;
  readonly suggestions: readonly Suggestion[];
}

export interface KindSpec {
  /** The full path, as it stands in a file. */
  readonly kind: string;
  /** The path behind \`noether.core.schedules.\`. */
  readonly name: string;
  readonly title: string;
  /** Markdown. */
  readonly description: string;
  /** False where upstream's schema accepts the kind and no run can use it. */
  readonly usable: boolean;
  /** What upstream raises for a kind that is not usable, and when. */
  readonly failure?: { readonly pythonError: string; readonly stage: 'construct' | 'evaluate' };
  /** \`newer\`: came after v1.1. */
  readonly since?: 'newer';
  readonly exactlyOneOf: readonly (readonly string[])[];
  readonly exclusive: readonly (readonly string[])[];
  readonly together: readonly (readonly string[])[];
  /** In the order in which upstream checks them. */
  readonly keys: ReadonlyMap<string, KeySpec>;
}
`;

export function keyTable(schema) {
  const kinds = kindsOf(schema);
  // Most keys are the same on many kinds: each distinct one is written once.
  const shared = new Map();
  const constantOf = (name, spec) => {
    const text = JSON.stringify(spec);
    const known = shared.get(text);
    if (known !== undefined) return known;
    const taken = [...shared.values()].filter((other) => other.replace(/\d+$/, '') === name).length;
    const constant = taken === 0 ? name : `${name}${taken + 1}`;
    shared.set(text, constant);
    return constant;
  };
  const bodies = kinds.map(({ keys, ...kind }) => {
    const lines = keys.map(([name, spec]) => `      ['${name}', ${constantOf(name, spec)}],`);
    const fields = Object.entries(kind)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `    ${name}: ${JSON.stringify(value)},`);
    return `  {\n${fields.join('\n')}\n    keys: new Map<string, KeySpec>([\n${lines.join('\n')}\n    ]),\n  },`;
  });
  const units = new Set(['class']);
  for (const kind of kinds) for (const [, spec] of kind.keys) if (spec.unit !== undefined) units.add(spec.unit);
  const { title, description } = schema.properties.kind;
  return [
    header,
    types.replace('UNITS', [...units].map((unit) => `'${unit}'`).join(' | ')),
    `\n/** The path in front of every usable kind. */\nexport const kindPrefix = '${prefix}';\n`,
    `\n/** Documentation of the key \`kind\` itself. */\nexport const kindKey = ${JSON.stringify({ title, description })} as const;\n\n`,
    ...[...shared].map(([text, constant]) => `const ${constant}: KeySpec = ${text};\n`),
    `\n/** Every kind that upstream's schema knows, the unusable ones last. */\nexport const kindSpecs: readonly KindSpec[] = [\n${bodies.join('\n')}\n];\n`,
  ].join('');
}
