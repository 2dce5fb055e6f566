// Generated from schemas/schedule-config.schema.json by scripts/generate.mjs; edit that file and generate again.

/** One thing that is wrong with a coerced block. */
export interface SchemaError {
  /** JSON pointer to the value at fault, for example `/steps/1`; empty for the block itself. */
  readonly instancePath: string;
  readonly schemaPath: string;
  /** The schema keyword that refuses: required, type, minimum, enum, discriminator... */
  readonly keyword: string;
  /** Depends on the keyword, for example `{ missingProperty: 'max_value' }` or `{ comparison: '>=', limit: 0 }`. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
}

/** Validates a coerced block against the schema; `errors` holds what the last call found, null where it found nothing. */
export declare const validate: ((block: unknown) => boolean) & { errors?: readonly SchemaError[] | null };
export default validate;
