import { addressParts } from '../../core/address/host-port.ts';
import type { LinksOnPage, SeenEnd, SeenLink } from '../../output/page/links-on-page.ts';
import { FATE_NAME_OF } from '../../output/picture/fate-look.ts';
import { type EndLook, type LinkLook, type Look, type SocketLook, stateOfFates } from '../../output/picture/look.ts';
import { lookOf } from '../../output/picture/look-of.ts';
import { endId, idOf } from '../../output/picture/topology.ts';
import type { Scene } from '../scene.ts';

/** What was seen, on the picture of the labs: hypervisors are as they should be, and stopped if none runs. */
export function lookOfSeen({ links, notMade, notStarted }: LinksOnPage, { end, model }: Scene): Look {
  const isOne = model.labs.length < 2;
  const labOf = ({ lab }: { readonly lab?: string }): string | undefined => (isOne ? undefined : lab);
  const ofLab = links.filter(({ name }) => name !== undefined);
  const idOfEnd = (link: SeenLink, { name }: SeenEnd): string =>
    endId(labOf(link), link.partOf ?? link.name ?? '', name);
  const ids = new Map(ofLab.flatMap((link) => link.ends.map((one) => [one.name, idOfEnd(link, one)] as const)));
  const ends = new Map<string, EndLook>();
  for (const link of ofLab) {
    for (const one of link.ends) {
      const id = idOfEnd(link, one);
      const known = ends.get(id) ?? { isLit: false };
      ends.set(id, { ...known, [one.role ?? 'link']: socketLook(one, link, ids) });
    }
  }
  const made = ofLab.flatMap((link) =>
    link.partOf === undefined ? [[idOf(labOf(link), link.name ?? ''), linkLook(link)] as const] : [],
  );
  const never = notMade.map((link) => [idOf(labOf(link), link.name), NEVER_MADE] as const);
  return {
    ends,
    hypervisors: hypervisorsOf(lookOf(end), new Set(notStarted)),
    links: new Map([...made, ...never]),
  };
}

const NEVER_MADE: LinkLook = { state: 'not made', verdict: 'never made' };

/** The bases are the lab's; nobody sees a counter. */
function hypervisorsOf({ hypervisors }: Look, notStarted: ReadonlySet<string>): Look['hypervisors'] {
  return new Map(
    [...hypervisors].map(([id, { base }]) => {
      const name = id.slice(id.indexOf('\n') + 1);
      return [id, { base, hasMoved: false, isStopped: notStarted.has(name) }];
    }),
  );
}

/** `ids`: the ends of the picture by their names. */
function socketLook(end: SeenEnd, { state }: SeenLink, ids: ReadonlyMap<string, string>): SocketLook {
  const port = end.socket === undefined ? undefined : addressParts(end.socket.local).port;
  const to = end.to === undefined ? undefined : ids.get(end.to);
  return {
    port: port ?? String(end.expected?.port ?? ''),
    fate: FATE_NAME_OF[end.fate],
    ...(to !== undefined && { to }),
    remark: `Seen: ${state}`,
  };
}

function linkLook({ state, fates }: SeenLink): LinkLook {
  return { verdict: state, state: stateOfFates(fates) };
}
