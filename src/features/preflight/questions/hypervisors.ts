import type { Hypervisor } from '../../../core/lab/lab.ts';
import { ownerName } from '../../../core/sockets/holder-name.ts';
import { counted } from '../../../core/text/counted.ts';
import { dynamipsCommands, startAdvice } from '../../../core/words/start-hypervisor.ts';
import { FINDING_KINDS } from '../../probe/probe.ts';
import type { HypervisorProbe, ProbeFinding } from '../../probe/result.ts';
import type { Facts } from '../live/facts.ts';
import type { PreflightDetail } from '../result.ts';
import { judged, type Question, skipped } from './question.ts';

/** Nothing answers, and nobody can tell more. */
const SILENT: ReadonlySet<string> = new Set(['timeout', 'unreachable', 'unresolvable', 'interrupted']);

export const HYPERVISORS: Question = {
  id: 'hypervisors',
  title: 'Do the hypervisors answer?',
  async ask(facts) {
    const { hypervisors } = await facts.probe();
    if (hypervisors.length === 0) {
      return skipped(
        facts.hypervisors.length === 0 ? 'the lab has no hypervisors' : 'a GNS3 server starts them itself',
      );
    }
    const open = hypervisors.filter(({ tcp }) => tcp.state === 'open');
    // Before the lab starts nothing has to run; what does run has to be the whole of it.
    if (hypervisors.every(({ tcp }) => tcp.state === 'refused')) {
      return skipped(`none of ${hypervisors.length} runs yet`);
    }
    const here = new Map((await facts.hypervisorsHere()).map((hypervisor) => [hypervisor.name, hypervisor]));
    const missing = hypervisors
      .filter(({ tcp }) => tcp.state === 'refused')
      .flatMap(({ target }) => here.get(target) ?? []);
    const details = hypervisors.flatMap(({ target, findings }) =>
      findings.filter(isAsked).map(
        ({ slug, severity, message, remedy }): PreflightDetail => ({
          severity,
          message: FINDING_KINDS[slug].namesTarget ? message : `${target}: ${message}`,
          remedy,
          rule: slug,
        }),
      ),
    );
    details.push(...(await forwardedDetails(facts)));
    const [command] = hypervisors.flatMap(({ findings }) => findings.flatMap((one) => one.command ?? []));
    const next = command ?? (missing.length > 0 ? startOf(missing) : `niostat probe ${facts.files}`);
    const sum = `${open.length} of ${hypervisors.length} answer`;
    const answer = judged(details, `${sum}: ${versions(open)}`, sum, next);
    return isUnknown(hypervisors, here) ? { ...answer, state: 'unknown' } : answer;
  },
};

/**
 * A hypervisor behind a tunnel, in a lab that has others: its NIOs are on another host, and the address in
 * the lab, which is this host's, does not lead there.
 */
async function forwardedDetails(facts: Facts): Promise<PreflightDetail[]> {
  const forwarded = await facts.forwardedHypervisors();
  if (forwarded.length === facts.hypervisors.length) return [];
  const view = await facts.view();
  return forwarded.map(({ hypervisor, pid }) => ({
    severity: 'error',
    rule: 'forwarded',
    message: `${ownerName(view, { pid })} passes ${hypervisor.name} on to another host: its NIOs are there, and no frame of the other hypervisors reaches them by ${hypervisor.host}`,
    remedy: 'write the address of the host at the far end, and let the others reach its UDP ports',
  }));
}

/**
 * What a probe says of a hypervisor that has nothing of the lab is no news before the lab starts; consoles
 * are asked about apart.
 */
function isAsked({ slug }: ProbeFinding): boolean {
  return slug !== 'not-loaded' && FINDING_KINDS[slug].about !== 'console';
}

/**
 * One that nobody hears of leaves open what it would say. So does one of another host that is refused while
 * others run: a firewall may do that. On this host a refusal is certain: nothing listens;
 * and so is a process that was stopped, or that has no descriptor left.
 */
function isUnknown(hypervisors: readonly HypervisorProbe[], here: ReadonlyMap<string, Hypervisor>): boolean {
  const isAnyOpen = hypervisors.some(({ tcp }) => tcp.state === 'open');
  return hypervisors.some(
    ({ tcp, target, findings }) =>
      (tcp.state === 'refused' && isAnyOpen && !here.has(target)) ||
      (SILENT.has(tcp.state) && !findings.some(({ slug }) => slug === 'halted' || slug === 'out-of-descriptors')),
  );
}

/** The line that starts the hypervisors which are missing on this host. */
function startOf(missing: readonly Hypervisor[]): string {
  const dynamips = missing.filter(({ kind }) => kind === 'dynamips');
  const [wrapper] = missing;
  if (dynamips.length > 0 || wrapper === undefined) return dynamipsCommands(dynamips);
  return startAdvice(wrapper);
}

function versions(hypervisors: readonly HypervisorProbe[]): string {
  const found = new Set(hypervisors.map(({ version = 'unknown version' }) => version));
  const nios = hypervisors.reduce((sum, one) => sum + (one.nios?.length ?? 0), 0);
  const vms = hypervisors.reduce((sum, one) => sum + (one.vms?.length ?? 0), 0);
  const content = nios + vms === 0 ? 'empty' : `${counted(vms, 'router')}, ${counted(nios, 'NIO')}`;
  return `${[...found].join(', ')}, ${content}`;
}
