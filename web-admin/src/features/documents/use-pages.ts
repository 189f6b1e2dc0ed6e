import { CredentialsContext } from '@influencegen/shared-schema/client/credentials';
import { useContext, useEffect, useRef, useState } from 'react';

export type PagePicture = { state: 'coming' } | { state: 'failed' } | { state: 'here'; address: string };

/** The picture of the page at `url`. Those that were fetched stay as long as the viewer is open. */
export function usePage(url: string | undefined): { picture: PagePicture; again: () => void } {
  const credentials = useContext(CredentialsContext);
  const [pictures, setPictures] = useState<ReadonlyMap<string, PagePicture>>(new Map());
  const fetched = useRef(new Map<string, string>());

  const isFailed = url !== undefined && pictures.get(url)?.state === 'failed';
  useEffect(() => {
    if (url === undefined || isFailed || fetched.current.has(url)) return;
    const stop = new AbortController();
    const note = (picture: PagePicture): void => setPictures((known) => new Map(known).set(url, picture));
    fetchPage(url, credentials.token, stop.signal).then(
      (address) => {
        fetched.current.set(url, address);
        note({ state: 'here', address });
      },
      () => {
        if (!stop.signal.aborted) note({ state: 'failed' });
      },
    );
    return () => stop.abort();
  }, [url, credentials, isFailed]);

  useEffect(() => {
    const mine = fetched.current;
    return () => {
      for (const address of mine.values()) URL.revokeObjectURL(address);
      mine.clear();
      setPictures(new Map());
    };
  }, []);

  return {
    picture: (url !== undefined && pictures.get(url)) || { state: 'coming' },
    again: () => {
      if (url !== undefined) setPictures((known) => new Map(known).set(url, { state: 'coming' }));
    },
  };
}

/** An address within this tab. */
async function fetchPage(url: string, tokenOf: () => Promise<string | null>, signal: AbortSignal): Promise<string> {
  const token = await tokenOf();
  const response = await fetch(url, { signal, headers: token === null ? {} : { authorization: `Bearer ${token}` } });
  if (!response.ok) throw new Error(`the page was not given: ${response.status}`);
  const bytes = await response.blob();
  signal.throwIfAborted();
  return URL.createObjectURL(bytes);
}
