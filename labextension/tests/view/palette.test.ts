import { describe, expect, it } from 'vitest';
import { Palette, asColor } from '../../src/view/palette';

describe('colours that people write', () => {
  it.each(['#abc', '#a1b2c380'])('takes %s', (color) => {
    expect(asColor(color)).toBe(color);
  });

  it.each(['url(x)', 'red; background: url(x)', '#12', '"', 7, null])('refuses %j', (color) => {
    expect(asColor(color)).toBeUndefined();
  });
});

describe('a palette', () => {
  it('gives a name the same colour in every palette', () => {
    expect(new Palette().colorOf('city')).toBe(new Palette().colorOf('city'));
  });

  it('tells ten names apart', () => {
    const palette = new Palette();
    const colors = Array.from({ length: 10 }, (_, index) => palette.colorOf(`type ${index}`));

    expect(new Set(colors).size).toBe(10);
  });
});
