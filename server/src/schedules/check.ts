import * as l10n from '@vscode/l10n';
import { kindOf, kindSpec } from './catalogue';
import {
  type Coerced,
  type CoercionError,
  coerceInput,
  type InputNode,
  type InputReader,
  nodeReader,
  type PydanticError,
  plainReader,
} from './coerce';
import { show } from './errors';
import { Fields, type FieldValue } from './fields';
import type { KeySpec, KindSpec } from './keys.generated';
import type { KeyPath, Problem } from './kind';

/** One thing for which upstream refuses a block before training starts. */
export interface BlockProblem extends Problem {
  /** `validate`: pydantic refuses the block. `construct`: it passes, and the schedule's constructor fails. */
  readonly stage: 'validate' | 'construct';
  /** pydantic's error type; undefined for a construction failure. */
  readonly type?: PydanticError;
  /** pydantic's loc below the kind: empty for a check of the whole block. */
  readonly loc: KeyPath;
}

export interface BlockCheck {
  /** undefined where the kind is missing, wrong or unknown. */
  readonly spec?: KindSpec;
  /** The coerced keys with defaults filled in; undefined without a spec. A key that was refused counts as unknown. */
  readonly fields?: Fields;
  /** In upstream's order. The first one is what upstream would stop at; all key problems come at once. */
  readonly problems: readonly BlockProblem[];
}

/** The keys of a block as they stand there, in their order. */
interface BlockEntries<T> {
  readonly names: readonly string[];
  get(name: string): T | undefined;
}

/**
 * Checks a block given as a plain object with its keys as in YAML: the kind, every key by itself, the keys against each
 * other, and what the schedule's constructor refuses. Unknown keys are ignored, as upstream ignores them.
 */
export function checkBlock(block: unknown): BlockCheck {
  if (plainReader.type(block) !== 'map' || typeof block !== 'object' || block === null) return notAMapping(show(block));
  const own = new Map<string, unknown>(Object.entries(block));
  return checkEntries({ names: [...own.keys()], get: (name) => own.get(name) }, plainReader);
}

/** `checkBlock` for the entries of a config's mapping, which tells ints from floats and holds unknown values. */
export function checkNodes(entries: ReadonlyMap<string, InputNode>): BlockCheck {
  return checkEntries({ names: [...entries.keys()], get: (name) => entries.get(name) }, nodeReader);
}

function notAMapping(shown: string): BlockCheck {
  const message = l10n.t`A schedule is a mapping with a kind, not ${shown}.`;
  return { problems: [blockProblem('model_attributes_type', [], message)] };
}

function blockProblem(type: PydanticError, keys: readonly string[], message: string): BlockProblem {
  return { stage: 'validate', pythonError: 'ValidationError', type, loc: [], keys, message };
}

function checkEntries<T>(entries: BlockEntries<T>, reader: InputReader<T>): BlockCheck {
  const kind = entries.get('kind');
  if (kind === undefined) {
    const message = l10n.t(
      'The block has no kind. Give the class of the schedule, such as noether.core.schedules.CosineDecreasingSchedule.',
    );
    return { problems: [blockProblem('union_tag_not_found', [], message)] };
  }
  const type = reader.type(kind);
  if (type === 'unknown') return { problems: [] };
  const name = reader.value(kind);
  const spec = type === 'str' && typeof name === 'string' ? kindSpec(name) : undefined;
  if (spec === undefined) {
    const message = l10n.t`${show(type === 'list' || type === 'map' ? (type === 'list' ? [] : {}) : name)} is no kind of schedule. Write the full path, such as noether.core.schedules.CosineDecreasingSchedule.`;
    return { problems: [blockProblem('union_tag_invalid', ['kind'], message)] };
  }
  const { fields, problems } = coerceFields(spec, entries, reader);
  if (problems.length > 0) return { spec, fields, problems };
  const refused = crossKeyProblem(spec, fields);
  if (refused !== undefined) return { spec, fields, problems: [refused] };
  const failed = constructionProblem(spec, fields);
  return { spec, fields, problems: failed === undefined ? [] : [failed] };
}

