import type { PortRange } from '../../core/lab/lab.ts';

/** What the user of the other host must know, as soon as every port is open. */
export interface RespondReady {
  readonly udpPorts: readonly PortRange[];
  readonly tcpPorts: readonly PortRange[];
  /** Where it listens. */
  readonly address: string;
  readonly durationMs: number;
  /** The one that was made for this run; undefined if the user has given one, and knows it. */
  readonly token: string | undefined;
  /** What to type on the other host. */
  readonly reachCommand: string;
}

/** What came and went; bytes are payload. */
export interface ResponderTotals {
  readonly answered: number;
  /** Not a request of somebody who knows the token. */
  readonly ignored: number;
  /** Requests that were good, and one too many. */
  readonly limited: number;
  /** TCP connections that were closed, the longest idle first, because there were too many. */
  readonly madeWay: number;
  readonly bytesReceived: number;
  readonly bytesSent: number;
}

export interface RespondResult extends ResponderTotals {
  readonly schemaVersion: 1;
  readonly outcome: 'clean';
  readonly labs: readonly string[];
  readonly address: string;
  readonly udpPorts: readonly PortRange[];
  readonly tcpPorts: readonly PortRange[];
  /** How long it has listened. */
  readonly durationMs: number;
  readonly ended: 'time' | 'interrupted';
}
