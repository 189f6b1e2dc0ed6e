/** The floor for live events: bare ws, one JSON message of its own to every socket on each POST. */
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const server = createServer((_request, response) => {
  let index = 0;
  for (const socket of sockets.clients) {
    socket.send(
      JSON.stringify({
        id: String(index),
        type: 'next',
        payload: {
          data: {
            imageRequestUpdated: {
              id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
              status: 'PROCESSING',
              progress: 40,
            },
          },
        },
      }),
    );
    index += 1;
  }
  response.end();
});
const sockets = new WebSocketServer({ server });
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.send?.({ port: address.port });
});
