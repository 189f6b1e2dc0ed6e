const longest = 254;
/** RFC 5321 without quotes and comments. */
const localPart = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;
const hostName = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/;

/**
 * The one form in which an address is stored and looked for; null when it is none. What looks like another address is never
 * taken for it: in front of the @ only ASCII is accepted, looked at before letters become small (the Kelvin sign would turn
 * into a k), and a domain of another script is written as DNS knows it (`xn--…`).
 */
export function emailAddress(text: string): string | null {
  if (text.length > longest * 2) return null;
  const trimmed = text.trim();
  const at = trimmed.lastIndexOf('@');
  const [local, domain] = [trimmed.slice(0, at), trimmed.slice(at + 1)];
  if (at < 1 || local.length > 64 || !localPart.test(local) || /[\s\p{Cc}/?#:\\%@[\]]/u.test(domain)) return null;
  const url = URL.canParse(`http://${domain}`) ? new URL(`http://${domain}`) : null;
  if (!url || !hostName.test(url.hostname)) return null;
  const address = `${local.toLowerCase()}@${url.hostname}`;
  return address.length > longest ? null : address;
}
