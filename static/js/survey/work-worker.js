// Solves one puzzle beside the page, so that typing stays smooth.
import { solve } from "./work.js";

addEventListener("message", ({ data }) => postMessage(solve(data.token, data.bits)));
