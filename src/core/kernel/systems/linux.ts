import type { Answer } from '../situation.ts';
import { type Origin, type SystemAnswers, statement } from './statement.ts';

const SEEN: Origin = { grade: 'seen', place: 'Linux 6.18' };

const REFUSED: Answer = statement('refused', 'first', SEEN);
const BESIDE: Answer = statement('shared', 'peer-of-each', SEEN);
const LAST: Answer = statement('shared', 'last', SEEN);

/**
 * Linux: both need SO_REUSEADDR, of one user or two; IPv4 and IPv6 have one set of ports; of equal sockets
 * the last takes all (docs/FACTS.md, "Sharing a port").
 */
export const LINUX: SystemAnswers = {
  'own-ports': statement('bound', 'peer-of-each', SEEN),
  'plain-plain-different': REFUSED,
  'plain-plain-identical': REFUSED,
  'plain-plain-itself': REFUSED,
  'reuse-plain-different': REFUSED,
  'reuse-plain-identical': REFUSED,
  'plain-reuse-different': REFUSED,
  'plain-reuse-identical': REFUSED,
  'reuse-reuse-different': BESIDE,
  'reuse-reuse-identical': LAST,
  'reuse-reuse-itself': LAST,
  'specific-plain': REFUSED,
  'specific-reuse': REFUSED,
  'plain-specific': REFUSED,
  'reuse-specific': REFUSED,
  'specific-specific': REFUSED,
  'vpcs-plain': REFUSED,
  'vpcs-reuse': REFUSED,
  'plain-vpcs': REFUSED,
  'reuse-vpcs': REFUSED,
  'vpcs-vpcs': REFUSED,
  'foreign-plain': REFUSED,
  'foreign-reuse': REFUSED,
  'loopback-plain': REFUSED,
  'loopback-reuse': REFUSED,
  'foreign6-plain': REFUSED,
  'foreign6-reuse': REFUSED,
  'ipv6-ipv4-plain': REFUSED,
  'ipv6-ipv4-reuse': BESIDE,
  'ipv6-reuse-different': BESIDE,
  'ipv6-reuse-identical': LAST,
  // The second try, on 127.0.0.1, meets the IPv6 socket and is refused too.
  'localhost-plain': REFUSED,
  'localhost-reuse': LAST,
  'root-then-user': BESIDE,
  'user-then-root': BESIDE,
  'two-users': BESIDE,
  'peer-port-zero': statement('bound', 'first', SEEN),
  'port-below-1024': statement('refused', 'none', SEEN),
};
