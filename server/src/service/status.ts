import type { StatusResult } from '../protocol';
import type { Analysis } from './analysis';
import { composedFacts, Outlook } from './composed';
import { ASSUMED_STEPS } from './curve';
import type { TrainerFacts } from './trainer';
import { isComposed } from './whole';

/** What a document is seen through; undefined for one that names no schedule and that no primary config composes. */
export function status(analysis: Analysis): Omit<StatusResult, 'problems'> | undefined {
  const { state, view } = analysis;
  const chosen = view?.chosen;
  if (state !== 'read' && !isComposed(analysis)) return undefined;
  const trainer = trainerOf(analysis);
  const { totalSteps, totalFrom } = trainer;
  return {
    ...(view !== undefined &&
      chosen !== undefined && {
        primary: {
          label: chosen.label,
          because: chosen.because,
          composes: chosen.composition.stage !== 'compose',
          others: view.perspectives.length - 1,
        },
      }),
    totalSteps: {
      steps: totalSteps?.value ?? ASSUMED_STEPS,
      source: totalFrom ?? 'assumed',
      text: totalSteps?.source.replace(/^the setting /, '') ?? '',
      needsUpdatesPerEpoch: totalSteps === undefined && trainer.maxEpochs !== undefined,
    },
  };
}

/** The length of training as the chosen primary config has it, or else the file. */
function trainerOf({ view, settings, environment, trainer }: Analysis): TrainerFacts {
  const composition = view?.chosen?.composition;
  if (composition === undefined || composition.stage === 'compose') return trainer;
  return composedFacts(composition, new Outlook(settings, environment)).trainer;
}
