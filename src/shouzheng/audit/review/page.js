"use strict";
// One contact after the other; answers stay in this browser and leave it only as the sheet that the reviewer saves.
(() => {
  document.documentElement.classList.add("on");
  document.addEventListener("DOMContentLoaded", () => {
    const by = (id) => document.getElementById(id);
    const main = document.querySelector("main");
    const contacts = [...document.querySelectorAll("article")];
    const most = 500;
    let now = 0;
    if (!contacts.length) return;

    const radios = (contact) => [...contact.querySelectorAll("input")];
    const remark = (contact) => contact.querySelector("textarea");
    const answer = (contact) => (radios(contact).find((one) => one.checked) || { value: "" }).value;
    const missing = () => contacts.filter((contact) => !answer(contact)).length;
    const fold = (open) => document.querySelectorAll("details").forEach((one) => { one.open = open; });
    const say = (id, text) => {
      ["saved", "partly", "cleared"].forEach((other) => { by(other).hidden = other !== id; });
      if (text !== undefined) by("left").textContent = text;
    };

    const keep = () => {
      const said = contacts.map((contact) => [contact.dataset.item, answer(contact), remark(contact).value]);
      try {
        localStorage.setItem(main.dataset.key, JSON.stringify(said.filter((one) => one[1] || one[2])));
      } catch {
        by("unkept").hidden = false;
      }
      count();
    };
    // What was kept may have been changed by another page of this browser: only what the page itself offers is taken.
    const recall = () => {
      let said = [];
      try {
        const kept = JSON.parse(localStorage.getItem(main.dataset.key) || "[]");
        if (Array.isArray(kept)) said = kept.filter(Array.isArray);
      } catch {
        by("unkept").hidden = false;
      }
      const known = new Map(said.map(([item, choice, words]) => [item, [choice, words]]));
      contacts.forEach((contact) => {
        const [choice, words] = known.get(contact.dataset.item) || ["", ""];
        radios(contact).forEach((one) => { one.checked = one.value === choice; });
        remark(contact).value = typeof words === "string" ? words.slice(0, most) : "";
      });
    };
    const count = () => {
      by("place").textContent = String(now + 1);
      by("done").textContent = String(contacts.length - missing());
      by("progress").value = contacts.length - missing();
      by("previous").disabled = now === 0;
      by("next").disabled = now === contacts.length - 1;
      by("open").disabled = missing() === 0;
    };
    const go = (place, focus = true) => {
      now = Math.min(Math.max(place, 0), contacts.length - 1);
      contacts.forEach((contact, each) => contact.classList.toggle("now", each === now));
      fold(false);
      count();
      if (!focus) return;
      const top = contacts[now].offsetTop - document.querySelector(".bar").offsetHeight - 24;
      window.scrollTo(0, Math.min(window.scrollY, Math.max(top, 0)));
      contacts[now].querySelector("h2").focus({ preventScroll: true });
    };
    const open = (from) => {
      const order = [...contacts.keys()].map((each) => (from + each) % contacts.length);
      return order.find((each) => !answer(contacts[each])) ?? from;
    };

    const cell = (words) => {
      const plain = words.replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g, " ").trim();
      const inert = /^[=+\-@]/.test(plain) ? `'${plain}` : plain;
      return /[",]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
    };
    const save = () => {
      const lines = contacts.map((each) => `${each.dataset.line},${answer(each)},${cell(remark(each).value)}`);
      const sheet = [main.dataset.head, ...lines].map((line) => `${line}\r\n`).join("");
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob(["\ufeff", sheet], { type: "text/csv;charset=utf-8" }));
      link.download = main.dataset.file;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
      say(missing() ? "partly" : "saved", String(missing()));
    };
    const clear = () => {
      try {
        localStorage.removeItem(main.dataset.key);
      } catch {
        by("unkept").hidden = false;
      }
      recall();
      by("sure").hidden = true;
      say("cleared");
      go(0, false);
      by("clear").focus();
    };

    main.addEventListener("input", (event) => { if (event.target.closest("article")) keep(); });
    by("previous").addEventListener("click", () => go(now - 1));
    by("next").addEventListener("click", () => go(now + 1));
    by("open").addEventListener("click", () => go(open(now)));
    by("save").addEventListener("click", save);
    by("clear").addEventListener("click", () => { by("sure").hidden = false; by("no").focus(); });
    by("no").addEventListener("click", () => { by("sure").hidden = true; by("clear").focus(); });
    by("yes").addEventListener("click", clear);
    document.addEventListener("keydown", (event) => {
      const plain = !(event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.isComposing);
      if (!plain || !by("keys").checked || event.target instanceof HTMLTextAreaElement) return;
      const choice = ["1", "2", "3"].indexOf(event.key);
      if (choice >= 0) {
        const one = radios(contacts[now])[choice];
        one.checked = true;
        one.focus();
        keep();
      } else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
        go(now + (event.key === "ArrowRight" ? 1 : -1));
      } else return;
      event.preventDefault();
    });
    window.addEventListener("beforeprint", () => fold(true));
    window.addEventListener("afterprint", () => fold(false));

    recall();
    go(open(0), false);
  });
})();
