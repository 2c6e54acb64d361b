// Loads the real module from the page's own Jupyter server. This text travels in every widget's
// state, so it is short; the module is fetched once, for all widgets and panels on the page.
async function render({ model, el }) {
  try {
    const config = JSON.parse(document.getElementById('jupyter-config-data').textContent);
    const base = new URL(`${config.baseUrl || ''}/`.replace(/\/+$/, '/'), window.location.href);
    const module = await import(new URL('graphsync/static/graphsync.js', base).href);
    return module.render({ model, el });
  } catch (error) {
    el.textContent =
      `The graph of session '${model.get('session_id')}' cannot be shown here: ` +
      `this page has no Jupyter server with jupyter_graphsync that answers (${error.message}).`;
  }
}

export default { render };
