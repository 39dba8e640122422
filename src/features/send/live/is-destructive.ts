import { wordsOf } from '../../../world/hypervisor/request.ts';

/** Commands that destroy something. `save_config` belongs to them: it makes Dynamips die if it has a hub. */
const DESTRUCTIVE = /^(stop|reset|save_config|clean_delete|(slot_)?remove.*|delete.*|unconfigure)$/;

/**
 * True if the command ends or deletes something, so that the user is asked first. It is decided by the words
 * as Dynamips reads them, without quotes and comments: `stop!` is stop. Dynamips compares names of commands
 * with upper and lower case apart, and refuses `STOP` (seen 0.2.14).
 */
export function isDestructive(line: string): boolean {
  const [, command = ''] = wordsOf(line);
  return DESTRUCTIVE.test(command);
}
