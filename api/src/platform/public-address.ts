import { BlockList, isIP } from 'node:net';

/** IANA's special-purpose ranges, as far as they are not public. */
const refusedIPv4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
];
/** Only 2000::/3 is given out to networks; inside it, these lead elsewhere: Teredo and its kin, documentation, 6to4. */
const publicIPv6 = '2000::/3';
const refusedIPv6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

function rangeList(family: 'ipv4' | 'ipv6', ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address, prefix] = range.split('/');
    list.addSubnet(address!, Number(prefix), family);
  }
  return list;
}

const notPublicIPv4 = rangeList('ipv4', refusedIPv4);
const givenOutIPv6 = rangeList('ipv6', [publicIPv6]);
const notPublicIPv6 = rangeList('ipv6', refusedIPv6);
const loopbackIPv4 = rangeList('ipv4', ['127.0.0.0/8']);

/** False for everything that could lead into our own network, in whatever notation. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !notPublicIPv4.check(address, 'ipv4');
    case 6:
      return !address.includes('%') && givenOutIPv6.check(address, 'ipv6') && !notPublicIPv6.check(address, 'ipv6');
    default:
      return false;
  }
}

export const isLoopbackAddress = (address: string): boolean =>
  address === '::1' || (isIP(address) === 4 && loopbackIPv4.check(address, 'ipv4'));
