import { ApolloLink, HttpLink } from '@apollo/client';
import { ErrorLink } from '@apollo/client/link/error';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { createClient as createSocket } from 'graphql-ws';
import { OperationTypeNode } from 'graphql';
import { tap } from 'rxjs';
import { Connection } from './connection.ts';
import type { Credentials } from './credentials.ts';
import { hasCode } from './errors.ts';
import { Session } from './session.ts';

export interface ApiLinkOptions {
  app: 'influencer' | 'admin';
  /** Origin of the API, such as `https://api.example.org`; the page's own origin when empty. */
  apiUrl?: string | undefined;
  /** The session ended on the server: by sign-out elsewhere, by expiry, by staff. */
  onSignedOut: () => void;
  /** Somebody else has signed in with this browser: nothing of what is on the screen is theirs. */
  onOtherPerson: () => void;
}

const silentAfter = 10_000;
const longestWait = 15_000;
/** Between the opened line and subscriptions that are in place on the server. */
const untilSubscribed = 250;
/** The server's word that the session is over. */
const sessionEnded = 4401;
/** The server's word that the token is no good, or that what it allows has changed. */
const connectAgain = 4403;

export function apiLink({ app, apiUrl, onSignedOut, onOtherPerson }: ApiLinkOptions): {
  link: ApolloLink;
  connection: Connection;
  credentials: Credentials;
} {
  const connection = new Connection();
  const base = apiUrl || window.location.origin;
  const uri = `${base}/graphql`;
  const session = new Session({ app, uri, onSignedOut, onOtherPerson });
  const http = new HttpLink({
    uri,
    fetch: session.fetch,
    credentials: 'include',
    headers: { 'x-influencegen-app': app },
  });
  const signedOut = new ErrorLink(({ error, operation }) => {
    if (hasCode(error, 'UNAUTHENTICATED') && !operation.operationName?.endsWith('SignIn')) onSignedOut();
  });
  const noticing = new ApolloLink((operation, forward) =>
    forward(operation).pipe(tap(({ data }) => session.notice(data))),
  );
  const live = new GraphQLWsLink(liveSocket(uri.replace(/^http/, 'ws'), session, connection));
  const link = ApolloLink.from([
    signedOut,
    ApolloLink.split(
      ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
      live,
      noticing.concat(http),
    ),
  ]);
  return {
    link,
    connection,
    credentials: {
      apiUrl: base,
      token: () => session.token(),
      owner: () => session.owner(),
      distrust: (token) => session.distrust(token),
      signedOutHere: () => session.signedOutHere(),
    },
  };
}

function liveSocket(url: string, session: Session, connection: Connection) {
  let giveUpOnPong: ReturnType<typeof setTimeout> | undefined;
  let retrying = false;
  /** What the open line was opened with, and whether the server took it. */
  let line: { socket?: WebSocket; token: string | null; taken: boolean } = { token: null, taken: false };
  let closedWith: number | undefined;

  const missing = async (attempt: number): Promise<void> => {
    retrying = true;
    connection.become(navigator.onLine ? 'reconnecting' : 'offline');
    await backoff(attempt);
  };
  const socket = createSocket({
    url: async () => {
      for (let attempt = 0; ; attempt++)
        try {
          line = { token: await session.token(), taken: false };
          return url;
        } catch {
          await missing(attempt);
        }
    },
    connectionParams: () => (line.token === null ? {} : { token: line.token }),
    lazy: true,
    keepAlive: silentAfter,
    retryAttempts: Infinity,
    shouldRetry: () => true,
    retryWait: async (attempt) => {
      // Asked for by the server, which is there: nobody needs to be told.
      if (closedWith === connectAgain && attempt === 0) await moment();
      else await missing(attempt);
    },
    on: {
      opened: (opened) => {
        line.socket = opened as WebSocket;
      },
      connected: () => {
        retrying = false;
        line.taken = true;
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
        closedWith = event instanceof CloseEvent ? event.code : undefined;
        const { token, taken } = line;
        if (token === null) return;
        if (closedWith === sessionEnded) session.ended(token);
        if (closedWith === connectAgain && !taken) session.distrust(token);
      },
    },
  });
  // The line ends with the token that it was opened with, unless the server is shown the next one in time.
  session.onRenewed((token) => {
    if (!line.taken || line.token === null || line.socket?.readyState !== WebSocket.OPEN) return;
    line.token = token;
    line.socket.send(JSON.stringify({ type: 'ping', payload: { token } }));
  });
  window.addEventListener('offline', () => connection.become('offline'));
  window.addEventListener('online', () => connection.become(retrying ? 'reconnecting' : 'online'));
  return socket;
}

/** Random, so that a change for everybody does not bring them all back in one moment. */
const moment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.random() * 300));

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
