import type { Belief } from './belief.ts';
import {
  byHandCounts,
  byRouter,
  nextFree,
  oneCounterPerHost,
  onePortPerLink,
  oneUbridgePerLink,
  orderIsNothing,
  poolCountsUp,
  portsComeBack,
  sourceOwnsLink,
  twoInGns3,
} from './port-beliefs.ts';
import {
  comesBack,
  copyForAll,
  errorAlways,
  establishedIsUp,
  firstKeeps,
  hearsNothing,
  nowhere,
  onePortIsBroken,
  openDoor,
  refusedAlone,
  sharedAlways,
  stopIsTold,
} from './socket-beliefs.ts';

/** Those that are asked for first come first: of two that give one answer the first is told of. */
export const BELIEFS: readonly Belief[] = [
  orderIsNothing,
  portsComeBack,
  byHandCounts,
  nextFree,
  oneCounterPerHost,
  sourceOwnsLink,
  byRouter,
  onePortPerLink,
  twoInGns3,
  oneUbridgePerLink,
  errorAlways,
  onePortIsBroken,
  copyForAll,
  firstKeeps,
  openDoor,
  establishedIsUp,
  stopIsTold,
];

/** Mistakes that no idea stands behind: wrong answers where beliefs give too few. */
export const SLIPS: readonly Belief[] = [sharedAlways, poolCountsUp, comesBack, nowhere, hearsNothing, refusedAlone];
