import CheckCommand from './check.ts';
import Checks from './checks.ts';
import Explain from './explain.ts';
import Simulate from './simulate.ts';

/** Every command by its name. */
export const COMMANDS = { check: CheckCommand, checks: Checks, explain: Explain, simulate: Simulate };
