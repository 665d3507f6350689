"use strict";
(() => {
  const search = document.getElementById("search");
  const buttons = [...document.querySelectorAll("[data-show]")];
  const cards = [...document.querySelectorAll("[data-color]")];
  const state = () => new URLSearchParams(location.hash.slice(1));
  let show = "all";

  function filter() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let visible = 0;
    for (const card of cards) {
      const text = card.dataset.text.toLowerCase();
      const fits = (show === "all" || card.dataset.color === show) && words.every((word) => text.includes(word));
      card.hidden = !fits;
      visible += fits;
    }
    for (const section of document.querySelectorAll("main > section")) {
      const own = [...section.querySelectorAll("[data-color]")];
      if (own.length) section.hidden = own.every((card) => card.hidden);
    }
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.show === show));
    document.getElementById("count").textContent = cards.length ? `${visible} of ${cards.length}` : "";
    document.getElementById("nothing").hidden = visible > 0 || !cards.length;
  }

  function read() {
    search.value = state().get("q") || "";
    show = buttons.some((button) => button.dataset.show === state().get("show")) ? state().get("show") : "all";
    filter();
  }

  function write() {
    const next = new URLSearchParams();
    if (search.value) next.set("q", search.value);
    if (show !== "all") next.set("show", show);
    const text = next.toString();
    history.replaceState(null, "", text ? `#${text}` : location.pathname + location.search);
    filter();
  }

  async function copy(button) {
    const code = button.parentElement.querySelector("code");
    try {
      await navigator.clipboard.writeText(code.textContent);
    } catch {
      getSelection().selectAllChildren(code);
      if (!document.execCommand("copy")) return;
    }
    button.textContent = "copied";
    setTimeout(() => (button.textContent = "copy"), 1500);
  }

  search.addEventListener("input", write);
  addEventListener("hashchange", read);
  for (const button of buttons) button.addEventListener("click", () => ((show = button.dataset.show), write()));
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
  document.querySelector(".tools").hidden = !cards.length;
  read();
})();
