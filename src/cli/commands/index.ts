import CheckCommand from './check.ts';
import Checks from './checks.ts';
import Completion from './completion.ts';
import Explain from './explain.ts';
import Firewall from './firewall.ts';
import Hypervisor from './hypervisor.ts';
import Links from './links.ts';
import Plan from './plan.ts';
import Preflight from './preflight.ts';
import Probe from './probe.ts';
import Reach from './reach.ts';
import Rehearse from './rehearse.ts';
import Respond from './respond.ts';
import Send from './send.ts';
import Simulate from './simulate.ts';

/** Every command by its name. */
export const COMMANDS = {
  check: CheckCommand,
  checks: Checks,
  completion: Completion,
  explain: Explain,
  firewall: Firewall,
  hypervisor: Hypervisor,
  links: Links,
  plan: Plan,
  preflight: Preflight,
  probe: Probe,
  reach: Reach,
  respond: Respond,
  rehearse: Rehearse,
  send: Send,
  simulate: Simulate,
};
