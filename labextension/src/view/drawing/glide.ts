import type { View } from './camera';

const GLIDE_MS = 220;

/** Moves a view to another in a few frames; at once for people who want little motion. */
export class Glide {
  private handle: number | undefined;

  constructor(private readonly show: (view: View) => void) {}

  to(from: View, to: View): void {
    this.stop();
    if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) {
      return this.show(to);
    }
    const began = performance.now();
    const step = (): void => {
      const share = Math.min(1, (performance.now() - began) / GLIDE_MS);
      this.handle = share < 1 ? requestAnimationFrame(step) : undefined;
      this.show(share < 1 ? between(from, to, 1 - (1 - share) ** 3) : to);
    };
    this.handle = requestAnimationFrame(step);
  }

  stop(): void {
    if (this.handle !== undefined) {
      cancelAnimationFrame(this.handle);
      this.handle = undefined;
    }
  }
}

/** Zooms in even steps, for the eye: by factors. */
function between(from: View, to: View, share: number): View {
  return {
    x: from.x + (to.x - from.x) * share,
    y: from.y + (to.y - from.y) * share,
    scale: from.scale * (to.scale / from.scale) ** share
  };
}
