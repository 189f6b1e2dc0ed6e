import { ApolloLink, HttpLink } from '@apollo/client';
import { ErrorLink } from '@apollo/client/link/error';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { createClient as createSocket } from 'graphql-ws';
import { OperationTypeNode } from 'graphql';
import { Connection } from './connection.ts';
import { hasCode } from './errors.ts';

export interface ApiLinkOptions {
  app: 'influencer' | 'admin';
  /** Origin of the API, such as `https://api.example.org`; the page's own origin when empty. */
  apiUrl?: string | undefined;
  /** The session ended on the server: by sign-out elsewhere, by expiry, by staff. */
  onSignedOut: () => void;
}

const silentAfter = 10_000;
const longestWait = 15_000;
/** Between the opened line and subscriptions that are in place on the server. */
const untilSubscribed = 250;
/** Close codes by which the server says that there is no session. */
const sessionGone: readonly unknown[] = [4401, 4403];

export function apiLink({ app, apiUrl, onSignedOut }: ApiLinkOptions): { link: ApolloLink; connection: Connection } {
  const connection = new Connection();
  const base = apiUrl || window.location.origin;
  const http = new HttpLink({
    uri: `${base}/graphql`,
    credentials: 'include',
    headers: { 'x-influencegen-app': app },
  });
  const signedOut = new ErrorLink(({ error, operation }) => {
    if (hasCode(error, 'UNAUTHENTICATED') && !operation.operationName?.endsWith('SignIn')) onSignedOut();
  });
  const live = new GraphQLWsLink(
    liveSocket(`${base.replace(/^http/, 'ws')}/graphql`, { app, connection, onSignedOut }),
  );
  const link = signedOut.concat(
    ApolloLink.split(({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION, live, http),
  );
  return { link, connection };
}

interface LiveSocketOptions extends Pick<ApiLinkOptions, 'app' | 'onSignedOut'> {
  connection: Connection;
}

function liveSocket(url: string, { app, connection, onSignedOut }: LiveSocketOptions) {
  let giveUpOnPong: ReturnType<typeof setTimeout> | undefined;
  let retrying = false;
  const socket = createSocket({
    url,
    connectionParams: { app },
    lazy: true,
    keepAlive: silentAfter,
    retryAttempts: Infinity,
    shouldRetry: () => true,
    retryWait: async (attempt) => {
      retrying = true;
      connection.become(navigator.onLine ? 'reconnecting' : 'offline');
      await backoff(attempt);
    },
    on: {
      connected: () => {
        retrying = false;
        setTimeout(() => {
          if (!retrying && navigator.onLine) connection.flows();
        }, untilSubscribed);
      },
      // A dead line often closes nothing: without an answer to our ping the socket is dropped and opened anew.
      ping: (received) => {
        if (!received) giveUpOnPong = setTimeout(() => socket.terminate(), silentAfter / 2);
      },
      pong: (received) => {
        if (received) clearTimeout(giveUpOnPong);
      },
      closed: (event) => {
        clearTimeout(giveUpOnPong);
        if (event instanceof CloseEvent && sessionGone.includes(event.code)) onSignedOut();
      },
    },
  });
  window.addEventListener('offline', () => connection.become('offline'));
  window.addEventListener('online', () => connection.become(retrying ? 'reconnecting' : 'online'));
  return socket;
}

/** Half fixed, half random, so that a restarted server is not met by everybody at once; ends early when the line is back. */
function backoff(attempt: number): Promise<void> {
  const wait = Math.min(longestWait, 500 * 2 ** attempt) * (0.5 + Math.random() / 2);
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      resolve();
    };
    const timer = setTimeout(done, wait);
    window.addEventListener('online', done);
  });
}
