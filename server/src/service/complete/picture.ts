import * as l10n from '@vscode/l10n';
import type { BlockKey } from '../../config/types';
import { formatNumber } from '../../format';
import { COMPLETION_SIZE, type PlotTheme, renderPlot, toDataUri } from '../../plot';
import { createSchedule, factsOfSample, type KindSpec, phasesOf, ScheduleError, sampleCurve } from '../../schedules';
import { phaseWords } from '../phase-words';
import type { NoetherVersion } from '../settings';
import { exampleConfig, examplePeak, usualKeys } from './template';
import { quantityWords, versionWords } from './words';
import { valueText } from './write';

export interface PictureOptions {
  readonly theme: PlotTheme;
  readonly pictures: boolean;
  readonly version: NoetherVersion;
}

/** A picture is 280 pixels wide, and a run as long as this shows whole percents. */
const STEPS = 1000;
const POINTS = 280;

/** Markdown on a kind: what it does, its curve with example values, and the same as text. */
export function kindDocumentation(
  kind: KindSpec,
  role: BlockKey | undefined,
  peak: number | undefined,
  { theme, pictures, version }: PictureOptions,
): string {
  const sections = [`**${l10n.t(kind.title)}** · \`${kind.kind}\``, l10n.t(kind.description)];
  const config = exampleConfig(kind, version, peak ?? examplePeak(role));
  const drawn = drawExample(kind, config, role, theme, pictures);
  if (drawn?.picture) sections.push(`![${l10n.t(kind.title)}](${drawn.picture})`);
  const shown = usualKeys(kind, version).map((spec) => {
    const value = config[spec.name];
    return value === undefined ? spec.name : `${spec.name} ${valueText(value, spec)}`;
  });
  if (drawn) sections.push(l10n.t`${drawn.facts}, drawn with ${shown.join(', ')}.`);
  const since = versionWords(kind.since);
  if (since) sections.push(since);
  return sections.join('\n\n');
}

function drawExample(
  kind: KindSpec,
  config: Readonly<Record<string, unknown>>,
  role: BlockKey | undefined,
  theme: PlotTheme,
  pictures: boolean,
): { readonly facts: string; readonly picture: string | undefined } | undefined {
  try {
    const schedule = createSchedule(config);
    const sample = sampleCurve(schedule, totalFor(config), { maxPoints: POINTS });
    const facts = factsOfSample(sample);
    if (!facts) return undefined;
    const { first, peak, last } = facts;
    const values = [first, peak, last].map(({ value }) => formatNumber(value));
    const words = values.filter((value, index) => value !== values[index - 1]).join(' → ');
    return { facts: words, picture: pictures ? draw() : undefined };

    function draw(): string {
      const totalSteps = totalFor(config);
      const phases = phasesOf(schedule, totalSteps).map((phase) => ({
        label: phaseWords(phase),
        from: phase.from,
        to: phase.to,
      }));
      const { svg } = renderPlot(
        {
          series: [
            {
              label: l10n.t(kind.title),
              steps: sample.steps,
              values: sample.values,
              shape: schedule.shape.stepwise ? 'step' : 'line',
            },
          ],
          totalSteps,
          quantity: quantityWords(role),
          ...(phases.length > 1 && phases.length < 5 && { phases }),
        },
        { size: COMPLETION_SIZE, theme, x: 'percent', title: l10n.t(kind.title) },
      );
      return toDataUri(svg);
    }
  } catch (error) {
    if (error instanceof ScheduleError) return undefined;
    throw error;
  }
}

/** A list of values is a run of its own length; everything else is drawn over the same one. */
function totalFor(config: Readonly<Record<string, unknown>>): number {
  return Array.isArray(config.values) ? config.values.length : STEPS;
}
