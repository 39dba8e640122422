import type { PortRange } from '../../../core/lab/lab.ts';
import { counted } from '../../../core/text/counted.ts';
import type { Page } from '../../../output/paint.ts';
import { commandLines, indent } from '../../../output/prose.ts';
import { safeText } from '../../../output/safe-text.ts';
import { portsInWords } from '../protocol-ports.ts';
import type { RespondReady, RespondResult } from '../respond-result.ts';
import type { ProtocolPorts } from '../result.ts';

/** More ranges than these are not read at a glance; the number of their ports is said instead. */
const MOST_RANGES = 12;

/** What is shown when every port is open: what to type on the other host, the token, and for how long. */
export function renderReady(ready: RespondReady, { width, paint }: Page): string {
  const { udpPorts, tcpPorts, address, durationMs, token, reachCommand } = ready;
  const where = address === '0.0.0.0' || address === '::' ? 'this host' : address;
  const answering = `Answering on ${portsText(udpPorts, tcpPorts)} of ${where} for ${timeText(durationMs)}. Ctrl-C ends it.`;
  return [
    'Type on the other host, and paste the token when it asks:',
    '',
    paint.strong(commandLines(safeText(reachCommand), 2, width)),
    '',
    `Token: ${token === undefined ? 'the one that was given' : paint.strong(safeText(token))}`,
    '',
    indent(safeText(answering), 0, width),
  ].join('\n');
}

function portsText(udp: readonly PortRange[], tcp: readonly PortRange[]): string {
  if (udp.length + tcp.length <= MOST_RANGES) {
    const both: ProtocolPorts[] = [
      { protocol: 'udp', ports: udp },
      { protocol: 'tcp', ports: tcp },
    ];
    return portsInWords(both.filter(({ ports }) => ports.length > 0));
  }
  const sums = [...(udp.length > 0 ? [`${number(udp)} UDP`] : []), ...(tcp.length > 0 ? [`${number(tcp)} TCP`] : [])];
  return `${sums.join(' and ')} ports`;
}

/** What came and went, when it has ended. */
export function renderRespond(result: RespondResult, { paint, width }: Page): string {
  const { answered, ignored, limited, madeWay, bytesReceived, bytesSent, durationMs } = result;
  const time = timeText(durationMs);
  const headline =
    answered > 0
      ? `${paint.good('✓')} ${paint.strong(`${counted(answered, 'request')} answered in ${time}`)}`
      : `${paint.warn('!')} ${paint.strong(`no request with the token came in ${time}`)}`;
  const details = [
    ...(ignored > 0
      ? [`${counted(ignored, 'datagram or TCP request', 'datagrams or TCP requests')} without the token, not answered`]
      : []),
    ...(limited > 0 ? [`${counted(limited, 'request')} not answered: too many at once`] : []),
    ...(madeWay > 0 ? [`${counted(madeWay, 'idle TCP connection')} closed to make room for others`] : []),
    `${bytesReceived} bytes received, ${bytesSent} sent`,
  ];
  return [headline, ...details.map((line) => indent(line, 2, width))].join('\n');
}

function number(ranges: readonly PortRange[]): number {
  return ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);
}

/** `10 min`, `1.5 s`. */
function timeText(ms: number): string {
  const [divisor, unit] = ms >= 3_600_000 ? [3_600_000, 'h'] : ms >= 60_000 ? [60_000, 'min'] : [1000, 's'];
  return `${Math.round((ms / divisor) * 10) / 10} ${unit}`;
}
