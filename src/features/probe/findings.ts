import { isLoopback, isWildcard } from '../../core/address/host.ts';
import { SEVERITIES } from '../../core/checks/finding.ts';
import { GENERATION_TITLE, generationOf } from '../../core/kernel/dynamips-version.ts';
import type { Expectation } from './expectation.ts';
import type { Look, ProbedConsole, ProbeFinding } from './result.ts';

/** Judges what was seen of one hypervisor, worst first. */
export function judge(look: Look): ProbeFinding[] {
  const findings = [
    ...judgeConnection(look),
    ...judgeSaving(look),
    ...(look.observation.machines === undefined ? [] : [...judgeLab(look), ...judgeConsoles(look)]),
    ...judgeExposure(look),
  ];
  return findings.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}

function* judgeConnection({ target, tcp, observation: { version, error } }: Look): Generator<ProbeFinding> {
  const { host, port, name } = target;
  const say = (slug: string, message: string, remedy: string): ProbeFinding => ({
    slug,
    severity: 'error',
    message,
    remedy,
  });
  if (tcp.state === 'open') {
    if (version !== undefined && error !== undefined) {
      yield say('broke-off', error.message, 'look at its log and probe again; what is printed here is not complete');
    }
    return;
  }
  if (tcp.state === 'interrupted') {
    yield {
      slug: 'interrupted',
      severity: 'note',
      message: `${name} was not probed to the end`,
      remedy: 'probe again',
    };
  } else if (tcp.state === 'refused') {
    const start = isLoopback(host) ? `dynamips -H 127.0.0.1:${port}` : `dynamips -H ${host}:${port}`;
    const embedded = isLoopback(host) ? `, or niostat hypervisor --listen ${name}` : '';
    yield say('refused', `nothing listens on TCP port ${port} of ${host}`, `start the hypervisor: ${start}${embedded}`);
  } else if (tcp.state === 'unresolvable') {
    yield say('unresolvable', `the name ${host} has no address`, 'correct the name, or write the address');
  } else if (tcp.state === 'unreachable') {
    yield say('unreachable', `there is no way to ${host} (${tcp.reason})`, 'look at the network and the routes');
  } else if (tcp.state === 'not-a-hypervisor') {
    yield say(
      'not-a-hypervisor',
      `something listens on ${name} that is no hypervisor: ${error?.message ?? `its version is "${(version ?? '').slice(0, 40)}"`}`,
      `find out what has the port, on its host: ss -lntp 'sport = :${port}'`,
    );
  } else if (tcp.reason === 'no-reply') {
    yield say(
      'silent',
      `${name} accepts connections and did not answer in time`,
      'the hypervisor hangs, or another program has the port; restart it',
    );
  } else {
    yield say(
      'no-response',
      `no answer at all from ${name}`,
      `look whether ${host} is up, and whether its firewall lets TCP port ${port} in`,
    );
  }
}

function* judgeSaving({ save }: Look): Generator<ProbeFinding> {
  if (save === undefined || save.outcome === 'read') return;
  if (save.outcome === 'written') {
    const message = `the configuration was written to ${save.file}, but ${save.why}`;
    yield { slug: 'saved-elsewhere', severity: 'note', message, remedy: 'read it there' };
    return;
  }
  yield {
    slug: 'not-saved',
    severity: 'warning',
    message: `the configuration was not saved to ${save.file}: ${save.why}`,
    remedy: save.remedy,
  };
}

/** Compares what a lab expects with what is there. */
function* judgeLab({ target, expectation, observation }: Look): Generator<ProbeFinding> {
  if (expectation === undefined) return;
  yield* judgeVersion(expectation, observation.version);
  const found = new Set(observation.machines?.map(({ name }) => name));
  const nioCount = observation.nios?.length ?? 0;
  const expects = `${counted(expectation.machines.length, 'router')} and ${counted(expectation.nioCount, 'NIO')}`;
  if (found.size === 0 && nioCount === 0) {
    if (expectation.machines.length === 0 && expectation.nioCount === 0) return;
    yield {
      slug: 'not-loaded',
      severity: 'warning',
      message: `nothing of ${expectation.labs.join(' + ')} is on ${target.name}: it should have ${expects}`,
      remedy: 'load the lab, or probe the hypervisor that it was loaded on',
    };
    return;
  }
  const missing = expectation.machines.filter((name) => !found.has(name));
  if (missing.length > 0) yield missingMachines(missing);
  const known = new Set(expectation.machines);
  const extra = [...found].filter((name) => !known.has(name));
  if (extra.length > 0) yield extraMachines(extra);
  if (nioCount !== expectation.nioCount) yield otherNioCount(expectation.nioCount, nioCount);
  yield* judgeConsolePorts(expectation, observation.machines ?? []);
}

function missingMachines(names: readonly string[]): ProbeFinding {
  return {
    slug: 'missing-vm',
    severity: 'warning',
    message: `the lab has ${listed(names)}, the hypervisor has not`,
    remedy: 'load the lab again; the answer of the hypervisor to "vm create" says why it failed',
  };
}

