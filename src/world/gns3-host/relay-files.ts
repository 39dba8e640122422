import type { FilePart, HostFiles, PartOf } from './host-files.ts';
import type { Relay, RelayAnswer } from './relay.ts';

/** The files of another host. */
export class RelayFiles implements HostFiles {
  readonly denied = new Set<string>();
  private readonly relay: Relay;

  constructor(relay: Relay) {
    this.relay = relay;
  }

  async list(path: string): Promise<readonly string[] | undefined> {
    return (await this.ask(path, { do: 'list', path }))?.names;
  }

  async link(path: string): Promise<string | undefined> {
    return (await this.ask(path, { do: 'link', path }))?.link;
  }

  async read(path: string, { most, from = 0, atEnd = false }: PartOf): Promise<FilePart | undefined> {
    const answer = await this.ask(path, { do: 'read', path, most, from, atEnd });
    if (answer?.data === undefined) return undefined;
    const { data, size = 0, changed: changedMs = 0 } = answer;
    return { bytes: Buffer.from(data, 'base64').subarray(0, most), size, changedMs };
  }

  private async ask(path: string, request: object): Promise<RelayAnswer | undefined> {
    const answer = await this.relay.ask(request);
    if (answer?.error === 'EACCES' || answer?.error === 'EPERM') this.denied.add(path);
    return answer?.error === undefined ? answer : undefined;
  }
}
