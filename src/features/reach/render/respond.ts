import type { PortRange } from '../../../core/lab/lab.ts';
import { counted } from '../../../core/text/counted.ts';
import type { Page } from '../../../output/paint.ts';
import { safeText } from '../../../output/safe-text.ts';
import type { RespondReady, RespondResult } from '../respond-result.ts';

/** What the user sees when every port is open: how long, the token, and what to type on the other host. */
export function renderReady({ udpPorts, tcpPorts, address, durationMs, token, reachCommand }: RespondReady): string {
  const ports = [
    ...(udpPorts.length > 0 ? [`${number(udpPorts)} UDP`] : []),
    ...(tcpPorts.length > 0 ? [`${number(tcpPorts)} TCP`] : []),
  ];
  const noun = number(udpPorts) + number(tcpPorts) === 1 ? 'port' : 'ports';
  return [
    `Responding on ${ports.join(' and ')} ${noun} of ${address} for ${timeText(durationMs)}. Ctrl-C stops it.`,
    `Token: ${token ?? 'the one that was given'}`,
    'On the other host, where this asks for the token:',
    `  ${reachCommand}`,
  ]
    .map(safeText)
    .join('\n');
}

/** What came and went, when it has ended. */
export function renderRespond(result: RespondResult, { paint }: Page): string {
  const { answered, ignored, limited, madeWay, bytesReceived, bytesSent, durationMs } = result;
  const sum = `${counted(answered, 'request')} answered in ${timeText(durationMs)}`;
  const details = [
    ...(ignored > 0 ? [`${ignored} ignored: not from anybody who knows the token`] : []),
    ...(limited > 0 ? [`${limited} too many at once, not answered`] : []),
    ...(madeWay > 0 ? [`${counted(madeWay, 'TCP connection')} closed that did nothing, to make way to others`] : []),
    `${bytesReceived} bytes received, ${bytesSent} sent`,
  ];
  return [
    `${answered > 0 ? paint.good('✓') : paint.warn('!')} ${paint.strong(sum)}`,
    ...details.map((line) => `  ${line}`),
  ].join('\n');
}

function number(ranges: readonly PortRange[]): number {
  return ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);
}

/** `10 min`, `1.5 s`. */
function timeText(ms: number): string {
  const [divisor, unit] = ms >= 3_600_000 ? [3_600_000, 'h'] : ms >= 60_000 ? [60_000, 'min'] : [1000, 's'];
  return `${Math.round((ms / divisor) * 10) / 10} ${unit}`;
}
