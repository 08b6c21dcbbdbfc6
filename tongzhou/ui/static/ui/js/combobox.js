/**
 * Search as you type (ARIA combobox with a list of results). The results come as a page part of
 * `<li role="option" data-value data-label>`; picking one fills the hidden input.
 */

import { moved } from "./keys.js";

const PAUSE_MS = 120;

/**
 * @typedef {object} Parts
 * @property {HTMLElement} root
 * @property {HTMLInputElement} hidden the picked id
 * @property {HTMLInputElement} label words of the picked one, sent along
 * @property {HTMLInputElement} input the typed words
 * @property {HTMLElement} list
 * @property {HTMLElement} picked
 * @property {HTMLElement} words of the picked one
 * @property {HTMLElement} search
 * @property {HTMLElement | null} count spoken by screen readers
 */

/** @param {HTMLElement} root @returns {Parts | null} */
function partsOf(root) {
  const hidden = root.querySelector("input[type='hidden']");
  const label = root.querySelector("input[type='hidden'][name$='_label']");
  const input = root.querySelector("[role='combobox']");
  const list = root.querySelector("[role='listbox']");
  const picked = root.querySelector(".combobox-picked");
  const words = root.querySelector("[data-picked]");
  const search = root.querySelector(".combobox-search");
  const count = root.querySelector("[data-count]");
  if (!(hidden instanceof HTMLInputElement && label instanceof HTMLInputElement)) return null;
  if (!(input instanceof HTMLInputElement)) return null;
  if (!(list instanceof HTMLElement && picked instanceof HTMLElement)) return null;
  if (!(words instanceof HTMLElement && search instanceof HTMLElement)) return null;
  return {
    root,
    hidden,
    label,
    input,
    list,
    picked,
    words,
    search,
    count: count instanceof HTMLElement ? count : null,
  };
}

/** One search box with its results. */
class Combobox {
  /** @param {Parts} parts */
  constructor(parts) {
    this.parts = parts;
    this.current = -1;
    /** @type {AbortController | null} */
    this.asking = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.listen();
    // A draft may have brought back what was picked.
    this.showPicked();
  }

  listen() {
    const { input, list, root } = this.parts;
    input.addEventListener("input", () => this.later());
    // An eager box shows what was used last before anything is typed.
    if (this.isEager) input.addEventListener("focus", () => this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target instanceof Element ? event.target.closest("[role='option']") : null;
      if (option instanceof HTMLElement) this.pick(option);
    });
    root.querySelector("[data-clear]")?.addEventListener("click", () => this.clear());
  }

  /** @returns {boolean} */
  get isEager() {
    return this.parts.input.dataset.eager !== undefined;
  }

  /** @returns {HTMLElement[]} */
  get options() {
    return Array.from(this.parts.list.querySelectorAll("[role='option']")).filter(
      /** @returns {option is HTMLElement} */ (option) => option instanceof HTMLElement,
    );
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.ask(), PAUSE_MS);
  }

  async ask() {
    const words = this.parts.input.value.trim();
    this.asking?.abort();
    if (!words && !this.isEager) return this.close();
    this.asking = new AbortController();
    try {
      const answer = await fetch(address(this.parts.root.dataset.source ?? "", words), {
        headers: { "HX-Request": "true" },
        signal: this.asking.signal,
      });
      if (answer.ok) this.show(await answer.text());
    } catch (error) {
      // A newer question was asked, or there is no network: the words stay and can be sent.
      if (!(error instanceof DOMException && error.name === "AbortError")) this.close();
    }
  }

  /** @param {string} markup of the server's part */
  show(markup) {
    const { list, input } = this.parts;
    list.innerHTML = markup;
    this.options.forEach((option, i) => (option.id ||= `${list.id}_${i}`));
    list.hidden = this.options.length === 0 && list.textContent?.trim() === "";
    input.setAttribute("aria-expanded", String(!list.hidden));
    this.say(this.options.length);
    this.mark(this.options.length ? 0 : -1);
  }

  /** @param {number} count */
  say(count) {
    const { count: region } = this.parts;
    if (!region) return;
    const { none = "", some = "" } = region.dataset;
    region.textContent = count ? some.replace("{n}", String(count)) : none;
  }

  /** @param {number} index */
  mark(index) {
    this.current = index;
    this.options.forEach((option, i) => option.setAttribute("aria-selected", String(i === index)));
    const option = this.options[index];
    if (option) {
      this.parts.input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      this.parts.input.removeAttribute("aria-activedescendant");
    }
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.isComposing || this.parts.list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const option = this.options[this.current];
    if (step) this.mark(moved(this.current, this.options.length, step));
    else if (event.key === "Enter" && option && !event.ctrlKey) this.pick(option);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
  }

  /** @param {HTMLElement} option */
  pick(option) {
    const { hidden, label, root } = this.parts;
    hidden.value = option.dataset.value ?? "";
    label.value = option.dataset.label ?? option.textContent ?? "";
    this.close();
    this.showPicked();
    this.tell();
    root.dispatchEvent(new CustomEvent("picked", { bubbles: true, detail: { value: hidden.value } }));
    nextControl(root)?.focus();
  }

  clear() {
    const { hidden, label, input } = this.parts;
    hidden.value = label.value = "";
    this.showPicked();
    this.tell();
    input.focus();
    input.select();
  }

  /** Either what is picked or the search box. */
  showPicked() {
    const { hidden, label, words, picked, search } = this.parts;
    words.textContent = label.value;
    picked.hidden = hidden.value === "";
    search.hidden = hidden.value !== "";
  }

  tell() {
    for (const name of ["input", "change"]) {
      this.parts.hidden.dispatchEvent(new Event(name, { bubbles: true }));
    }
  }

  close() {
    clearTimeout(this.timer);
    const { list, input } = this.parts;
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    this.mark(-1);
  }
}

/** @param {string} source @param {string} words @returns {string} */
export function address(source, words) {
  const joint = source.includes("?") ? "&" : "?";
  return `${source}${joint}q=${encodeURIComponent(words)}`;
}

/** @param {HTMLElement} root @returns {HTMLElement | undefined} the control after the search box */
function nextControl(root) {
  const form = root.closest("form");
  const all = Array.from(form?.querySelectorAll("input:not([type='hidden']), select, textarea, button") ?? []);
  return all.find(
    /** @returns {element is HTMLElement} */ (element) =>
      element instanceof HTMLElement &&
      !root.contains(element) &&
      !element.closest("[hidden]") &&
      Boolean(root.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING),
  );
}

/** @param {Document} page */
export function setUpComboboxes(page) {
  /** @param {ParentNode} part */
  const wake = (part) => {
    for (const root of part.querySelectorAll("[data-combobox]:not([data-awake])")) {
      const parts = root instanceof HTMLElement ? partsOf(root) : null;
      if (!parts) continue;
      parts.root.dataset.awake = "";
      new Combobox(parts);
    }
  };
  wake(page);
  page.addEventListener("htmx:load", (event) => {
    if (event.target instanceof Element) wake(event.target.parentElement ?? page);
  });
}