function extraMachines(names: readonly string[]): ProbeFinding {
  return {
    slug: 'extra-vm',
    severity: 'warning',
    message: `the hypervisor has ${listed(names)}, the lab has not`,
    remedy: 'it belongs to another lab, or is left from an earlier run; its NIOs and consoles hold their ports',
  };
}

function otherNioCount(expected: number, found: number): ProbeFinding {
  const isShort = found < expected;
  return {
    slug: isShort ? 'missing-nios' : 'extra-nios',
    severity: 'warning',
    message: `the lab makes ${counted(expected, 'NIO')}, the hypervisor has ${found}`,
    remedy: isShort
      ? 'some links have one end only, or none; a NIO is refused when its port is taken'
      : 'what is left from an earlier run holds ports; reset the hypervisor when nothing runs on it',
  };
}

function* judgeVersion({ version }: Expectation, found: string | undefined): Generator<ProbeFinding> {
  const [expectedGeneration, foundGeneration] = [version, found].map((one) => one && generationOf(one));
  if (!expectedGeneration || !foundGeneration || expectedGeneration === foundGeneration) return;
  yield {
    slug: 'other-version',
    severity: 'warning',
    message: `the lab says Dynamips ${version}, here runs ${found}: ${GENERATION_TITLE[foundGeneration]} treats a taken port otherwise`,
    remedy: `check the lab with --dynamips ${found}`,
  };
}

function* judgeConsolePorts(
  { consoles }: Expectation,
  machines: readonly { readonly name: string; readonly consolePort?: number }[],
): Generator<ProbeFinding> {
  const found = new Map(machines.map(({ name, consolePort }) => [name, consolePort]));
  for (const { device, type, port } of consoles) {
    if (type !== 'console' || !found.has(device) || found.get(device) === port) continue;
    const has = found.get(device);
    yield {
      slug: 'console-differs',
      severity: 'warning',
      message: `the console of ${device} should be port ${port}, and is ${has === undefined ? 'not set' : `port ${has}`}`,
      remedy: has === undefined ? 'set it, or load the lab again' : `connect to port ${has}, or load the lab again`,
    };
  }
}

function* judgeConsoles(look: Look): Generator<ProbeFinding> {
  const { target, address = '', observation, consoles, sharedPorts } = look;
  for (const { port, routers, isToldHere } of sharedPorts) {
    if (!isToldHere) continue;
    yield {
      slug: 'console-shared',
      severity: 'warning',
      message: `${listed(routers)} have console port ${port}: only the one that was started first can have it`,
      remedy: 'give each router a console port of its own; Dynamips does not tell that one could not be opened',
    };
  }
  const shared = new Set(sharedPorts.map(({ port }) => port));
  const statuses = new Map(observation.machines?.map(({ name, status }) => [name, status]));
  for (const row of consoles) {
    const status = statuses.get(row.vm);
    if (status === 'running' || status === 'suspended') yield* judgeRunningConsole(row, target.host, address);
    else if (status === 'inactive' && row.tcp.state === 'open' && !shared.has(row.port)) {
      yield {
        slug: 'console-taken',
        severity: 'warning',
        message: `${row.vm} does not run, and yet something answers on its ${nameOf(row)}`,
        remedy: 'another program has the port: the router will start without a console, and without a word about it',
      };
    }
  }
}

function* judgeRunningConsole(row: ProbedConsole, host: string, address: string): Generator<ProbeFinding> {
  const { tcp, vm, port } = row;
  if (tcp.state === 'open' || tcp.state === 'interrupted') return;
  if (row.isLocalOnly) {
    yield {
      slug: 'console-local-only',
      severity: 'warning',
      message: `the ${nameOf(row)} of ${vm} answers on 127.0.0.1 only, and is refused on ${host}`,
      remedy: `start the hypervisor with its address: dynamips -H ${host}:7200`,
    };
    return;
  }
  const mayBeLocal = tcp.state === 'refused' && !isLoopback(address);
  yield {
    slug: 'console-closed',
    severity: 'warning',
    message: `${vm} runs, and its ${nameOf(row)} does not answer (${tcp.reason})`,
    remedy: mayBeLocal
      ? `it was taken when the router started, or it listens on 127.0.0.1 of ${host} only, as Dynamips does from 0.2.23 on unless it is started with -H ${host}:PORT`
      : `either it was never set, or the port was taken when the router started, which Dynamips does not tell; free port ${port} and start ${vm} again`,
  };
}

/** The control port asks for no password; somebody else's network should not reach it. */
function* judgeExposure({ target, address, tcp }: Look): Generator<ProbeFinding> {
  if (tcp.state !== 'open' || address === undefined || isLoopback(address) || isWildcard(address)) return;
  yield {
    slug: 'control-port-open',
    severity: 'note',
    message: `whoever reaches ${target.name} can stop it and write files there: it asks for no password`,
    remedy: 'let only the machines that run the lab reach it',
  };
}

function nameOf({ type, port }: ProbedConsole): string {
  return `${type === 'aux' ? 'AUX' : 'console'} port ${port}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** At most ten names: the table has all of them. */
function listed(names: readonly string[]): string {
  const more = names.length > 10 ? ` and ${names.length - 10} more` : '';
  return names.slice(0, 10).join(', ') + more;
}
