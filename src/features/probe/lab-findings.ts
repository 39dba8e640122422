import { GENERATION_IN_WORDS, generationOf } from '../../core/kernel/dynamips-version.ts';
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
    yield {
      ...finding(
        'not-loaded',
        `${expectation.labs.join(' + ')} is not loaded: ${target.name} is empty and should have ${expects}`,
        'load the lab, or probe the hypervisor on which it is loaded; loading resets every hypervisor of the lab, so save first the configurations of routers that others of them have',
      ),
      expected: { routers: expectation.routers.length, nios: expectation.nioCount },
    };
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
    `${someOf(names, MOST_NAMES)} of the lab ${are(names)} missing on the hypervisor`,
    'load the lab again; the reply of the hypervisor to `vm create` says why it failed',
  );
}

function are({ length }: readonly string[]): string {
  return length === 1 ? 'is' : 'are';
}

function extraRouters(names: readonly string[]): ProbeFinding {
  return finding(
    'extra-vm',
    `${someOf(names, MOST_NAMES)} on the hypervisor ${are(names)} not in the lab`,
    'another lab is loaded there, or an earlier run was not removed: its NIOs and consoles hold their ports',
  );
}

function otherNioCount(expected: number, found: number): ProbeFinding {
  const isShort = found < expected;
  return finding(
    isShort ? 'missing-nios' : 'extra-nios',
    `the lab needs ${counted(expected, 'NIO')}, the hypervisor has ${found}`,
    isShort
      ? 'some links have one end only, or none: `niostat links` shows which, and why'
      : 'NIOs of an earlier run hold ports: reset the hypervisor when nothing runs on it',
  );
}

function* judgeVersion({ version }: Expectation, found: string | undefined): Generator<ProbeFinding> {
  const [expectedGeneration, foundGeneration] = [version, found].map((one) => one && generationOf(one));
  if (!expectedGeneration || !foundGeneration || expectedGeneration === foundGeneration) return;
  yield finding(
    'other-version',
    `the lab says Dynamips ${version}, and ${found} runs: ${GENERATION_IN_WORDS[foundGeneration]} treats a port in use differently`,
    `check the lab for the version that runs: \`niostat check --dynamips ${found}\``,
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
      `the console of ${device} should be port ${port} and is ${has === undefined ? 'not set' : `port ${has}`}`,
      has === undefined ? 'set it, or load the lab again' : `connect to port ${has}, or load the lab again`,
    );
  }
}
