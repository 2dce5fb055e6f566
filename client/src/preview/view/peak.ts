import * as l10n from '@vscode/l10n';
import { fromWire } from '../../../../server/src/format';
import type { Curve } from '../../../../server/src/plot';
import type { PreviewResult } from '../../../../server/src/protocol';

/** The step of the highest value over all of training; the server names that fact in the page's own language. */
export function peakStep({ facts }: Pick<PreviewResult, 'facts'>): number | undefined {
  return facts.find(({ label }) => label === l10n.t('peak'))?.step;
}

/** The highest value over all of training: of a curve that shows all of it, otherwise as it was asked for. */
export function peakOf(result: Pick<PreviewResult, 'facts' | 'at'>, whole: Curve | undefined): number | undefined {
  if (whole === undefined) {
    const step = peakStep(result);
    const value = result.at?.find((one) => one.step === step)?.value;
    return value === undefined ? undefined : fromWire(value);
  }
  let highest: number | undefined;
  const values = whole.series[0]?.values ?? [];
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? Number.NaN;
    if (Number.isFinite(value) && (highest === undefined || value > highest)) highest = value;
  }
  return highest;
}
