import * as Flags from '@oclif/core/flags';
import { InputError } from '../core/errors/input-error.ts';
import { type Gns3Target, parseGns3Target } from '../core/open-project/gns3-target.ts';
import { listed } from '../core/text/listed.ts';
import { isGns3Word } from './gns3-word.ts';

/** For the hosts of a project's computes, as `gns3Flags` is for its server. */
export const computeFlags = {
  ssh: Flags.boolean({
    description: 'With gns3://: read the other computes of the project over ssh, too, without questions.',
  }),
};

/** The same, and by which user and name a host is reached. */
export const sshHostFlags = {
  ...computeFlags,
  host: Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    helpValue: '<user@host>',
    description: 'With gns3://: read this compute over ssh, as in gns3@VM; may be repeated.',
  }),
};

export interface HostFlags {
  readonly ssh: boolean;
  readonly host?: readonly string[] | undefined;
  /** False where `--host` is another thing. */
  readonly takesHosts?: boolean;
}

/**
 * The one target of GNS3 among the words of a command; undefined if they are labs. Throws `InputError`
 * where it does not stand alone, and for flags of `lab` that are given: they belong to lab files.
 */
export function gns3TargetOf(
  words: readonly string[],
  flags: Readonly<Record<string, unknown>>,
  ofLabs: readonly string[],
): Gns3Target | undefined {
  const word = words.find(isGns3Word);
  if (word === undefined) return undefined;
  if (words.length > 1) {
    throw new InputError('USAGE', 'a gns3:// target stands alone', { next: 'name one target, or labs only' });
  }
  const given = ofLabs.filter((name) => flags[name] !== undefined && flags[name] !== false && flags[name] !== 0);
  if (given.length > 0) {
    const names = listed(given.map((name) => `--${name}`));
    throw new InputError('USAGE', `${names} ${given.length === 1 ? 'belongs' : 'belong'} to lab files`, {
      next: `leave ${given.length === 1 ? 'it' : 'them'} out: a server says itself what it has`,
    });
  }
  return parseGns3Target(word);
}
