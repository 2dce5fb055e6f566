/** What can be taken away from the panel, as pure functions: pictures, tables and a check in Python. */
export { type CheckParts, pythonCheck } from './check';
export {
  fileNameOf,
  MOST_CSV_STEPS,
  pointsCsv,
  type StepsOptions,
  type StepsResult,
  type StepValues,
  stepsCsv,
  tellingPoints,
} from './csv';
export { pythonFloat } from './numbers';
export { exportPlot, type OnScreen, type PictureText, svgFile } from './picture';
