/** `crypto.randomUUID` exists on https and localhost only; a phone in the office network opens neither. */
export const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
