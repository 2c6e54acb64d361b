/** The colours that a canvas takes from the page it stands on. */
export interface Theme {
  readonly background: string;
  readonly text: string;
  readonly mutedText: string;
  readonly link: string;
  readonly accent: string;
  readonly font: string;
  readonly isDark: boolean;
  /** Whether people asked for edges and texts that stand out. */
  readonly isHighContrast: boolean;
}

const MORE_CONTRAST = '(prefers-contrast: more)';
const FORCED_COLORS = '(forced-colors: active)';
const DARK = '(prefers-color-scheme: dark)';

/** Reads Jupyter's variables where an element stands; pages without Jupyter get our own. */
export function readTheme(element: Element): Theme {
  const style = getComputedStyle(element);
  const read = (name: string, otherwise: string): string =>
    style.getPropertyValue(name).trim() || otherwise;
  const font = read('--jp-ui-font-family', 'system-ui, sans-serif');
  if (isTrue(FORCED_COLORS)) {
    return { ...SYSTEM, font, isDark: isPageDark() };
  }
  const isDark = isPageDark();
  const isHighContrast = isTrue(MORE_CONTRAST) || hasContrastTheme();
  return {
    background: read('--jp-layout-color0', isDark ? '#111111' : '#ffffff'),
    text: read('--jp-content-font-color1', isDark ? '#eeeeee' : '#1f2328'),
    mutedText: read('--jp-content-font-color2', isDark ? '#bbbbbb' : '#59636e'),
    link: linkColor(isDark, isHighContrast),
    accent: read('--jp-brand-color1', '#1976d2'),
    font,
    isDark,
    isHighContrast
  };
}

// The names that browsers give to the colours which people chose for their whole system.
const SYSTEM = {
  background: 'Canvas',
  text: 'CanvasText',
  mutedText: 'CanvasText',
  link: 'CanvasText',
  accent: 'Highlight',
  isHighContrast: true
};

/** Calls back when the page changes its theme; returns what stops it. */
export function watchTheme(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.body, {
    attributes: true,
    attributeFilter: ['data-jp-theme-name', 'data-jp-theme-light', 'class']
  });
  const queries = [DARK, MORE_CONTRAST, FORCED_COLORS].map((query) => window.matchMedia(query));
  queries.forEach((query) => query.addEventListener('change', changed));
  return () => {
    observer.disconnect();
    queries.forEach((query) => query.removeEventListener('change', changed));
  };
}

function linkColor(isDark: boolean, isHighContrast: boolean): string {
  if (isHighContrast) {
    return isDark ? '#c9d1d9' : '#3d444d';
  }
  return isDark ? '#6b7480' : '#8d96a3';
}

function isPageDark(): boolean {
  const told = document.body.dataset['jpThemeLight'];
  return told === undefined ? isTrue(DARK) : told === 'false';
}

function hasContrastTheme(): boolean {
  return /high.?contrast/i.test(document.body.dataset['jpThemeName'] ?? '');
}

function isTrue(query: string): boolean {
  return window.matchMedia(query).matches;
}
