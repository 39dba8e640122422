import type { Random } from '../../../core/teach/random.ts';
import type { Exercise, Place, Seen, Staged } from '../exercise.ts';
import { deedsText } from '../gns3/deeds.ts';
import { playServer } from '../gns3/play-server.ts';
import { serverStateOf } from '../gns3/server-state-of.ts';
import type { StagedServer } from '../gns3/staged-server.ts';
import { castOf } from './cast.ts';
import { doesAny } from './slips.ts';

export const orphanPorts: Exercise = {
  id: 'orphan-ports',
  title: 'Ports of a server that is gone',
  minutes: 5,
  after: ['dead-ubridge'],
  generation: 'from-0.2.18',
  stage,
};

/** The server was killed, and one or two of its Dynamips run on with the ports that the new server gives. */
function stage(random: Random, place: Place): Staged {
  const switches = castOf(random, 3) as [string, string, string];
  const [left, middle, right] = switches;
  const leaves = random.int(0, 1) === 0 ? [middle] : [left, right];
  const server: StagedServer = {
    nodes: switches.map((name) => ({ name, kind: 'ethernet-switch' })),
    links: random.shuffled([`${left} 1 -- ${middle} 1`, `${middle} 2 -- ${right} 1`]),
    pool: place.udp + 4 * random.int(0, 24),
    before: [{ does: 'server dies', leaves }],
  };
  const text = deedsText(server);
  const ends = playServer(server, place, []).programs.flatMap(({ isLeft, control }) =>
    isLeft ? `end ${control}` : [],
  );
  return {
    server,
    story: [
      `The GNS3 server was killed, and started again. It has this project of three switches, ${switches.join(', ')}, open.`,
      'Some sockets of the links are there twice. The project is to stay open.',
    ],
    files: [{ name: 'gns3.txt', text, isLab: true }],
    trouble: [],
    goals: [{ goal: 'links' }, { goal: 'orphans' }, { goal: 'lines', most: ends.length }],
    hints: [
      'Which switch has two Dynamips, and which of the two does GNS3 know?',
      'A killed server leaves its programs with their ports. The new server begins with an empty pool, and gives these ports again.',
      'End each Dynamips that is not known to GNS3, by its TCP port.',
    ],
    slips: [
      {
        isMade: endsTheWrongOne,
        says: 'A Dynamips of the server that runs was ended, and the links of its switch with it. GNS3 still says started.',
      },
      {
        isMade: (seen) => doesAny(seen, 'reopen', 'make') && isSomeLeft(seen),
        says: 'The server does not see whose sockets there are. It gives the lowest port that it has not given itself: the same one again.',
      },
      {
        isMade: (seen) => doesAny(seen, 'stop', 'start') && isSomeLeft(seen),
        says: 'A switch keeps its sockets when it is stopped, and the other Dynamips is not asked at all.',
      },
    ],
    mend: { 'gns3.txt': `${text}${ends.join('\n')}\n` },
    because:
      'With the programs of the old server their sockets are gone. Each port has one socket, that of the server that runs.',
  };
}

function isSomeLeft({ staged, files }: Seen): boolean {
  return serverStateOf(staged, files)?.programs.some(({ isLeft }) => isLeft) === true;
}

/** Some Dynamips that a switch of the server needs is gone. */
function endsTheWrongOne({ staged, files }: Seen): boolean {
  const known = serverStateOf(staged, files)?.programs.filter(({ isLeft }) => !isLeft) ?? [];
  return staged.server?.nodes.some(({ name }) => known.every(({ node }) => node !== name)) === true;
}
