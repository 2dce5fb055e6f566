/**
 * Every rule of the house: what its findings are called, how grave they are unless a finding or a setting says
 * otherwise, and where they are explained. Ids are stable: settings, comments and links name them.
 */

export type Severity = 'error' | 'warning' | 'information' | 'hint';

export interface Rule {
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  /** The heading in docs/rules.md, as an anchor. */
  readonly anchor: string;
  /** Set where the text at fault has no effect, so that editors fade it. */
  readonly tags?: readonly 'unnecessary'[];
}

type Entry = Omit<Rule, 'id' | 'anchor'>;

const entries = {
  // What the loader refuses. The ids are the codes of the config room's problems.
  'yaml-syntax': { severity: 'error', title: 'The text is not YAML' },
  'unclosed-bracket': { severity: 'error', title: 'A bracket that is not closed' },
  'unclosed-quote': { severity: 'error', title: 'A quote that is not closed' },
  'unknown-escape': { severity: 'error', title: 'An escape that YAML does not have' },
  'unquoted-interpolation': { severity: 'error', title: 'An interpolation between brackets without quotes' },
  'colon-without-blank': { severity: 'error', title: 'A colon without a blank after it' },
  'undefined-alias': { severity: 'error', title: 'An alias without its anchor' },
  'duplicate-anchor': { severity: 'error', title: 'An anchor name used twice' },
  'recursive-alias': { severity: 'error', title: 'An alias inside the value it names' },
  'alias-expansion': { severity: 'error', title: 'Aliases that repeat too many values' },
  'duplicate-key': { severity: 'error', title: 'A key that stands twice' },
  'null-key': { severity: 'error', title: 'null as a key' },
  'unhashable-key': { severity: 'error', title: 'A list or mapping as a key' },
  'invalid-merge': { severity: 'error', title: 'A merge key without a mapping' },
  'invalid-scalar': { severity: 'error', title: 'A value that cannot be read' },
  'invalid-character': { severity: 'error', title: 'A character that cannot stand in YAML' },
  'unknown-tag': { severity: 'error', title: 'A tag that the loader does not know' },
  'unsupported-type': { severity: 'error', title: 'A type that OmegaConf does not have' },
  'scalar-root': { severity: 'error', title: 'A file that is a single value' },
  'second-document': { severity: 'error', title: 'More than one document in a file' },
  'nesting-too-deep': { severity: 'error', title: 'Nested too deep' },
  // The shape of a block.
  'not-a-mapping': { severity: 'error', title: 'A schedule block is a mapping' },
  'missing-kind': { severity: 'error', title: 'The block has no kind' },
  'kind-unknown': { severity: 'error', title: 'No schedule has this name' },
  'kind-unusable': { severity: 'error', title: 'A kind that cannot train' },
  'missing-key': { severity: 'error', title: 'A required key is missing' },
  'unknown-key': { severity: 'warning', title: 'A key that the schedule ignores', tags: ['unnecessary'] },
  'mandatory-missing': { severity: 'error', title: 'A mandatory value is not filled in' },
  'slipped-block': { severity: 'error', title: 'The block is not indented under its key' },
  // Single values.
  type: { severity: 'error', title: 'A value of the wrong type' },
  range: { severity: 'error', title: 'A value outside its range' },
  'steps-not-fractions': { severity: 'error', title: 'Step numbers where fractions of training are expected' },
  'percent-not-fraction': { severity: 'error', title: 'A percentage where a fraction is expected' },
  'interval-not-update-interval': { severity: 'error', title: 'interval written for the distance between decays' },
  // Several keys together, construction, evaluation.
  'exclusive-keys': { severity: 'error', title: 'Keys that exclude each other' },
  'paired-keys': { severity: 'error', title: 'One key of a pair' },
  'start-after-end': { severity: 'error', title: 'A start that is not before its end' },
  'invalid-combination': { severity: 'error', title: 'Keys that do not go together' },
  'construct-fails': { severity: 'error', title: 'The schedule cannot be built' },
  'evaluate-fails': { severity: 'error', title: 'The schedule fails in training' },
  'values-too-short': { severity: 'error', title: 'Fewer values than training steps' },
  // What differs between versions of noether.
  'version-differs': { severity: 'warning', title: 'Not the same in every noether version' },
  // The optimizer around the block.
  'optimizer-unknown-key': { severity: 'error', title: 'A key that the optimizer refuses' },
  'peak-not-lr': { severity: 'warning', title: 'The peak of the schedule is not lr' },
  'weight-decay-zero': { severity: 'warning', title: 'A weight decay schedule that is never applied' },
  'weight-decay-overridden': { severity: 'information', title: 'The schedule never takes the value of weight_decay' },
  'alpha-without-muon': { severity: 'warning', title: 'An alpha schedule without MuonComposite' },
  // It trains, but not as meant.
  'no-effect-key': { severity: 'warning', title: 'A key without effect on this kind', tags: ['unnecessary'] },
  'factor-grows': { severity: 'warning', title: 'A factor above 1 makes the value grow' },
  'factor-one': { severity: 'warning', title: 'A factor of 1 changes nothing' },
  'factor-zero': { severity: 'warning', title: 'A factor of 0 ends the schedule at its first drop' },
  'below-useful': { severity: 'warning', title: 'So many drops that learning stops early' },
  'duplicate-steps': { severity: 'warning', title: 'A step listed more than once' },
  'steps-collapse': { severity: 'warning', title: 'Closer together than one training step' },
  'warmup-longer-than-training': { severity: 'warning', title: 'The warm-up outlasts the training' },
  'epoch-units': { severity: 'warning', title: 'Counted in updates although interval is epoch' },
  'epoch-overshoot': { severity: 'warning', title: 'The last, partial epoch runs past the end of the schedule' },
  // Interpolations that the files at hand cannot answer.
  'interpolation-unresolved': { severity: 'information', title: 'An interpolation that this file cannot answer' },
  'interpolation-syntax': { severity: 'error', title: 'An interpolation that does not parse' },
  'interpolation-cycle': { severity: 'error', title: 'Interpolations that lead back to themselves' },
  // Hydra's composition of several files.
  'composition-fails': { severity: 'error', title: 'Hydra cannot compose the config' },
  'config-not-found': { severity: 'error', title: 'A config that is not there' },
  'include-loop': { severity: 'error', title: 'Includes that go round' },
  'ignored-keyword': { severity: 'warning', title: 'A word in a defaults list that Hydra ignores' },
  'ignored-header': { severity: 'warning', title: 'A package header that Hydra does not read' },
  'missing-self': { severity: 'hint', title: 'A defaults list without _self_' },
  'link-ended': { severity: 'information', title: 'Something merged onto a link' },
  // Comments that silence rules.
  'unused-ignore': { severity: 'hint', title: 'An ignore comment that silences nothing', tags: ['unnecessary'] },
  'unknown-rule': { severity: 'warning', title: 'An ignore comment that names no rule' },
  // The file as a whole.
  'file-too-large': { severity: 'information', title: 'A file too large to be read' },
} as const satisfies Record<string, Entry>;

export type RuleId = keyof typeof entries;

export const rules: ReadonlyMap<string, Rule> = new Map(
  Object.entries<Entry>(entries).map(([id, entry]) => [id, { id, anchor: id, ...entry }]),
);

/** The rule of that id. Ids come from this table, so there always is one. */
export function ruleOf(id: RuleId): Rule {
  return { id, anchor: id, ...(entries[id] as Entry) };
}

/** Whether a code, for example that of a load problem, is a rule of the table. */
export function isRuleId(code: string): code is RuleId {
  return rules.has(code);
}
