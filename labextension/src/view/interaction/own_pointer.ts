import type { PointerAction } from '../renderer';
import type { CanvasParts } from './canvas_parts';

/** Tells the others where one points, while one does and while there are others. */
export class OwnPointer {
  private isTold = false;

  constructor(private readonly parts: Pick<CanvasParts, 'session' | 'isNow'>) {}

  at({ at, isTouch }: PointerAction): void {
    if (!isTouch && this.parts.isNow() && this.parts.session.store.clients.size > 1) {
      this.isTold = true;
      this.parts.session.connection.present({ pointer: [Math.round(at.x), Math.round(at.y)] });
    }
  }

  gone(): void {
    if (this.isTold) {
      this.isTold = false;
      this.parts.session.connection.present({ pointer: null });
    }
  }
}
