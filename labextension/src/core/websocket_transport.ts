import { SUBPROTOCOL } from './protocol';
import type { OpenTransport } from './transport';

/**
 * Returns what opens WebSockets below `baseUrl`. The login is the page's own cookie; `token` is
 * for a server on another host.
 */
export function webSocketTransport(baseUrl: string, token = ''): OpenTransport {
  return (query, listener) => {
    if (token) {
      query.set('token', token);
    }
    const url = new URL('graphsync/ws', baseUrl);
    url.protocol = url.protocol.replace('http', 'ws');
    url.search = query.toString();
    const socket = new WebSocket(url.href, SUBPROTOCOL);
    socket.onopen = () => listener.opened();
    socket.onmessage = (message: MessageEvent<string>) => listener.received(message.data);
    socket.onclose = (event) => listener.closed(event.code, event.reason);
    return {
      send: (text) => socket.send(text),
      close: () => socket.close(1000)
    };
  };
}
