// Shows what has come in without a hand on the keyboard: looks every two seconds and loads the page when it changed.
const shown = document.documentElement.dataset.version;
setInterval(async () => {
  if (document.hidden) return;
  try {
    const { version } = await (await fetch("/permits.json")).json();
    if (version !== shown) location.reload();
  } catch {
    // The program was stopped; the page stays as it is.
  }
}, 2000);
