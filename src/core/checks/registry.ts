import type { Check } from './check.ts';
import { consoleMeetsControlPort } from './console-meets-control-port.ts';
import { consoleNotKept } from './console-not-kept.ts';
import { consoleOutOfRange } from './console-out-of-range.ts';
import { consoleTwice } from './console-twice.ts';
import { controlPortShared } from './control-port-shared.ts';
import { deviceLinkedToItself } from './device-linked-to-itself.ts';
import { ephemeralRange } from './ephemeral-range.ts';
import type { Finding } from './finding.ts';
import { hostWithoutAddress } from './host-without-address.ts';
import { interfaceInUse } from './interface-in-use.ts';
import { knownRange } from './known-range.ts';
import { labsCollide } from './labs-collide.ts';
import { littleHeadroom } from './little-headroom.ts';
import { loopbackInMultiHostLab } from './loopback-in-multi-host-lab.ts';
import { memoryLimit } from './memory-limit.ts';
import { misspeltServerKey } from './misspelt-server-key.ts';
import { nameBesideAddress } from './name-beside-address.ts';
import { nioInRange } from './nio-in-range.ts';
import { nioNotMutual } from './nio-not-mutual.ts';
import { nioPointsAtItself } from './nio-points-at-itself.ts';
import { noCommonSubnet } from './no-common-subnet.ts';
import { olderDynagen } from './older-dynagen.ts';
import { oneMachineTwoNames } from './one-machine-two-names.ts';
import { openControlPort } from './open-control-port.ts';
import { otherSourceAddress } from './other-source-address.ts';
import { overlappingRanges } from './overlapping-ranges.ts';
import { portCollision } from './port-collision.ts';
import { portNotGiven } from './port-not-given.ts';
import { portOutOfRange } from './port-out-of-range.ts';
import { privilegedPort } from './privileged-port.ts';
import { routerIdTwice } from './router-id-twice.ts';
import { sameBaseUdp } from './same-base-udp.ts';
import { tooManyEnds } from './too-many-ends.ts';
import { unknownDevice } from './unknown-device.ts';
import { wildcardHost } from './wildcard-host.ts';

/** Every check, in the order of the ids. */
export const CHECKS: readonly Check[] = [
  sameBaseUdp,
  overlappingRanges,
  littleHeadroom,
  labsCollide,
  portCollision,
  portNotGiven,
  portOutOfRange,
  privilegedPort,
  ephemeralRange,
  knownRange,
  loopbackInMultiHostLab,
  wildcardHost,
  oneMachineTwoNames,
  nameBesideAddress,
  hostWithoutAddress,
  noCommonSubnet,
  otherSourceAddress,
  controlPortShared,
  consoleTwice,
  consoleMeetsControlPort,
  openControlPort,
  routerIdTwice,
  consoleOutOfRange,
  misspeltServerKey,
  consoleNotKept,
  nioInRange,
  nioNotMutual,
  nioPointsAtItself,
  interfaceInUse,
  unknownDevice,
  deviceLinkedToItself,
  memoryLimit,
  tooManyEnds,
  olderDynagen,
];

/** What `niostat plan` mends (docs/PLAN.md): it chooses ports, and nothing else. */
const MENDED_BY_PLAN: ReadonlySet<string> = new Set(
  [
    sameBaseUdp,
    overlappingRanges,
    labsCollide,
    portOutOfRange,
    privilegedPort,
    ephemeralRange,
    controlPortShared,
    consoleTwice,
    consoleMeetsControlPort,
    consoleOutOfRange,
    nioInRange,
  ].map(({ id }) => id),
);

/**
 * True if `niostat plan` mends a finding. A port that is written at a link it leaves as it is; so it does
 * with two NIOs on one port, of which one is written, or the hosts are wrong.
 */
export function isMendedByPlan({ id, evidence }: Finding): boolean {
  return MENDED_BY_PLAN.has(id) && !(id === portOutOfRange.id && evidence.links.length > 0);
}

/** Finds a check by its id or slug, in any case. */
export function findCheck(name: string): Check | undefined {
  const wanted = name.toLowerCase();
  return CHECKS.find((check) => check.id.toLowerCase() === wanted || check.slug === wanted);
}
