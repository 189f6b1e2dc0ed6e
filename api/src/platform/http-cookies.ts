/** The value of a cookie in a `cookie` header. Ours have no need of quoting or escaping. */
export function cookieValue(header: string | undefined, name: string): string | null {
  for (const pair of header?.split(';') ?? []) {
    const equals = pair.indexOf('=');
    if (equals !== -1 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return null;
}

/** A cookie that scripts cannot read and other sites cannot send. `expires` null removes it. */
export function cookieHeader(name: string, value: string, expires: Date | null, secure: boolean): string {
  const end = expires ?? new Date(0);
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Strict; Expires=${end.toUTCString()}${secure ? '; Secure' : ''}`;
}
