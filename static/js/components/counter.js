// Says under a short text how much room is left, once little is.
import { countdown } from "./textarea.js";

export function start(field) {
  const count = countdown(field);
  field.addEventListener("input", count);
  count();
}
