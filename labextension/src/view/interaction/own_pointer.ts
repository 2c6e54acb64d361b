import type { Session } from '../../core';
import type { PointerAction } from '../renderer';

/** Tells the others where one points, while one does and while there are others. */
export class OwnPointer {
  private isTold = false;

  constructor(private readonly session: Session) {}

  at({ at, isTouch }: PointerAction): void {
    if (!isTouch && this.session.store.clients.size > 1) {
      this.isTold = true;
      this.session.connection.present({ pointer: [Math.round(at.x), Math.round(at.y)] });
    }
  }

  gone(): void {
    if (this.isTold) {
      this.isTold = false;
      this.session.connection.present({ pointer: null });
    }
  }
}
