// Runs before anything of the page: keeps what must not happen, and what the page was told.
(() => {
  const watch = { seen: [], told: [] };
  Object.defineProperty(window, 'watch', { value: watch });
  addEventListener('securitypolicyviolation', (event) => watch.seen.push(`policy: ${event.effectiveDirective} ${event.blockedURI}`), true);
  addEventListener('error', (event) => watch.seen.push(`error: ${event.message ?? `${event.target?.tagName} does not load`}`), true);
  addEventListener('unhandledrejection', (event) => watch.seen.push(`unhandled: ${event.reason}`));
  const fetched = window.fetch;
  window.fetch = async (...request) => {
    const answer = await fetched(...request);
    answer.clone().text().then((text) => watch.told.push({ path: String(request[0]), text }), () => {});
    return answer;
  };
})();
