// What can be seen of a screen from inside the page. Each function gives a list of sentences; none is good.
(() => {
  const TARGET = 44;
  const SLACK = 0.5; // sizes are fractions of a pixel

  const shown = (node) => {
    const box = node.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && node.checkVisibility({ visibilityProperty: true, opacityProperty: false });
  };
  const words = (node) => (node.getAttribute("aria-label") || node.innerText || node.name || node.id || "").trim().slice(0, 40);
  const say = (node) => {
    const { width, height, left, top } = node.getBoundingClientRect();
    return `<${node.localName}${node.className ? ` .${[...node.classList].join(".")}` : ""}> “${words(node)}” ${width.toFixed(0)}x${height.toFixed(0)} at ${left.toFixed(0)},${top.toFixed(0)}`;
  };

  // A radio or tick inside its label is pressed by its label.
  function controls() {
    const found = [];
    for (const node of document.querySelectorAll("a[href], button, input, select, textarea, summary, label.chip, label.check")) {
      if (node.type === "hidden" || (node.localName === "input" && node.closest("label.chip, label.check"))) continue;
      if (node.matches(".skip") || node.closest("[inert]") || !shown(node)) continue;
      found.push(node);
    }
    return found;
  }

  // A link with other words beside it in its paragraph is part of a sentence.
  function inSentence(node) {
    if (node.localName !== "a" || getComputedStyle(node).display !== "inline") return false;
    const around = node.closest("p, li, dd, td, label");
    return Boolean(around) && around.innerText.trim().length > node.innerText.trim().length;
  }

  function small() {
    return controls()
      .filter((node) => !inSentence(node))
      .filter((node) => {
        const box = node.getBoundingClientRect();
        return box.width < TARGET - SLACK || box.height < TARGET - SLACK;
      })
      .map((node) => `smaller than ${TARGET} px: ${say(node)}`);
  }

  const scrolls = (node) => /auto|scroll/.test(getComputedStyle(node).overflowX) && node.scrollWidth > node.clientWidth;

  function wide() {
    const found = [];
    const root = document.scrollingElement;
    if (root.scrollWidth > innerWidth) found.push(`the page is ${root.scrollWidth} px wide in ${innerWidth}`);
    const main = document.getElementById("main");
    if (main && main.scrollWidth > main.clientWidth) {
      const edge = main.getBoundingClientRect().right;
      const culprit = [...main.querySelectorAll("*")].find((node) => shown(node) && node.getBoundingClientRect().right > edge + 1);
      found.push(`what scrolls is ${main.scrollWidth} px wide in ${main.clientWidth}${culprit ? `: ${say(culprit)}` : ""}`);
    }
    // Places that may scroll sideways say so by a class; anything else that does is a mistake.
    for (const node of document.querySelectorAll("#main *")) {
      if (scrolls(node) && !node.matches(".steps ol, .table-scroll, textarea, input, select")) found.push(`scrolls sideways: ${say(node)}`);
    }
    for (const node of controls()) {
      if (node.matches("textarea, input, select") || node.scrollWidth <= node.clientWidth + 1) continue;
      if (getComputedStyle(node).display !== "inline") found.push(`its words run out of it: ${say(node)}`);
    }
    return found;
  }

  const scroller = (node) => {
    for (let at = node.parentElement; at; at = at.parentElement) {
      if (/auto|scroll|hidden|clip/.test(getComputedStyle(at).overflowY + getComputedStyle(at).overflowX)) return at;
    }
    return null;
  };
  // Within one scrolling place boxes are compared as they are, across places only as far as they can be seen.
  function box(node, clip) {
    const { left, right, top, bottom } = node.getBoundingClientRect();
    const all = { left, right, top, bottom };
    for (let at = clip ? scroller(node) : null; at; at = scroller(at)) {
      const edge = at.getBoundingClientRect();
      all.left = Math.max(all.left, edge.left);
      all.right = Math.min(all.right, edge.right);
      all.top = Math.max(all.top, edge.top);
      all.bottom = Math.min(all.bottom, edge.bottom);
    }
    return all;
  }
  const apart = (one, two) =>
    Math.min(one.right, two.right) - Math.max(one.left, two.left) <= 1 || Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top) <= 1;

  function overlaps() {
    const all = controls().map((node) => ({ node, home: scroller(node), open: box(node, false), seen: box(node, true) }));
    const found = [];
    for (const [index, one] of all.entries()) {
      for (const two of all.slice(index + 1)) {
        if (one.node.contains(two.node) || two.node.contains(one.node)) continue;
        const near = one.home === two.home ? [one.open, two.open] : [one.seen, two.seen];
        if (!apart(...near)) found.push(`lie on each other: ${say(one.node)} and ${say(two.node)}`);
      }
    }
    return found;
  }

  // Every word 40 % longer, as other languages are; numbers stay.
  function lengthen() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      node.data = node.data.replace(/\p{L}{2,}/gu, (word) => word + "ë".repeat(Math.ceil(word.length * 0.4)));
    }
  }

  // Principle 9. One thing asked: a fieldset; or fields that stand side by side (.two); or a run of lettered
  // fields (S, B, A, R are one report); or any other field. A PIN that signs belongs to the button, not to the
  // questions. Inputs: what can be typed or chosen now; a group of radios or ticks is one.
  function asked() {
    const inputs = [...document.querySelectorAll("#main input, #main select, #main textarea")].filter((node) => {
      if (node.type === "hidden" || node.closest("details:not([open])")) return false;
      const box = node.closest("label.chip, label.check") || node;
      return shown(box) && !(node.matches(".pin__input") && node.form.querySelectorAll("input:not([type=hidden]), select, textarea").length > 1);
    });
    const names = new Set(inputs.map((node) => `${node.form?.id}/${/radio|checkbox/.test(node.type) ? node.name : node.id}`));
    const things = new Set(
      inputs.map((node) => {
        const field = node.closest(".field") || node;
        if (field.matches(".field--letter")) return node.form;
        return node.closest("fieldset") || node.closest(".two") || field;
      }),
    );
    return { things: things.size, inputs: names.size };
  }

  // By night only colours differ.
  async function axeByDayAndNight(standards) {
    const theme = document.documentElement.dataset;
    const before = theme.theme;
    const byDay = await violations({ type: "tag", values: standards });
    theme.theme = "night";
    const byNight = await violations({ type: "rule", values: ["color-contrast"] });
    theme.theme = before;
    return [byDay, byNight];
  }
  async function violations(runOnly) {
    const found = await window.axe.run({ runOnly, resultTypes: ["violations"] });
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary = "" }) => `${id}: ${html.slice(0, 160)} ${failureSummary.split("\n").at(-1)}`),
    );
  }

  window.huddleChecks = { axe: axeByDayAndNight, small, wide, overlaps, lengthen, asked };
})();
