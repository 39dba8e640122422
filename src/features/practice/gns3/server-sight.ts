import type { Hop, LiveLink } from '../../../core/open-project/live-link.ts';
import { liveLinks } from '../../../core/open-project/live-links.ts';
import type { SeenLink, SeenProgram } from '../exercise.ts';
import type { LinkStory } from '../session.ts';
import type { ServerState } from './play-server.ts';
import { type ServerReadings, serverProject } from './server-project.ts';
import type { StagedServer } from './staged-server.ts';

/** What is to be seen of a project that a server has open. */
export interface ServerSight {
  readonly links: readonly SeenLink[];
  readonly programs: readonly SeenProgram[];
  readonly stories: readonly LinkStory[];
}

/** Pure: what `links gns3://` says of these readings, as far as a practice shows it. */
export function serverSight(
  staged: StagedServer,
  file: string,
  state: ServerState,
  readings: ServerReadings,
): ServerSight {
  const live = liveLinks(serverProject(staged, state, readings));
  const told = state.refused.map((says): LinkStory => ({ name: 'GNS3', state: 'refused', says }));
  return {
    links: live.map((link) => ({
      file,
      name: link.name,
      ports: [link.ports?.[0], link.ports?.[1]],
      state: link.state,
      serverSays: link.isSuspended ? 'suspended' : 'started',
    })),
    programs: programsOf(staged, state, readings),
    stories: [...told, ...live.flatMap(storyOf)],
  };
}

function programsOf({ nodes }: StagedServer, { stopped }: ServerState, { programs }: ServerReadings): SeenProgram[] {
  const known = nodes.map(({ name, kind }): SeenProgram => {
    const own = programs.filter(({ node, isLeft }) => node === name && !isLeft);
    const wanted = kind === 'router' ? (['dynamips', 'ubridge'] as const) : (['dynamips'] as const);
    const texts = wanted.map((program) => {
      const control = own.find((one) => one.program === program)?.control;
      return control === undefined ? `no ${NAMES[program]}` : `${NAMES[program]} ${control}`;
    });
    return { node: name, serverSays: stopped.has(name) ? 'stopped' : 'started', programs: texts.join(', ') };
  });
  const left = programs.filter(({ isLeft }) => isLeft);
  return [
    ...known,
    ...left.map(({ program, node, control }) => {
      return { node, serverSays: 'not known', programs: `${NAMES[program]} ${control}, of a server that is gone` };
    }),
  ];
}

const NAMES = { dynamips: 'Dynamips', ubridge: 'uBridge' } as const;

function storyOf(link: LiveLink): LinkStory[] {
  const says = saysOf(link);
  return says === undefined ? [] : [{ name: link.name, state: link.state, says }];
}

function saysOf({ state, hops, broken }: LiveLink): string | undefined {
  const faulty = hops.find(({ fault }) => fault !== undefined);
  switch (state) {
    case 'BROKEN':
      return broken === undefined
        ? undefined
        : `${programName(broken.program)} of ${broken.node} has ended, and its sockets with it. The server does not notice.`;
    case 'ORPHAN':
      return `${faulty?.node ?? 'A node'} has UDP port ${faulty?.localPort ?? '?'}. A program of a server that is gone has the port too.`;
    case 'SUSPENDED':
      return `A filter in the uBridge of ${filterOf(hops)} drops every frame. All sockets are there.`;
    default:
      return faulty === undefined ? undefined : `${faulty.node}: UDP port ${faulty.localPort ?? '?'}, ${faulty.fault}.`;
  }
}

function filterOf(hops: readonly Hop[]): string {
  return hops.find(({ filters }) => filters !== undefined)?.node ?? '?';
}

function programName(program: Hop['program']): string {
  return program === 'ubridge' ? 'The uBridge' : 'The Dynamips';
}