function coerceFields<T>(
  spec: KindSpec,
  entries: BlockEntries<T>,
  reader: InputReader<T>,
): { readonly fields: Fields; readonly problems: readonly BlockProblem[] } {
  const coerced = new Map<string, Coerced>();
  const problems: BlockProblem[] = [];
  for (const [name, key] of spec.keys) {
    const input = entries.get(name);
    if (input === undefined) {
      if (key.required) problems.push(missing(spec, key));
      continue;
    }
    const result = coerceInput(key, input, reader);
    coerced.set(name, result);
    for (const error of result.errors) {
      problems.push({
        stage: 'validate',
        pythonError: 'ValidationError',
        type: error.type,
        loc: [name, ...error.loc],
        keys: [name],
        message: messageOf(key, error, input, reader),
      });
    }
  }
  return { fields: fieldsOf(spec, coerced, entries.names), problems };
}

/** The fields that the coerced keys of a kind make; `given` are the keys of the block in its order. */
export function fieldsOf(spec: KindSpec, coerced: ReadonlyMap<string, Coerced>, given: Iterable<string>): Fields {
  const values = new Map<string, FieldValue>();
  for (const [name, key] of spec.keys) {
    const own = coerced.get(name);
    if (own === undefined) {
      if (key.default !== undefined) values.set(name, key.default);
    } else if (own.errors.length === 0) {
      values.set(name, own.value);
    }
  }
  return new Fields(values, new Set(given));
}

function missing(spec: KindSpec, key: KeySpec): BlockProblem {
  return {
    stage: 'validate',
    pythonError: 'ValidationError',
    type: 'missing',
    loc: [key.name],
    keys: [],
    message: l10n.t`${key.name} is missing, and ${spec.name} cannot do without it.`,
  };
}

const wanted = (): Readonly<Record<KeySpec['type'], string>> => ({
  float: l10n.t('a number'),
  int: l10n.t('a whole number'),
  bool: l10n.t('true or false'),
  enum: l10n.t('one of its words'),
  'list-of-float': l10n.t('a list of numbers'),
  'list-of-points': l10n.t('a list of [fraction, value] pairs'),
});

function messageOf<T>(key: KeySpec, error: CoercionError, input: T, reader: InputReader<T>): string {
  let at = input;
  let place = key.name;
  for (const index of error.loc) {
    const items = reader.items(at);
    if (index >= items.length) break;
    at = items[index] as T;
    place += `[${index}]`;
  }
  const type = reader.type(at);
  const given = type === 'list' ? l10n.t('a list') : type === 'map' ? l10n.t('a mapping') : show(reader.value(at));
  const limit = String(error.limit);
  switch (error.type) {
    case 'greater_than':
      return l10n.t`${place} is ${given}, but must be above ${limit}.`;
    case 'greater_than_equal':
      return l10n.t`${place} is ${given}, but must be ${limit} or more.`;
    case 'less_than':
      return l10n.t`${place} is ${given}, but must be below ${limit}.`;
    case 'less_than_equal':
      return l10n.t`${place} is ${given}, but must be ${limit} or less.`;
    case 'literal_error':
      return l10n.t`${place} is ${given}, but must be ${key.values?.map((word) => `'${word}'`).join(l10n.t(' or ')) ?? l10n.t('another word')}.`;
    case 'int_from_float':
      return l10n.t`${place} is ${given}, but must be a whole number: steps are counted, not measured.`;
    case 'int_parsing_size':
      return l10n.t`${place} is ${given}, which is too large for a whole number read from this form.`;
    case 'finite_number':
      return l10n.t`${place} is ${given}, but must be a whole number.`;
    case 'tuple_type':
      return l10n.t`${place} is ${given}, but a control point is a list of its fraction and its value, such as [0.5, 1e-3].`;
    case 'too_long':
    case 'missing':
      return l10n.t`${place} must have two numbers, its fraction and its value, such as [0.5, 1e-3].`;
    default: {
      const what = error.loc.length > 0 ? l10n.t('a number') : wanted()[key.type];
      return l10n.t`${place} is ${given}, but must be ${what}.`;
    }
  }
}

