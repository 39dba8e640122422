import type { Hypervisor } from '../../../core/lab/lab.ts';
import { present } from '../../../core/present.ts';
import { ownerName } from '../../../core/sockets/holder-name.ts';
import { counted } from '../../../core/text/counted.ts';
import { dynamipsLines } from '../../../core/words/start-hypervisor.ts';
import { FINDING_KINDS } from '../../probe/probe.ts';
import type { HypervisorProbe, ProbeFinding } from '../../probe/result.ts';
import type { Facts } from '../live/facts.ts';
import type { Answer, Cause, PreflightDetail } from '../result.ts';
import { controlPortCause } from './process-cause.ts';
import { judged, NONE_RUNS, type Question, skipped } from './question.ts';

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
    const responding = await targetsOfResponders(hypervisors, facts);
    const isNotStarted = ({ tcp, target }: HypervisorProbe): boolean =>
      tcp.state === 'refused' || responding.has(target);
    // Before the lab starts nothing has to run; what does run has to be the whole of it.
    if (hypervisors.every(isNotStarted)) {
      const answering = hypervisors.filter(({ target }) => responding.has(target));
      const details = answering.map((one) => responderDetail(one, 'note', facts));
      return { ...skipped(whyNoneRuns(responding)), details };
    }
    const here = new Map((await facts.hypervisorsHere()).map((hypervisor) => [hypervisor.name, hypervisor]));
    const missing = hypervisors
      .filter(({ tcp }) => tcp.state === 'refused')
      .flatMap(({ target }) => here.get(target) ?? []);
    const details: PreflightDetail[] = [];
    for (const one of hypervisors) {
      // As long as none runs, one that is not started is no failure, whatever is wrong with others.
      if (one.tcp.state === 'refused' && open.length === 0) continue;
      for (const found of one.findings.filter(isAsked)) details.push(await detailOf(one, found, responding, facts));
    }
    details.push(...(await forwardedDetails(facts)));
    const sum = `${open.length} of ${hypervisors.length} answer`;
    const answer = judged(details, `${sum}: ${versions(open)}`, sum, `niostat probe ${facts.files}`);
    const commands = commandsFor(hypervisors, open.length === 0 ? [] : missing);
    if (isUnknown(hypervisors, here, responding))
      return { ...answer, ...findOut(hypervisors, facts), state: 'unknown' };
    if (answer.next === undefined) return answer;
    const [next = answer.next] = commands;
    // A probe shows more, and mends nothing.
    return commands.length === 0 ? { ...answer, isMended: false } : { ...answer, next, commands };
  },
};

/**
 * The control ports that `niostat respond` holds for now: this host shows it, or the responder of that host
 * has answered with its token.
 */
async function targetsOfResponders(
  hypervisors: readonly HypervisorProbe[],
  facts: Facts,
): Promise<ReadonlySet<string>> {
  const shown = hypervisors.filter(({ findings }) => findings.some(({ slug }) => slug === 'responder'));
  const closed = hypervisors.filter(({ tcp }) => tcp.state === 'not-a-hypervisor' && tcp.reason === 'closed');
  const found = new Set(shown.map(({ target }) => target));
  if (facts.options.token === undefined || closed.length === 0) return found;
  const heard = new Set(
    (await facts.reach()).hosts.flatMap((one) => (one.responder === 'heard' ? (one.address ?? []) : [])),
  );
  for (const { target, address = '' } of closed) if (heard.has(address)) found.add(target);
  return found;
}

function whyNoneRuns({ size }: ReadonlySet<string>): string {
  return size === 0 ? NONE_RUNS : `${NONE_RUNS}; niostat respond answers on ${counted(size, 'control port')}`;
}

/** A control port that is held until niostat respond ends. */
function responderDetail(
  { target, labs }: Pick<HypervisorProbe, 'target' | 'labs'>,
  severity: PreflightDetail['severity'],
  facts: Facts,
): PreflightDetail {
  return {
    severity,
    rule: 'responder',
    about: [target],
    message: `niostat respond answers on ${target}: the hypervisor is not started yet`,
    remedy: 'end niostat respond, then start the hypervisor',
    ...(facts.model.labs.length > 1 ? { labs } : {}),
  };
}

