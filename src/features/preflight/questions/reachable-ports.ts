import { portRanges, portRangesText } from '../../../core/address/port-ranges.ts';
import { unansweredText } from '../../../core/address/unanswered.ts';
import { present } from '../../../core/present.ts';
import { counted } from '../../../core/text/counted.ts';
import { commandWord } from '../../../core/text/shell-word.ts';
import type { HostFinding, HostReach } from '../../reach/result.ts';
import type { Answer, PreflightDetail } from '../result.ts';
import { judged, type Question, skipped } from './question.ts';

export const REACHABLE_PORTS: Question = {
  id: 'reach',
  title: 'Do the ports get through to the other hosts?',
  async ask(facts) {
    const { model, files } = facts;
    const away = new Set<string>();
    for (const { host } of model.hypervisors) if (!(await facts.isHere(host))) away.add(host);
    if (away.size === 0) return skipped('all hypervisors are on this host');
    const { hosts } = await facts.reach();
    const others: HostReach[] = [];
    for (const one of hosts) if (one.address === undefined || !(await facts.isHere(one.address))) others.push(one);
    if (others.length === 0) return skipped('nothing of the lab is sent from this host: run preflight on the others');
    const filtered = others.find(({ findings }) =>
      findings.some(({ kind }) => kind === 'filtered' || kind === 'lost-there'),
    );
    const answer = answerOf(
      others,
      filtered === undefined
        ? `niostat reach ${files}`
        : `niostat firewall ${files} --format nft --host ${commandWord(filtered.host)}`,
    );
    const areSilent = others.some(({ ports }) => ports.some(({ state }) => state === 'open|filtered'));
    // Frames prove what silence does not, where there are hypervisors that can take them.
    if (answer.state !== 'unknown' || !areSilent || !(await facts.areAllEmpty())) return answer;
    const next = `niostat rehearse ${files}`;
    return { ...answer, next, commands: [next] };
  },
};

/** As `reach` judges these hosts, whatever it is that is wrong or could not be found out. */
function answerOf(hosts: readonly HostReach[], next: string): Answer {
  const tried = hosts.flatMap(({ ports }) => ports.filter(({ state }) => state !== 'not tried')).length;
  const sample = hosts.some(({ isSample }) => isSample)
    ? ' (a sample: without a responder, hosts limit their ICMP answers)'
    : '';
  const sum = `${counted(tried, 'port')} tried on ${counted(hosts.length, 'host')}${sample}`;
  const answer = judged(hosts.flatMap(detailsOf), `${sum}, none filtered; ${framesText(hosts)}`, sum, next);
  const unknown = hosts.map(whyUnknown).find((why) => why !== undefined);
  if (answer.state !== 'ok' || unknown === undefined) return answer;
  return { ...answer, state: 'unknown', summary: tried === 0 ? unknown : `${sum}; ${unknown}`, next, commands: [next] };
}

function framesText(hosts: readonly HostReach[]): string {
  return hosts.every(({ path }) => path !== undefined)
    ? 'full frames pass'
    : 'full frames were not tried, which needs `niostat respond` there';
}

/** The UDP ports as a flag, where a hypervisor has its control port already: respond could not take that. */
function answerable(ports: HostReach['ports']): string {
  if (!ports.some(({ protocol, state }) => protocol === 'tcp' && state === 'open')) return '';
  const udp = ports.flatMap(({ protocol, port, state }) =>
    protocol === 'udp' && state !== 'unfiltered' ? [port] : [],
  );
  return udp.length === 0 ? '' : ` --udp ${portRangesText(portRanges(udp))}`;
}

/** Why it is not known whether all gets through to a host; undefined if it is known. */
function whyUnknown({ host, address, unanswered, ports, responder, verdict }: HostReach): string | undefined {
  if (unanswered !== undefined) return `nothing could be tried on ${host}: ${unansweredText(unanswered)}`;
  if (address === undefined) return `nothing could be tried on ${host}: its name has no address`;
  if (responder === 'not heard') return `the responder on ${host} does not answer: is it running, with this token?`;
  const untried = ports.find(({ state, reason }) => state === 'not tried' && reason !== 'sample');
  if (untried !== undefined) return `not everything could be tried on ${host}: ${untried.reason}`;
  const isOpen = ports.some(({ state }) => state === 'open|filtered');
  if (isOpen) return `silence proves nothing: \`niostat respond${answerable(ports)}\` on ${host} would answer`;
  return verdict === 'unknown' ? `not everything on ${host} could be determined` : undefined;
}

/**
 * What is wrong with a host. Control ports on which nobody listens are no fault before the lab starts, and
 * the question about hypervisors is about them.
 */
function detailsOf(host: HostReach): PreflightDetail[] {
  return host.findings.flatMap((finding) =>
    finding.kind === 'closed'
      ? []
      : [
          present({
            severity: 'error' as const,
            rule: finding.kind,
            about: [host.host],
            message: messageOf(finding, host),
            remedy: finding.remedy,
          }),
        ],
  );
}

function messageOf({ kind, ports }: HostFinding, { host, path }: HostReach): string {
  if (kind === 'frames-lost' && path !== undefined) {
    const { payloadBytes, result, largestPayloadBytes } = path.frame;
    const largest = largestPayloadBytes === undefined ? '' : `; the largest that passes has ${largestPayloadBytes}`;
    return `full frames to ${host}, ${payloadBytes} bytes, are ${result}${largest}`;
  }
  const names = ports.map((one) => `${one.protocol.toUpperCase()} ${portRangesText(one.ports)}`).join(' and ');
  switch (kind) {
    case 'no-route':
      return `no route to ${names} of ${host}`;
    case 'lost-there':
      return `${names} of ${host} does not get through: the responder receives nothing`;
    case 'lost-back':
      return `${names} of ${host}: answers do not get back (the responder receives and answers)`;
    default:
      return `${names} of ${host} does not get through`;
  }
}
