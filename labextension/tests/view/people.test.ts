import { describe, expect, it } from 'vitest';
import { ANA, AT, commit, renamed } from '../core/memory_sockets';
import { showView } from './shown_view';

const shown = showView();

const OWN = { client_id: 'c-me', name: 'Me', username: 'me' };
const BOB = { client_id: 'c-bob' };

async function withBob(): Promise<void> {
  await shown().ready('Lyon', 'Paris');
  shown().present(OWN);
  shown().present({ ...BOB, selection: ['n0'] });
}

describe('the people', () => {
  it('are marks with letters and names, oneself first', async () => {
    await withBob();
    shown().present({ client_id: 'c-ana', name: 'Ana Maria Lopez' });

    expect(shown().texts('.graphsync-people .graphsync-avatar')).toEqual(['M', 'B', 'AL']);
    const labels = [...shown().root.querySelectorAll('.graphsync-person')].map((one) =>
      one.getAttribute('aria-label')
    );
    expect(labels).toEqual(['Me (you)', 'Follow Bob', 'Follow Ana Maria Lopez']);
  });

  it('are counted where there are many', async () => {
    await shown().ready('Lyon');
    for (let index = 0; index < 8; index += 1) {
      shown().present({ client_id: `c${index}` });
    }

    expect(shown().text('.graphsync-people > li:last-child')).toBe('+3');
  });

  it('are told with what they do', async () => {
    await withBob();
    expect(shown().text('.graphsync-person-doing')).toBe('has Lyon selected');

    shown().present({ ...BOB, editing: 'n1' });
    expect(shown().text('.graphsync-person-doing')).toBe('edits Paris');
  });

  it('can be called by another name and colour than the server gave, now and next time', async () => {
    await withBob();
    shown().write('[aria-label="Your name"]', 'Anastasia');
    shown().write('[aria-label="Your colour"]', '#112233');

    const said = shown().server.last.ops('presence');
    expect(said).toContainEqual({ op: 'presence', name: 'Anastasia' });
    expect(said).toContainEqual({ op: 'presence', color: '#112233' });
    expect(localStorage.getItem('graphsync:me')).toBe('{"name":"Anastasia","color":"#112233"}');
  });

  it('keep the name that they write while others come and go', async () => {
    await withBob();
    const field = shown().find<HTMLInputElement>('[aria-label="Your name"]');
    field.focus();
    field.value = 'Anast';
    shown().present({ client_id: 'c-ana' });

    expect(field.value).toBe('Anast');
  });
});

describe('following somebody', () => {
  it('brings what they select into sight', async () => {
    await withBob();
    shown().view.renderer!.show({ left: 5000, top: 5000, right: 5800, bottom: 5400 });
    shown().press('[aria-label="Follow Bob"]');

    const { left, right } = shown().view.renderer!.viewport();
    expect(left).toBeLessThan(0);
    expect(right).toBeGreaterThan(0);
    expect(shown().text('.graphsync-following')).toContain('Following Bob');
  });

  it('leaves the canvas alone where they can be seen already', async () => {
    await withBob();
    const before = shown().view.renderer!.viewport();
    shown().press('[aria-label="Follow Bob"]');

    expect(shown().view.renderer!.viewport()).toEqual(before);
  });

  it('ends when one moves the canvas oneself', async () => {
    await withBob();
    shown().press('[aria-label="Follow Bob"]');
    shown().find('.graphsync-canvas').dispatchEvent(new Event('pointerdown'));

    expect(shown().find('.graphsync-following').hidden).toBe(true);
  });

  /** One looks elsewhere, and what they do comes into sight. */
  async function farFrom(act: () => void): Promise<number> {
    await withBob();
    shown().press('[aria-label="Follow Bob"]');
    shown().view.renderer!.show({ left: 5000, top: 5000, right: 5800, bottom: 5400 });
    act();
    shown().drawn();
    return shown().view.renderer!.viewport().left;
  }

  it('brings into sight where they point', async () => {
    const left = await farFrom(() => shown().present({ ...BOB, pointer: [-9000, 0] }));

    expect(left).toBeLessThan(-9000);
  });

  it('brings into sight what they drag', async () => {
    const left = await farFrom(() => shown().present({ ...BOB, dragging: { n1: [-9000, 0] } }));

    expect(left).toBeLessThan(-9000);
  });

  it('brings into sight what they edit, from wherever', async () => {
    const actor = { ...ANA, client_id: 'c-bob' };
    const left = await farFrom(() =>
      shown().server.last.say({ ...commit(2, renamed('n0', 'Lyon', 'Lyon Nord')), actor })
    );

    expect(left).toBeLessThan(5000);
  });

  it('looks no further for what others edit', async () => {
    const left = await farFrom(() =>
      shown().server.last.say(commit(2, renamed('n0', 'Lyon', 'Lyon Nord')))
    );

    expect(left).toBe(5000);
  });

  it('ends when one walks over the canvas oneself', async () => {
    await withBob();
    shown().press('[aria-label="Follow Bob"]');
    shown().key('.graphsync-canvas', 'ArrowDown');

    expect(shown().find('.graphsync-following').hidden).toBe(true);
  });

  it('ends with a word when they leave', async () => {
    await withBob();
    shown().press('[aria-label="Follow Bob"]');
    const payload = { clients: [], left: ['c-bob'], timestamp: AT };
    shown().server.last.say({ type: 'event', event: 'session:presence', payload, actor: ANA });
    shown().drawn();

    expect(shown().text('.graphsync-messages')).toContain('has left');
    expect(shown().view.context.display.state.followed).toBeUndefined();
  });
});
