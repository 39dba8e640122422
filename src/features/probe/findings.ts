import { isLoopback, isWildcard } from '../../core/address/host.ts';
import { SEVERITIES } from '../../core/checks/finding.ts';
import { judgeConnection } from './connection-findings.ts';
import { judgeConsoles } from './console-findings.ts';
import { finding } from './finding-kinds.ts';
import { judgeLab } from './lab-findings.ts';
import { judgeLeftOut } from './left-out.ts';
import type { ObservedHypervisor, ProbeEvidence } from './observed.ts';
import { judgeRehearsals } from './rehearsal-findings.ts';
import type { ProbeFinding } from './result.ts';

/** Judges what was seen of one hypervisor, worst first. */
export function judge(evidence: ProbeEvidence): ProbeFinding[] {
  const findings = [
    ...judgeConnection(evidence),
    ...judgeLeftOut(evidence),
    ...judgeRehearsals(evidence),
    ...judgeSaving(evidence),
    ...(evidence.observation.routers === undefined ? [] : [...judgeLab(evidence), ...judgeConsoles(evidence)]),
    ...judgeExposure(evidence),
  ];
  return findings.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}

function* judgeSaving({ save }: ObservedHypervisor): Generator<ProbeFinding> {
  if (save === undefined || save.outcome === 'read') return;
  if (save.outcome === 'written') {
    const message = `the configuration was written to ${save.file}, but ${save.why}`;
    yield finding('saved-elsewhere', message, 'read the file there');
    return;
  }
  yield finding('not-saved', `the configuration was not saved to ${save.file}: ${save.why}`, save.remedy);
}

/** The control port asks for no password; somebody else's network should not reach it. */
function* judgeExposure({ target, address, tcp }: ObservedHypervisor): Generator<ProbeFinding> {
  if (tcp.state !== 'open' || address === undefined || isLoopback(address) || isWildcard(address)) return;
  yield finding(
    'control-port-open',
    `${target.name} asks for no password: every machine that reaches it can stop the lab and write files there`,
    'let only the machines that run the lab reach it',
  );
}
