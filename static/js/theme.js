// Changes between day and night in place, so that nothing typed is lost. Without script the form posts itself.

document.querySelector("[data-theme-form]")?.addEventListener("submit", async (event) => {
  const form = event.target;
  const button = form.querySelector("button");
  const wanted = button.value;
  event.preventDefault();
  document.documentElement.dataset.theme = wanted;
  button.value = wanted === "night" ? "day" : "night";
  button.querySelector("span").textContent = wanted === "night" ? "Day view" : "Night view";
  try {
    await fetch(form.action, { method: "POST", body: new URLSearchParams({ theme: wanted }), redirect: "manual" });
  } catch {
    // The view has changed; only the memory of it is missing.
  }
});
