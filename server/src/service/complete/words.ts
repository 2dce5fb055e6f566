import * as l10n from '@vscode/l10n';
import type { BlockKey } from '../../config/types';
import { formatCount, formatNumber } from '../../format';
import type { KeySpec, KindSpec, NumberRange } from '../../schedules';
import { valueText } from './write';

/** A range as it reads behind a type: ` ≥ 0`, ` between 0 and 1, both excluded`; empty where every number will do. */
function rangeWords({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: NumberRange): string {
  if (minimum !== undefined && maximum !== undefined) {
    return l10n.t` from ${formatNumber(minimum)} to ${formatNumber(maximum)}`;
  }
  if (exclusiveMinimum !== undefined && exclusiveMaximum !== undefined) {
    return l10n.t` between ${formatNumber(exclusiveMinimum)} and ${formatNumber(exclusiveMaximum)}, both excluded`;
  }
  const low = minimum ?? exclusiveMinimum;
  const high = maximum ?? exclusiveMaximum;
  const lower = low === undefined ? '' : ` ${minimum === undefined ? '>' : '≥'} ${formatNumber(low)}`;
  const upper = high === undefined ? '' : ` ${maximum === undefined ? '<' : '≤'} ${formatNumber(high)}`;
  return lower !== '' && upper !== '' ? l10n.t`${lower} and${upper}` : lower + upper;
}

/** Type and range of a key's value, or of the place inside its list that `indices` lead to. */
export function typeWords(spec: KeySpec, indices: readonly number[] = []): string {
  const orNull = spec.nullable ? l10n.t(' or null') : '';
  const [first = {}, second = {}] = spec.items ?? [];
  switch (spec.type) {
    case 'float':
      return l10n.t`number${rangeWords(spec)}${orNull}`;
    case 'int':
      return l10n.t`whole number${rangeWords(spec)}${orNull}`;
    case 'bool':
      return l10n.t`true or false${orNull}`;
    case 'enum':
      return `${(spec.values ?? []).join(l10n.t(' or '))}${orNull}`;
    case 'list-of-float': {
      if (indices.length > 0) return l10n.t`number${rangeWords(first)}`;
      const least =
        spec.minItems === undefined ? l10n.t(' numbers') : l10n.t` at least ${formatCount(spec.minItems, 'number')}`;
      return l10n.t`list of${least}${rangeWords(first)}`;
    }
    case 'list-of-points':
      if (indices.length === 1) return l10n.t('point: [fraction of training, value]');
      if (indices.length === 2) return l10n.t`number${rangeWords(indices[1] === 0 ? first : second)}`;
      return l10n.t`list of at least ${formatCount(spec.minItems ?? 1, 'point')}, each [fraction of training, value]`;
  }
}

/** What a key counts in; a unit that is a plain name stays it. */
function unitWords(unit: string): string {
  switch (unit) {
    case 'learning rate':
      return l10n.t('learning rate');
    case 'weight decay':
      return l10n.t('weight decay');
    case 'fraction of training':
      return l10n.t('fraction of training');
    case 'steps':
      return l10n.t('steps');
    case 'factor':
      return l10n.t('factor');
    case 'exponent':
      return l10n.t('exponent');
    case 'points':
      return l10n.t('points');
    case 'shape':
      return l10n.t('shape');
    case 'clock':
      return l10n.t('clock');
    default:
      return unit;
  }
}

/** The default of an optional key; undefined where there is none worth a word. */
export function defaultWords(spec: KeySpec): string | undefined {
  if (spec.required || spec.default === undefined || spec.default === null) return undefined;
  return valueText(spec.default, spec);
}

export function versionWords(since: 'newer' | undefined): string | undefined {
  return since === undefined ? undefined : l10n.t('Only in noether after version 1.1.');
}

/** Markdown on a key of a kind. */
export function keyDocumentation(spec: KeySpec, kind: KindSpec | undefined): string {
  const standard = defaultWords(spec);
  const facts = [`\`${typeWords(spec)}\``];
  if (spec.unit !== undefined && spec.unit !== 'switch') facts.push(unitWords(spec.unit));
  if (standard !== undefined) facts.push(l10n.t('default `{0}`', standard));
  const notes: string[] = [];
  if (spec.requiredIn) notes.push(l10n.t('Required in noether after version 1.1.'));
  const since = versionWords(spec.since ?? kind?.since);
  if (since) notes.push(since);
  return [`**${l10n.t(spec.title)}** · ${facts.join(' · ')}`, l10n.t(spec.description), ...notes].join('\n\n');
}

interface BlockKeyWords {
  readonly detail: string;
  readonly documentation: string;
  readonly since?: 'newer';
}

export const blockKeyWords = (): Readonly<Record<BlockKey, BlockKeyWords>> => ({
  schedule_config: {
    detail: l10n.t('learning rate schedule'),
    documentation: l10n.t(
      'Sets the learning rate at every training step. The schedule does not multiply `lr`, it replaces it: its peak is the rate that training reaches. `null` is no schedule.',
    ),
  },
  weight_decay_schedule: {
    detail: l10n.t('weight decay schedule'),
    documentation: l10n.t(
      'Sets the weight decay at every training step, for the parameter groups whose own weight decay is not 0.0. Where `weight_decay` is 0.0, which is its default, it is never applied.',
    ),
  },
  alpha_schedule: {
    detail: l10n.t('alpha schedule (noether after 1.1)'),
    documentation: l10n.t(
      'Sets the alpha of a MuonComposite optimizer at every training step; on other optimizers it does nothing. Only in noether after version 1.1.',
    ),
    since: 'newer',
  },
});

/** What a block's values are, for the axis of a picture. */
export function quantityWords(role: BlockKey | undefined): string {
  if (role === 'weight_decay_schedule') return l10n.t('weight decay');
  return role === 'alpha_schedule' ? 'alpha' : l10n.t('learning rate');
}

/** Markdown as plain text, for a client that shows no other. */
export function plain(markdown: string): string {
  return markdown
    .replace(/!\[[^[\]]*\]\([^()]*\)\n*/g, '')
    .replace(/```\w*\n|```/g, '')
    .replace(/\*\*|`/g, '');
}
