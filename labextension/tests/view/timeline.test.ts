import { describe, expect, it, vi } from 'vitest';
import { commit, created } from '../core/memory_sockets';
import { BOB, showHistory } from './shown_history';

const { shown, past } = showHistory();

describe('TL the past', () => {
  it('TL1 is shown on the canvas where the slider is put, and marked as past', async () => {
    await past.opened();

    await past.slideTo(3);

    expect(past.labels).toEqual(['Lyon', 'Paris']);
    expect(shown().root.dataset['time']).toBe('past');
    expect(shown().find('.graphsync-past-badge').hidden).toBe(false);
    expect(shown().text('.graphsync-counts')).toBe('2 nodes · 1 link');
  });

  it('TL2 says when it was, who did what, and says it to those who only hear', async () => {
    await past.opened();

    await past.slideTo(4);

    expect(past.told).toContain('Bob renamed Lyon to Nice');
    expect(past.told).toContain('12');
    const slider = shown().find('.graphsync-slider');
    expect(slider.getAttribute('aria-valuetext')).toContain('Bob renamed Lyon to Nice');
  });

  it('TL22 tells of a node that was deleted by its name of then, and not of its links', async () => {
    await past.opened();
    past.server.did([created('n8')]);
    past.happens(6);
    shown().drawn();

    await past.slideTo(5);

    expect(past.told).toContain('Ana deleted Paris');
    expect(past.told).not.toContain('more');
  });

  it('TL3 stays while others go on, and now is as they left it', async () => {
    await past.opened();
    await past.slideTo(2);

    shown().server.last.say(commit(6, created('n9', 'Brest')));
    shown().drawn();
    const before = past.labels;
    shown().key('.graphsync-canvas', 'Escape');

    expect(before).toEqual(['Lyon', 'Paris']);
    expect(past.labels).toEqual(['Nice', 'Brest']);
    expect(shown().root.dataset['time']).toBe('now');
  });

  it('TL4 cannot be edited, and says so', async () => {
    await past.opened();
    await past.slideTo(2);
    const sent = shown().server.last.ops('execute').length;

    shown().key('.graphsync-canvas', 'n');

    expect(shown().find<HTMLButtonElement>('[data-action=add-node]').disabled).toBe(true);
    expect(shown().find('[data-action=add-node]').title).toContain('This is the past');
    expect(shown().text('.graphsync-messages')).toContain('This is the past');
    expect(shown().server.last.ops('execute')).toHaveLength(sent);
  });

  it('TL5 is not what the others see: they are told nothing of what is selected there', async () => {
    await past.opened();
    await past.slideTo(2);
    const told = shown().server.last.ops('presence').length;

    shown().view.context.selection.set(['n1']);
    shown().drawn();

    expect(shown().server.last.ops('presence')).toHaveLength(told);
  });

  it('TL6 is in outline, counts and search too', async () => {
    await past.opened();
    await past.slideTo(2);

    shown().press('[data-panel=outline]');
    shown().drawn();

    expect(shown().text('.graphsync-outline')).toContain('Paris');
    expect(shown().text('.graphsync-outline')).not.toContain('Nice');
  });

  it('TL7 keeps nodes without a shared place where they stand now', async () => {
    await past.opened();
    const now = shown().view.context.scene.placement.of('n0');

    await past.slideTo(1);

    expect(shown().view.context.scene.placement.of('n0')).toEqual(now);
  });

  it('TL8 is left by the end of the line', async () => {
    await past.opened();
    await past.slideTo(2);

    await past.slideTo(5);

    expect(shown().root.dataset['time']).toBe('now');
    expect(past.told).toContain('Now');
  });

  it('TL9 says why it cannot be shown', async () => {
    await past.opened();
    past.server.broken = 'graph';

    await past.slideTo(2);

    expect(past.told).toContain('the oldest moment is 7');
    expect(past.labels).toEqual(['Nice']);
  });

  it('TL10 is shown as text, whatever people wrote', async () => {
    await past.opened();
    past.server.did([created('n7', '<img src=x>')], { ...BOB, name: '<b>Bob</b>' });
    past.happens(6);
    past.server.did([created('n8')]);
    past.happens(7);
    shown().drawn();

    await past.slideTo(6);

    expect(past.told).toContain('<img src=x>');
    expect(shown().root.querySelector('.graphsync-timeline img')).toBeNull();
  });
});

describe('TL going along', () => {
  it('TL11 steps by arrow keys on the slider, by buttons and by keys', async () => {
    await past.opened();

    await past.key('.graphsync-slider', 'ArrowLeft');
    const first = past.moment;
    await past.key('.graphsync-canvas', ',');
    const second = past.moment;
    shown().press('[aria-label="To the next change (.)"]');
    await shown().settled();

    expect([first, second, past.moment]).toEqual(['4', '3', '4']);
  });

  it('TL12 steps only to what one person did, where that is asked for', async () => {
    await past.opened();
    shown().write('[aria-label="Whose changes"]', 'ana');
    await shown().settled();
    await past.slideTo(4);

    await past.key('.graphsync-slider', 'ArrowLeft');

    expect(past.moment).toBe('2');
  });

  it('TL13 steps only to what concerns the selected nodes, where that is asked for', async () => {
    await past.opened();
    shown().view.context.selection.set(['n0']);
    shown().drawn();
    shown().press('[aria-label="Only changes of the selected nodes"]');
    await shown().settled();

    await past.key('.graphsync-slider', 'ArrowLeft');
    await past.key('.graphsync-slider', 'ArrowLeft');

    expect(past.moment).toBe('3');
  });

  it('TL14 plays from the beginning to now', async () => {
    await past.opened();

    await past.key('.graphsync-canvas', 'k');
    const began = shown().root.dataset['time'];
    await vi.advanceTimersByTimeAsync(4_000);

    expect(began).toBe('past');
    expect(shown().root.dataset['time']).toBe('now');
    expect(past.labels).toEqual(['Nice']);
  });
});
