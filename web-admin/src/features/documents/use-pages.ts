import { CredentialsContext } from '@influencegen/shared-schema/client/credentials';
import { StepUpContext, type StepUp } from '@influencegen/shared-schema/client/step-up';
import { useContext, useEffect, useRef, useState } from 'react';

export type PagePicture =
  | { state: 'coming' }
  /** Unreachable: nobody said that it may not be shown. */
  | { state: 'failed'; unreachable: boolean }
  | { state: 'here'; address: string };

/** The picture of the page at `url`. Those that were fetched stay as long as the viewer is open. */
export function usePage(url: string | undefined): { picture: PagePicture; again: () => void } {
  const credentials = useContext(CredentialsContext);
  const stepUp = useContext(StepUpContext);
  const [pictures, setPictures] = useState<ReadonlyMap<string, PagePicture>>(new Map());
  const fetched = useRef(new Map<string, string>());

  const isFailed = url !== undefined && pictures.get(url)?.state === 'failed';
  useEffect(() => {
    if (url === undefined || isFailed || fetched.current.has(url)) return;
    const stop = new AbortController();
    const note = (picture: PagePicture): void => setPictures((known) => new Map(known).set(url, picture));
    fetchPage(url, { tokenOf: credentials.token, stepUp, signal: stop.signal }).then(
      (address) => {
        fetched.current.set(url, address);
        note({ state: 'here', address });
      },
      (error: unknown) => {
        // As the browser says it when no answer came.
        if (!stop.signal.aborted) note({ state: 'failed', unreachable: error instanceof TypeError });
      },
    );
    return () => stop.abort();
  }, [url, credentials, stepUp, isFailed]);

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

/** Has the browser keep the file at an address. False: it was not given. */
export function useDownload(): (url: string) => Promise<boolean> {
  const { token: tokenOf } = useContext(CredentialsContext);
  const stepUp = useContext(StepUpContext);
  return async (url) => {
    const { signal } = new AbortController();
    // The browser fetches by itself, without being able to ask anybody.
    const given = await proven(url, { tokenOf, stepUp, signal }, 'HEAD').catch(() => null);
    if (!given?.ok) return false;
    const link = document.createElement('a');
    link.href = url;
    link.download = '';
    link.click();
    return true;
  };
}

interface Asking {
  tokenOf: () => Promise<string | null>;
  stepUp: StepUp;
  signal: AbortSignal;
}

/** An address within this tab. */
async function fetchPage(url: string, asking: Asking): Promise<string> {
  const response = await proven(url, asking);
  if (!response.ok) throw new Error(`the page was not given: ${response.status}`);
  const bytes = await response.blob();
  asking.signal.throwIfAborted();
  return URL.createObjectURL(bytes);
}

/** Who has to show first who they are is asked, like before anything else that is sensitive. */
async function proven(url: string, { tokenOf, stepUp, signal }: Asking, method = 'GET'): Promise<Response> {
  const ask = async (): Promise<Response> => {
    const token = await tokenOf();
    return fetch(url, { method, signal, headers: token === null ? {} : { authorization: `Bearer ${token}` } });
  };
  const response = await ask();
  if (response.status !== 403 || !(await isUnproven(response.clone()))) return response;
  return (await stepUp.ask()) ? ask() : response;
}

/** Another 403 is not answered by showing who one is. To HEAD no reason is given. */
async function isUnproven(response: Response): Promise<boolean> {
  const text = await response.text();
  return text === '' || text.includes('STEP_UP_NEEDED');
}
