// What makes the page more convenient. Without it every word is still there to read, and every link still works.
import "./anchors.js";
import "./frame.js";
import "./views.js";
import "./keys.js";
import "./paper.js";

if (document.querySelector("[data-narrow]")) import("./narrow.js");
if (document.querySelector("[data-matrix-filter]")) import("./matrix.js");
