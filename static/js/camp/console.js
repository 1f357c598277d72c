// Keeps the live parts of a page fresh. `data-every` on any element says how often, in milliseconds.
import { refresh } from "../live-parts.js";

const EVERY = 5000;

const every = Number(document.querySelector("[data-every]")?.dataset.every ?? EVERY);
if (document.querySelector("[data-live]")) setInterval(() => refresh().catch(() => {}), every);
