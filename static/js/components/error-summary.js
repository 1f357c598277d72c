// After a failed submit the reader starts at the list of what is wrong.
export function start(summary) {
  summary.focus();
}
