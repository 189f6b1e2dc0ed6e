import { deviceOf } from './session-info.ts';

/** For a mail: such as `Firefox · Windows`, or the name by which a program calls itself, such as `curl`. */
export function deviceName(userAgent: string | null): string {
  const { browser, system } = deviceOf(userAgent);
  const program = /^[A-Za-z][\w.-]{0,30}/.exec(userAgent ?? '')?.[0];
  const name = browser ?? (program === 'Mozilla' ? undefined : program);
  return [name, system].filter((part) => part != null).join(' · ') || '?';
}

/** New versions of a browser do not make a new device. */
export const sameDevice = (one: string | null, other: string | null): boolean => deviceName(one) === deviceName(other);
