// Schemas for other tools, which know no discriminator and see a file before interpolations are resolved.

const blockKeys = {
  schedule_config: 'How the learning rate moves over training. null: it stays at the optimizer’s lr.',
  weight_decay_schedule: 'How the weight decay moves over training. null: it stays as it is set.',
  alpha_schedule:
    'How the alpha of MuonComposite moves over training (noether after v1.1). null: it stays as it is set.',
};

const interpolation = { type: 'string', pattern: '\\$\\{|^\\?\\?\\?$' };

const isScalar = (spec) => spec.enum !== undefined || ![spec.type].flat().includes('array');

/** A key's schema with every scalar in it open to an interpolation or to `???`, and our own annotations left out. */
function open(schema, node) {
  if (node.$ref !== undefined) {
    const { $ref, ...own } = node;
    return open(schema, { ...schema.definitions[$ref.split('/').at(-1)], ...own });
  }
  const { title, description, default: fallback, ...rest } = node;
  const checks = Object.fromEntries(Object.entries(rest).filter(([key]) => !key.startsWith('x-')));
  const about = Object.fromEntries(
    Object.entries({ title, description, default: fallback }).filter(([, value]) => value !== undefined),
  );
  if (!isScalar(node)) {
    const items = Array.isArray(node.items) ? node.items.map((item) => open(schema, item)) : open(schema, node.items);
    // A whole list may come out of an interpolation too.
    return { ...about, anyOf: [{ ...checks, items }, { $ref: '#/definitions/interpolation' }] };
  }
  return { ...about, anyOf: [checks, { $ref: '#/definitions/interpolation' }] };
}

/** schedule-config.schema.json with if/then per kind in place of the discriminator, so that one mistake gives one message. */
export function editorSchema(schema) {
  const branches = schema.oneOf.map((entry) => {
    const names = [...new Set([...Object.keys(schema.properties), ...Object.keys(entry.properties)])];
    const properties = {};
    for (const name of names) {
      if (name === 'kind') continue;
      const own = entry.properties[name];
      const resolved =
        own?.$ref === undefined ? own : { ...schema.definitions[own.$ref.split('/').at(-1)], ...own, $ref: undefined };
      const { $ref, ...spec } = { ...schema.properties[name], ...resolved };
      if (entry.required.includes(name)) delete spec.default;
      properties[name] = open(schema, spec);
    }
    return {
      if: { properties: { kind: { const: entry.properties.kind.const } }, required: ['kind'] },
      // biome-ignore lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema
      then: {
        title: entry.title,
        description: entry.description,
        required: entry.required.filter((name) => name !== 'kind'),
        properties,
      },
    };
  });
  return {
    $schema: schema.$schema,
    $id: 'schedule-config.editor.schema.json',
    $comment: 'Generated from schedule-config.schema.json by scripts/generate.mjs; edit that file and generate again.',
    title: schema.title,
    description: schema.description,
    type: 'object',
    required: ['kind'],
    properties: {
      kind: {
        title: schema.properties.kind.title,
        description: schema.properties.kind.description,
        anyOf: [
          ...schema.oneOf.map(({ title, description, properties: { kind } }) => ({
            const: kind.const,
            title,
            description,
          })),
          { $ref: '#/definitions/interpolation' },
        ],
      },
    },
    allOf: branches,
    definitions: { interpolation },
  };
}

/** Finds blocks at any depth of a config file: under their keys, and mappings that are blocks by their kind. */
export function documentSchema(editor) {
  const { $schema, $id, $comment, definitions, ...block } = editor;
  const held = (description) => ({
    description,
    anyOf: [{ type: 'null' }, { $ref: '#/definitions/interpolation' }, { $ref: '#/definitions/block' }],
  });
  return {
    $schema,
    $id: 'schedule-document.schema.json',
    $comment,
    title: 'Config with schedules',
    description: 'Any YAML config; its schedule blocks are checked wherever they stand.',
    $ref: '#/definitions/node',
    definitions: {
      ...definitions,
      block,
      node: {
        if: { type: 'array' },
        // biome-ignore lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema
        then: { items: { $ref: '#/definitions/node' } },
        else: {
          if: {
            type: 'object',
            required: ['kind'],
            properties: { kind: { type: 'string', pattern: '^noether\\.core\\.schedules\\.' } },
            not: { anyOf: Object.keys(blockKeys).map((key) => ({ required: [key] })) },
          },
          // biome-ignore lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema
          then: { $ref: '#/definitions/block' },
          else: {
            properties: Object.fromEntries(Object.entries(blockKeys).map(([key, text]) => [key, held(text)])),
            additionalProperties: { $ref: '#/definitions/node' },
          },
        },
      },
    },
  };
}
