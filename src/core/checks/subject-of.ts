import type { Evidence } from './finding.ts';

/**
 * What a finding is about, by which it is known again in a later run. Hypervisors and devices keep their
 * names while a lab grows; links and ports, which change, speak only where there are no such.
 */
export function subjectOf({ hypervisors, devices, links, ports }: Evidence): readonly string[] {
  const lasting = [...hypervisors, ...devices];
  return lasting.length > 0 ? lasting : links.length > 0 ? links : ports;
}
