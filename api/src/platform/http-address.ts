import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

export interface AddressList {
  includes(address: string): boolean;
}

/** Null for what is neither an address nor a range such as `10.0.0.0/8`. */
function rangeOf(entry: string): { address: string; type: 'ipv4' | 'ipv6'; prefix: number | null } | null {
  const [, address = '', prefix] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(entry) ?? [];
  const family = isIP(address);
  const bits = prefix === undefined ? null : Number(prefix);
  if (family === 0 || (bits !== null && bits > (family === 6 ? 128 : 32))) return null;
  return { address, type: family === 6 ? 'ipv6' : 'ipv4', prefix: bits };
}

export const isAddressOrRange = (entry: string): boolean => rangeOf(entry) !== null;

/** Throws for what is neither an address nor a range. */
export function addressList(entries: readonly string[]): AddressList {
  const list = new BlockList();
  for (const entry of entries) {
    const range = rangeOf(entry);
    if (!range) throw new Error(`${entry} is neither an address nor a range`);
    if (range.prefix === null) list.addAddress(range.address, range.type);
    else list.addSubnet(range.address, range.prefix, range.type);
  }
  return { includes: (address) => list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4') };
}

/**
 * The nearest address that is not one of our own proxies. Whatever a client writes into `X-Forwarded-For` itself stands
 * further left and is never reached.
 */
export function clientAddress(req: IncomingMessage, proxies: AddressList): string | null {
  let address = plain(req.socket.remoteAddress ?? '');
  if (address === null) return null;
  if (!proxies.includes(address)) return address;

  const forwarded = [req.headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
  while (proxies.includes(address) && forwarded.length > 0) {
    const next = plain(forwarded.pop()!.trim());
    if (next === null) break;
    address = next;
  }
  return address;
}

/** Without the IPv6 notation of an IPv4 address. */
function plain(address: string): string | null {
  const text = address.startsWith('::ffff:') ? address.slice(7) : address;
  return isIP(text) === 0 ? null : text;
}

/** Whose attempts are counted together: everybody with a line of IPv6 has 2^64 addresses of their own. */
export function networkOf(ip: string | null): string {
  if (ip === null || isIP(ip) !== 6) return ip ?? 'unknown';
  const [before = '', after = ''] = ip.toLowerCase().split('%')[0]!.split('::');
  const [head, tail] = [before, after].map((half) => half.split(':').filter((group) => group !== ''));
  const zeros = Array.from({ length: Math.max(0, 8 - head!.length - tail!.length) }, () => '0');
  return `${[...head!, ...zeros, ...tail!]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
