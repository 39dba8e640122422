import { present } from '../../../core/present.ts';
import { counted } from '../../../core/text/counted.ts';
import { reach } from '../../reach/reach.ts';
import type { HostReach } from '../../reach/result.ts';
import type { Answer, PreflightDetail } from '../result.ts';
import { judged, type Question, skipped } from './question.ts';

export const REACHABLE_PORTS: Question = {
  id: 'reach',
  title: 'Do the ports get through to the other hosts?',
  async ask(facts) {
    const { model, options, ui, files } = facts;
    const away = new Set<string>();
    for (const { host } of model.hypervisors) if (!(await facts.isHere(host))) away.add(host);
    if (away.size === 0) return skipped('the lab does not leave this host');
    const { hosts } = await reach(
      model,
      {
        names: options.names,
        token: options.token,
        timeoutMs: options.timeoutMs,
        udpPorts: [],
        tcpPorts: [],
        all: false,
        ssh: false,
      },
      ui,
    );
    const others: HostReach[] = [];
    for (const one of hosts) if (one.address === undefined || !(await facts.isHere(one.address))) others.push(one);
    if (others.length === 0) return skipped('no flow of the lab begins at this host: ask there');
    return answerOf(others, `niostat reach ${files}`);
  },
};

function answerOf(hosts: readonly HostReach[], next: string): Answer {
  const tried = hosts.flatMap(({ ports }) => ports.filter(({ state }) => state !== 'not tried')).length;
  const sample = hosts.some(({ isSample }) => isSample) ? ' (a sample: without a responder ICMP is rationed)' : '';
  const sum = `${counted(tried, 'port')} tried on ${counted(hosts.length, 'host')}${sample}`;
  const answer = judged(hosts.flatMap(detailsOf), `${sum}, none filtered`, sum, next);
  const silent = hosts.find(({ ports }) => ports.every(({ state }) => state === 'not tried'));
  if (silent !== undefined) {
    const why = silent.address === undefined ? 'its name has no address' : (silent.ports[0]?.reason ?? 'not tried');
    return { ...answer, state: 'unknown', summary: `nothing could be tried on ${silent.host}: ${why}`, next };
  }
  const isOpen = hosts.some(({ ports }) => ports.some(({ state }) => state === 'open|filtered'));
  if (answer.state !== 'ok' || !isOpen) return answer;
  const summary = `${sum}; silence leaves it open: niostat respond there would tell`;
  return { ...answer, state: 'unknown', summary, next };
}

/** Closed ports are no fault before the lab starts; what a filter keeps away is. */
function detailsOf({ host, ports, remedies }: HostReach): PreflightDetail[] {
  const filtered = ports.filter(({ state }) => state === 'filtered');
  const [first] = filtered;
  if (first === undefined) return [];
  return [
    present({
      severity: 'error' as const,
      rule: 'filtered',
      message: `${counted(filtered.length, 'port')} of ${host} do not get through, among them ${first.protocol.toUpperCase()} ${first.port} (${first.reason})`,
      remedy: remedies[0],
    }),
  ];
}
