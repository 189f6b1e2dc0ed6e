import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

/** A demo account that the start command prints, signed in. */
export interface Newcomer {
  ask<Data>(query: string): Promise<Data>;
  /** Over a socket of its own, until a picture that is asked for now can be seen. The bytes that are shown. */
  picture(): Promise<Buffer>;
}

export async function signInAsNewcomer(address: string): Promise<Newcomer> {
  const run = async <Data>(query: string, headers: Record<string, string> = {}): Promise<Data> => {
    const response = await fetch(new URL('/graphql', address), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query }),
    });
    const { data, errors } = (await response.json()) as { data?: Data; errors?: { message: string }[] };
    if (!data) throw new Error(errors?.map(({ message }) => message).join('; '));
    return data;
  };
  const { signIn } = await run<{ signIn: { accessToken: string } }>(
    'mutation { signIn(email: "lena@demo.example", password: "studio-demo-1") { ... on SignIn { accessToken } } }',
  );
  const headers = { authorization: `Bearer ${signIn.accessToken}` };
  const ask = <Data>(query: string): Promise<Data> => run(query, headers);

  return {
    ask,
    async picture() {
      const client = createClient({
        url: new URL('/graphql', address.replace(/^http/, 'ws')).href,
        webSocketImpl: WebSocket,
        connectionParams: { token: signIn.accessToken },
      });
      try {
        const updates = client.iterate<{ imageRequestUpdated: Update }>({
          query: 'subscription { imageRequestUpdated { id status images { displayUrl } } }',
        });
        // Listening begins before it is asked for.
        const first = updates.next();
        const { requestImages } = await ask<{ requestImages: { id: string } }>(
          'mutation { requestImages(input: { prompt: "A paper boat on a still lake" }) { ... on ImageRequest { id } } }',
        );
        for (let update = await first; !update.done; update = await updates.next()) {
          const { id, status, images } = update.value.data!.imageRequestUpdated;
          if (id !== requestImages.id) continue;
          if (['FAILED', 'CANCELLED', 'TIMED_OUT'].includes(status)) throw new Error(`the picture is ${status}`);
          const [link] = images.map(({ displayUrl }) => displayUrl);
          if (!link) continue;
          const shown = await fetch(new URL(link, address), { headers });
          if (!shown.ok) throw new Error(`the picture is answered with ${shown.status}`);
          return Buffer.from(await shown.arrayBuffer());
        }
        throw new Error('the subscription ended before the picture came');
      } finally {
        await client.dispose();
      }
    },
  };
}

interface Update {
  id: string;
  status: string;
  images: { displayUrl: string | null }[];
}
