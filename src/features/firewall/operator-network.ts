import { isLoopback, isWildcard } from '../../core/address/host.ts';
import { parseNetwork } from '../../core/address/network.ts';
import { InputError } from '../../core/errors/input-error.ts';

/** A network that a rule may let in, in the one spelling of it. */
export function operatorNetwork(text: string): string {
  const network = parseNetwork(text);
  const next = 'name the network from which the lab is used, as in --from 10.0.0.0/24 or --from 2001:db8::7';
  if (network === undefined) {
    throw new InputError('BAD_NETWORK', `"${text}" is neither an IPv4 or IPv6 address nor a network`, { next });
  }
  const [address = ''] = network.text.split('/');
  if (network.prefix === 0 || isWildcard(address)) {
    throw new InputError('BAD_NETWORK', `"${text}" is every address, and hypervisors ask for no password`, { next });
  }
  if (isLoopback(address)) {
    throw new InputError('BAD_NETWORK', `"${text}" never leaves its host: there is nothing to open for it`, { next });
  }
  return network.text;
}
