/**
 * Lets the wheel scroll the page over a canvas in it, until somebody has pressed there: from then
 * on, while the pointer stays, it zooms. With Ctrl or Cmd it always zooms. Returns what stops it.
 */
export function guardWheel(root: HTMLElement): () => void {
  let isTaken = false;
  const take = (): void => {
    isTaken = true;
  };
  const leave = (): void => {
    isTaken = false;
  };
  const decide = (event: WheelEvent): void => {
    if (!isTaken && !event.ctrlKey && !event.metaKey) {
      event.stopPropagation();
    }
  };
  root.addEventListener('pointerdown', take);
  root.addEventListener('pointerleave', leave);
  root.addEventListener('wheel', decide, { capture: true, passive: true });
  return () => {
    root.removeEventListener('pointerdown', take);
    root.removeEventListener('pointerleave', leave);
    root.removeEventListener('wheel', decide, { capture: true });
  };
}
