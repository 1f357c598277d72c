// Fills in the code that the link of a letter carries behind its #, which browsers send to no server.
export function start(input) {
  const code = decodeURIComponent(location.hash.slice(1));
  if (!/^[A-Z0-9-]{12,40}$/.test(code)) return;
  if (!input.value) input.value = code;
  history.replaceState(null, "", location.pathname + location.search);
}
