import arranging from './style/arranging.css';
import base from './style/base.css';
import canvas from './style/canvas.css';
import editing from './style/editing.css';
import menu from './style/menu.css';
import inspector from './style/inspector.css';
import outline from './style/outline.css';
import people from './style/people.css';
import search from './style/search.css';
import types from './style/types.css';

const STYLE_ID = 'graphsync-style';
const SHEETS = [base, arranging, canvas, menu, editing, inspector, outline, types, people, search];

/** Adds our rules once to the document, or to the shadow tree, that an element stands in. */
export function addStyle(inside: HTMLElement): void {
  const root = inside.getRootNode();
  const home = root instanceof ShadowRoot ? root : document.head;
  if (!home.querySelector(`#${STYLE_ID}`)) {
    const style = document.createElement('style');
    style.id = STYLE_ID;
    style.textContent = SHEETS.join('\n');
    home.append(style);
  }
}
