// Six small improvements; every page works without them.
// 1. A form is sent once: a second press within a second is ignored.
// 2. After a refused form the focus goes to the summary of what to put right; its links show the label first.
// 3. data-copy="#id" copies the text of an element.
// 4. data-own-zone: where no time zone was chosen, the device's own is.
// 5. data-filled-only: a form sends only what was filled in, so that its address can be read and passed on.
// 6. What is fetched into a page says so after a second, and says it where no answer comes.
(() => {
  "use strict";
  const sent = new WeakMap();

  document.addEventListener("submit", (event) => {
    const last = sent.get(event.target);
    if (last !== undefined && event.timeStamp - last < 1000) event.preventDefault();
    else sent.set(event.target, event.timeStamp);
  });

  document.addEventListener("formdata", (event) => {
    if (!event.target.matches("[data-filled-only]")) return;
    const data = event.formData;
    new Set(data.keys()).forEach((name) => data.getAll(name).join("") || data.delete(name));
  });

  const focusSummary = (root) => {
    const summary = root.querySelector("[data-focus-first]");
    if (summary) summary.focus();
  };
  document.addEventListener("DOMContentLoaded", () => focusSummary(document));
  document.addEventListener("htmx:afterSettle", (event) => focusSummary(event.target));

  document.addEventListener("DOMContentLoaded", () => {
    const zone = document.querySelector("[data-own-zone]");
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!zone || !["", "UTC"].includes(zone.value)) return;
    if (zone.type === "hidden" || zone.querySelector(`option[value="${CSS.escape(own)}"]`)) zone.value = own;
  });

  const waits = new WeakMap();
  const words = () => document.getElementById("waits").content.textContent;
  const stop = (request) => {
    clearTimeout(waits.get(request));
    const say = document.getElementById("say");
    if (say && say.textContent === words()) say.textContent = "";
  };
  document.addEventListener("htmx:beforeSend", ({ detail }) => {
    document.querySelectorAll("[data-no-answer]").forEach((notice) => notice.remove());
    const tell = () => (document.getElementById("say").textContent = words());
    waits.set(detail.xhr, setTimeout(tell, 1000));
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => stop(detail.xhr));
  ["htmx:responseError", "htmx:sendError", "htmx:timeout"].forEach((name) =>
    document.addEventListener(name, ({ detail }) => {
      const notice = document.getElementById("no-answer").content.firstElementChild.cloneNode(true);
      notice.dataset.noAnswer = "";
      if (detail.elt.matches("a, button")) detail.elt.after(notice);
      else detail.elt.append(notice);
    }),
  );

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-focus-first] a[href^='#']");
    if (link) {
      const field = document.getElementById(link.hash.slice(1));
      if (!field) return;
      event.preventDefault();
      const control = field.matches("input, select, textarea") ? field : field.querySelector("input, select, textarea");
      const label = field.closest(".field") || field;
      label.scrollIntoView();
      (control || field).focus({ preventScroll: true });
      return;
    }
    const copier = event.target.closest("[data-copy]");
    if (copier) {
      const source = document.querySelector(copier.dataset.copy);
      navigator.clipboard.writeText((source.value || source.textContent).trim()).then(() => {
        document.getElementById("say").textContent = copier.dataset.copied || "Copied";
        copier.dataset.done = "";
      });
    }
  });
})();
