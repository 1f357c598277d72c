// Follows a job by asking for {state, percent, message}, and reloads the page once it is over.
const RUNNING = new Set(["queued", "pending", "waiting", "running", "started"]);

export function start(root) {
  const bar = root.querySelector("progress");
  const percent = root.querySelector("[data-percent]");
  const message = root.querySelector("[data-message]");
  let pause = 1000;

  const ask = async () => {
    try {
      const answer = await fetch(root.dataset.url, { headers: { Accept: "application/json" }, cache: "no-store" });
      if (!answer.ok) throw new Error(String(answer.status));
      const job = await answer.json();
      bar.value = job.percent ?? 0;
      percent.textContent = `${Math.round(job.percent ?? 0)} %`;
      if (message.textContent !== (job.message ?? "")) message.textContent = job.message ?? "";
      if (!RUNNING.has(job.state)) {
        location.reload();
        return;
      }
      pause = Math.min(pause * 1.15, 5000);
    } catch {
      message.textContent = root.dataset.problem;
      pause = Math.min(pause * 2, 30000);
    }
    setTimeout(ask, pause);
  };
  setTimeout(ask, pause);
}
