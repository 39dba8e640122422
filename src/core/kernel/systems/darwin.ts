import type { Answer } from '../situation.ts';
import { type Origin, type SystemAnswers, statement } from './statement.ts';

const BIND: Origin = { grade: 'source', place: 'XNU bsd/netinet/in_pcb.c' };
const BIND6: Origin = { grade: 'source', place: 'XNU bsd/netinet6/in6_pcb.c' };
const DELIVERY: Origin = { grade: 'source', place: 'XNU bsd/netinet/udp_usrreq.c' };

const REFUSED: Answer = statement('refused', 'first', BIND);
const BESIDE: Answer = statement('shared', 'peer-of-each', BIND, DELIVERY);

/**
 * macOS: a plain bind is refused by any socket on the port, one with SO_REUSEADDR by an unconnected one on
 * the wildcard only; connect() refuses four values that another socket has; a user's port is closed to other
 * users, root excepted (docs/FACTS.md, "macOS sockets").
 */
export const DARWIN: SystemAnswers = {
  'own-ports': statement('bound', 'peer-of-each', BIND, DELIVERY),
  'plain-plain-different': REFUSED,
  'plain-plain-identical': REFUSED,
  'plain-plain-itself': REFUSED,
  'reuse-plain-different': REFUSED,
  'reuse-plain-identical': REFUSED,
  'plain-reuse-different': BESIDE,
  'plain-reuse-identical': REFUSED,
  'reuse-reuse-different': BESIDE,
  'reuse-reuse-identical': REFUSED,
  'reuse-reuse-itself': REFUSED,
  'specific-plain': REFUSED,
  'specific-reuse': BESIDE,
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
  'loopback-reuse': BESIDE,
  'foreign6-plain': REFUSED,
  'foreign6-reuse': REFUSED,
  // Connected to ::1 it is IPv6 alone, and not in the way of IPv4.
  'ipv6-ipv4-plain': statement('bound', 'peer-of-each', BIND6, DELIVERY),
  'ipv6-ipv4-reuse': statement('bound', 'peer-of-each', BIND6, DELIVERY),
  'ipv6-reuse-different': statement('shared', 'peer-of-each', BIND6),
  'ipv6-reuse-identical': statement('refused', 'first', BIND6),
  'localhost-plain': statement('fallback', 'none', BIND6),
  'localhost-reuse': statement('fallback', 'none', BIND6),
  'root-then-user': REFUSED,
  'user-then-root': BESIDE,
  'two-users': REFUSED,
  'peer-port-zero': statement('refused', 'none', BIND),
  // From xnu-4903 (10.14) on, for the wildcard.
  'port-below-1024': statement('bound', 'first', BIND),
};
