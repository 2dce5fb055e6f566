import * as l10n from '@vscode/l10n';
import type { Phase } from '../schedules';

/** A part of training by its name, with its number where there are several: `drop 2`. */
export function phaseWords({ name, number }: Pick<Phase, 'name' | 'number'>): string {
  return number === undefined ? nameOf(name) : `${nameOf(name)} ${number}`;
}

function nameOf(name: Phase['name']): string {
  switch (name) {
    case 'constant':
      return l10n.t('constant');
    case 'list':
      return l10n.t('list');
    case 'warm-up':
      return l10n.t('warm-up');
    case 'plateau':
      return l10n.t('plateau');
    case 'decay':
      return l10n.t('decay');
    case 'increase':
      return l10n.t('increase');
    case 'cool-down':
      return l10n.t('cool-down');
    case 'start':
      return l10n.t('start');
    case 'drop':
      return l10n.t('drop');
    case 'rise':
      return l10n.t('rise');
    case 'change':
      return l10n.t('change');
    case 'changes':
      return l10n.t('changes');
    case 'segment':
      return l10n.t('segment');
  }
}
