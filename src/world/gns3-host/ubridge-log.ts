import type { NioPorts } from '../../core/open-project/host.ts';

/** What the log of a uBridge says; it is made anew with every start. */
export interface UBridgeLog {
  /** Its control port, TCP. */
  readonly port?: number;
  /** Sockets that it was told to make, the last word on each port. */
  readonly ports: readonly NioPorts[];
  /** Lines that say that frames do not arrive, the last of each kind in their order. */
  readonly complaints: readonly string[];
  /** Why it ended, where it says so. */
  readonly lastWords?: string;
}

/** A lab that takes links away and makes new ones for days goes through the ports again and again. */
const MAX_PORTS = 65_536;

/** uBridge knows a dozen reasons; more were not written by it. */
const MAX_COMPLAINTS = 16;

const MAX_LINE = 300;

const STARTED = /^Hypervisor TCP control server started \(IP .* port (\d{1,5})\)\.$/;
const TUNNEL = /^UDP tunnel connecting from local port (\d{1,5}) to IPv[46] address (\S+) on port (\d{1,5})$/;
/** `recv: Connection refused`, `Source NIO listener thread for … has stopped because of an error: …` */
const COMPLAINT = /^(recv|send|recvfrom|sendto|read|write|select): |has stopped because of an error/;

/** Takes the text of a log of which the middle may be missing. */
export function parseUBridgeLog(text: string): UBridgeLog {
  let port: number | undefined;
  const ports = new Map<number, NioPorts>();
  const complaints = new Map<string, string>();
  for (const long of text.split('\n')) {
    const line = long.slice(0, MAX_LINE).trimEnd();
    const started = STARTED.exec(line);
    if (started !== null) port ??= Number(started[1]);
    const tunnel = TUNNEL.exec(line);
    if (tunnel !== null && ports.size < MAX_PORTS) {
      const localPort = Number(tunnel[1]);
      ports.set(localPort, { localPort, remoteHost: tunnel[2] as string, remotePort: Number(tunnel[3]) });
    }
    if (COMPLAINT.test(line) && (complaints.has(line) || complaints.size < MAX_COMPLAINTS)) {
      complaints.delete(line);
      complaints.set(line, line);
    }
  }
  const said = [...complaints.keys()];
  return {
    ...(port === undefined ? {} : { port }),
    ports: [...ports.values()],
    complaints: said,
    ...lastWordsOf(said),
  };
}

/** A refused datagram ends nothing; what is behind the other errors is told by a line of its thread too. */
function lastWordsOf(complaints: readonly string[]): Pick<UBridgeLog, 'lastWords'> {
  const fatal = complaints.filter((line) => !line.includes('Connection refused'));
  const lastWords = fatal.findLast((line) => /^\w+: /.test(line)) ?? fatal.at(-1);
  return lastWords === undefined ? {} : { lastWords };
}
