// Runs the core beside the page. The first message out says that the core is loaded; from then on, each message in is a
// question, and each message out its answer. What goes wrong reaches the page as an error of the worker.
import init, { answer } from "./drydock-core.js";

const loaded = init();
loaded.then(() => postMessage(null), reportError);
onmessage = ({ data }) => loaded.then(() => postMessage(answer(data))).catch(reportError);
