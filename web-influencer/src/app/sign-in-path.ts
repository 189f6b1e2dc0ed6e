interface Place {
  pathname: string;
  search: string;
}

/** The sign-in page's address, keeping the way back. */
export function signInPath({ pathname, search }: Place): string {
  if (pathname === '/sign-in') return pathname + search;
  const here = pathname + search;
  return here === '/' ? '/sign-in' : `/sign-in?${new URLSearchParams({ back: here })}`;
}

/** Only a path of this app: an address of elsewhere in a crafted link must not be followed. */
export function wayBack(search: URLSearchParams): string {
  const back = search.get('back') ?? '';
  return /^\/(?![/\\])/.test(back) ? back : '/';
}
