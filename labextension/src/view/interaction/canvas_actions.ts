import type { Action } from '../actions';
import type { ViewContext } from '../context';

const STEP = 1.4;

/** What one can do with the canvas itself, by button and key. */
export function canvasActions({
  host,
  interaction
}: Pick<ViewContext, 'host' | 'interaction'>): Action[] {
  return [
    {
      id: 'zoom-in',
      label: 'Zoom in',
      keys: ['+', '='],
      run: () => host.current?.zoomBy(STEP)
    },
    {
      id: 'zoom-out',
      label: 'Zoom out',
      keys: ['-'],
      run: () => host.current?.zoomBy(1 / STEP)
    },
    {
      id: 'box-select',
      label: 'Select by dragging a box, or pan again',
      icon: 'box',
      keys: ['B'],
      isOn: () => interaction.tool === 'select',
      run: () => interaction.choose(interaction.tool === 'pan' ? 'select' : 'pan')
    }
  ];
}
