import { WorldError } from '../../core/errors/world-error.ts';
import type { Protocol } from './transport-protocol.ts';

/** A port that could not be opened, with the system's name of the reason. */
export interface RefusedPort {
  readonly protocol: Protocol;
  readonly port: number;
  readonly code: string;
}

/** True for a port that another socket has. */
export function isTaken({ code }: RefusedPort): boolean {
  return code === 'EADDRINUSE';
}

export interface Refusal {
  /** One at least. */
  readonly refused: readonly RefusedPort[];
  /** Number of ports that were to be opened. */
  readonly wanted: number;
  /** Where they were to be opened. */
  readonly address: string;
  /** Who has the taken ports, one line for each owner. */
  readonly owners: readonly string[];
}

/** Why the ports are not open; the reason that stops all of them comes first. */
export function refusalError(refusal: Refusal): WorldError {
  const { refused, wanted, address } = refusal;
  const withCode = (...codes: string[]): RefusedPort[] => refused.filter(({ code }) => codes.includes(code));
  if (withCode('EMFILE', 'ENFILE').length > 0) {
    return new WorldError('TOO_MANY_PORTS', `this process may not open ${wanted} ports at once; none is open`, {
      next: `raise the limit of open files, \`ulimit -n ${wanted + 100}\`, or name fewer ports`,
    });
  }
  const [elsewhere] = withCode('EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL');
  if (elsewhere !== undefined) {
    return new WorldError(elsewhere.code, `${address} is not an address of this host; no port is open`, {
      next: 'name an address of this host with --listen, or leave --listen out for all of them',
    });
  }
  return portsError(refusal);
}

function portsError({ refused, wanted, owners }: Refusal): WorldError {
  const forbidden = refused.filter(isForbidden);
  const others = refused.filter((one) => !isTaken(one) && !isForbidden(one));
  const lines = [
    `${refused.length} of ${wanted} ports cannot be opened; none is open`,
    ...owners.map((line) => `  ${line}`),
    ...forbidden.map((one) => `  ${portText(one)}: this user may not open it`),
    ...others.map((one) => `  ${portText(one)}: ${one.code}`),
  ];
  const { code, next } = refused.some(isTaken) ? TAKEN : forbidden.length > 0 ? FORBIDDEN : REFUSED;
  return new WorldError(code, lines.join('\n'), { next });
}

const TAKEN = {
  code: 'PORTS_TAKEN',
  next: 'end these programs, or name other ports; if the lab runs already, stop it first',
};

const FORBIDDEN = {
  code: 'PORTS_FORBIDDEN',
  next: 'ports below 1024 need root on most systems: run it with sudo, or leave them out',
};

const REFUSED = { code: 'PORTS_REFUSED', next: 'leave these ports out' };

function isForbidden({ code }: RefusedPort): boolean {
  return code === 'EACCES' || code === 'EPERM';
}

function portText({ protocol, port }: RefusedPort): string {
  return `${protocol.toUpperCase()} ${port}`;
}
