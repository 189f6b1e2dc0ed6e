interface Place {
  pathname: string;
  search: string;
}

/** The sign-in page's address, keeping the way back. */
export function signInPath({ pathname, search }: Place): string {
  const here = pathname + search;
  return here === '/' ? '/sign-in' : `/sign-in?${new URLSearchParams({ back: here })}`;
}

/** Left behind by the layout: somebody was at work here, other than somebody who has just arrived. */
export const sessionHasEnded = (state: unknown): boolean =>
  typeof state === 'object' && state !== null && 'ended' in state && state.ended === true;

/** Only a path of this app: an address of elsewhere in a crafted link must not be followed. */
export function wayBack(search: URLSearchParams): string {
  const back = search.get('back') ?? '';
  return /^\/(?![/\\])/.test(back) ? back : '/';
}
