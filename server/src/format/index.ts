export type { Counted } from './count';
export { formatCount } from './count';
export type { NumberFormat } from './number';
export {
  formatEpoch,
  formatNumber,
  formatPercent,
  formatStep,
  formatStepShort,
  formatValue,
} from './number';
export type { Strings, Translations } from './translations';
export { bundleOf, isStrings, languageOf, stringsOf } from './translations';
export type { WireNumber } from './wire';
export { fromWire, toWire } from './wire';
