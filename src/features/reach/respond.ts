import { isWildcard } from '../../core/address/host.ts';
import { portRanges } from '../../core/address/port-ranges.ts';
import type { LabModel } from '../../core/model/lab-model.ts';
import type { Ui } from '../../core/ui.ts';
import type { HostNames } from '../../world/network/host-names.ts';
import { answerRequests } from './live/answer-requests.ts';
import { checkToken, newToken } from './live/token.ts';
import { type PortsToAnswerOptions, portsToAnswer } from './ports-to-answer.ts';
import { reachCommand } from './reach-command.ts';
import type { RespondReady, RespondResult } from './respond-result.ts';

export interface RespondOptions extends PortsToAnswerOptions {
  /** Address of this host, or a wildcard. */
  readonly listen: string;
  /** Random if there is none. */
  readonly token?: string | undefined;
  readonly durationMs: number;
  /** Knows an address of this host that others can use. */
  readonly names: HostNames;
}

export interface RespondUi extends Ui {
  /** Called when every port is open. */
  ready(ready: RespondReady): void;
}

/**
 * Answers `reach` on the ports of the labs that are on this host, and on others, until the time is over or
 * the signal comes. Throws `InputError` if there is no port to listen on, `WorldError` if one is refused:
 * then none is kept.
 */
export async function respond(model: LabModel, options: RespondOptions, ui: RespondUi): Promise<RespondResult> {
  const { listen, durationMs, names, token: given } = options;
  const token = given ?? newToken();
  checkToken(token);
  const ports = portsToAnswer(model, options);
  const opened = { udpPorts: portRanges(ports.udpPorts), tcpPorts: portRanges(ports.tcpPorts) };
  const onOpen = (): void => {
    const address = isWildcard(listen) ? names.outward : listen;
    const { udpPorts, tcpPorts } = options;
    const command = reachCommand(model, { address, udpPorts, tcpPorts });
    const made = given === undefined ? token : undefined;
    ui.ready({ ...opened, address: listen, durationMs, token: made, reachCommand: command });
  };
  const { totals, listenedMs } = await answerRequests(
    { address: listen, ...ports, token },
    { durationMs, signal: ui.signal, onOpen },
  );
  return {
    schemaVersion: 1,
    outcome: 'clean',
    labs: model.labs.map(({ name }) => name),
    address: listen,
    ...opened,
    durationMs: Math.round(listenedMs),
    ended: ui.signal.aborted ? 'interrupted' : 'time',
    ...totals,
  };
}
