// Shows the board of another moment as soon as the slider is let go.
const form = document.querySelector("[data-replay]");
form?.querySelector("input[type=range]").addEventListener("change", () => form.requestSubmit());
