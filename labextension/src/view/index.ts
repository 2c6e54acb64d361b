export { chooseRenderer } from './choose_renderer';
export { GraphView, type GraphViewOptions } from './graph_view';
export type { HistoryAccess } from './history_access';
export type { Renderer, RendererEvent } from './renderer';
