import type { Answer } from '../situation.ts';
import { NOT_ESTABLISHED, type Origin, type SystemAnswers, statement } from './statement.ts';

/** Which options the socket has is read in Cygwin's source, what Winsock makes of them documented. */
const WINSOCK: Origin = {
  grade: 'documented',
  place: 'Microsoft, Using SO_REUSEADDR and SO_EXCLUSIVEADDRUSE; Cygwin socket_inet.cc',
};
const SPECIFIC: Origin = { grade: 'documented', place: 'Microsoft, Sharing Transport Addresses' };
const CONNECT: Origin = { grade: 'documented', place: 'Microsoft, connect' };
const V6ONLY: Origin = { grade: 'documented', place: 'Microsoft, IPV6_V6ONLY' };
const FIRST: Origin = { grade: 'reported', place: 'godot #39832, nmap #3320, ndnd #149' };

const REFUSED: Answer = statement('refused', 'first', WINSOCK);
const ONE_SET_EACH: Answer = statement('bound', 'peer-of-each', V6ONLY);
const FIRST_OPENED: Answer = statement('shared', 'first', WINSOCK, FIRST);
const ANYBODY: Answer = statement('shared', 'unknown', WINSOCK);

/**
 * Windows, with the Cygwin builds of Dynamips: without SO_REUSEADDR a socket is exclusive, and only
 * SO_REUSEADDR beside SO_REUSEADDR is bound; the receiver is not chosen by the peer (docs/FACTS.md, "Windows
 * sockets").
 */
export const WINDOWS: SystemAnswers = {
  'own-ports': statement('bound', 'peer-of-each', WINSOCK, CONNECT),
  'plain-plain-different': REFUSED,
  'plain-plain-identical': REFUSED,
  'plain-plain-itself': REFUSED,
  'reuse-plain-different': REFUSED,
  'reuse-plain-identical': REFUSED,
  // If connect() leaves the address as bind() made it: that it does is not established.
  'plain-reuse-different': REFUSED,
  'plain-reuse-identical': REFUSED,
  'reuse-reuse-different': FIRST_OPENED,
  'reuse-reuse-identical': ANYBODY,
  'reuse-reuse-itself': ANYBODY,
  'specific-plain': REFUSED,
  'specific-reuse': ANYBODY,
  'plain-specific': statement('refused', 'first', SPECIFIC),
  // It depends on a security check.
  'reuse-specific': NOT_ESTABLISHED,
  'specific-specific': statement('refused', 'first', SPECIFIC),
  'vpcs-plain': REFUSED,
  'vpcs-reuse': REFUSED,
  'plain-vpcs': REFUSED,
  'reuse-vpcs': REFUSED,
  'vpcs-vpcs': REFUSED,
  'foreign-plain': REFUSED,
  'foreign-reuse': REFUSED,
  'loopback-plain': REFUSED,
  'loopback-reuse': ANYBODY,
  'foreign6-plain': ONE_SET_EACH,
  'foreign6-reuse': ONE_SET_EACH,
  'ipv6-ipv4-plain': ONE_SET_EACH,
  'ipv6-ipv4-reuse': ONE_SET_EACH,
  'ipv6-reuse-different': ANYBODY,
  'ipv6-reuse-identical': ANYBODY,
  'localhost-plain': statement('fallback', 'none', V6ONLY),
  'localhost-reuse': ANYBODY,
  'root-then-user': FIRST_OPENED,
  'user-then-root': FIRST_OPENED,
  'two-users': FIRST_OPENED,
  'peer-port-zero': NOT_ESTABLISHED,
  'port-below-1024': statement('bound', 'first', { grade: 'reported', place: 'PostgreSQL mailing list, 2009' }),
};
