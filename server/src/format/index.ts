export type { NumberFormat } from './number';
export {
  formatCount,
  formatEpoch,
  formatNumber,
  formatPercent,
  formatStep,
  formatStepShort,
  formatValue,
} from './number';
export type { WireNumber } from './wire';
export { fromWire, toWire } from './wire';
