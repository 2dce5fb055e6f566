// ajv's standalone code for the schema, bundled into one module without dependencies, so that it also runs in a worker.
import Ajv from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';

/** Documentation and our own annotations check nothing, and ajv would carry them into the code as constants. */
const annotations = new Set(['$comment', 'title', 'description', 'default']);

function withoutAnnotations(node, isNames = false) {
  if (Array.isArray(node)) return node.map((item) => withoutAnnotations(item));
  if (node === null || typeof node !== 'object') return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key]) => isNames || !(annotations.has(key) || key.startsWith('x-')))
      .map(([key, value]) => [key, withoutAnnotations(value, key === 'properties' || key === 'definitions')]),
  );
}

export async function validatorModule(schema, source) {
  const ajv = new Ajv({
    discriminator: true,
    strictNumbers: false,
    strict: true,
    allowUnionTypes: true,
    allErrors: true,
    messages: true,
    code: { source: true, esm: true, lines: true },
  });
  const validate = ajv.compile(withoutAnnotations(schema));
  const bundled = await build({
    stdin: { contents: standaloneCode(ajv, validate), resolveDir: new URL('.', import.meta.url).pathname },
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    treeShaking: true,
    write: false,
    legalComments: 'none',
  });
  const header = `// Generated from ${source} by scripts/generate.mjs; edit that file and generate again.\n`;
  return { code: header + bundled.outputFiles[0].text, types: header + types };
}

const types = `
/** One thing that is wrong with a value. */
export interface SchemaError {
  /** JSON pointer to the value at fault, for example \`/steps/1\`; empty for the value itself. */
  readonly instancePath: string;
  readonly schemaPath: string;
  /** The schema keyword that refuses: required, type, minimum, enum, discriminator... */
  readonly keyword: string;
  /** Depends on the keyword, for example \`{ missingProperty: 'max_value' }\` or \`{ comparison: '>=', limit: 0 }\`. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
}

/** Validates a value against the schema; \`errors\` holds what the last call found, null where it found nothing. */
export declare const validate: ((value: unknown) => boolean) & { errors?: readonly SchemaError[] | null };
export default validate;
`;
