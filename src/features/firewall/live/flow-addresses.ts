import { THIS_MACHINE } from '../../../core/address/host.ts';
import { familyOf } from '../../../core/address/ip-address.ts';
import { parseNetwork } from '../../../core/address/network.ts';
import { unansweredText } from '../../../core/address/unanswered.ts';
import { isLoopbackFlow } from '../../../core/allocation/needed-flows.ts';
import { WorldError } from '../../../core/errors/world-error.ts';
import { HostNames } from '../../../world/network/host-names.ts';
import { sourceAddress } from '../../../world/network/source-address.ts';
import type { Flow, HostRule } from '../host-rules.ts';

/** Looks up the addresses that rules need, each name once. Nothing is sent but to the resolver. */
export class FlowAddresses {
  private readonly names: HostNames;
  private readonly towards = new Map<string, Promise<string | null | undefined>>();
  /** What is left out because the two ends have no address of one family. */
  readonly remarks = new Set<string>();

  constructor(names = new HostNames()) {
    this.names = names;
  }

  /**
   * Addresses of a machine of the lab; none for this machine, which has a different one towards each other.
   */
  async of(machine: string): Promise<readonly string[]> {
    if (machine === THIS_MACHINE) return [];
    const found = (await this.names.addressesOf(machine)).flatMap((address) => parseNetwork(address)?.text ?? []);
    if (found.length > 0) return found;
    const unanswered = this.names.unanswered(machine);
    if (unanswered !== undefined) {
      throw new WorldError(
        'NAME_NOT_ANSWERED',
        `the address of "${machine}" is not known: ${unansweredText(unanswered)}`,
        {
          next: 'a firewall needs addresses: write the address into the lab, or check that this host reaches its name servers',
        },
      );
    }
    throw new WorldError('NO_ADDRESS', `"${machine}" has no address`, {
      next: 'a firewall needs addresses: write the address into the lab, or the name into the DNS or the hosts file',
    });
  }

  /** True for a host of the lab that is this one, as far as its addresses are known. */
  async isThisHost(host: string): Promise<boolean> {
    const found = await this.names.addressesOf(host);
    return found.length > 0 && this.isHere(found);
  }

  /** One rule for each address that the sender of a flow may have; throws `WorldError` if it has none. */
  async rulesOf(flow: Flow): Promise<HostRule[]> {
    const sources = isLoopbackFlow(flow) ? [] : await this.sourcesOf(flow);
    const { from, protocol, purpose, ports, neededBy } = flow;
    const sender = 'network' in from ? from.network : from.machine === THIS_MACHINE ? 'this host' : from.machine;
    return sources.map((source) => ({ source, family: familyOf(source), sender, protocol, purpose, ports, neededBy }));
  }

  private async sourcesOf({ from, to }: Flow): Promise<readonly string[]> {
    const own = await this.of(to);
    if ('network' in from) {
      const isReached = own.length === 0 || own.some((address) => familyOf(address) === familyOf(from.network));
      if (isReached) return [from.network];
      const family = familyOf(from.network);
      this.remarks.add(`${to} has no IPv${family} address: nothing is opened there for ${from.network}`);
      return [];
    }
    const theirs = await this.of(from.machine);
    if (this.isHere(theirs)) {
      if (this.isHere(own)) return [];
      return this.ownTowards(own, to);
    }
    const usable = await this.usable(theirs, own);
    if (usable.length === 0) {
      throw new WorldError('NO_COMMON_FAMILY', `${from.machine} and ${to} have no address of one family`, {
        next: 'give both an IPv4 address, or both an IPv6 address',
      });
    }
    // Two names of one machine: what it sends to itself never meets the filter.
    return usable.filter((address) => !own.includes(address));
  }

  /** Which of a sender's addresses can send to these; without any they are this machine's. */
  private async usable(theirs: readonly string[], own: readonly string[]): Promise<readonly string[]> {
    if (own.length > 0) {
      const families = new Set(own.map(familyOf));
      return theirs.filter((address) => families.has(familyOf(address)));
    }
    const routed = await Promise.all(theirs.map((address) => this.localAddress(address)));
    const reached = theirs.filter((_, index) => routed[index] !== undefined);
    // A lab that is prepared elsewhere has no way there yet.
    return reached.length === 0 ? theirs : reached;
  }

  private async ownTowards(addresses: readonly string[], name: string): Promise<readonly string[]> {
    const found = await Promise.all(addresses.map((address) => this.localAddress(address)));
    const own = new Set(found.flatMap((address) => parseNetwork(address ?? '')?.text ?? []));
    if (own.size > 0) return [...own];
    throw new WorldError('NO_ROUTE', `this host has no route to ${name}, and so no address that ${name} would see`, {
      next: 'connect this host to that network, or name the network from which the lab is used with --from',
    });
  }

  /** This machine's address towards another; undefined where it has no way there. */
  private async localAddress(address: string): Promise<string | undefined> {
    let found = this.towards.get(address);
    if (found === undefined) {
      found = sourceAddress(address);
      this.towards.set(address, found);
    }
    return (await found) ?? undefined;
  }

  /** Without addresses it is this machine by its name. */
  private isHere(addresses: readonly string[]): boolean {
    return addresses.length === 0 || this.names.reachesThisHost(addresses);
  }
}
