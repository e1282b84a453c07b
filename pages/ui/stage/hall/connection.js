const STATE = "data-test-connection-state";

/**
 * Call when the connection to the server is there again. Streamlit asks for no run then if the page was
 * at rest, and a server that has been started anew would not know what the reader's next click is about.
 * @param {() => void} listener
 */
export function onReconnection(listener) {
  const app = document.querySelector("[data-testid=stApp]");
  if (!app) return;
  let lost = false;
  new MutationObserver(() => {
    const connected = app.getAttribute(STATE) === "CONNECTED";
    if (connected && lost) listener();
    lost = !connected;
  }).observe(app, { attributes: true, attributeFilter: [STATE] });
}
