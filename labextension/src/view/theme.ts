/** The colours that a canvas takes from the page it stands on. */
export interface Theme {
  readonly background: string;
  readonly text: string;
  readonly mutedText: string;
  readonly link: string;
  readonly accent: string;
  readonly font: string;
  readonly isDark: boolean;
}

/** Reads Jupyter's variables where an element stands; pages without Jupyter get our own. */
export function readTheme(element: Element): Theme {
  const style = getComputedStyle(element);
  const read = (name: string, otherwise: string): string =>
    style.getPropertyValue(name).trim() || otherwise;
  const isDark = isPageDark();
  return {
    background: read('--jp-layout-color0', isDark ? '#111111' : '#ffffff'),
    text: read('--jp-content-font-color1', isDark ? '#eeeeee' : '#1f2328'),
    mutedText: read('--jp-content-font-color2', isDark ? '#bbbbbb' : '#59636e'),
    link: isDark ? '#6b7480' : '#a3abb6',
    accent: read('--jp-brand-color1', '#1976d2'),
    font: read('--jp-ui-font-family', 'system-ui, sans-serif'),
    isDark
  };
}

/** Calls back when the page changes its theme; returns what stops it. */
export function watchTheme(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.body, {
    attributes: true,
    attributeFilter: ['data-jp-theme-name', 'data-jp-theme-light', 'class']
  });
  const query = window.matchMedia('(prefers-color-scheme: dark)');
  query.addEventListener('change', changed);
  return () => {
    observer.disconnect();
    query.removeEventListener('change', changed);
  };
}

function isPageDark(): boolean {
  const told = document.body.dataset['jpThemeLight'];
  if (told !== undefined) {
    return told === 'false';
  }
  return window.matchMedia('(prefers-color-scheme: dark)').matches;
}
