// Generated from schemas/schedule-config.schema.json by scripts/generate.mjs; edit that file and generate again.

/** One thing that is wrong with a value. */
export interface SchemaError {
  /** JSON pointer to the value at fault, for example `/steps/1`; empty for the value itself. */
  readonly instancePath: string;
  readonly schemaPath: string;
  /** The schema keyword that refuses: required, type, minimum, enum, discriminator... */
  readonly keyword: string;
  /** Depends on the keyword, for example `{ missingProperty: 'max_value' }` or `{ comparison: '>=', limit: 0 }`. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
}

/** Validates a value against the schema; `errors` holds what the last call found, null where it found nothing. */
export declare const validate: ((value: unknown) => boolean) & { errors?: readonly SchemaError[] | null };
export default validate;