function refuse(keys: readonly string[], message: string): BlockProblem {
  return blockProblem('value_error', keys, message);
}

function bothOrNeither(fields: Fields, start: string, end: string): BlockProblem | undefined {
  if (!fields.isKnown(start, end) || fields.isSet(start) === fields.isSet(end)) return undefined;
  const [there, absent] = fields.isSet(start) ? [start, end] : [end, start];
  return refuse(
    [there, ...fields.present(absent)],
    l10n.t`${there} is set and ${absent} is not. Set both or neither; they have no effect on the values in any case.`,
  );
}

/** Upstream tests truthiness here, so a 0 at either end switches both checks off. */
function startBeforeEnd(
  fields: Fields,
  [start, end]: readonly [string, string],
  [otherStart, otherEnd]: readonly [string, string],
): BlockProblem | undefined {
  const from = fields.optionalNumber(start);
  const to = fields.optionalNumber(end);
  if (from === undefined || to === undefined || from === 0 || to === 0) return undefined;
  if (fields.isSet(otherStart) || fields.isSet(otherEnd)) {
    return refuse(
      fields.present(start, end, otherStart, otherEnd).filter((key) => fields.isSet(key)),
      l10n.t`${start} and ${end} cannot stand together with ${otherStart} and ${otherEnd}. Remove one pair; neither has an effect on the values.`,
    );
  }
  if (from < to) return undefined;
  return refuse(fields.present(start, end), l10n.t`${start} ${show(from)} must be below ${end} ${show(to)}.`);
}

const stepKeys = ['start_step', 'end_step'] as const;
const percentKeys = ['start_percent', 'end_percent'] as const;

/**
 * pydantic's checks across keys, in its order; the first that surely fails. Only to be asked where every single key is
 * valid. A check that depends on an unknown value is skipped.
 */
export function crossKeyProblem(spec: KindSpec, fields: Fields): BlockProblem | undefined {
  const shared = sharedKeyProblem(fields);
  if (shared !== undefined) return shared;
  for (const group of spec.exactlyOneOf) {
    const set = group.filter((key) => fields.isSet(key));
    if (set.length > 1) {
      return refuse(
        fields.present(...set),
        l10n.t`${set.join(l10n.t(' and '))} cannot stand together. Remove one of them.`,
      );
    }
    if (set.length === 0 && fields.isKnown(...group)) {
      return refuse(
        fields.present(...group),
        l10n.t`One of ${group.join(l10n.t(' and '))} is needed, and none is set.`,
      );
    }
  }
  const own = kindOf(spec).validate?.(fields);
  return own === undefined ? undefined : { stage: 'validate', type: 'value_error', loc: [], ...own };
}

/** The first of those checks that are the same for every kind and come before the kind's own. */
export function sharedKeyProblem(fields: Fields): BlockProblem | undefined {
  if (fields.isSet('overhang_percent') && fields.isSet('overhang_steps')) {
    return refuse(
      fields.present('overhang_percent', 'overhang_steps'),
      l10n.t('overhang_percent and overhang_steps cannot stand together, not even as 0. Remove one of them.'),
    );
  }
  return (
    bothOrNeither(fields, ...stepKeys) ??
    startBeforeEnd(fields, stepKeys, percentKeys) ??
    bothOrNeither(fields, ...percentKeys) ??
    startBeforeEnd(fields, percentKeys, stepKeys)
  );
}

/**
 * What the schedule's constructor raises, for a block that validates. A failure that depends on an unknown value is not
 * reported.
 */
export function constructionProblem(spec: KindSpec, fields: Fields): BlockProblem | undefined {
  const problem = kindOf(spec).construct?.(fields);
  return problem === undefined ? undefined : { stage: 'construct', loc: [], ...problem };
}
