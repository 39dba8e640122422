import type { NioRow, OtherEnd } from '../result.ts';

/** So many names a cell has, and how many more there are. */
const MOST_HEARD = 4;

/** `R1 f0/0`, with its lab if that is another one. */
export function endText({ lab, device, interface: port }: OtherEnd): string {
  const name = `${device} ${port}`.trimEnd();
  return lab === undefined ? name : `${name} (${lab})`;
}

/** Who gets the frames of an end. */
export function sendsTo({ tunnel, owner, frames }: NioRow): string {
  const receiver = frames.receiver === undefined ? 'not known' : endText(frames.receiver);
  switch (frames.to) {
    case 'peer':
      return tunnel ? otherTunnelEnd(owner) : receiver;
    case 'self':
      return 'itself';
    case 'other':
      return `wrong: ${receiver}`;
    case 'outside':
      return 'outside';
    case 'nobody':
      return 'no receiver';
    case 'unknown':
      return 'not known';
  }
}

/** Whose frames arrive at a socket. */
export function hearsText(nio: NioRow): string {
  const { hears, hearsUnknown, tunnel, owner, frames } = nio;
  const names = hears.map((end) => {
    if (!isSameEnd(end, nio)) return endText(end);
    if (tunnel) return otherTunnelEnd(owner);
    return frames.to === 'self' ? 'itself' : endText(end);
  });
  const more = names.length > MOST_HEARD ? ` and ${names.length - MOST_HEARD} more` : '';
  const known = names.slice(0, MOST_HEARD).join(', ') + more;
  if (hearsUnknown) return known === '' ? 'not known' : `${known}, more not known`;
  return known === '' ? 'nothing' : known;
}

/** What a router calls the far end of its tunnel, and its uBridge. */
function otherTunnelEnd(owner: NioRow['owner']): string {
  return owner === 'ubridge' ? 'its router' : 'its uBridge';
}

function isSameEnd(one: OtherEnd, nio: NioRow): boolean {
  return (
    one.lab === undefined &&
    one.hypervisor === nio.hypervisor &&
    one.device === nio.device &&
    one.interface === nio.interface
  );
}
