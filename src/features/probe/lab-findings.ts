import { GENERATION_TITLE, generationOf } from '../../core/kernel/dynamips-version.ts';
import { counted } from '../../core/text/counted.ts';
import { someOf } from '../../core/text/listed.ts';
import type { Expectation } from './expectation.ts';
import { finding } from './finding-kinds.ts';
import { MOST_NAMES } from './most-names.ts';
import type { ObservedHypervisor } from './observed.ts';
import { ownNioCount } from './rehearsal-findings.ts';
import type { ProbeFinding } from './result.ts';

/** Compares what a lab expects with what is there. */
export function* judgeLab({ target, expectation, observation }: ObservedHypervisor): Generator<ProbeFinding> {
  if (expectation === undefined) return;
  yield* judgeVersion(expectation, observation.version);
  const found = new Set(observation.routers?.map(({ name }) => name));
  const nioCount = ownNioCount(observation);
  const expects = `${counted(expectation.routers.length, 'router')} and ${counted(expectation.nioCount, 'NIO')}`;
  if (found.size === 0 && nioCount === 0) {
    if (expectation.routers.length === 0 && expectation.nioCount === 0) return;
    yield finding(
      'not-loaded',
      `nothing of ${expectation.labs.join(' + ')} is on ${target.name}: it should have ${expects}`,
      'load the lab, or probe the hypervisor that it was loaded on',
    );
    return;
  }
  const missing = expectation.routers.filter((name) => !found.has(name));
  if (missing.length > 0) yield missingRouters(missing);
  const known = new Set(expectation.routers);
  const extra = [...found].filter((name) => !known.has(name));
  if (extra.length > 0) yield extraRouters(extra);
  if (nioCount !== expectation.nioCount) yield otherNioCount(expectation.nioCount, nioCount);
  yield* judgeConsolePorts(expectation, observation.routers ?? []);
}

function missingRouters(names: readonly string[]): ProbeFinding {
  return finding(
    'missing-vm',
    `the lab has ${someOf(names, MOST_NAMES)}, the hypervisor has not`,
    'load the lab again; the answer of the hypervisor to "vm create" says why it failed',
  );
}

function extraRouters(names: readonly string[]): ProbeFinding {
  return finding(
    'extra-vm',
    `the hypervisor has ${someOf(names, MOST_NAMES)}, the lab has not`,
    'it belongs to another lab, or is left from an earlier run; its NIOs and consoles hold their ports',
  );
}

function otherNioCount(expected: number, found: number): ProbeFinding {
  const isShort = found < expected;
  return finding(
    isShort ? 'missing-nios' : 'extra-nios',
    `the lab makes ${counted(expected, 'NIO')}, the hypervisor has ${found}`,
    isShort
      ? 'some links have one end only, or none; a NIO is refused when its port is taken, its peer has no address, or no descriptor is left: niostat links tells which'
      : 'what is left from an earlier run holds ports; reset the hypervisor when nothing runs on it',
  );
}

function* judgeVersion({ version }: Expectation, found: string | undefined): Generator<ProbeFinding> {
  const [expectedGeneration, foundGeneration] = [version, found].map((one) => one && generationOf(one));
  if (!expectedGeneration || !foundGeneration || expectedGeneration === foundGeneration) return;
  yield finding(
    'other-version',
    `the lab says Dynamips ${version}, here runs ${found}: ${GENERATION_TITLE[foundGeneration]} treats a taken port otherwise`,
    `check the lab with --dynamips ${found}`,
  );
}

function* judgeConsolePorts(
  { consoles }: Expectation,
  routers: readonly { readonly name: string; readonly consolePort?: number }[],
): Generator<ProbeFinding> {
  const found = new Map(routers.map(({ name, consolePort }) => [name, consolePort]));
  for (const { device, type, port } of consoles) {
    if (type !== 'console' || !found.has(device) || found.get(device) === port) continue;
    const has = found.get(device);
    yield finding(
      'console-differs',
      `the console of ${device} should be port ${port}, and is ${has === undefined ? 'not set' : `port ${has}`}`,
      has === undefined ? 'set it, or load the lab again' : `connect to port ${has}, or load the lab again`,
    );
  }
}
