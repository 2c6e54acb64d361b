import type { Client, Session } from '../../../core';
import { element } from '../../dom';
import { asColor } from '../../palette';
import { shorten } from '../../text';

const ORIGINS = new Map([
  ['kernel', 'kernel'],
  ['rest', 'REST']
]);
const NO_COLOR = '#8a919a';

/** Returns what a client is called, and by which way it came where that is no browser. */
export function calledAs(client: Client): string {
  const name = shorten(client.name || client.username || 'Somebody');
  const origin = ORIGINS.get(client.origin);
  return origin && origin !== name ? `${name} (${origin})` : name;
}

export function colorOf(client: Client): string {
  return asColor(client.color) ?? NO_COLOR;
}

/** Makes a round mark with the first letters of a name, in its owner's colour. */
export function avatar(client: Client): HTMLElement {
  const color = colorOf(client);
  const mark = element('span', 'graphsync-avatar', initials(client.name || client.username));
  mark.style.setProperty('--graphsync-person', color);
  mark.style.setProperty('--graphsync-on-person', isPale(color) ? '#1f2328' : '#ffffff');
  mark.setAttribute('aria-hidden', 'true');
  return mark;
}

/** Everybody who is here, oneself first. */
export function everybody({ store, connection }: Session): Client[] {
  const rank = (client: Client): number => Number(client.client_id !== connection.clientId);
  return [...store.clients.values()].sort((one, other) => rank(one) - rank(other));
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0]!, words[words.length - 1]!] : words;
  return letters.map((word) => [...word][0]!.toUpperCase()).join('') || '?';
}

/** Whether dark letters can be read better on it (WCAG's relative luminance). */
function isPale(color: string): boolean {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/.exec(color);
  if (!hex) {
    return false;
  }
  const [red, green, blue] = hex.slice(1, 4).map((part) => linear(parseInt(part, 16) / 255));
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue! > 0.18;
}

function linear(share: number): number {
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}
