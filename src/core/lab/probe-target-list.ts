import { parsePortList } from '../address/port-list.ts';
import { InputError } from '../errors/input-error.ts';
import { type ProbeTarget, parseTarget } from './probe-target.ts';

/** A machine has a few hypervisors; to look through all its ports is the work of a port scanner. */
const MAX_PORTS = 256;

const WRITTEN = 'write it as 127.0.0.1:7200-7203 or 127.0.0.1:7200,7202';

/**
 * Reads a target (`parseTarget`), or several of one host: `host:7200-7203`, `host:7200,7202`. Undefined for
 * what is neither, such as the path of a lab file. Throws `InputError` for ports that are none, and for more
 * than 256.
 */
export function parseTargets(text: string): readonly ProbeTarget[] | undefined {
  const [, host, list] = /^([^/\\\s]+):(\d[\d,-]*[,-][\d,-]*)$/.exec(text) ?? [];
  if (host === undefined || list === undefined) {
    const target = parseTarget(text);
    return target && [target];
  }
  const ports = parsePortList(list);
  if (typeof ports === 'string') throw new InputError('BAD_TARGET', `"${text}": ${ports}`, { next: WRITTEN });
  if (ports.length > MAX_PORTS) {
    const message = `"${text}" has ${ports.length} ports, and a target may have ${MAX_PORTS}`;
    throw new InputError('BAD_TARGET', message, { next: 'name fewer ports' });
  }
  const targets = ports.flatMap((port) => parseTarget(`${host}:${port}`) ?? []);
  if (targets.length > 0) return targets;
  throw new InputError('BAD_TARGET', `"${text}": "${host}" is not a host`, { next: WRITTEN });
}
