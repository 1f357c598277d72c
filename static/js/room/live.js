// Follows a meeting: whenever the server says that something changed, the page looks again. Nothing but that comes over
// the socket, so everybody sees exactly what the page shows to them.
import { io } from "../../vendor/socket.io-client/socket.io.esm.min.js";
import { refresh } from "../live-parts.js";

const WITHOUT_LINE = 10_000; // ms between looks while the line is away
const ACK_WITHIN = 8000; // ms

const room = document.querySelector("[data-meeting]");
const line = room.querySelector("[data-line]");
let isLooking = false;
let looksAgain = false;

/** One look at a time; what changes meanwhile is seen by one more. */
async function look() {
  if (isLooking) {
    looksAgain = true;
    return;
  }
  isLooking = true;
  do {
    looksAgain = false;
    await refresh().catch(() => {});
  } while (looksAgain);
  isLooking = false;
}

function say(isOnline) {
  const words = isOnline ? room.dataset.online : room.dataset.offline;
  if (line.textContent !== words) line.textContent = words;
  room.toggleAttribute("data-live-line", isOnline);
}

const socket = io("/committee", {
  path: room.dataset.socket,
  transports: ["websocket"],
  auth: { csrf: room.dataset.csrf, language: room.dataset.language },
  reconnectionDelay: 500,
  reconnectionDelayMax: 8000,
});
socket.on("connect", async () => {
  try {
    const answer = await socket.timeout(ACK_WITHIN).emitWithAck("join", { meeting: room.dataset.meeting });
    say(answer.ok);
    if (answer.ok) look(); // what happened since the page was made
  } catch {
    say(false);
  }
});
socket.on("changed", look);
socket.on("disconnect", () => say(false));
socket.on("connect_error", () => say(false));
setInterval(() => room.hasAttribute("data-live-line") || look(), WITHOUT_LINE);
document.addEventListener("visibilitychange", () => document.hidden || look());
addEventListener("online", () => socket.connected || socket.connect());
