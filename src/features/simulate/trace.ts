import type { LabModel } from '../../core/model/lab-model.ts';
import { simulatedDynamips } from '../../core/model/simulated-dynamips.ts';
import { trace as traceOf } from '../../core/trace/trace.ts';
import type { TraceEvent } from '../../core/trace/trace-event.ts';

/**
 * What happens while the labs of a model are started one after the other, with the Dynamips that `simulate`
 * shows: ports that are given, sockets that are made, and where frames come out (docs/TRACE.md). Events are
 * made when they are asked for, and none is kept.
 */
export function trace(model: LabModel): Generator<TraceEvent, void, undefined> {
  return traceOf(model, simulatedDynamips(model).generation);
}
