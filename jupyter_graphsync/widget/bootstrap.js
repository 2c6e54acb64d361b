// Travels in every widget's state, so it is short. The module comes from the page's own Jupyter
// server, once for all widgets and panels; where there is none, the kernel sends its text.
const key = Symbol.for('jupyter_graphsync');

async function fromServer() {
  const config = JSON.parse(document.getElementById('jupyter-config-data').textContent);
  const base = new URL(`${config.baseUrl || ''}/`.replace(/\/+$/, '/'), window.location.href);
  return import(new URL('graphsync/static/graphsync.js', base).href);
}

const fromKernel = (model) =>
  new Promise((resolve) => {
    const turn = setTimeout(() => delete globalThis[key], 9000); // another widget may ask its own
    model.on('msg:custom', ({ type, text }) => {
      if (type !== 'module') return;
      clearTimeout(turn);
      resolve(import(URL.createObjectURL(new Blob([text], { type: 'text/javascript' }))));
    });
    model.send({ type: 'module' });
  });

async function render({ model, el }) {
  const served = await fromServer().catch(() => {
    const src = `data:image/svg+xml,${encodeURIComponent(model.get('_still'))}`;
    const alt = `Graph ${model.get('session_id')}, not live`;
    el.append(Object.assign(new Image(), { src, alt, style: 'max-width: 100%' }));
  });
  return (served ?? (await (globalThis[key] ??= fromKernel(model)))).render({ model, el });
}

export default { render };