async function detailOf(
  { target, labs, tcp, address, isThisHost = false }: HypervisorProbe,
  { slug, severity, message, remedy }: ProbeFinding,
  responding: ReadonlySet<string>,
  facts: Facts,
): Promise<PreflightDetail> {
  if (slug === 'not-a-hypervisor' && responding.has(target)) return responderDetail({ target, labs }, 'warning', facts);
  const where = facts.model.labs.length > 1 ? { labs } : {};
  // On another host a program that hangs up may be a responder: no failure before that is known.
  const mayRespond = tcp.reason === 'closed' && !(await facts.isHere(address ?? ''));
  const cause = await causeOf(slug, { target, isThisHost }, facts);
  const text = FINDING_KINDS[slug].namesTarget ? message : `${target}: ${message}`;
  return present({
    severity: mayRespond ? 'warning' : severity,
    message: text,
    remedy,
    rule: slug,
    about: [target],
    cause,
    ...where,
  });
}

async function causeOf(
  slug: ProbeFinding['slug'],
  { target, isThisHost }: Pick<HypervisorProbe, 'target' | 'isThisHost'>,
  facts: Facts,
): Promise<Cause | undefined> {
  if (slug === 'refused') {
    const what = isThisHost ? `${target} (this host)` : target;
    return { id: 'not started', title: 'not started (nothing listens on the control port):', items: [{ what }] };
  }
  if (slug !== 'not-a-hypervisor' && slug !== 'silent') return undefined;
  // One that is called like a hypervisor and hangs has its port by right.
  const suspects = slug === 'silent' ? await facts.displacedHypervisors() : await facts.hypervisorsHere();
  const hypervisor = suspects.find(({ name }) => name === target);
  const pid = hypervisor && (await facts.processOf(hypervisor));
  if (hypervisor === undefined || pid === undefined) return undefined;
  return controlPortCause({ pid, name: ownerName(await facts.view(), { pid }) }, hypervisor);
}

/** What finds out what was not determined; a token shows whether a program that hangs up is a responder. */
function findOut(hypervisors: readonly HypervisorProbe[], facts: Facts): Pick<Answer, 'next' | 'commands'> {
  const mayRespond = facts.options.token === undefined && hypervisors.some(({ tcp }) => tcp.reason === 'closed');
  const next = mayRespond ? `niostat preflight ${facts.files} --token-file -` : `niostat probe ${facts.files}`;
  return { next, commands: [next] };
}

/** What mends it: a command that a finding names, or those that start what is missing on this host. */
function commandsFor(hypervisors: readonly HypervisorProbe[], missing: readonly Hypervisor[]): string[] {
  const command = hypervisors
    .flatMap(({ findings }) => findings)
    .find(({ slug, command }) => slug !== 'refused' && command);
  if (command?.command !== undefined) return [command.command];
  const dynamips = missing.filter(({ kind }) => kind === 'dynamips');
  return dynamipsLines(dynamips);
}

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
    about: [hypervisor.name],
    message: `${ownerName(view, { pid })} forwards ${hypervisor.name} to another host: its NIOs are there, and frames sent to ${hypervisor.host} do not reach them`,
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
function isUnknown(
  hypervisors: readonly HypervisorProbe[],
  here: ReadonlyMap<string, Hypervisor>,
  responding: ReadonlySet<string>,
): boolean {
  const isAnyOpen = hypervisors.some(({ tcp }) => tcp.state === 'open');
  return hypervisors.some(
    ({ tcp, target, findings }) =>
      (tcp.state === 'refused' && isAnyOpen && !here.has(target)) ||
      // On another host a program that hangs up may be a responder.
      (tcp.reason === 'closed' && !here.has(target) && !responding.has(target)) ||
      (SILENT.has(tcp.state) && !findings.some(({ slug }) => slug === 'halted' || slug === 'out-of-descriptors')),
  );
}

function versions(hypervisors: readonly HypervisorProbe[]): string {
  const found = new Set(hypervisors.map(({ version = 'unknown version' }) => version));
  const nios = hypervisors.reduce((sum, one) => sum + (one.nios?.length ?? 0), 0);
  const vms = hypervisors.reduce((sum, one) => sum + (one.vms?.length ?? 0), 0);
  const content = nios + vms === 0 ? 'empty' : `${counted(vms, 'router')}, ${counted(nios, 'NIO')}`;
  return `${[...found].join(', ')}, ${content}`;
}
