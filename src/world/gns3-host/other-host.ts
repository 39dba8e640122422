import type { SocketTable } from '../../core/sockets/socket-table.ts';
import { timeLimit } from '../network/time-limit.ts';
import { newMark } from '../sockets/answer-mark.ts';
import { HostAnswer } from '../sockets/host-answer.ts';
import { REMOTE_LIMITS } from '../sockets/raw-rows.ts';
import { SocketReadError } from '../sockets/socket-read-error.ts';
import { unixScript } from '../sockets/unix-script.ts';
import type { HostPlace } from './read-host.ts';
import { Relay } from './relay.ts';
import { dialOver } from './relay-connection.ts';
import { RelayFiles } from './relay-files.ts';

/** ssh may ask a name server, a jump host and a slow machine on the way. */
const SSH_TIMEOUT_MS = 20_000;

/** For the whole socket table of a host: a large one takes some seconds, and a busy host is slow. */
const SOCKETS_TIMEOUT_MS = 60_000;

/** A host that was reached over ssh, as a place to read; `close` ends ssh. */
export interface OtherHost extends HostPlace {
  /** True if ssh has ended by itself: what was read last may be half of it. */
  hasEnded(): boolean;
  close(): Promise<void>;
}

/**
 * Reaches a host over ssh (`gns3@VM`) that is these computes. `remedy` shows what the user there may not
 * see. Throws `NoRelay`.
 */
export async function otherHost(
  destination: string,
  { computeIds, remedy, signal }: Pick<HostPlace, 'computeIds' | 'remedy'> & { readonly signal: AbortSignal },
): Promise<OtherHost> {
  const relay = await Relay.open(destination, { timeoutMs: SSH_TIMEOUT_MS, signal });
  return {
    ...{ computeIds, remedy, files: new RelayFiles(relay), dial: dialOver(relay) },
    sockets: () => socketsOver(relay, destination.replace(/^.*@/, '')),
    hasEnded: () => relay.hasEnded,
    close: () => relay.close(),
  };
}

/** Asks what `links` asks a host over ssh. */
async function socketsOver(relay: Relay, host: string): Promise<SocketTable> {
  const mark = newMark();
  const answer = new HostAnswer(mark, REMOTE_LIMITS);
  let takeBack = (): void => undefined;
  await new Promise<void>((resolve) => {
    const id = relay.begin({ do: 'run', script: `${unixScript(mark)}\n` }, ({ data, end, error }) => {
      if (data !== undefined) answer.take(Buffer.from(data, 'base64'));
      if (end === true || error !== undefined) done();
    });
    const done = (): void => {
      relay.forget(id);
      resolve();
    };
    takeBack = timeLimit(SOCKETS_TIMEOUT_MS, done);
  });
  takeBack();
  const table = answer.table({ host });
  if (table === undefined) throw new SocketReadError(`the sockets of ${host} cannot be read over ssh`);
  return table;
}
