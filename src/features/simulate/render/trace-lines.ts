import type { LabModel } from '../../../core/model/lab-model.ts';
import { simulatedDynamips } from '../../../core/model/simulated-dynamips.ts';
import { safeJsonLine } from '../../../output/safe-text.ts';
import { labSummaries } from '../simulate.ts';
import { trace } from '../trace.ts';
import { traceLine } from './trace-line.ts';

/** The trace as JSON Lines: what it is about, and then an event a line, of one step if it is named. */
export function* traceLines(model: LabModel, step?: number): Generator<string, void, undefined> {
  const { version, assumed } = simulatedDynamips(model);
  const labs = labSummaries(model);
  yield `${safeJsonLine({ schemaVersion: 1, event: 'labs', labs, os: model.os, dynamips: { version, assumed } })}\n`;
  for (const event of trace(model)) {
    if (step === undefined || event.step === step) yield `${safeJsonLine(traceLine(event))}\n`;
  }
}
