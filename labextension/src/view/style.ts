const STYLE_ID = 'graphsync-style';

/** Adds our rules once to the document, or to the shadow tree, that an element stands in. */
export function addStyle(inside: HTMLElement): void {
  const root = inside.getRootNode();
  const home = root instanceof ShadowRoot ? root : document.head;
  if (!home.querySelector(`#${STYLE_ID}`)) {
    const style = document.createElement('style');
    style.id = STYLE_ID;
    style.textContent = RULES;
    home.append(style);
  }
}

const RULES = `
.graphsync-view {
  --gs-ground: var(--jp-layout-color0, #fff);
  --gs-raised: var(--jp-layout-color1, #fff);
  --gs-line: var(--jp-border-color2, #d9dde2);
  --gs-text: var(--jp-ui-font-color1, #1f2328);
  --gs-muted: var(--jp-ui-font-color2, #59636e);
  --gs-accent: var(--jp-brand-color1, #1976d2);
  --gs-bad: var(--jp-error-color1, #c62828);
  container: graphsync / inline-size;
  display: flex;
  flex-direction: column;
  box-sizing: border-box;
  width: 100%;
  height: 100%;
  min-height: 220px;
  overflow: hidden;
  color: var(--gs-text);
  background: var(--gs-raised);
  border: 1px solid var(--gs-line);
  border-radius: 6px;
  font-family: var(--jp-ui-font-family, system-ui, sans-serif);
  font-size: 13px;
  line-height: 1.4;
}
.graphsync-view [hidden] { display: none !important; }
.graphsync-view *, .graphsync-view *::before { box-sizing: border-box; }
.graphsync-head {
  display: flex;
  flex: none;
  align-items: center;
  gap: 14px;
  min-height: 42px;
  padding: 6px 12px;
  border-bottom: 1px solid var(--gs-line);
}
.graphsync-view .graphsync-title {
  flex: 0 0.1 auto;
  min-width: 4em;
  margin: 0;
  overflow: hidden;
  color: inherit;
  font-size: 14px;
  font-weight: 600;
  line-height: 1.4;
  text-overflow: ellipsis;
  white-space: nowrap;
}
.graphsync-spacer { flex: 1; }
.graphsync-counts, .graphsync-status { flex: none; color: var(--gs-muted); white-space: nowrap; }
.graphsync-counts { font-variant-numeric: tabular-nums; }
.graphsync-dot {
  display: inline-block;
  flex: none;
  width: 9px;
  height: 9px;
  margin-right: 6px;
  background: var(--graphsync-person, #8a919a);
  border-radius: 50%;
}
.graphsync-status[data-state='live'] { --graphsync-person: #2e9e5b; }
.graphsync-status[data-state='connecting'] { --graphsync-person: #c99a2e; }
.graphsync-status[data-state='reconnecting'] { --graphsync-person: #c99a2e; }
.graphsync-status[data-state='ended'] { --graphsync-person: var(--gs-bad); }
.graphsync-status:not([data-state='live']) .graphsync-dot { animation: graphsync-pulse 1.4s infinite; }
.graphsync-status[data-state='ended'] .graphsync-dot { animation: none; }
@keyframes graphsync-pulse { 50% { opacity: 0.35; } }
@media (prefers-reduced-motion: reduce) { .graphsync-view .graphsync-dot { animation: none; } }
.graphsync-view ul, .graphsync-view ol { margin: 0; padding: 0; list-style: none; }
.graphsync-people { display: flex; min-width: 0; gap: 12px; overflow: hidden; }
.graphsync-person { display: flex; align-items: center; min-width: 0; white-space: nowrap; }
.graphsync-person-name { overflow: hidden; text-overflow: ellipsis; }
.graphsync-view button { font: inherit; cursor: pointer; }
.graphsync-button {
  flex: none;
  padding: 3px 12px;
  color: var(--gs-text);
  background: var(--gs-ground);
  border: 1px solid var(--gs-line);
  border-radius: 4px;
}
.graphsync-button:hover { border-color: var(--gs-accent); color: var(--gs-accent); }
.graphsync-view button:focus-visible, .graphsync-feed-rows:focus-visible {
  outline: 2px solid var(--gs-accent);
  outline-offset: 1px;
}
.graphsync-icon-button {
  padding: 0 4px;
  color: var(--gs-muted);
  background: none;
  border: 0;
  font-size: 16px;
  line-height: 1;
}
.graphsync-body { display: flex; flex: 1; min-height: 0; }
.graphsync-stage { position: relative; flex: 1; min-width: 0; min-height: 0; background: var(--gs-ground); }
.graphsync-canvas { position: absolute; inset: 0; overflow: hidden; }
.graphsync-svg { display: block; width: 100%; height: 100%; font-family: inherit; }
.graphsync-svg circle { cursor: pointer; }
.graphsync-svg text { pointer-events: none; }
.graphsync-refusal { margin: 24px; color: var(--gs-muted); }
.graphsync-legend {
  position: absolute;
  bottom: 10px;
  left: 10px;
  max-width: 45%;
  padding: 7px 10px !important;
  background: color-mix(in srgb, var(--gs-raised) 88%, transparent);
  border: 1px solid var(--gs-line);
  border-radius: 5px;
  font-size: 12px;
  pointer-events: none;
}
.graphsync-legend li { display: flex; align-items: center; line-height: 18px; white-space: nowrap; }
.graphsync-legend-count { margin-left: auto; padding-left: 14px; color: var(--gs-muted); }
.graphsync-card {
  position: absolute;
  top: 10px;
  left: 10px;
  width: 250px;
  max-width: calc(100% - 20px);
  max-height: calc(100% - 20px);
  padding: 10px 12px;
  overflow: auto;
  background: var(--gs-raised);
  border: 1px solid var(--gs-line);
  border-radius: 5px;
  box-shadow: 0 3px 12px rgb(0 0 0 / 14%);
}
.graphsync-card header { display: flex; align-items: start; justify-content: space-between; gap: 8px; }
.graphsync-card header strong { overflow-wrap: anywhere; font-size: 14px; }
.graphsync-view .graphsync-card p { margin: 2px 0 8px; color: var(--gs-muted); font-size: 12px; }
.graphsync-view .graphsync-card dl { display: grid; grid-template-columns: auto 1fr; gap: 3px 12px; margin: 0; font-size: 12px; }
.graphsync-card dt { color: var(--gs-muted); font-weight: normal; }
.graphsync-card dd { margin: 0; overflow-wrap: anywhere; }
.graphsync-notice {
  position: absolute;
  inset: 0;
  display: flex;
  flex-direction: column;
  align-items: center;
  justify-content: center;
  gap: 8px;
  padding: 24px;
  background: color-mix(in srgb, var(--gs-ground) 82%, transparent);
  text-align: center;
}
.graphsync-notice[data-notice='Nothing here yet'] { pointer-events: none; }
.graphsync-notice strong { font-size: 16px; font-weight: 600; }
.graphsync-notice span { max-width: 46ch; color: var(--gs-muted); }

.graphsync-view code { padding: 0; background: none; font-family: var(--jp-code-font-family, monospace); }
.graphsync-notice code {
  padding: 6px 12px;
  background: var(--gs-raised);
  border: 1px solid var(--gs-line);
  border-radius: 4px;
  font-size: 12px;
}
.graphsync-feed {
  display: flex;
  flex: none;
  flex-direction: column;
  width: 320px;
  min-height: 0;
  border-left: 1px solid var(--gs-line);
}
.graphsync-view .graphsync-feed-title {
  margin: 0;
  padding: 8px 12px 6px;
  color: var(--gs-muted);
  font-size: 11px;
  font-weight: 600;
  letter-spacing: 0.06em;
  text-transform: uppercase;
}
.graphsync-view .graphsync-feed-empty { margin: 4px 12px; color: var(--gs-muted); }
.graphsync-view .graphsync-feed-rows { flex: 1; min-height: 0; overflow-y: auto; overscroll-behavior: contain; }
.graphsync-feed-row {
  display: grid;
  grid-template-columns: 18px 1fr auto;
  gap: 0 6px;
  padding: 5px 12px;
  border-top: 1px solid color-mix(in srgb, var(--gs-line) 55%, transparent);
}
.graphsync-feed-icon { grid-row: 1 / 3; color: var(--gs-accent); text-align: center; }
.graphsync-feed-text { grid-column: 2 / 4; overflow-wrap: anywhere; }
.graphsync-feed-text b { font-weight: 600; }
.graphsync-feed-who { padding-bottom: 1px; border-bottom: 2px solid var(--graphsync-person, transparent); }
.graphsync-view .graphsync-feed-event, .graphsync-feed-time { color: var(--gs-muted); font-size: 11px; }
.graphsync-feed-time { font-variant-numeric: tabular-nums; }
.graphsync-tone-command .graphsync-feed-icon, .graphsync-tone-session .graphsync-feed-icon { color: var(--gs-muted); }
.graphsync-tone-command .graphsync-feed-text, .graphsync-tone-session .graphsync-feed-text { color: var(--gs-muted); }
.graphsync-tone-failure { background: color-mix(in srgb, var(--gs-bad) 9%, transparent); }
.graphsync-tone-failure .graphsync-feed-icon, .graphsync-tone-failure .graphsync-feed-text { color: var(--gs-bad); }
.graphsync-panel > .graphsync-view { border: 0; border-radius: 0; }
@container graphsync (max-width: 720px) {
  .graphsync-body { flex-direction: column; }
  .graphsync-feed { width: auto; height: 34%; border-top: 1px solid var(--gs-line); border-left: 0; }
  .graphsync-head { gap: 10px; }
}
@container graphsync (max-width: 560px) {
  .graphsync-person-name { display: none; }
  .graphsync-people { gap: 0; }
}
@container graphsync (max-width: 400px) {
  .graphsync-counts { display: none; }
}
`;
