import CheckCommand from './check.ts';
import Checks from './checks.ts';
import Explain from './explain.ts';
import Hypervisor from './hypervisor.ts';
import Links from './links.ts';
import Probe from './probe.ts';
import Send from './send.ts';
import Simulate from './simulate.ts';

/** Every command by its name. */
export const COMMANDS = {
  check: CheckCommand,
  checks: Checks,
  explain: Explain,
  hypervisor: Hypervisor,
  links: Links,
  probe: Probe,
  send: Send,
  simulate: Simulate,
};
